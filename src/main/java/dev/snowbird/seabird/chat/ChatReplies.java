package dev.snowbird.seabird.chat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Parser;
import io.coded.seabird.chat_ingest.ChatEvent;
import io.coded.seabird.seabird.BackendInfoResponse;
import io.coded.seabird.seabird.ChannelInfoResponse;
import io.coded.seabird.seabird.ListChannelsResponse;
import io.grpc.Status;
import io.grpc.StatusException;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;

/** What a reply, of a backend or of its core, means to the caller (Seabird contract, section 6). */
public final class ChatReplies {

    private static final Status TOLD_BY_NO_OLD_CORE = Status.UNIMPLEMENTED.withDescription(
            "the core that has this backend is too old to tell others its channels");
    private static final Status UNEXPECTED = Status.INTERNAL.withDescription("unexpected chat event");

    /**
     * Lets only a success pass.
     *
     * @param call  what was asked
     * @param reply what the backend replied
     * @throws StatusException with UNKNOWN and the backend's own reason if it failed, or INTERNAL if the reply doesn't
     *     fit the call
     */
    public void requireSuccess(@ExchangeProperty(RouteProperties.CALL) ChatCall call, @Body ChatEvent reply)
            throws StatusException {
        if (call.accepted().contains(reply.getInnerCase())) {
            return;
        }
        if (reply.hasFailed()) {
            throw Status.UNKNOWN.withDescription(reply.getFailed().getReason()).asException();
        }
        throw UNEXPECTED.asException();
    }

    /**
     * Makes the answer about a backend from its reply.
     *
     * @param call  what was asked
     * @param reply what the backend replied
     * @return the backend and what it says of itself
     * @throws StatusException as {@link #requireSuccess} does
     */
    public BackendInfoResponse backendInfo(@ExchangeProperty(RouteProperties.CALL) ChatCall call, @Body ChatEvent reply)
            throws StatusException {
        requireSuccess(call, reply);
        return BackendInfoResponse.newBuilder()
                .setBackend(call.backend().toMessage()).putAllMetadata(reply.getMetadata().getValuesMap()).build();
    }

    /**
     * Takes the channels of a backend from the reply of its core.
     *
     * @param reply what that core replied
     * @return the channels, in the bytewise order of their relative ids
     * @throws StatusException with RESOURCE_EXHAUSTED if they are too many for one message, or UNIMPLEMENTED if that
     *     core knows of no such questions
     */
    public ListChannelsResponse listChannels(@Body ChatEvent reply) throws StatusException {
        return answer(ChannelQuestion.LIST_CHANNELS, reply, ListChannelsResponse.parser());
    }

    /**
     * Takes what is known of a channel from the reply of its backend's core.
     *
     * @param reply what that core replied
     * @throws StatusException with NOT_FOUND if the backend is not in that channel, or as {@link #listChannels}
     */
    public ChannelInfoResponse channelInfo(@Body ChatEvent reply) throws StatusException {
        ChannelInfoResponse answer = answer(ChannelQuestion.CHANNEL_INFO, reply, ChannelInfoResponse.parser());
        if (!answer.hasChannel()) {
            throw Status.NOT_FOUND.withDescription("channel not found").asException();
        }
        return answer;
    }

    private static <T> T answer(ChannelQuestion question, ChatEvent reply, Parser<T> response) throws StatusException {
        ByteString answer = question.answerIn(reply).orElseThrow(TOLD_BY_NO_OLD_CORE::asException);
        if (reply.hasFailed()) {
            throw Status.RESOURCE_EXHAUSTED.withDescription(reply.getFailed().getReason()).asException();
        }
        try {
            return response.parseFrom(answer);
        } catch (InvalidProtocolBufferException e) {
            throw UNEXPECTED.withCause(e).asException();
        }
    }
}
