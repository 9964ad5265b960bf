package dev.snowbird.seabird.chat;

import com.google.protobuf.MessageLite;
import io.coded.seabird.chat_ingest.ChatEvent.InnerCase;
import io.coded.seabird.chat_ingest.ChatRequest;
import io.coded.seabird.chat_ingest.JoinChannelChatRequest;
import io.coded.seabird.chat_ingest.LeaveChannelChatRequest;
import io.coded.seabird.chat_ingest.MetadataChatRequest;
import io.coded.seabird.chat_ingest.UpdateChannelInfoChatRequest;
import io.coded.seabird.seabird.BackendInfoRequest;
import io.coded.seabird.seabird.ChannelInfoRequest;
import io.coded.seabird.seabird.JoinChannelRequest;
import io.coded.seabird.seabird.LeaveChannelRequest;
import io.coded.seabird.seabird.ListChannelsRequest;
import io.coded.seabird.seabird.PerformActionRequest;
import io.coded.seabird.seabird.PerformPrivateActionRequest;
import io.coded.seabird.seabird.SendMessageRequest;
import io.coded.seabird.seabird.SendPrivateMessageRequest;
import io.coded.seabird.seabird.UpdateChannelInfoRequest;
import io.grpc.StatusException;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;

/**
 * Turns plugins' calls into what a backend is asked (Seabird contract, section 6). Every method throws INVALID_ARGUMENT
 * for an id that can't be read, and RESOURCE_EXHAUSTED for a request that its backend would not take; the four that
 * carry a text throw what {@link Blocks#normalise} does, too.
 */
public final class ChatCalls {

    static final String UNKNOWN_BACKEND = "unknown backend";
    static final String BACKEND_NOT_FOUND = "backend not found";

    private final MessageCalls messages;
    private final SizeLimit limit;

    /** @param limit how long a request to a backend may be */
    public ChatCalls(SizeLimit limit) {
        this.messages = new MessageCalls(limit);
        this.limit = limit;
    }

    /** Asks to write to a channel; {@code sender} is the plugin's user name. */
    public ChatCall sendMessage(@Body SendMessageRequest request,
            @ExchangeProperty(RouteProperties.SENDER) String sender) throws StatusException {
        return messages.sendMessage(request, sender);
    }

    /** Asks to write to a user; {@code sender} is the plugin's user name. */
    public ChatCall sendPrivateMessage(@Body SendPrivateMessageRequest request,
            @ExchangeProperty(RouteProperties.SENDER) String sender) throws StatusException {
        return messages.sendPrivateMessage(request, sender);
    }

    /** Asks to act in a channel; {@code sender} is the plugin's user name. */
    public ChatCall performAction(@Body PerformActionRequest request,
            @ExchangeProperty(RouteProperties.SENDER) String sender) throws StatusException {
        return messages.performAction(request, sender);
    }

    /** Asks to act towards a user; {@code sender} is the plugin's user name. */
    public ChatCall performPrivateAction(@Body PerformPrivateActionRequest request,
            @ExchangeProperty(RouteProperties.SENDER) String sender) throws StatusException {
        return messages.performPrivateAction(request, sender);
    }

    /** Asks to join a channel, whose name the backend gets as it is. */
    public ChatCall joinChannel(@Body JoinChannelRequest request) throws StatusException {
        JoinChannelChatRequest asked = JoinChannelChatRequest.newBuilder()
                .setChannelName(request.getChannelName()).putAllTags(request.getTagsMap()).build();
        return quietCall(BackendId.parse(request.getBackendId(), "backend_id"),
                newRequest().setJoinChannel(asked), InnerCase.JOIN_CHANNEL);
    }

    /** Asks to leave a channel. The message at parting goes nowhere: the protocol has no field for it. */
    public ChatCall leaveChannel(@Body LeaveChannelRequest request) throws StatusException {
        FullId channel = FullId.parse(request.getChannelId(), "channel_id");
        LeaveChannelChatRequest asked = LeaveChannelChatRequest.newBuilder()
                .setChannelId(channel.relative()).putAllTags(request.getTagsMap()).build();
        return quietCall(channel.backend(), newRequest().setLeaveChannel(asked), InnerCase.LEAVE_CHANNEL);
    }

    /** Asks to set a channel's topic. */
    public ChatCall updateChannelInfo(@Body UpdateChannelInfoRequest request) throws StatusException {
        FullId channel = FullId.parse(request.getChannelId(), "channel_id");
        UpdateChannelInfoChatRequest asked = UpdateChannelInfoChatRequest.newBuilder()
                .setChannelId(channel.relative()).setTopic(request.getTopic()).putAllTags(request.getTagsMap()).build();
        return quietCall(channel.backend(), newRequest().setUpdateChannelInfo(asked), InnerCase.CHANGE_CHANNEL);
    }

    /** Asks a backend about itself. */
    public ChatCall backendInfo(@Body BackendInfoRequest request) throws StatusException {
        BackendId backend = BackendId.parse(request.getBackendId(), "backend_id");
        ChatRequest asked = newRequest().setMetadata(MetadataChatRequest.getDefaultInstance()).build();
        return new ChatCall(backend, asked, Optional.empty(), Set.of(InnerCase.METADATA), BACKEND_NOT_FOUND);
    }

    /** Asks which channels a backend is in. */
    public ChatCall listChannels(@Body ListChannelsRequest request) throws StatusException {
        return question(BackendId.parse(request.getBackendId(), "backend_id"), ChannelQuestion.LIST_CHANNELS, request);
    }

    /** Asks what a channel is called, and what it is about. */
    public ChatCall channelInfo(@Body ChannelInfoRequest request) throws StatusException {
        FullId channel = FullId.parse(request.getChannelId(), "channel_id");
        return question(channel.backend(), ChannelQuestion.CHANNEL_INFO, request);
    }

    private ChatCall question(BackendId backend, ChannelQuestion question, MessageLite request)
            throws StatusException {
        return new ChatCall(backend, limit.check(question.request(request)), Optional.empty(), Set.of(),
                BACKEND_NOT_FOUND);
    }

    private ChatCall quietCall(BackendId backend, ChatRequest.Builder asked, InnerCase accepted)
            throws StatusException {
        return new ChatCall(backend, limit.check(asked.build()), Optional.empty(), Set.of(InnerCase.SUCCESS, accepted),
                UNKNOWN_BACKEND);
    }

    static ChatRequest.Builder newRequest() {
        return ChatRequest.newBuilder().setId(UUID.randomUUID().toString());
    }
}
