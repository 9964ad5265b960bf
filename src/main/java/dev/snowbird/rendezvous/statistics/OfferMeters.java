package dev.snowbird.rendezvous.statistics;

import dev.snowbird.rendezvous.message.ClientPoll;
import dev.snowbird.rendezvous.message.NatPool;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts offers for the operator alone: unlike {@link RendezvousStatistics} it knows no countries, and rounds nothing.
 * A client is counted under the pool of its own NAT type; one of the strict pool needs a proxy of the open one.
 */
public final class OfferMeters {

    /** Between a proxy in the next room and {@code rendezvous.client-timeout}. */
    private static final Duration[] MATCH_TIMES = {
        Duration.ofMillis(250), Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofMillis(1500),
        Duration.ofSeconds(2), Duration.ofSeconds(3), Duration.ofSeconds(4), Duration.ofSeconds(5)};

    private final Map<NatPool, Timer> matches = new EnumMap<>(NatPool.class);
    /** At hand, for the registry would search for one among all for each offer. */
    private final Map<End, Counter> ends = new HashMap<>();

    private record End(NatPool pool, RendezvousMethod method, ClientOutcome outcome) {

        private Counter counter(MeterRegistry meters) {
            return Counter.builder("snowbird.offers.ended").tag("pool", pool.toString())
                    .tag("method", method.toString()).tag("outcome", outcome.toString())
                    .description("Offers that have ended").register(meters);
        }
    }

    /**
     * @param meters gets the metrics, each of which is there from the start
     */
    public OfferMeters(MeterRegistry meters) {
        for (NatPool pool : NatPool.values()) {
            matches.put(pool, Timer.builder("snowbird.match").tag("pool", pool.toString())
                    .description("How long clients waited for the answer that they got")
                    .serviceLevelObjectives(MATCH_TIMES).register(meters));
            for (RendezvousMethod method : RendezvousMethod.values()) {
                for (ClientOutcome outcome : ClientOutcome.values()) {
                    End end = new End(pool, method, outcome);
                    ends.put(end, end.counter(meters));
                }
            }
        }
    }

    private void count(ClientPoll poll, RendezvousMethod method, ClientOutcome outcome) {
        ends.get(new End(NatPool.of(poll.nat()), method, outcome)).increment();
    }

    /**
     * A client got a proxy's answer.
     *
     * @param poll   the client's poll
     * @param method how it came
     * @param waited how long it had been here
     */
    public void matched(ClientPoll poll, RendezvousMethod method, Duration waited) {
        count(poll, method, ClientOutcome.MATCHED);
        matches.get(NatPool.of(poll.nat())).record(waited);
    }

    /** No fitting proxy was waiting for a client. */
    public void denied(ClientPoll poll, RendezvousMethod method) {
        count(poll, method, ClientOutcome.DENIED);
    }

    /** The proxy that took a client's offer did not answer in time, or the client hung up before. */
    public void timedOut(ClientPoll poll, RendezvousMethod method) {
        count(poll, method, ClientOutcome.TIMEOUT);
    }
}
