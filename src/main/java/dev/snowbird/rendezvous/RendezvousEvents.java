package dev.snowbird.rendezvous;

import dev.snowbird.log.LifeLog;
import dev.snowbird.log.RootCause;
import dev.snowbird.rendezvous.matching.RendezvousException;
import dev.snowbird.rendezvous.message.ClientPoll;
import dev.snowbird.rendezvous.message.ProxyAnswerResponse;
import dev.snowbird.rendezvous.message.ProxyPoll;
import dev.snowbird.rendezvous.message.ProxyPollResponse;
import dev.snowbird.rendezvous.message.ProxyType;
import dev.snowbird.rendezvous.message.RouteProperties;
import dev.snowbird.rendezvous.statistics.ClientOrigin;
import dev.snowbird.rendezvous.statistics.OfferAddress;
import dev.snowbird.rendezvous.statistics.OfferMeters;
import dev.snowbird.rendezvous.statistics.RendezvousMethod;
import dev.snowbird.rendezvous.statistics.RendezvousStatistics;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeException;
import org.apache.camel.ExchangeProperty;

/**
 * What routes report to the statistics, at the points where the reference counts (Snowflake contract, sections 3, 5, 15
 * and 16). No method changes the message.
 */
public final class RendezvousEvents {

    private final RendezvousStatistics statistics;
    private final OfferMeters meters;

    /**
     * @param statistics counts what is published
     * @param meters     counts what is the operator's
     */
    public RendezvousEvents(RendezvousStatistics statistics, OfferMeters meters) {
        this.statistics = statistics;
        this.meters = meters;
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
    public void proxyAccepted(@Body ProxyPoll poll,
            @ExchangeProperty(RouteProperties.CLIENT_ADDRESS) InetAddress address) {
        statistics.proxyAccepted(poll, address);
        statistics.proxyHeld(poll);
    }

    /** The proxy is turned away for polling too soon. */
    public void proxyTooSoon(@ExchangeProperty(RouteProperties.PROXY_POLL) ProxyPoll poll) {
        statistics.proxyTooSoon(poll);
    }

    /** The proxy's poll is no longer held. */
    public void proxyReleased(@ExchangeProperty(RouteProperties.PROXY_POLL) ProxyPoll poll,
            @Body ProxyPollResponse response) {
        if (response.offer().isEmpty()) {
            statistics.proxyIdle(poll);
        } else {
            statistics.proxyMatched(poll);
        }
    }

    /** A proxy's answer has been handed over, or came too late. */
    public void proxyAnswered(@ExchangeProperty(RouteProperties.PROXY_TYPE) ProxyType type,
            @Body ProxyAnswerResponse response) {
        if (response.equals(ProxyAnswerResponse.success())) {
            statistics.proxyAnswered(type);
        } else {
            statistics.proxyAnsweredTooLate();
        }
    }

    /** A client's poll has ended. Not counted: one never valid, for an unknown bridge, or that came in a new way. */
    public void clientEnded(@ExchangeProperty(RouteProperties.CLIENT_POLL) ClientPoll poll,
            @ExchangeProperty(RouteProperties.RENDEZVOUS_METHOD) String method,
            @ExchangeProperty(RouteProperties.CLIENT_ADDRESS) InetAddress address,
            @ExchangeException Throwable failure, Exchange exchange) {
        tellEnd(exchange, failure);
        Optional<RendezvousMethod> known = RendezvousMethod.named(method);
        if (poll == null || known.isEmpty()) {
            return;
        }
        ClientOrigin origin = origin(poll, known.get(), address);
        if (failure == null) {
            statistics.clientMatched(poll, origin);
            meters.matched(poll, origin.method(), Duration.ofMillis(exchange.getClock().elapsed()));
        } else if (RootCause.of(failure) instanceof RendezvousException.NoProxyAvailable) {
            statistics.clientDenied(poll, origin);
            meters.denied(poll, origin.method());
        } else if (RootCause.of(failure) instanceof RendezvousException.AnswerTimedOut) {
            statistics.clientTimedOut(poll, origin);
            meters.timedOut(poll, origin.method());
        }
    }

    private static ClientOrigin origin(ClientPoll poll, RendezvousMethod method, InetAddress address) {
        return new ClientOrigin(method, Optional.ofNullable(address).or(() -> OfferAddress.find(poll)));
    }

    private static void tellEnd(Exchange exchange, Throwable failure) {
        if (LifeLog.OFFERS.isTold()) {
            LifeLog.OFFERS.tell(LifeLog.OFFERS.idOf(exchange), "ends after {} ms: {}", exchange.getClock().elapsed(),
                    failure == null ? "answered" : RootCause.line(failure));
        }
    }
}
