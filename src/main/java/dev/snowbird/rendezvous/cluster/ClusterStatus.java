package dev.snowbird.rendezvous.cluster;

import dev.snowbird.status.Figure;
import dev.snowbird.status.History;
import dev.snowbird.status.MeterValues;
import dev.snowbird.status.Ratio;
import dev.snowbird.status.Section;
import dev.snowbird.status.Series;
import dev.snowbird.status.SeriesView;
import dev.snowbird.status.Table;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** What the status page tells of the other nodes, and of the offers that go to them and come from them. */
final class ClusterStatus {

    /** How many nodes are named; of the others there is the number. */
    private static final int NAMED = 50;
    private static final double SECOND = 1e9;

    private final String self;
    private final Neighbours neighbours;
    private final LongSupplier nanoTime;
    private final Series nodes;
    private final Series away;
    private final Series served;

    ClusterStatus(String self, Neighbours neighbours, LongSupplier nanoTime, MeterRegistry meters, History history) {
        this.self = self;
        this.neighbours = neighbours;
        this.nanoTime = nanoTime;
        nodes = history.follow(() -> MeterValues.of(meters, ClusterMeters.NODES));
        away = history.follow(() -> MeterValues.of(meters, ClusterMeters.FORWARDED, "outcome"));
        served = history.follow(() -> MeterValues.of(meters, ClusterMeters.FROM_ELSEWHERE, "outcome"));
    }

    /** Computes what there is to tell now. */
    Section section() {
        SeriesView sent = away.view();
        SeriesView taken = served.view();
        SeriesView others = nodes.view();
        List<Neighbour> all = neighbours.all();
        return new Section("Cluster", List.of(
                Figure.of("Other nodes", others.now()).over(others.levels()).saying("this one is " + self),
                Figure.of("Offers a minute", Ratio.tenths(sent.perMinute())).saying("to other nodes")
                        .over(sent.growth()),
                Figure.of("Offers a minute", Ratio.tenths(taken.perMinute())).saying("from other nodes")
                        .over(taken.growth())), List.of(nodes(all), outcomes(sent, taken)));
    }

    private Table nodes(List<Neighbour> all) {
        long now = nanoTime.getAsLong();
        List<List<Object>> rows = all.stream().limit(NAMED).map(node -> Arrays.<Object>asList(node.news().node(),
                node.news().held().open(), node.news().held().moderate(), node.news().held().strict(),
                node.news().draining() ? "draining" : "", Math.round(node.age(now) / SECOND * 10) / 10.0)).toList();
        String some = all.size() > NAMED ? ", the first %d of %d".formatted(NAMED, all.size()) : "";
        return new Table("Other nodes" + some, List.of("Node", "Open", "Moderate", "Strict", "",
                "Told of itself, seconds ago"), rows, "No other node is heard.");
    }

    private static Table outcomes(SeriesView sent, SeriesView taken) {
        List<List<Object>> rows = Arrays.stream(ForwardOutcome.values()).map(outcome -> Arrays.<Object>asList(
                outcome.words(), sent.now(outcome.tag()), sent.growth(outcome.tag()), taken.now(outcome.tag()),
                taken.growth(outcome.tag()))).toList();
        return Table.of("Offers between nodes since the start, by what came of them",
                List.of("Outcome", "To others", "Two minutes", "From others", "Two minutes"), rows);
    }
}
