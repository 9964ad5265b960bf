package dev.snowbird.bench.rendezvous;

import dev.snowbird.bench.measure.ClosedLoad;
import dev.snowbird.bench.measure.Comparison;
import dev.snowbird.bench.measure.MeasuredProgram;
import dev.snowbird.bench.measure.Options;
import dev.snowbird.bench.measure.PacedLoad;
import dev.snowbird.bench.measure.Programs;
import dev.snowbird.bench.measure.Rival;
import dev.snowbird.bench.report.Report;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Rendezvous over HTTP: who is turned away, who is denied, who is matched, and who is matched while many wait. */
public final class HttpBench {

    private HttpBench() {
    }

    /** Measures turn-aways, denials and matches. */
    public static void run(Options options, Report report) throws Exception {
        try (Comparison<HttpPeers> comparison = comparison(options, report)) {
            ClosedLoad closed = new ClosedLoad(options.clients());
            PacedLoad paced = new PacedLoad(options.rate());
            comparison.measure("proxies turned away", closed, HttpPeers::turnAways);
            comparison.measure("clients denied", closed, HttpPeers::denials);
            String matches = "matches, " + options.proxies() + " proxies";
            comparison.measure(matches, closed, peers -> peers.matches(options.proxies()));
            comparison.measure(matches, paced, peers -> peers.matches(options.proxies()));
        }
    }

    /** Measures matches while many polls are held. */
    public static void runHeld(Options options, Report report) throws Exception {
        try (Comparison<HttpPeers> comparison = comparison(options, report)) {
            for (int held : options.held()) {
                comparison.measure("matches, " + held + " polls held", new PacedLoad(options.rate()),
                        peers -> peers.matches(held));
            }
        }
    }

    private static Comparison<HttpPeers> comparison(Options options, Report report)
            throws IOException, InterruptedException {
        Programs programs = new Programs(options);
        MeasuredProgram snowbird = programs.snowbird(Map.of(), "seabird.enabled=false", "sqs.endpoint=none");
        return new Comparison<>(options, report, List.of(
                Rival.of("snowbird", new HttpPeers(snowbird.listener("http")), snowbird), yardstick(programs)));
    }

    private static Rival<HttpPeers> yardstick(Programs programs) throws IOException, InterruptedException {
        if (programs.options().hasPeer()) {
            Programs.Started peer = programs.peer(Map.of());
            return Rival.ofPeer(new HttpPeers(peer.address()), peer.program());
        }
        MeasuredProgram bare = programs.bare(BareBroker.class);
        return Rival.of("bare", new HttpPeers(bare.listener("http")), bare);
    }
}
