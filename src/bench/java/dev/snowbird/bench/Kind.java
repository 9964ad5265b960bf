package dev.snowbird.bench;

import dev.snowbird.bench.chat.ChatBench;
import dev.snowbird.bench.codec.CodecBench;
import dev.snowbird.bench.measure.Options;
import dev.snowbird.bench.nodes.NodesBench;
import dev.snowbird.bench.rendezvous.HttpBench;
import dev.snowbird.bench.rendezvous.SqsBench;
import dev.snowbird.bench.report.Report;
import dev.snowbird.bench.start.StartBench;
import java.util.List;
import java.util.Locale;

/** The benches by their names. */
enum Kind {

    HTTP(HttpBench::run, List.of("per_second", "p50_ms", "p99_ms", "cpu_ms")),
    SQS(SqsBench::run, List.of("per_second", "p50_ms", "p99_ms", "cpu_ms", "sqs_calls")),
    HELD(HttpBench::runHeld, List.of("p50_ms", "p99_ms", "cpu_ms", "resident_mb")),
    CHAT(ChatBench::run, List.of("per_second", "p50_ms", "p99_ms", "cpu_ms")),
    EVENTS(ChatBench::runEvents, List.of("per_second", "p50_ms", "p99_ms", "cpu_ms")),
    START(StartBench::run, List.of("ready_s", "ready_cpu_s", "ready_resident_mb", "per_second", "p99_ms")),
    NODES(NodesBench::run, List.of("matched_per_offer", "forwarded_share", "added_p99_ms")),
    CODECS(CodecBench::run, List.of("us", "allocated_bytes"));

    private final Run run;
    private final List<String> drawn;

    /** Measures, and reports what came of it. */
    @FunctionalInterface
    private interface Run {

        void run(Options options, Report report) throws Exception;
    }

    Kind(Run run, List<String> drawn) {
        this.run = run;
        this.drawn = drawn;
    }

    /** The figures that its picture shows. */
    List<String> drawn() {
        return drawn;
    }

    void run(Options options, Report report) throws Exception {
        run.run(options, report);
    }

    /** As on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
