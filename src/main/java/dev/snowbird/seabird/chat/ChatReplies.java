package dev.snowbird.seabird.chat;

import io.coded.seabird.chat_ingest.ChatEvent;
import io.coded.seabird.seabird.BackendInfoResponse;
import io.grpc.Status;
import io.grpc.StatusException;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;

/** What a backend's reply means to the caller (Seabird contract, section 6). */
public final class ChatReplies {

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
        throw Status.INTERNAL.withDescription("unexpected chat event").asException();
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
}
