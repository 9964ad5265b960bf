package dev.snowbird.bench;

import dev.snowbird.bench.measure.Options;
import dev.snowbird.bench.report.Report;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The command of all benches; docs/benchmarks.md tells how to run it. */
@Command(name = "bench", mixinStandardHelpOptions = true,
        description = "Measures Snowbird beside a yardstick, in turn, and writes what came of it to target/bench.")
public final class Bench implements Callable<Integer> {

    @Parameters(paramLabel = "BENCH", arity = "1..*", description = "What to measure: ${COMPLETION-CANDIDATES}.")
    private List<Kind> kinds;

    @Mixin
    private Options options;

    /** Runs the benches that are named. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Bench()).setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    if (!(failure instanceof IOException)) {
                        throw failure;
                    }
                    command.getErr().println(failure.getMessage());
                    return 1;
                }).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        for (Kind kind : kinds) {
            try (Report report = new Report(kind.toString(), kind.drawn(), System.out)) {
                kind.run(options, report);
            }
        }
        return 0;
    }
}
