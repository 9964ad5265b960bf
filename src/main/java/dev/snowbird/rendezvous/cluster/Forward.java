package dev.snowbird.rendezvous.cluster;

import dev.snowbird.amqp.Delivery;
import dev.snowbird.rendezvous.message.ClientPoll;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;

/**
 * An offer on its way to other nodes. It is at one of them at a time, and its steps come one after the other; only its
 * client may hang up in the middle of each.
 */
final class Forward {

    private final ClientPoll client;
    private final String id;
    private final CompletableFuture<Void> clientGone = new CompletableFuture<>();
    /** The nodes that it has been to, the last of which it may still be at. */
    private final List<String> nodes = new ArrayList<>();
    private boolean goesOn;
    private ForwardOutcome outcome = ForwardOutcome.REFUSED;
    private CompletableFuture<Optional<Delivery>> reply;
    private String answer;

    /**
     * @param client the client's poll
     * @param id     the offer's, which no other has
     */
    Forward(ClientPoll client, String id) {
        this.client = client;
        this.id = id;
    }

    ClientPoll client() {
        return client;
    }

    /** Returns the nodes that it has been to. */
    List<String> nodes() {
        return nodes;
    }

    /** Says whether it is to be sent to the last of its nodes. */
    boolean goesOn() {
        return goesOn;
    }

    /** Lets it go to a node; to none, when there is none. */
    void next(Optional<String> node) {
        goesOn = node.isPresent();
        node.ifPresent(nodes::add);
    }

    /** Returns the node that it goes to, or was at last. */
    String node() {
        return nodes.get(nodes.size() - 1);
    }

    /** Returns the id of the message to that node, which no other message has. */
    String correlationId() {
        return id + "." + nodes.size();
    }

    /** Waits for that node's reply, as {@link Replies#await} has it; cancelled when the client hangs up. */
    void await(CompletableFuture<Optional<Delivery>> ofNode) {
        reply = ofNode;
        clientGone.thenRun(() -> ofNode.completeExceptionally(new CancellationException()));
    }

    CompletableFuture<Optional<Delivery>> reply() {
        return reply;
    }

    /** The client has hung up. */
    void clientGone() {
        clientGone.complete(null);
    }

    boolean isClientGone() {
        return clientGone.isDone();
    }

    /** Takes note of what has come of it at the last node. */
    void ended(ForwardOutcome now, String text) {
        goesOn = false;
        outcome = now;
        answer = text;
    }

    /** Returns what has come of it so far. Before it has been anywhere it counts as refused. */
    ForwardOutcome outcome() {
        return outcome;
    }

    /** Returns the proxy's answer, if that is what has come of it. */
    String answer() {
        return answer;
    }
}
