package dev.snowbird.rendezvous.matching;

import dev.snowbird.rendezvous.message.ClientPoll;
import dev.snowbird.rendezvous.message.ProxyPoll;
import java.net.InetAddress;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A proxy whose poll is held. It leaves that state exactly once: claimed for a client, or given up. Claimed, it owes
 * that client an answer, which is taken at most once too.
 */
public final class WaitingProxy {

    /**
     * Least loaded first; among equals those that have not kept silent, and of these the one that has waited longest.
     */
    static final Comparator<WaitingProxy> BY_LOAD = Comparator
            .<WaitingProxy>comparingLong(proxy -> proxy.poll.clients())
            .thenComparing(proxy -> proxy.origin.keptSilent()).thenComparingLong(proxy -> proxy.turn);

    /**
     * Where a proxy is.
     *
     * @param address    its address, if it is known
     * @param keptSilent whether the last proxy from there that took an offer did not answer
     */
    record Origin(Optional<InetAddress> address, boolean keptSilent) {
    }

    private final ProxyPoll poll;
    private final long turn;
    private final PollTime time;
    private final Origin origin;
    private final CompletableFuture<Optional<ClientPoll>> offer = new CompletableFuture<>();
    private final CompletableFuture<String> answer = new CompletableFuture<>();

    /**
     * @param poll   what the proxy said of itself
     * @param turn   a number that grows with every proxy
     * @param time   when its poll came
     * @param origin where it came from
     */
    WaitingProxy(ProxyPoll poll, long turn, PollTime time, Origin origin) {
        this.poll = poll;
        this.turn = turn;
        this.time = time;
        this.origin = origin;
    }

    ProxyPoll poll() {
        return poll;
    }

    Optional<InetAddress> address() {
        return origin.address();
    }

    PollTime time() {
        return time;
    }

    /** Gives the proxy a client's offer; false when it is taken or has given up, and never gets this offer. */
    boolean claim(ClientPoll client) {
        return offer.complete(Optional.of(client));
    }

    /** Ends the wait without an offer; without effect on a claimed proxy. */
    void giveUp() {
        offer.complete(Optional.empty());
    }

    /** Completes with the client's poll, or empty when the proxy has given up. */
    CompletableFuture<Optional<ClientPoll>> offer() {
        return offer;
    }

    /** Hands an answer to the client; false when there is no client, or it has an answer, or no longer waits. */
    boolean answer(String text) {
        return offer.getNow(Optional.empty()).isPresent() && answer.complete(text);
    }

    /** Ends the wait for an answer, because nobody is there to take it; without effect on an answer that was taken. */
    void cancelAnswer() {
        answer.cancel(false);
    }

    /** Completes with the proxy's answer; whoever waits for it sets the limit. */
    CompletableFuture<String> answer() {
        return answer;
    }
}
