package dev.snowbird.bench.nodes;

import dev.snowbird.bench.measure.Options;
import dev.snowbird.bench.measure.ProcessMeter;
import dev.snowbird.bench.report.Report;
import dev.snowbird.bench.report.Row;
import dev.snowbird.testing.NodeLedger;
import dev.snowbird.testing.NodePeers;
import dev.snowbird.testing.Nodes;
import dev.snowbird.testing.RabbitMq;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/** Several nodes in processes of their own: what a match costs, what a forwarded one takes, and what a fault costs. */
final class ProcessesBench {

    private static final double NANOS_PER_MILLI = 1e6;
    private static final double NANOS_PER_SECOND = 1e9;
    /** Proxies come back soon, so that there are always some. */
    private static final Duration REST = Duration.ofMillis(200);
    private static final Duration QUIET = Duration.ofSeconds(40);
    private static final long LOOK_MILLIS = 20;
    private static final int FAULTY = 3;
    private static final double OVER_SQS = 0.25;

    private static final Duration STORM = Duration.ofMinutes(1);
    private static final Duration LONGEST_FAULT = Duration.ofSeconds(5);
    private static final Duration LONG_REST = Duration.ofSeconds(2);
    private static final double MOST = 0.8;
    private static final double STRAY = 0.1;

    private final Options options;
    private final Report report;
    private final Path folder;

    ProcessesBench(Options options, Report report) throws IOException {
        this.options = options;
        this.report = report;
        folder = Files.createDirectories(Path.of("target", "bench", "run", "nodes")).toAbsolutePath();
    }

    void run() throws Exception {
        if (!RabbitMq.isInstalled()) {
            throw new IOException("Nodes meet at a RabbitMQ: install rabbitmq-server");
        }
        for (int round = 1; round <= options.rounds(); round++) {
            for (int number : options.processes()) {
                measure(number, round);
            }
            if (options.processes().stream().anyMatch(number -> number >= FAULTY)) {
                for (Fault fault : Fault.values()) {
                    suffer(fault, round);
                }
                storm(round);
            }
        }
    }

    private Nodes start(int number) throws Exception {
        return Nodes.start(folder, number, Map.of("JDK_JAVA_OPTIONS", options.jvm()),
                options.settings().toArray(String[]::new));
    }

    private void measure(int number, int round) throws Exception {
        try (Nodes nodes = start(number)) {
            measure(nodes, round, "clients and proxies evenly", 1.0 / number, 0);
            if (number > 1) {
                measure(nodes, round, "all clients at a node without proxies", 1, 1);
            }
        }
    }

    private void measure(Nodes nodes, int round, String what, double atFirst, int firstWithProxies) throws Exception {
        try (NodePeers peers = new NodePeers(nodes, seed(round), REST)) {
            peers.proxies(options.proxies(), firstWithProxies);
            peers.startClients(options.rate(), 0, atFirst);
            Thread.sleep(options.warmUp().toMillis());
            NodeLedger ledger = peers.ledger();
            // Asking the broker takes as long as starting a program, so that is outside of the time that is measured.
            Nodes.BrokerMessages messages = nodes.brokerMessages();
            long asked = System.nanoTime();
            double cpu = cpuSeconds(nodes);
            ledger.forget();
            long begun = System.nanoTime();
            Thread.sleep(options.time().toMillis());
            double seconds = (System.nanoTime() - begun) / NANOS_PER_SECOND;
            double used = cpuSeconds(nodes) - cpu;
            long answered = ledger.outcome(NodeLedger.ANSWERED);
            long forwarded = ledger.outcome(NodeLedger.ELSEWHERE);
            long troubles = ledger.troubles();
            double between = (System.nanoTime() - asked) / NANOS_PER_SECOND;
            Nodes.BrokerMessages later = nodes.brokerMessages();

            Map<String, Double> figures = new LinkedHashMap<>();
            figures.put("per_second", answered / seconds);
            figures.put("matched_per_offer", (double) answered / (answered + troubles));
            figures.put("forwarded_share", (double) forwarded / answered);
            times(figures, "home", ledger.atHome());
            times(figures, "forwarded", ledger.elsewhere());
            figures.put("cpu_ms", used * 1000 / answered);
            figures.put("broker_taken_per_second", (later.taken() - messages.taken()) / between);
            figures.put("broker_handed_on_per_second", (later.handedOn() - messages.handedOn()) / between);
            figures.put("seed", (double) seed(round));
            report.add(new Row("processes: " + what + ", " + options.rate() + "/s", nodes.number() + " nodes", round,
                    failure(ledger), figures));
        }
    }

    private static void times(Map<String, Double> figures, String name, Histogram times) {
        if (times.getTotalCount() > 0) {
            figures.put(name + "_p50_ms", times.getValueAtPercentile(50) / NANOS_PER_MILLI);
            figures.put(name + "_p99_ms", times.getValueAtPercentile(99) / NANOS_PER_MILLI);
        }
    }

