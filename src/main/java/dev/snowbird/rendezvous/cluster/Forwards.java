package dev.snowbird.rendezvous.cluster;

import dev.snowbird.amqp.Delivery;
import dev.snowbird.log.LifeLog;
import dev.snowbird.log.RootCause;
import dev.snowbird.rendezvous.matching.Matchmaker;
import dev.snowbird.rendezvous.matching.RendezvousException;
import dev.snowbird.rendezvous.message.ClientPoll;
import dev.snowbird.rendezvous.message.RouteProperties;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;

/**
 * Sends the offers that find no proxy here to other nodes, one after the other. An offer goes on only with proof that
 * no proxy has it: the node says so, or the broker says that the node never got it. Silence is no proof, and ends it.
 */
public final class Forwards {

    private final NodeLink link;
    private final Neighbours neighbours;
    private final Matchmaker matchmaker;
    private final int tries;
    private final Executor executor;
    private final ClusterMeters meters;

    /**
     * @param link       sends
     * @param neighbours knows which node has proxies
     * @param matchmaker knows how long a client waits, and how many proxies it may have
     * @param tries      to how many nodes an offer may go
     * @param executor   runs what follows where no event loop does; its threads are never blocked
     * @param meters     counts
     */
    Forwards(NodeLink link, Neighbours neighbours, Matchmaker matchmaker, int tries, Executor executor,
            ClusterMeters meters) {
        this.link = link;
        this.neighbours = neighbours;
        this.matchmaker = matchmaker;
        this.tries = tries;
        this.executor = executor;
        this.meters = meters;
    }

    /**
     * Begins with an offer that no proxy here has.
     *
     * @param client   the client's poll
     * @param peerGone completes when the client has hung up; {@code null} when that can't be noticed
     * @param exchange tells when the poll arrived, from which on the client's time runs
     */
    public Forward open(@ExchangeProperty(RouteProperties.CLIENT_POLL) ClientPoll client,
            @ExchangeProperty(RouteProperties.PEER_GONE) CompletionStage<?> peerGone, Exchange exchange) {
        Forward forward = new Forward(client, exchange.getExchangeId());
        if (peerGone != null) {
            peerGone.thenRun(forward::clientGone);
        }
        chooseNext(forward, exchange);
        return forward;
    }

    private void chooseNext(Forward forward, Exchange exchange) {
        boolean may = forward.nodes().size() < tries && !forward.isClientGone()
                && matchmaker.hasTimeForAProxy(exchange);
        forward.next(may ? neighbours.choose(forward.client().nat(), forward.nodes()) : Optional.empty());
    }

    /** Says whether there is a node, another one each time, that the offer may go to. */
    public boolean goesOn(@ExchangeProperty(RouteProperties.FORWARD) Forward forward) {
        return forward.goesOn();
    }

    /**
     * Makes the message that takes the offer to the next node, and begins to wait for the reply.
     *
     * @param forward  the offer
     * @param exchange tells how long the client still waits
     */
    public NodeMessage offer(@ExchangeProperty(RouteProperties.FORWARD) Forward forward, Exchange exchange) {
        long remaining = matchmaker.remainingMillis(exchange);
        forward.await(link.replies().await(forward.correlationId()).orTimeout(remaining, TimeUnit.MILLISECONDS));
        LifeLog.OFFERS.tell(LifeLog.OFFERS.idOf(exchange), "goes to the node {}", forward.node());
        return new NodeMessage(NodeNames.offers(forward.node()), link.replyQueue(), forward.correlationId(),
                Map.of(ForwardedOffers.HOPS, ForwardedOffers.FIRST_HOP,
                        ForwardedOffers.REMAINING, String.valueOf(remaining)),
                forward.client().encode().getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Waits for what comes of the offer at that node, and chooses the next if no proxy has it.
     *
     * @param forward   the offer, which has been sent
     * @param eventLoop runs what follows; {@code null} for threads of nobody's
     * @param exchange  tells how long the client still waits
     */
    public CompletionStage<ForwardOutcome> outcome(@ExchangeProperty(RouteProperties.FORWARD) Forward forward,
            @ExchangeProperty(RouteProperties.EVENT_LOOP) Executor eventLoop, Exchange exchange) {
        return forward.reply().handleAsync((reply, failure) -> {
            ForwardOutcome outcome = failure == null ? reply.map(Forwards::told).orElse(ForwardOutcome.RETURNED)
                    : RootCause.ofStage(failure) instanceof CancellationException
                            ? ForwardOutcome.GONE : ForwardOutcome.SILENT;
            meters.forwarded(outcome);
            LifeLog.OFFERS.tell(LifeLog.OFFERS.idOf(exchange), "has been to the node {}: {}", forward.node(),
                    outcome.tag());
            forward.ended(outcome, outcome == ForwardOutcome.ANSWER
                    ? new String(reply.get().body(), StandardCharsets.UTF_8) : null);
            if (outcome.isFree()) {
                chooseNext(forward, exchange);
            }
            return outcome;
        }, eventLoop == null ? executor : eventLoop);
    }

    private static ForwardOutcome told(Delivery reply) {
        ForwardOutcome outcome = ForwardOutcome.told(reply.header(ForwardedOffers.OUTCOME));
        return outcome == ForwardOutcome.ANSWER && reply.body().length == 0 ? ForwardOutcome.SILENT : outcome;
    }

    /**
     * Ends it.
     *
     * @param forward the offer, which goes on no more
     * @param address where its client is, {@code null} when that is not known but from the offer
     * @return the answer of a proxy at another node; null when it is certain that no proxy has the offer
     * @throws RendezvousException when that is not certain, and there is no answer
     */
    public String answer(@ExchangeProperty(RouteProperties.FORWARD) Forward forward,
            @ExchangeProperty(RouteProperties.CLIENT_ADDRESS) InetAddress address) {
        if (forward.outcome().isFree()) {
            return null;
        }
        matchmaker.countProxy(forward.client(), address);
        if (forward.answer() == null) {
            throw new RendezvousException.AnswerTimedOut();
        }
        return forward.answer();
    }
}
