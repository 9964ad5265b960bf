package dev.snowbird.bench.start;

import dev.snowbird.bench.chat.ChatBroker;
import dev.snowbird.bench.chat.ChatRivals;
import dev.snowbird.bench.chat.CorePeers;
import dev.snowbird.bench.measure.ClosedLoad;
import dev.snowbird.bench.measure.MeasuredProgram;
import dev.snowbird.bench.measure.Options;
import dev.snowbird.bench.measure.Outcome;
import dev.snowbird.bench.measure.ProcessMeter;
import dev.snowbird.bench.measure.Programs;
import dev.snowbird.bench.measure.Use;
import dev.snowbird.bench.measure.Workload;
import dev.snowbird.bench.rendezvous.BareBroker;
import dev.snowbird.bench.rendezvous.HttpPeers;
import dev.snowbird.bench.report.Report;
import dev.snowbird.bench.report.Row;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Cold starts: how long until {@code ready}, at what cost, and how much is done in the first seconds after it. */
public final class StartBench {

    private static final Duration FIRST = Duration.ofSeconds(4);
    private static final int CALLERS = 16;
    private static final int PROXIES = 32;
    /** A round before the first, of which nothing is told: in it the load itself is cold. */
    private static final int UNMEASURED = 0;

    private final Options options;
    private final Report report;
    private final Programs programs;

    private StartBench(Options options, Report report) {
        this.options = options;
        this.report = report;
        this.programs = new Programs(options);
    }

    /** Starts a program. */
    @FunctionalInterface
    private interface Starting {

        Programs.Started start() throws IOException, InterruptedException;
    }

    /** Begins what is asked of a program that has just started. */
    @FunctionalInterface
    private interface Opening {

        Workload open(String address) throws Exception;
    }

    /** Measures the whole program with its embedded brokers, and, where there is a message broker, the chat alone. */
    public static void run(Options options, Report report) throws Exception {
        StartBench bench = new StartBench(options, report);
        bench.wholeProgram();
        if (ChatBroker.isThere(options)) {
            try (ChatBroker broker = ChatBroker.of(options)) {
                bench.chat(new ChatRivals(bench.programs, broker.uri()));
            }
        }
    }

    private void wholeProgram() throws Exception {
        for (int round = UNMEASURED; round <= options.starts(); round++) {
            String what = "whole program, then matches";
            measure(what, round, "snowbird", () -> broker(programs.snowbird(Map.of())), StartBench::matches);
            if (options.hasPeer()) {
                measure(what, round, "peer", () -> programs.peer(Map.of()), StartBench::matches);
            } else {
                measure(what, round, "bare", () -> broker(programs.bare(BareBroker.class)), StartBench::matches);
            }
        }
    }

    private void chat(ChatRivals cores) throws Exception {
        String token = cores.snowbirdToken();
        for (int round = UNMEASURED; round <= options.starts(); round++) {
            String what = "chat alone, then requests";
            measure(what, round, "snowbird", () -> core(cores.snowbird()), address -> requests(address, token));
            measure(what, round, "relay", () -> core(cores.relay()), address -> requests(address, token));
        }
    }

    private static Programs.Started broker(MeasuredProgram program) {
        return new Programs.Started(program, program.listener("http"));
    }

    private static Programs.Started core(MeasuredProgram program) {
        return new Programs.Started(program, program.listener("seabird"));
    }

    private static Workload matches(String address) throws InterruptedException {
        HttpPeers peers = new HttpPeers(address);
        return closing(peers.matches(PROXIES), peers::close);
    }

    private static Workload requests(String address, String token) throws InterruptedException {
        CorePeers peers = new CorePeers(address, token);
        return closing(peers.requests(), peers::close);
    }

    private static Workload closing(Workload work, Runnable peers) {
        return Workload.of(work::begin, () -> {
            work.close();
            peers.run();
        });
    }

    private void measure(String what, int round, String name, Starting starting, Opening opening) throws Exception {
        Programs.Started started = starting.start();
        try (MeasuredProgram program = started.program();
                ProcessMeter meter = ProcessMeter.outside(program.pid());
                Workload first = opening.open(started.address())) {
            MeasuredProgram.Start start = program.startUp();
            Use before = meter.now();
            Outcome outcome = new ClosedLoad(CALLERS).run(first, FIRST);
            if (round == UNMEASURED) {
                return;
            }
            Use use = meter.now().since(before);
            Map<String, Double> figures = new LinkedHashMap<>();
            figures.put("ready_s", start.seconds());
            figures.put("ready_cpu_s", start.use().cpuSeconds());
            figures.put("ready_resident_mb", start.use().residentMb());
            figures.putAll(outcome.figures());
            figures.putAll(use.figures(outcome.done()));
            report.add(new Row(what, name, round, outcome.failure(), figures));
        }
    }
}
