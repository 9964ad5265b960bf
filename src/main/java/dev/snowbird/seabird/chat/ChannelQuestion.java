package dev.snowbird.seabird.chat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.UnknownFieldSet;
import io.coded.seabird.chat_ingest.ChatEvent;
import io.coded.seabird.chat_ingest.ChatRequest;
import io.coded.seabird.chat_ingest.FailedChatEvent;
import io.coded.seabird.chat_ingest.MetadataChatRequest;
import io.coded.seabird.seabird.ChannelInfoRequest;
import io.coded.seabird.seabird.ChannelInfoResponse;
import io.coded.seabird.seabird.ListChannelsResponse;
import io.grpc.StatusException;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a plugin asks about the channels of a backend. It takes the way of a request to that backend, but the core that
 * has the backend's stream answers it, and the backend never sees it. The question is one more field of the
 * {@link ChatRequest}, and the answer one more of the {@link ChatEvent}, both of the same number, which no peer knows.
 *
 * <p>All else about that request asks for metadata. A core that knows of no such questions hands it to its backend, to
 * which it is just that, and the caller hears at once that there is no answer.
 */
public enum ChannelQuestion {

    /** A {@code ListChannelsRequest}, and its response. */
    LIST_CHANNELS(1001),
    /** A {@link ChannelInfoRequest}, and its response; one without a channel when the backend is not in it. */
    CHANNEL_INFO(1002);

    private final int field;

    ChannelQuestion(int field) {
        this.field = field;
    }

    /** Returns what it is called in the {@code type} header of a request. */
    public String type() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Says whether the {@code type} header of a request is that of such a question. */
    public static boolean isType(String type) {
        return Stream.of(values()).anyMatch(question -> question.type().equals(type));
    }

    /** Returns which question a request asks; empty for what is a backend's to answer. */
    static Optional<ChannelQuestion> in(ChatRequest request) {
        return Stream.of(values()).filter(question -> request.getUnknownFields().hasField(question.field)).findFirst();
    }

    /** Makes a request of the question. */
    ChatRequest request(MessageLite question) {
        return ChatCalls.newRequest().setMetadata(MetadataChatRequest.getDefaultInstance())
                .setUnknownFields(with(question.toByteString())).build();
    }

    /**
     * Answers a request that asks one of these questions.
     *
     * @param request came to the queue of the backend
     * @param backend the backend; none while it is not yet connected, and so in no channel
     * @param limit   how long the answer may be; of one that is longer only that is told
     * @throws InvalidProtocolBufferException when there is no question in the request, or a broken one
     */
    public static ChatEvent answer(ChatRequest request, Optional<ConnectedBackend> backend, SizeLimit limit)
            throws InvalidProtocolBufferException {
        ChannelQuestion question = in(request)
                .orElseThrow(() -> new InvalidProtocolBufferException("there is no question in it"));
        ChatEvent.Builder event = ChatEvent.newBuilder().setId(request.getId());
        try {
            MessageLite answer = limit.check(question.answer(question.field(request.getUnknownFields()), backend));
            return event.setUnknownFields(question.with(answer.toByteString())).build();
        } catch (StatusException e) {
            return event.setUnknownFields(question.with(ByteString.EMPTY)).setFailed(
                    FailedChatEvent.newBuilder().setReason(e.getStatus().getDescription())).build();
        }
    }

    private MessageLite answer(ByteString asked, Optional<ConnectedBackend> backend)
            throws InvalidProtocolBufferException, StatusException {
        if (this == LIST_CHANNELS) {
            ListChannelsResponse.Builder response = ListChannelsResponse.newBuilder();
            backend.ifPresent(known -> response.addAllChannels(known.channels()));
            return response.build();
        }
        String channel = FullId.parse(ChannelInfoRequest.parseFrom(asked).getChannelId(), "channel_id").relative();
        ChannelInfoResponse.Builder response = ChannelInfoResponse.newBuilder();
        backend.flatMap(known -> known.channel(channel)).ifPresent(response::setChannel);
        return response.build();
    }

    /** Returns the bytes of the answer; empty when the reply has none. */
    Optional<ByteString> answerIn(ChatEvent reply) {
        return Optional.of(reply.getUnknownFields()).filter(fields -> fields.hasField(field)).map(this::field);
    }

    private ByteString field(UnknownFieldSet fields) {
        return fields.getField(field).getLengthDelimitedList().stream().findFirst().orElse(ByteString.EMPTY);
    }

    private UnknownFieldSet with(ByteString content) {
        return UnknownFieldSet.newBuilder().addField(field,
                UnknownFieldSet.Field.newBuilder().addLengthDelimited(content).build()).build();
    }
}
