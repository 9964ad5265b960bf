package dev.snowbird.bench.rendezvous;

import dev.snowbird.bench.measure.ClosedLoad;
import dev.snowbird.bench.measure.Comparison;
import dev.snowbird.bench.measure.MeasuredProgram;
import dev.snowbird.bench.measure.Options;
import dev.snowbird.bench.measure.PacedLoad;
import dev.snowbird.bench.measure.Programs;
import dev.snowbird.bench.measure.Rival;
import dev.snowbird.bench.report.Report;
import java.util.List;
import java.util.Map;

/** Rendezvous over SQS, and what a broker has to call for it. */
public final class SqsBench {

    private static final Map<String, String> ANYONE =
            Map.of("AWS_ACCESS_KEY_ID", "bench", "AWS_SECRET_ACCESS_KEY", "bench");

    private SqsBench() {
    }

    /** Measures matches, and counts the calls of each broker. */
    public static void run(Options options, Report report) throws Exception {
        Programs programs = new Programs(options);
        try (CountedSqs ours = new CountedSqs(); CountedSqs theirs = new CountedSqs()) {
            MeasuredProgram snowbird = programs.snowbird(ANYONE, "seabird.enabled=false",
                    "sqs.endpoint=" + ours.countedEndpoint(), "rendezvous.broker-sqs-region=us-east-1",
                    "rendezvous.broker-sqs-name=" + SqsPeers.BROKER_QUEUE);
            try (Comparison<SqsPeers> comparison = new Comparison<>(options, report, List.of(
                    Rival.of("snowbird", new SqsPeers(snowbird.listener("http"), ours.uncountedEndpoint()), snowbird)
                            .counting("sqs_calls", ours::calls),
                    yardstick(programs, theirs).counting("sqs_calls", theirs::calls)))) {
                // Queues are deleted two minutes after they were made: those of the closed load would be while the
                // paced one is measured, and are many more than its own.
                for (var load : List.of(new PacedLoad(options.rate()), new ClosedLoad(options.clients()))) {
                    comparison.measure("matches over SQS, " + options.proxies() + " proxies", load,
                            peers -> peers.matches(options.proxies()));
                }
            }
        }
    }

    private static Rival<SqsPeers> yardstick(Programs programs, CountedSqs sqs) throws Exception {
        if (programs.options().hasPeer()) {
            Programs.Started peer = programs.peer(Map.of("sqs", sqs.countedEndpoint()));
            return Rival.ofPeer(new SqsPeers(peer.address(), sqs.uncountedEndpoint()), peer.program());
        }
        MeasuredProgram bare = programs.bare(BareSqsBroker.class, sqs.countedEndpoint());
        return Rival.of("bare", new SqsPeers(bare.listener("http"), sqs.uncountedEndpoint()), bare);
    }
}
