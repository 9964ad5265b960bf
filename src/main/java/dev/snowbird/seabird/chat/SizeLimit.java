package dev.snowbird.seabird.chat;

import com.google.protobuf.MessageLite;
import io.grpc.Status;
import io.grpc.StatusException;

/**
 * The longest message of a chat, whoever sends it: a plugin, a backend, or core, which makes more of a text than it was
 * given. One that is longer is refused in the same words everywhere. The limit must not be more than peers take: a gRPC
 * client that gets too long a message ends its stream, so one long event would end the streams of all plugins.
 *
 * @param bytes how many bytes an encoded message may have
 */
public record SizeLimit(int bytes) {

    /** Returns what a peer is told whose message is too long, or would become so. */
    public Status exceeded() {
        return Status.RESOURCE_EXHAUSTED.withDescription(
                "message too large: it may have %d bytes, and an event has its text three times".formatted(bytes));
    }

    /**
     * Lets only messages of the right size pass.
     *
     * @param message what is to be sent
     * @param <M>     its type
     * @return the same message
     * @throws StatusException RESOURCE_EXHAUSTED when it is too long
     */
    public <M extends MessageLite> M check(M message) throws StatusException {
        if (message.getSerializedSize() > bytes) {
            throw exceeded().asException();
        }
        return message;
    }
}