    private static double cpuSeconds(Nodes nodes) {
        return IntStream.range(0, nodes.number()).mapToDouble(node -> {
            try (ProcessMeter meter = ProcessMeter.outside(nodes.program(node).pid())) {
                return meter.now().cpuSeconds();
            }
        }).sum();
    }

    private long seed(int round) {
        return options.seed() + round - 1;
    }

    private static String failure(NodeLedger ledger) {
        return ledger.violations().stream().findFirst().orElse("");
    }

    /** What befalls the last of three nodes, or the broker of all. */
    private enum Fault {

        KILL("kill -9 of one of three", "KILL"),
        FREEZE("one of three is frozen", "STOP"),
        DRAIN("one of three is drained", "USR1"),
        BROKER("RabbitMQ is stopped", "");

        private final String what;
        private final String signal;

        Fault(String what, String signal) {
            this.what = what;
            this.signal = signal;
        }
    }

    private void suffer(Fault fault, int round) throws Exception {
        try (Nodes nodes = start(FAULTY); NodePeers peers = new NodePeers(nodes, seed(round), REST)) {
            peers.proxies(options.proxies(), 0);
            peers.startClients(options.rate(), OVER_SQS, 1.0 / FAULTY);
            Thread.sleep(options.warmUp().toMillis());
            peers.ledger().forget();
            peers.ledger().offersMayComeAgain();
            long begun = System.nanoTime();
            befall(fault, nodes);
            double noticed = noticed(fault, nodes, begun);
            Thread.sleep(options.time().toMillis());
            if (fault == Fault.FREEZE) {
                nodes.signal("CONT", FAULTY - 1);
            }
            report(fault.what, peers, round, begun, noticed);
        }
    }

    /** For a minute, one thing after the other, and most clients at one node, whose proxies don't suffice. */
    private void storm(int round) throws Exception {
        Random random = new Random(seed(round));
        try (Nodes nodes = start(FAULTY); NodePeers peers = new NodePeers(nodes, seed(round), LONG_REST)) {
            peers.proxies(options.proxies(), 0);
            peers.startClients(options.rate() / 2.0, OVER_SQS, MOST);
            peers.setStrayAnswers(STRAY);
            Thread.sleep(options.warmUp().toMillis());
            peers.ledger().forget();
            peers.ledger().offersMayComeAgain();
            long begun = System.nanoTime();
            while (System.nanoTime() - begun < STORM.toNanos()) {
                long millis = random.nextInt((int) LONGEST_FAULT.toMillis());
                int node = random.nextInt(FAULTY + 1);
                if (node == FAULTY) {
                    nodes.rabbit().stop();
                    Thread.sleep(millis);
                    nodes.rabbit().start();
                } else {
                    nodes.signal("STOP", node);
                    Thread.sleep(millis);
                    nodes.signal("CONT", node);
                }
                Thread.sleep(random.nextInt((int) LONGEST_FAULT.toMillis()));
            }
            report("a storm of freezes and RabbitMQ's ends", peers, round, begun, 0);
        }
    }

    private void report(String what, NodePeers peers, int round, long begun, double noticed) throws Exception {
        peers.stopClients();
        long end = System.nanoTime() + QUIET.toNanos();
        while (peers.waitingClients() > 0 && System.nanoTime() < end) {
            Thread.sleep(LOOK_MILLIS);
        }
        NodeLedger ledger = peers.ledger();
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("noticed_s", noticed);
        for (String outcome : List.of(NodeLedger.ANSWERED, NodeLedger.ELSEWHERE, NodeLedger.DENIED,
                NodeLedger.TIMED_OUT, NodeLedger.CUT_OFF, NodeLedger.TURNED_AWAY, NodeLedger.WITHOUT_A_WORD,
                NodeLedger.BROKEN)) {
            figures.put(outcome.replace(' ', '_'), (double) ledger.outcome(outcome));
        }
        figures.put("not_over", (double) peers.waitingClients());
        figures.put("last_trouble_s", ledger.troubles() == 0 ? 0 : (ledger.lastTrouble() - begun) / NANOS_PER_SECOND);
        figures.put("violations", (double) ledger.violations().size());
        figures.put("seed", (double) seed(round));
        report.add(new Row("processes: faults, " + options.rate() + "/s", what, round, failure(ledger), figures));
    }

    private static void befall(Fault fault, Nodes nodes) throws Exception {
        if (fault == Fault.BROKER) {
            nodes.rabbit().stop();
        } else {
            nodes.signal(fault.signal, FAULTY - 1);
        }
    }

    /** Waits until the first node knows of it, and returns how many seconds that took. */
    private static double noticed(Fault fault, Nodes nodes, long begun) throws Exception {
        int left = fault == Fault.BROKER ? 0 : FAULTY - 2;
        while (nodes.metric(0, "snowbird_nodes") > left) {
            Thread.sleep(LOOK_MILLIS);
        }
        double seconds = (System.nanoTime() - begun) / NANOS_PER_SECOND;
        if (fault == Fault.BROKER) {
            nodes.rabbit().start();
        }
        return seconds;
    }
}
