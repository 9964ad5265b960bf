package dev.snowbird.rendezvous.cluster;

import dev.snowbird.amqp.Delivery;
import dev.snowbird.log.RootCause;
import dev.snowbird.rendezvous.matching.RendezvousException;
import dev.snowbird.rendezvous.message.BadMessageException;
import dev.snowbird.rendezvous.message.RouteProperties;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeException;
import org.apache.camel.ExchangeProperty;

/** The offers that other nodes have found no proxy for: what comes with each, and what the node is told. */
public final class ForwardedOffers {

    /** The header that says how many milliseconds the client still waited when the offer was sent; clocks differ. */
    static final String REMAINING = "remaining";
    /** The header that says to how many nodes in a row it has been handed on, this one included. */
    static final String HOPS = "hops";
    /** Nobody hands on what was handed on, or an offer could go in a circle. */
    static final String FIRST_HOP = "1";
    /** The header of a reply that says what came of the offer. */
    static final String OUTCOME = "outcome";

    private final Stalls stalls;
    private final ClusterMeters meters;

    /**
     * @param stalls knows whether offers may have waited here for long
     * @param meters counts
     */
    ForwardedOffers(Stalls stalls, ClusterMeters meters) {
        this.stalls = stalls;
        this.meters = meters;
    }

    /**
     * Looks at what comes with an offer.
     *
     * @param offer    as another node has sent it
     * @param exchange is told how long the client still waits: no longer, if this program did not run just now
     * @return the client's poll as the client sent it, not yet checked
     * @throws BadMessageException when that node can't be replied to, or should not have sent it
     */
    public String open(@ExchangeProperty(RouteProperties.DELIVERY) Delivery offer, Exchange exchange) {
        String remaining = offer.header(REMAINING);
        if (!FIRST_HOP.equals(offer.header(HOPS)) || !remaining.matches("[0-9]{1,9}")) {
            throw new BadMessageException("an offer with a wrong number of hops, or without the time that remains");
        }
        // This node may write into any queue, so who asks must not choose which.
        if (!NodeNames.isForReplies(offer.replyTo())) {
            throw new BadMessageException("an offer whose reply would not go to a node");
        }
        exchange.setProperty(RouteProperties.REMAINING_MILLIS, stalls.isInDoubt() ? 0L : Long.valueOf(remaining));
        return new String(offer.body(), StandardCharsets.UTF_8);
    }

    /** Makes the reply that a proxy's answer goes back in. */
    public NodeMessage answered(@Body String answer, @ExchangeProperty(RouteProperties.DELIVERY) Delivery offer) {
        return reply(offer, ForwardOutcome.ANSWER, answer);
    }

    /** Makes the reply that says why there is no answer: whether a proxy has the offer is what matters. */
    public NodeMessage failed(@ExchangeException Throwable failure,
            @ExchangeProperty(RouteProperties.DELIVERY) Delivery offer) {
        boolean free = RootCause.of(failure) instanceof RendezvousException.NoProxyAvailable;
        return reply(offer, free ? ForwardOutcome.REFUSED : ForwardOutcome.LATE, "");
    }

    private NodeMessage reply(Delivery offer, ForwardOutcome outcome, String text) {
        meters.fromElsewhere(outcome);
        return new NodeMessage(offer.replyTo(), "", offer.correlationId(), Map.of(OUTCOME, outcome.tag()),
                text.getBytes(StandardCharsets.UTF_8));
    }
}
