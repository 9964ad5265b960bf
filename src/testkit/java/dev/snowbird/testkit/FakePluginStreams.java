package dev.snowbird.testkit;

import dev.snowbird.amqp.Delivery;
import dev.snowbird.seabird.amqp.EventRound;
import dev.snowbird.seabird.chat.EventFilter;
import dev.snowbird.seabird.chat.RouteProperties;
import io.coded.seabird.seabird.StreamEventsRequest;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;

/** The streams of plugins without gRPC and AMQP: what is asked is noted, and the command {@code taken} is. */
public final class FakePluginStreams {

    private final List<String> noted = new ArrayList<>();
    private final List<Delivery> delivered = new CopyOnWriteArrayList<>();

    /** Opens a stream, which takes a moment. */
    public CompletionStage<Void> open(@Body StreamEventsRequest request,
            @ExchangeProperty(RouteProperties.FILTER) EventFilter filter,
            @ExchangeProperty(RouteProperties.STREAM) String stream) {
        if (request.containsCommands("taken")) {
            return CompletableFuture.failedFuture(Status.ALREADY_EXISTS.asException());
        }
        return CompletableFuture.runAsync(() -> noted.add(stream + " opened with " + request.getCommandsMap().keySet()
                + (filter == null ? "" : " for " + filter.alternatives())));
    }

    /** Returns the events that went out. */
    public List<Delivery> delivered() {
        return delivered;
    }

    /** Notes an event for each stream that gets it. */
    public void deliver(@Body Delivery event, @ExchangeProperty(RouteProperties.STREAM) String stream,
            @ExchangeProperty(RouteProperties.STREAMS) EventRound streams) {
        if (streams == null) {
            note(event, stream);
        } else {
            streams.forEach(String.class, each -> note(event, each));
        }
    }

    private void note(Delivery event, String stream) {
        noted.add(stream + " got " + event.correlationId());
        delivered.add(event);
    }

    /** Returns what was asked, in order. */
    public List<String> noted() {
        return noted;
    }
}
