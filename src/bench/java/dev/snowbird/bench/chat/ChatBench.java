package dev.snowbird.bench.chat;

import dev.snowbird.bench.measure.ClosedLoad;
import dev.snowbird.bench.measure.Comparison;
import dev.snowbird.bench.measure.MeasuredProgram;
import dev.snowbird.bench.measure.Options;
import dev.snowbird.bench.measure.PacedLoad;
import dev.snowbird.bench.measure.ProcessMeter;
import dev.snowbird.bench.measure.Programs;
import dev.snowbird.bench.measure.Rival;
import dev.snowbird.bench.report.Report;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Chat on one message broker: requests of plugins to a backend, and events of a backend to plugins. */
public final class ChatBench {

    /** Events under way at once: far fewer than a plugin may fall behind. */
    private static final int EVENTS_AT_ONCE = 16;

    private ChatBench() {
    }

    /** Measures requests. */
    public static void run(Options options, Report report) throws Exception {
        try (ChatBroker broker = ChatBroker.of(options);
                Comparison<ChatPeers> comparison = comparison(options, report, broker)) {
            for (int callers : options.callers()) {
                comparison.measure("requests", new ClosedLoad(callers), ChatPeers::requests);
            }
            comparison.measure("requests", new PacedLoad(options.rate()), ChatPeers::requests);
        }
    }

    /** Measures events. */
    public static void runEvents(Options options, Report report) throws Exception {
        try (ChatBroker broker = ChatBroker.of(options);
                Comparison<ChatPeers> comparison = comparison(options, report, broker)) {
            for (int plugins : options.plugins()) {
                String what = "events to " + plugins + " plugins";
                comparison.measure(what, new ClosedLoad(EVENTS_AT_ONCE), peers -> peers.events(plugins));
                comparison.measure(what, new PacedLoad(options.rate()), peers -> peers.events(plugins));
            }
        }
    }

    private static Comparison<ChatPeers> comparison(Options options, Report report, ChatBroker broker)
            throws Exception {
        Programs programs = new Programs(options);
        ChatRivals cores = new ChatRivals(programs, broker.uri());
        List<Rival<ChatPeers>> rivals = new ArrayList<>();
        String token = cores.snowbirdToken();
        rivals.add(inJava("snowbird", cores.snowbird(), token));
        if (options.hasPeer()) {
            Programs.Started peer = programs.peer(Map.of());
            rivals.add(Rival.ofPeer(new CorePeers(peer.address(), options.peerToken()), peer.program()));
        } else {
            rivals.add(inJava("relay", cores.relay(), token));
        }
        // These peers are the load, too: the use of this process is that of both.
        rivals.add(new Rival<>("raw", new RawPeers(broker.uri()), ProcessMeter.outside(ProcessHandle.current().pid()),
                Map.of(), () -> { }));
        return new Comparison<>(options, report, rivals);
    }

    private static Rival<ChatPeers> inJava(String name, MeasuredProgram core, String token)
            throws IOException, InterruptedException {
        return Rival.of(name, new CorePeers(core.listener("seabird"), token), core);
    }
}
