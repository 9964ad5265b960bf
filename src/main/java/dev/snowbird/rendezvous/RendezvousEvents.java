package dev.snowbird.rendezvous;

import dev.snowbird.log.RootCause;
import dev.snowbird.rendezvous.matching.Matchmaker;
import dev.snowbird.rendezvous.matching.RendezvousException;
import dev.snowbird.rendezvous.message.ClientPoll;
import dev.snowbird.rendezvous.message.ProxyAnswerResponse;
import dev.snowbird.rendezvous.message.ProxyPoll;
import dev.snowbird.rendezvous.message.ProxyPollResponse;
import dev.snowbird.rendezvous.message.ProxyType;
import dev.snowbird.rendezvous.statistics.ClientOrigin;
import dev.snowbird.rendezvous.statistics.OfferAddress;
import dev.snowbird.rendezvous.statistics.RendezvousMethod;
import dev.snowbird.rendezvous.statistics.RendezvousStatistics;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;

/**
 * What routes report to the statistics, at the points where the reference counts (Snowflake contract, sections 3, 5, 15
 * and 16). No method changes the message.
 */
public final class RendezvousEvents {

    /** How a client's poll came, as an exchange property: {@code http}, {@code ampcache} or {@code sqs}. */
    public static final String METHOD = "rendezvousMethod";
    /** The poll of this exchange, as an exchange property, from when it is known to be valid. */
    public static final String POLL = "poll";

    private final RendezvousStatistics statistics;

    /**
     * @param statistics counts
     */
    public RendezvousEvents(RendezvousStatistics statistics) {
        this.statistics = statistics;
    }

    /** A proxy's poll is valid; whether it is accepted is not known yet. */
    public void proxyPolled(@Body ProxyPoll poll) {
        statistics.proxyPolled(poll);
    }

    /** The proxy is turned away for its relay pattern. */
    public void proxyRejected(@Body ProxyPoll poll) {
        statistics.proxyRejected(poll);
    }

    /** The proxy's poll is going to be held, unless it comes too soon after the one before. */
    public void proxyAccepted(@Body ProxyPoll poll, @ExchangeProperty(Matchmaker.PEER_ADDRESS) InetAddress address) {
        statistics.proxyAccepted(poll, address);
        statistics.proxyHeld(poll);
    }

    /** The proxy is turned away for polling too soon. */
    public void proxyTooSoon(@ExchangeProperty(POLL) ProxyPoll poll) {
        statistics.proxyTooSoon(poll);
    }

    /** The proxy's poll is no longer held. */
    public void proxyReleased(@ExchangeProperty(POLL) ProxyPoll poll, @Body ProxyPollResponse response) {
        if (response.offer().isEmpty()) {
            statistics.proxyIdle(poll);
        } else {
            statistics.proxyMatched(poll);
        }
    }

    /** A proxy's answer has been handed over, or came too late. */
    public void proxyAnswered(@ExchangeProperty("proxyType") ProxyType type, @Body ProxyAnswerResponse response) {
        if (response.equals(ProxyAnswerResponse.success())) {
            statistics.proxyAnswered(type);
        } else {
            statistics.proxyAnsweredTooLate();
        }
    }

    /** A client's poll has ended. Not counted: one never valid, for an unknown bridge, or that came in a new way. */
    public void clientEnded(Exchange exchange) {
        ClientPoll poll = exchange.getProperty(POLL, ClientPoll.class);
        if (poll == null || exchange.getProperty(METHOD) == null) {
            return;
        }
        Throwable failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        if (failure == null) {
            statistics.clientMatched(poll, origin(poll, exchange));
        } else if (RootCause.of(failure) instanceof RendezvousException.NoProxyAvailable) {
            statistics.clientDenied(poll, origin(poll, exchange));
        } else if (RootCause.of(failure) instanceof RendezvousException.AnswerTimedOut) {
            statistics.clientTimedOut(poll, origin(poll, exchange));
        }
    }

    private static ClientOrigin origin(ClientPoll poll, Exchange exchange) {
        RendezvousMethod method = RendezvousMethod.valueOf(
                exchange.getProperty(METHOD, String.class).toUpperCase(Locale.ROOT));
        Optional<InetAddress> address = Optional.ofNullable(
                exchange.getProperty(Matchmaker.PEER_ADDRESS, InetAddress.class));
        return new ClientOrigin(method, address.or(() -> OfferAddress.find(poll)));
    }
}
