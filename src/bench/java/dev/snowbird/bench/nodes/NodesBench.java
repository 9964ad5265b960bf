package dev.snowbird.bench.nodes;

import dev.snowbird.bench.measure.Options;
import dev.snowbird.bench.report.Report;
import dev.snowbird.bench.report.Row;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How many clients several nodes match, as a model has it. */
public final class NodesBench {

    private static final int[] MANY = {2, 4, 8, 16};
    private static final int TEN = 10;

    private NodesBench() {
    }

    /** Runs the model, each round with a seed of its own; or, where processes are asked for, those. */
    public static void run(Options options, Report report) throws Exception {
        if (options.processes().isEmpty()) {
            model(options, report);
        } else {
            new ProcessesBench(options, report).run();
        }
    }

    private static void model(Options options, Report report) throws IOException {
        for (Map.Entry<String, List<Scenario>> group : groups().entrySet()) {
            for (Scenario scenario : group.getValue()) {
                for (int round = 1; round <= options.rounds(); round++) {
                    long seed = options.seed() + round - 1;
                    Map<String, Double> figures = new LinkedHashMap<>(
                            NodesModel.run(scenario, seed).figures(NodesModel.COUNTED.toSeconds()));
                    figures.put("seed", (double) seed);
                    report.add(new Row(group.getKey(), scenario.served(), round, "", figures));
                }
            }
        }
    }

    private static Map<String, List<Scenario>> groups() {
        Map<String, List<Scenario>> groups = new LinkedHashMap<>();
        for (int rate : new int[] {60, 90, 120}) {
            groups.put("model: clients evenly, " + rate + "/s", all(rate, 0));
        }
        groups.put("model: half of the clients at one node, 60/s", all(60, 0.5));
        groups.put("model: all clients at one node, 60/s", all(60, 1));
        groups.put("model: ten times as many of all, half of the clients at one node, 600/s",
                all(60, 0.5).stream().map(scenario -> scenario.times(TEN)).toList());
        groups.put("model: a node dies, clients evenly, 60/s",
                all(60, 0).stream().filter(scenario -> scenario.nodes() > 1).map(Scenario::dying).toList());
        groups.put("model: proxies rest after each poll, clients evenly, 80/s",
                all(80, 0).stream().map(Scenario::resting).toList());
        groups.put("model: proxies rest after each poll, half of the clients at one node, 50/s",
                all(50, 0.5).stream().map(Scenario::resting).toList());
        groups.put("model: proxies rest after each poll, all clients at one node, 50/s",
                all(50, 1).stream().map(Scenario::resting).toList());
        return groups;
    }

    /** One node, and several that do and do not forward; a share of 0 is an even one. */
    private static List<Scenario> all(double perSecond, double share) {
        List<Scenario> all = new ArrayList<>(List.of(Scenario.alone(1, perSecond)));
        for (int nodes : MANY) {
            double atFirst = share == 0 ? 1.0 / nodes : share;
            all.add(Scenario.alone(nodes, perSecond).atFirst(atFirst));
            all.add(Scenario.forwarding(nodes, perSecond).atFirst(atFirst));
        }
        return all;
    }
}
