package dev.snowbird.seabird;

import dev.snowbird.amqp.Delivery;
import dev.snowbird.amqp.OwnedQueue;
import dev.snowbird.log.BoundedLog;
import dev.snowbird.seabird.amqp.DirectoryTelling;
import dev.snowbird.seabird.amqp.EventGaps;
import dev.snowbird.seabird.amqp.EventRound;
import dev.snowbird.seabird.amqp.QueueKind;
import dev.snowbird.seabird.amqp.QueueRoutes;
import dev.snowbird.seabird.amqp.StreamQueues;
import dev.snowbird.seabird.api.GrpcStream;
import dev.snowbird.seabird.chat.Commands;
import dev.snowbird.seabird.chat.EventFilter;
import dev.snowbird.seabird.chat.RouteProperties;
import io.coded.seabird.seabird.StreamEventsRequest;
import io.grpc.Status;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;

/**
 * The streams of plugins: each owns a queue at the events exchange, and its commands for as long as it lives (Seabird
 * contract, sections 7 and 8).
 */
public final class PluginStreams {

    private static final Status EVENTS_LOST =
            Status.INTERNAL.withDescription("events were lost at the message broker");

    private final BoundedLog log = new BoundedLog(PluginStreams.class);
    private final StreamQueues queues;
    private final Commands commands;
    private final QueueRoutes routes;
    private final DirectoryTelling directory;
    private final Counter delivered;
    private final Counter lost;

    PluginStreams(StreamQueues queues, Commands commands, QueueRoutes routes, DirectoryTelling directory,
            MeterRegistry meters) {
        this.queues = queues;
        this.commands = commands;
        this.routes = routes;
        this.directory = directory;
        this.delivered = EventPublication.counter("delivered", meters);
        this.lost = Counter.builder("seabird.events.lost")
                .description("Events that were missing in a plugin's queue").register(meters);
    }

    /**
     * Registers a plugin's commands and opens its queue. When the route is done, and so nothing can be missed any more,
     * the stream's headers go out.
     *
     * @param request the commands
     * @param filter  which events it gets; null for all
     * @param stream  the plugin's stream
     * @return completes when that is done; fails with a status ALREADY_EXISTS when another stream on any core has one
     *         of the commands, or with what keeps the broker from opening a queue
     */
    public CompletionStage<Void> open(@Body StreamEventsRequest request,
            @ExchangeProperty(RouteProperties.FILTER) EventFilter filter,
            @ExchangeProperty(RouteProperties.STREAM) GrpcStream stream) {
        return openQueue(request.getCommandsMap().keySet(), filter, stream).handle((queue, failure) -> {
            if (failure != null) {
                throw RefusedStream.of(failure, "command \"%s\" already registered by another plugin"::formatted);
            }
            begin(request, stream, queue);
            return null;
        });
    }

    /** Of a queue that is not for all events the numbers say nothing. */
    private CompletionStage<OwnedQueue> openQueue(Set<String> names, EventFilter filter, GrpcStream stream) {
        return filter == null ? queues.openPluginQueue(names, listenerToAll(stream))
                : queues.openPluginQueue(names, filter, new StreamListener(stream,
                        event -> routes.deliver(QueueKind.PLUGIN, event, stream)));
    }

    private void begin(StreamEventsRequest request, GrpcStream stream, OwnedQueue queue) {
        Commands.Registration registration = commands.add(request.getCommandsMap());
        stream.onEnd(() -> {
            // Gone from the list before the names are free for others.
            commands.remove(registration);
            queue.close();
            tellOf(request);
        });
        tellOf(request);
    }

    private void tellOf(StreamEventsRequest request) {
        if (request.getCommandsCount() > 0) {
            directory.changed();
        }
    }

    /** Looks at the numbers of events, before a route that may leave some out, and has the route run. */
    private OwnedQueue.Listener listenerToAll(GrpcStream stream) {
        EventGaps gaps = new EventGaps();
        return new StreamListener(stream, event -> {
            long missing = gaps.missingBefore(event);
            if (missing > 0 && !stream.isEnded()) {
                lost.increment(missing);
                log.warn("{} events were lost at the message broker, and a plugin's stream ends for it: a policy there"
                        + " must neither bound nor age the queues of Seabird", missing);
                stream.end(EVENTS_LOST);
            }
            return routes.deliver(QueueKind.PLUGIN, event, stream);
        });
    }

    /**
     * Sends an event out, and ends the streams of plugins that read too slowly.
     *
     * @param event   the event
     * @param stream  the stream that it came for; null when it goes to several
     * @param streams those; null when it goes to one
     */
    public void deliver(@Body Delivery event, @ExchangeProperty(RouteProperties.STREAM) GrpcStream stream,
            @ExchangeProperty(RouteProperties.STREAMS) EventRound streams) {
        if (streams == null) {
            send(event, stream);
        } else {
            streams.forEach(GrpcStream.class, each -> send(event, each));
        }
    }

    private void send(Delivery event, GrpcStream stream) {
        if (stream.send(event.body())) {
            delivered.increment();
        } else {
            stream.end(GrpcStream.TOO_FAR_BEHIND);
        }
    }
}
