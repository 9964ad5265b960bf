package dev.snowbird.seabird.api;

import dev.snowbird.seabird.chat.SizeLimit;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import java.util.function.Consumer;

/**
 * Ends a call whose peer sends too long a message, as soon as that much of it has come. gRPC's own limit can tell a
 * peer why only before response headers are sent; a stream, which has sent them, would be reset without a word.
 */
final class MessageLimit extends ServerStreamTracer {

    private static final Context.Key<MessageLimit> OF_CALL = Context.key("message-limit");

    private final SizeLimit limit;
    /** What ends the call; null while nothing of ours answers it, and then gRPC ends it as it can. */
    private volatile Consumer<Status> end;
    /** How much of the message has come. Only the thread that reads from the peer uses it. */
    private long bytes;

    private MessageLimit(SizeLimit limit) {
        this.limit = limit;
    }

    /** Makes one for each call of a server. */
    static Factory factory(SizeLimit limit) {
        return new Factory() {
            @Override
            public ServerStreamTracer newServerStreamTracer(String method, Metadata headers) {
                return new MessageLimit(limit);
            }
        };
    }

    /**
     * Says, where a call begins, what ends it.
     *
     * @param end gets what to tell the peer, perhaps more than once and after the call has ended otherwise; must not
     *            block
     */
    static void whenExceeded(Consumer<Status> end) {
        OF_CALL.get().end = end;
    }

    @Override
    public Context filterContext(Context context) {
        return context.withValue(OF_CALL, this);
    }

    @Override
    public void inboundMessage(int number) {
        bytes = 0;
    }

    @Override
    public void inboundWireSize(long read) {
        bytes += read;
        if (bytes > limit.bytes()) {
            if (end == null) {
                throw limit.exceeded().asRuntimeException();
            }
            end.accept(limit.exceeded());
        }
    }
}
