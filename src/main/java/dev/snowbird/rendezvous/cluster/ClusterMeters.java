package dev.snowbird.rendezvous.cluster;

import dev.snowbird.rendezvous.message.NatPool;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;

/** Counts the offers between nodes, for the operator alone. */
final class ClusterMeters {

    static final String NODES = "snowbird.nodes";
    static final String FORWARDED = "snowbird.offers.forwarded";
    static final String FROM_ELSEWHERE = "snowbird.offers.from.elsewhere";

    private final Map<ForwardOutcome, Counter> forwarded = new EnumMap<>(ForwardOutcome.class);
    private final Map<ForwardOutcome, Counter> fromElsewhere = new EnumMap<>(ForwardOutcome.class);

    /**
     * @param link       knows whether others can be heard
     * @param neighbours knows who is
     * @param meters     gets the metrics, each of which is there from the start
     */
    ClusterMeters(NodeLink link, Neighbours neighbours, MeterRegistry meters) {
        Gauge.builder("snowbird.cluster.up", link, watched -> watched.isUp() ? 1 : 0)
                .description("Whether the broker by which nodes hear of each other is reachable").register(meters);
        Gauge.builder(NODES, neighbours, Neighbours::count)
                .description("Other nodes that are heard").register(meters);
        for (NatPool pool : NatPool.values()) {
            Gauge.builder(NODES + ".proxies", neighbours, others -> others.left(pool)).tag("pool", pool.toString())
                    .description("Proxies that other nodes hold, as they have told, less offers sent there since")
                    .register(meters);
        }
        for (ForwardOutcome outcome : ForwardOutcome.values()) {
            forwarded.put(outcome, counter(FORWARDED, "Offers sent to another node, each time", outcome, meters));
            fromElsewhere.put(outcome, counter(FROM_ELSEWHERE, "Offers that came from another node", outcome, meters));
        }
    }

    private static Counter counter(String name, String description, ForwardOutcome outcome, MeterRegistry meters) {
        return Counter.builder(name).tag("outcome", outcome.tag()).description(description).register(meters);
    }

    /** An offer has been to another node. */
    void forwarded(ForwardOutcome outcome) {
        forwarded.get(outcome).increment();
    }

    /** An offer of another node has been here. */
    void fromElsewhere(ForwardOutcome outcome) {
        fromElsewhere.get(outcome).increment();
    }
}
