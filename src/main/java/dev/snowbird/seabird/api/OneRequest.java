package dev.snowbird.seabird.api;

import com.google.protobuf.Message;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.grpc.StatusException;
import java.util.concurrent.Executor;

/** The listener of a call whose client sends one message and no more. */
abstract class OneRequest extends ServerCall.Listener<byte[]> {

    private final Rpc rpc;
    private final Executor work;
    private byte[] request;

    OneRequest(Rpc rpc, ServerCall<byte[], byte[]> call, Executor work) {
        this.rpc = rpc;
        this.work = work;
        // One more than there should be, so that gRPC notices a second one and ends the call.
        call.request(2);
    }

    /** Gets the message when the client has closed its side. */
    abstract void begin(Message message);

    /** Gets what to tell the client when it did not send one good message. */
    abstract void refuse(Status status);

    @Override
    public final void onMessage(byte[] message) {
        request = message;
    }

    @Override
    public final void onHalfClose() {
        if (request == null) {
            refuse(Status.INTERNAL.withDescription("Missing request message."));
            return;
        }
        if (Rpc.isLong(request)) {
            work.execute(this::decode);
        } else {
            decode();
        }
    }

    private void decode() {
        Message decoded;
        try {
            decoded = rpc.decode(request);
        } catch (StatusException e) {
            refuse(e.getStatus());
            return;
        }
        begin(decoded);
    }
}
