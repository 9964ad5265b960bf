package dev.snowbird.bench.codec;

import dev.snowbird.bench.measure.Options;
import dev.snowbird.bench.report.Report;
import dev.snowbird.bench.report.Row;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Codecs alone, by JMH, in a JVM of their own. */
public final class CodecBench {

    private static final String ALLOCATED = "gc.alloc.rate.norm";

    private CodecBench() {
    }

    /** Measures each codec in turn, for as long as a load. */
    public static void run(Options options, Report report) throws RunnerException, IOException {
        var jmh = new OptionsBuilder().include(Codecs.class.getName()).addProfiler(GCProfiler.class).forks(1)
                .warmupIterations(1).warmupTime(TimeValue.seconds(options.warmUp().toSeconds()))
                .measurementIterations(options.rounds())
                .measurementTime(TimeValue.seconds(options.time().toSeconds()))
                .verbosity(VerboseMode.SILENT).build();
        for (RunResult result : new Runner(jmh).run()) {
            Map<String, Double> figures = new LinkedHashMap<>();
            figures.put("us", result.getPrimaryResult().getScore());
            figures.put("allocated_bytes", result.getSecondaryResults().entrySet().stream()
                    .filter(further -> further.getKey().endsWith(ALLOCATED)).findFirst().orElseThrow()
                    .getValue().getScore());
            report.add(new Row(result.getPrimaryResult().getLabel(), "snowbird", 1, "", figures));
        }
    }
}
