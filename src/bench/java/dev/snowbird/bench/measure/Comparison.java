package dev.snowbird.bench.measure;

import dev.snowbird.bench.report.Report;
import dev.snowbird.bench.report.Row;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Puts the same load on several programs in turn, A B A B, so that what else the machine does meets them alike.
 *
 * @param options how long and how often
 * @param report  gets every figure
 * @param rivals  all of them run during the whole comparison
 * @param <P>     how they are talked to
 */
public record Comparison<P extends AutoCloseable>(Options options, Report report, List<Rival<P>> rivals)
        implements AutoCloseable {

    private static final ProcessMeter LOAD = ProcessMeter.outside(ProcessHandle.current().pid());

    /** Makes a workload of one of the rivals. */
    @FunctionalInterface
    public interface Opening<P> {

        Workload open(P peers) throws Exception;
    }

    /**
     * Measures each of them as often as was asked for. Before the first, the last one is asked for as long as all are
     * warmed up: the load is cold then, too, which the first one would pay for.
     *
     * @param what     what is done, as a report calls it; the load is added
     * @param load     how often it is done
     * @param workload does it
     */
    public void measure(String what, Load load, Opening<P> workload) throws Exception {
        try (Workload work = workload.open(rivals.get(rivals.size() - 1).peers())) {
            load.run(work, options.warmUp());
        }
        for (int round = 1; round <= options.rounds(); round++) {
            for (Rival<P> rival : rivals) {
                try (Workload work = workload.open(rival.peers())) {
                    load.run(work, options.warmUp());
                    report.add(measured(what + ", " + load.inWords(), round, rival, load, work));
                }
            }
        }
    }

    private Row measured(String what, int round, Rival<P> rival, Load load, Workload work)
            throws InterruptedException {
        Map<String, Long> counts = counts(rival);
        Use before = rival.meter().now();
        Use loadBefore = LOAD.now();
        Outcome outcome = load.run(work, options.time());
        Use loadUse = LOAD.now().since(loadBefore);
        Use use = rival.meter().now().since(before);
        Map<String, Double> figures = new LinkedHashMap<>(outcome.figures());
        figures.putAll(use.figures(outcome.done()));
        figures.put("load_cores", loadUse.cpuSeconds() / outcome.seconds());
        counts(rival).forEach((name, count) ->
                figures.put(name, (double) (count - counts.get(name)) / outcome.done()));
        return new Row(what, rival.name(), round, outcome.failure(), figures);
    }

    private Map<String, Long> counts(Rival<P> rival) {
        Map<String, Long> counts = new LinkedHashMap<>();
        for (Map.Entry<String, LongSupplier> counter : rival.counters().entrySet()) {
            counts.put(counter.getKey(), counter.getValue().getAsLong());
        }
        return counts;
    }

    @Override
    public void close() throws Exception {
        for (Rival<P> rival : rivals) {
            rival.close();
        }
    }
}
