package dev.snowbird.seabird.amqp;

import dev.snowbird.amqp.AmqpLink;
import dev.snowbird.amqp.Delivery;
import dev.snowbird.amqp.OwnedQueue;
import dev.snowbird.amqp.OwnedQueues;
import dev.snowbird.amqp.SharedQueue;
import dev.snowbird.log.LogText;
import dev.snowbird.seabird.chat.BackendId;
import dev.snowbird.seabird.chat.EventFilter;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;

/** Opens the queues of streams: a plugin's, with its commands as names, and a backend's, which is its id. */
public final class StreamQueues {

    private static final String PLUGIN = "plugin";
    private static final String EVENTS = "a plugin's events";

    private final OwnedQueues queues;
    private final Topology topology;
    /** None where each stream has its own. */
    private final Optional<SharedQueue> sharedEvents;

    /**
     * @param link     the core's hold on the broker
     * @param topology what is declared there
     * @param events   through how many queues events come
     */
    public StreamQueues(AmqpLink link, Topology topology, EventQueues events) {
        this.queues = new OwnedQueues(link, "stream");
        this.topology = topology;
        this.sharedEvents = events == EventQueues.CORE
                ? Optional.of(queues.shared(topology::declarePluginQueue, "the plugins' events")) : Optional.empty();
    }

    /**
     * Claims a plugin's commands, and opens a queue that gets every event from then on.
     *
     * @param commands the names to claim, all or none
     * @param listener gets the events
     * @return as {@link OwnedQueues#openForEvents}
     */
    public CompletionStage<OwnedQueue> openPluginQueue(Collection<String> commands, OwnedQueue.Listener listener) {
        List<OwnedQueues.Name> names = names(commands);
        if (sharedEvents.isEmpty()) {
            return queues.openForEvents(PLUGIN, names, topology::declarePluginQueue, EVENTS, listener);
        }
        SharedQueue events = sharedEvents.get();
        if (names.isEmpty()) {
            return events.join(listener);
        }
        OwnedQueue.Listener ofBoth = new ListenerOfTwo(listener);
        return queues.openNames(PLUGIN, names, ofBoth).thenCompose(claimed -> joined(claimed, events, ofBoth));
    }

    /**
     * Claims a plugin's commands, and opens a queue that gets some events from then on. Nobody shares it.
     *
     * @param commands the names to claim, all or none
     * @param filter   which events
     * @param listener gets the events
     * @return as {@link OwnedQueues#openForEvents}
     */
    public CompletionStage<OwnedQueue> openPluginQueue(Collection<String> commands, EventFilter filter,
            OwnedQueue.Listener listener) {
        return queues.openForEvents(PLUGIN, names(commands),
                channel -> topology.declarePluginQueue(channel, filter), EVENTS, listener);
    }

    /** All plugins claim in the same order. */
    private List<OwnedQueues.Name> names(Collection<String> commands) {
        return new TreeSet<>(commands).stream().map(this::command).toList();
    }

    /** Has a plugin get events beside the names that it has claimed, or loses those. */
    private static CompletionStage<OwnedQueue> joined(OwnedQueue claimed, SharedQueue events,
            OwnedQueue.Listener listener) {
        return events.join(listener).handle((queue, failure) -> {
            if (failure != null) {
                claimed.close();
                throw new CompletionException(failure);
            }
            return new NamesAndEvents(claimed, queue);
        });
    }

    /** Is told once of what is lost, of the two that a plugin with commands has, and gets nothing more after that. */
    private static final class ListenerOfTwo implements OwnedQueue.Listener {

        private final OwnedQueue.Listener listener;
        private final AtomicBoolean lost = new AtomicBoolean();

        ListenerOfTwo(OwnedQueue.Listener listener) {
            this.listener = listener;
        }

        @Override
        public void delivered(Delivery delivery) {
            if (!lost.get()) {
                listener.delivered(delivery);
            }
        }

        @Override
        public boolean isWanted() {
            return listener.isWanted();
        }

        @Override
        public void lost() {
            if (lost.compareAndSet(false, true)) {
                listener.lost();
            }
        }
    }

    /** What a plugin with commands has where all share the queue of events. */
    private record NamesAndEvents(OwnedQueue names, OwnedQueue events) implements OwnedQueue {

        @Override
        public String name() {
            return events.name();
        }

        @Override
        public void close() {
            names.close();
            events.close();
        }
    }

    private OwnedQueues.Name command(String command) {
        return new OwnedQueues.Name(command, "the command " + LogText.of(command),
                topology.names().commandQueue(command), channel -> topology.claimCommand(channel, command));
    }

    /**
     * Claims a backend's id, and has it get its requests.
     *
     * @param backend  the id
     * @param listener gets the requests
     * @return as {@link OwnedQueues#openNamed}
     */
    public CompletionStage<OwnedQueue> openBackendQueue(BackendId backend, OwnedQueue.Listener listener) {
        String id = backend.toString();
        return queues.openNamed("backend", new OwnedQueues.Name(id, "the backend " + LogText.of(id),
                topology.names().backendQueue(backend), channel -> topology.claimBackend(channel, backend)),
                topology.requestsOf(backend), listener);
    }

    /** Waits, two seconds at most, until the streams that have just ended have the requests that were sent to them. */
    public void awaitLate() throws InterruptedException {
        queues.awaitLate();
    }
}
