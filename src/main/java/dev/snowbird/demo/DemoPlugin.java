package dev.snowbird.demo;

import io.coded.seabird.seabird.CommandMetadata;
import io.coded.seabird.seabird.Event;
import io.coded.seabird.seabird.SeabirdGrpc;
import io.coded.seabird.seabird.SendMessageRequest;
import io.coded.seabird.seabird.StreamEventsRequest;
import io.grpc.Channel;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A plugin with one command. */
final class DemoPlugin implements StreamObserver<Event> {

    private final Channel core;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

    DemoPlugin(Channel core, String command) {
        this.core = core;
        CommandMetadata metadata = CommandMetadata.newBuilder().setName(command).build();
        SeabirdGrpc.newStub(core).streamEvents(
                StreamEventsRequest.newBuilder().putCommands(command, metadata).build(), this);
    }

    /** Waits for the next event of the stream; null when none comes. */
    Event nextEvent(long seconds) throws InterruptedException {
        return events.poll(seconds, TimeUnit.SECONDS);
    }

    /**
     * Has a message sent to a channel, and waits until the backend has done it.
     *
     * @throws io.grpc.StatusRuntimeException when that fails
     */
    void say(String channelId, String text) {
        SeabirdGrpc.newBlockingStub(core).withDeadlineAfter(10, TimeUnit.SECONDS).sendMessage(
                SendMessageRequest.newBuilder().setChannelId(channelId).setText(text).build());
    }

    @Override
    public void onNext(Event event) {
        events.add(event);
    }

    @Override
    public void onError(Throwable failure) {
        // The demo's step that waits for an event says what is missing.
    }

    @Override
    public void onCompleted() {
        // As with an error.
    }
}
