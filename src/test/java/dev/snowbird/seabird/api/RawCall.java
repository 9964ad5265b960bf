package dev.snowbird.seabird.api;

import static org.awaitility.Awaitility.await;

import com.google.protobuf.MessageLite;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A call whose messages are bytes, which tells what came and in which order: headers, messages, status. */
final class RawCall {

    private static final Duration PATIENCE = Duration.ofSeconds(TestPort.PATIENCE_SECONDS);

    private final ClientCall<byte[], byte[]> call;
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final BlockingQueue<byte[]> messages = new LinkedBlockingQueue<>();
    private final CompletableFuture<Status> status = new CompletableFuture<>();
    private volatile Metadata trailers;

    private RawCall(ClientCall<byte[], byte[]> call, int messagesToRead) {
        this.call = call;
        call.start(new ClientCall.Listener<>() {
            @Override
            public void onHeaders(Metadata headers) {
                seen.add("headers");
            }

            @Override
            public void onMessage(byte[] message) {
                seen.add("message");
                messages.add(message);
            }

            @Override
            public void onClose(Status end, Metadata last) {
                seen.add("status");
                trailers = last;
                status.complete(end);
            }
        }, new Metadata());
        if (messagesToRead > 0) {
            call.request(messagesToRead);
        }
    }

    /** Begins a call of an RPC and reads whatever comes. */
    static RawCall of(Channel channel, String rpc) {
        return of(channel, Rpc.named(rpc).method());
    }

    static RawCall of(Channel channel, MethodDescriptor<byte[], byte[]> method) {
        return new RawCall(channel.newCall(method, CallOptions.DEFAULT), Integer.MAX_VALUE);
    }

    /** Begins a call whose client reads no message until it is told to. */
    static RawCall idle(Channel channel, String rpc) {
        return new RawCall(channel.newCall(Rpc.named(rpc).method(), CallOptions.DEFAULT), 0);
    }

    void read() {
        call.request(Integer.MAX_VALUE);
    }

    RawCall send(MessageLite message) {
        return send(message.toByteArray());
    }

    RawCall send(byte[] message) {
        call.sendMessage(message);
        return this;
    }

    RawCall halfClose() {
        call.halfClose();
        return this;
    }

    void cancel() {
        call.cancel("enough", null);
    }

    RawCall awaitHeaders() {
        await().atMost(PATIENCE).until(() -> seen.contains("headers"));
        return this;
    }

    byte[] nextMessage() throws InterruptedException {
        return messages.poll(TestPort.PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** Returns the status as CODE or CODE: description. */
    String outcome() throws Exception {
        Status end = status.get(TestPort.PATIENCE_SECONDS, TimeUnit.SECONDS);
        return end.getDescription() == null ? end.getCode().name() : end.getCode() + ": " + end.getDescription();
    }

    /** Returns what came with the status, after {@link #outcome}. */
    Metadata trailers() {
        return trailers;
    }

    /** Returns what came so far, and in which order. */
    List<String> seen() {
        return seen;
    }
}
