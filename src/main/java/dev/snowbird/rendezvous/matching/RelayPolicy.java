package dev.snowbird.rendezvous.matching;

import dev.snowbird.rendezvous.message.ProxyPoll;
import dev.snowbird.rendezvous.message.ProxyPollResponse;
import java.time.Duration;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Predicate;

/**
 * Keeps away proxies that would not connect to this broker's bridges (Snowflake contract, section 10).
 */
public final class RelayPolicy implements Predicate {

    private final RelayPattern allowed;
    private final Duration nextPoll;

    /**
     * @param allowed  the pattern that this broker's bridges follow
     * @param nextPoll when a proxy that was turned away is asked to poll again
     */
    public RelayPolicy(RelayPattern allowed, Duration nextPoll) {
        this.allowed = allowed;
        this.nextPoll = nextPoll;
    }

    /** Tells whether a proxy accepts every relay that this broker may name; one that says nothing does not. */
    public boolean accepts(@Body ProxyPoll poll) {
        return poll.acceptedRelayPattern().filter(pattern -> RelayPattern.of(pattern).accepts(allowed)).isPresent();
    }

    /** Tells the same of the poll that is an exchange's body, without the copy that Camel makes to ask a method. */
    @Override
    public boolean matches(Exchange exchange) {
        return accepts(exchange.getMessage().getBody(ProxyPoll.class));
    }

    /** Returns what a proxy that is not accepted is told. */
    public ProxyPollResponse turnAway() {
        return ProxyPollResponse.wrongRelayPattern(nextPoll);
    }
}
