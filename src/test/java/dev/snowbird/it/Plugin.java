package dev.snowbird.it;

import io.coded.seabird.seabird.CommandMetadata;
import io.coded.seabird.seabird.Event;
import io.coded.seabird.seabird.SeabirdGrpc;
import io.coded.seabird.seabird.StreamEventsRequest;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The event stream of a plugin, message by message. */
final class Plugin implements AutoCloseable {

    private final ClientCall<StreamEventsRequest, Event> call;
    private final CompletableFuture<Void> headers = new CompletableFuture<>();
    private final CompletableFuture<Status> end = new CompletableFuture<>();
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

    private Plugin(Channel core, boolean reads, StreamEventsRequest request) {
        call = core.newCall(SeabirdGrpc.getStreamEventsMethod(), CallOptions.DEFAULT);
        call.start(new Listener(reads), new Metadata());
        call.sendMessage(request);
        call.halfClose();
        call.request(1);
    }

    /** Opens a stream that registers these commands. */
    static Plugin open(Channel core, String... commands) {
        StreamEventsRequest.Builder request = StreamEventsRequest.newBuilder();
        for (String command : commands) {
            request.putCommands(command, CommandMetadata.newBuilder().setName(command).build());
        }
        return open(core, request.build());
    }

    /** Opens a stream that registers commands in its own words. */
    static Plugin open(Channel core, StreamEventsRequest request) {
        return new Plugin(core, true, request);
    }

    /** Opens a stream and waits until nothing can be missed. */
    static Plugin attached(Channel core, String... commands) {
        Plugin plugin = open(core, commands);
        plugin.awaitHeaders();
        return plugin;
    }

    /** Opens a stream that takes one event and then no more. */
    static Plugin thatDoesNotRead(Channel core) {
        Plugin plugin = new Plugin(core, false, StreamEventsRequest.getDefaultInstance());
        plugin.awaitHeaders();
        return plugin;
    }

    /** Reads on after all: a client hears of the end of its stream only after all that was sent before. */
    void readOn() {
        call.request(Integer.MAX_VALUE);
    }

    void awaitHeaders() {
        if (!isAccepted()) {
            throw new AssertionError("the stream was refused: " + end.join());
        }
    }

    /** Waits for the response headers or the end; returns whether the headers came. */
    boolean isAccepted() {
        CompletableFuture.anyOf(headers, end).orTimeout(Broker.patience().toSeconds(), TimeUnit.SECONDS).join();
        return headers.isDone();
    }

    /** Whether the response headers have come. */
    boolean hasHeaders() {
        return headers.isDone();
    }

    /** The next event. */
    Event next() throws InterruptedException {
        Event event = events.poll(Broker.patience().toSeconds(), TimeUnit.SECONDS);
        if (event == null) {
            throw new AssertionError("no event came; the stream: " + end.getNow(null));
        }
        return event;
    }

    /** How many events wait to be looked at. */
    int waiting() {
        return events.size();
    }

    /** How the stream ended. */
    Status awaitEnd() {
        return end.orTimeout(Broker.patience().toSeconds(), TimeUnit.SECONDS).join();
    }

    boolean hasEnded() {
        return end.isDone();
    }

    /** Ends the stream as a peer does that goes. */
    void cancel() {
        call.cancel("gone", null);
    }

    @Override
    public void close() {
        cancel();
    }

    private final class Listener extends ClientCall.Listener<Event> {

        private final boolean reads;

        Listener(boolean reads) {
            this.reads = reads;
        }

        @Override
        public void onHeaders(Metadata received) {
            headers.complete(null);
        }

        @Override
        public void onMessage(Event event) {
            events.add(event);
            if (reads) {
                call.request(1);
            }
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            end.complete(status);
        }
    }
}
