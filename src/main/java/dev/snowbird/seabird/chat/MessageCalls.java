package dev.snowbird.seabird.chat;

import io.coded.seabird.chat_ingest.ChatEvent.InnerCase;
import io.coded.seabird.chat_ingest.ChatRequest;
import io.coded.seabird.chat_ingest.PerformActionChatRequest;
import io.coded.seabird.chat_ingest.PerformPrivateActionChatRequest;
import io.coded.seabird.chat_ingest.SendMessageChatRequest;
import io.coded.seabird.chat_ingest.SendPrivateMessageChatRequest;
import io.coded.seabird.seabird.Event;
import io.coded.seabird.seabird.PerformActionEvent;
import io.coded.seabird.seabird.PerformActionRequest;
import io.coded.seabird.seabird.PerformPrivateActionEvent;
import io.coded.seabird.seabird.PerformPrivateActionRequest;
import io.coded.seabird.seabird.SendMessageEvent;
import io.coded.seabird.seabird.SendMessageRequest;
import io.coded.seabird.seabird.SendPrivateMessageEvent;
import io.coded.seabird.seabird.SendPrivateMessageRequest;
import io.grpc.StatusException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The four calls that carry a text, and of which all plugins are told (Seabird contract, sections 5 to 7). An event has
 * the id as the caller wrote it; the backend gets only what is its own.
 */
final class MessageCalls {

    private final Blocks blocks;
    private final SizeLimit limit;

    MessageCalls(SizeLimit limit) {
        this.blocks = new Blocks(limit);
        this.limit = limit;
    }

    ChatCall sendMessage(SendMessageRequest request, String sender) throws StatusException {
        FullId channel = FullId.parse(request.getChannelId(), "channel_id");
        FormattedText text = blocks.normalise(request.getText(), request.hasRootBlock(), request.getRootBlock());
        Map<String, String> tags = text.tags(request.getTagsMap());
        return call(channel.backend(),
                ChatCalls.newRequest().setSendMessage(SendMessageChatRequest.newBuilder()
                        .setChannelId(channel.relative())
                        .setText(text.text()).setRootBlock(text.root()).putAllTags(tags)),
                Event.newBuilder().putAllTags(tags).setSendMessage(SendMessageEvent.newBuilder()
                        .setSender(sender).setChannelId(request.getChannelId())
                        .setText(text.text()).setRootBlock(text.root())));
    }

    ChatCall sendPrivateMessage(SendPrivateMessageRequest request, String sender) throws StatusException {
        FullId user = FullId.parse(request.getUserId(), "user_id");
        FormattedText text = blocks.normalise(request.getText(), request.hasRootBlock(), request.getRootBlock());
        Map<String, String> tags = text.tags(request.getTagsMap());
        return call(user.backend(),
                ChatCalls.newRequest().setSendPrivateMessage(SendPrivateMessageChatRequest.newBuilder()
                        .setUserId(user.relative())
                        .setText(text.text()).setRootBlock(text.root()).putAllTags(tags)),
                Event.newBuilder().putAllTags(tags).setSendPrivateMessage(SendPrivateMessageEvent.newBuilder()
                        .setSender(sender).setUserId(request.getUserId())
                        .setText(text.text()).setRootBlock(text.root())));
    }

    ChatCall performAction(PerformActionRequest request, String sender) throws StatusException {
        FullId channel = FullId.parse(request.getChannelId(), "channel_id");
        FormattedText text = blocks.normalise(request.getText(), request.hasRootBlock(), request.getRootBlock());
        Map<String, String> tags = text.tags(request.getTagsMap());
        return call(channel.backend(),
                ChatCalls.newRequest().setPerformAction(PerformActionChatRequest.newBuilder()
                        .setChannelId(channel.relative())
                        .setText(text.text()).setRootBlock(text.root()).putAllTags(tags)),
                Event.newBuilder().putAllTags(tags).setPerformAction(PerformActionEvent.newBuilder()
                        .setSender(sender).setChannelId(request.getChannelId())
                        .setText(text.text()).setRootBlock(text.root())));
    }

    ChatCall performPrivateAction(PerformPrivateActionRequest request, String sender) throws StatusException {
        FullId user = FullId.parse(request.getUserId(), "user_id");
        FormattedText text = blocks.normalise(request.getText(), request.hasRootBlock(), request.getRootBlock());
        Map<String, String> tags = text.tags(request.getTagsMap());
        return call(user.backend(),
                ChatCalls.newRequest().setPerformPrivateAction(PerformPrivateActionChatRequest.newBuilder()
                        .setUserId(user.relative())
                        .setText(text.text()).setRootBlock(text.root()).putAllTags(tags)),
                Event.newBuilder().putAllTags(tags).setPerformPrivateAction(PerformPrivateActionEvent.newBuilder()
                        .setSender(sender).setUserId(request.getUserId())
                        .setText(text.text()).setRootBlock(text.root())));
    }

    /** Looks at the sizes of both now, lest plugins be told of what is then not asked. */
    private ChatCall call(BackendId backend, ChatRequest.Builder asked, Event.Builder told) throws StatusException {
        return new ChatCall(backend, limit.check(asked.build()), Optional.of(limit.check(told.build())),
                Set.of(InnerCase.SUCCESS), ChatCalls.UNKNOWN_BACKEND);
    }
}
