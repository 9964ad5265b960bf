package dev.snowbird.seabird.amqp;

import dev.snowbird.amqp.AmqpLink;
import dev.snowbird.amqp.OwnedQueue;
import dev.snowbird.amqp.OwnedQueues;
import dev.snowbird.log.LogText;
import dev.snowbird.seabird.chat.BackendId;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;

/** Opens the queues of streams: a plugin's, with its commands as names, and a backend's, which is its id. */
public final class StreamQueues {

    private final OwnedQueues queues;
    private final Topology topology;

    /**
     * @param link     the core's hold on the broker
     * @param topology what is declared there
     */
    public StreamQueues(AmqpLink link, Topology topology) {
        this.queues = new OwnedQueues(link, "stream");
        this.topology = topology;
    }

    /**
     * Claims a plugin's commands, and opens a queue that gets every event from then on.
     *
     * @param commands the names to claim, all or none
     * @param listener gets the events
     * @return as {@link OwnedQueues#openForEvents}
     */
    public CompletionStage<OwnedQueue> openPluginQueue(Collection<String> commands, OwnedQueue.Listener listener) {
        // All plugins claim in the same order.
        List<OwnedQueues.Name> names = new TreeSet<>(commands).stream().map(this::command).toList();
        return queues.openForEvents("plugin", names, topology::declarePluginQueue, "a plugin's events", listener);
    }

    private OwnedQueues.Name command(String command) {
        return new OwnedQueues.Name(command, "the command " + LogText.of(command),
                topology.names().commandQueue(command), channel -> topology.claimCommand(channel, command));
    }

    /**
     * Claims a backend's id with the queue that gets its requests.
     *
     * @param backend  the id
     * @param listener gets the requests
     * @return as {@link OwnedQueues#openNamed}
     */
    public CompletionStage<OwnedQueue> openBackendQueue(BackendId backend, OwnedQueue.Listener listener) {
        String id = backend.toString();
        return queues.openNamed("backend", new OwnedQueues.Name(id, "the backend " + LogText.of(id),
                topology.names().backendQueue(backend), channel -> topology.declareBackendQueue(channel, backend)),
                listener);
    }
}
