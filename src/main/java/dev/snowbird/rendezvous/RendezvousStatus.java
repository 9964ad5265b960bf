package dev.snowbird.rendezvous;

import dev.snowbird.rendezvous.matching.Matchmaker;
import dev.snowbird.rendezvous.message.NatPool;
import dev.snowbird.rendezvous.message.NatType;
import dev.snowbird.rendezvous.message.ProxyType;
import dev.snowbird.rendezvous.queue.SqsStatus;
import dev.snowbird.rendezvous.statistics.ClientOutcome;
import dev.snowbird.rendezvous.statistics.RendezvousMethod;
import dev.snowbird.status.Figure;
import dev.snowbird.status.History;
import dev.snowbird.status.MeterValues;
import dev.snowbird.status.Ratio;
import dev.snowbird.status.Section;
import dev.snowbird.status.Series;
import dev.snowbird.status.SeriesView;
import dev.snowbird.status.Table;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the status page tells of clients and proxies. It is as exact as the metrics, and for the operator alone. */
final class RendezvousStatus {

    private static final String MATCHED = ClientOutcome.MATCHED.toString();
    private static final String DENIED = ClientOutcome.DENIED.toString();
    private static final String TIMEOUT = ClientOutcome.TIMEOUT.toString();
    private static final Map<RendezvousMethod, String> METHODS = Map.of(RendezvousMethod.SQS, "SQS",
            RendezvousMethod.HTTP, "HTTPS", RendezvousMethod.AMPCACHE, "AMP cache");
    /** So many offers are needed before a share of them is alarming, as in config/prometheus-rules.yml. */
    private static final int ENOUGH = 20;
    private static final double HALF = 0.5;
    private static final double NEARLY_ALL = 0.99;

    private final Matchmaker matchmaker;
    private final Optional<SqsStatus> sqs;
    private final Optional<Supplier<Section>> cluster;
    private final Series proxies;
    private final Series byMethod;
    private final Series byPool;
    private final Series matchTimes;
    private final Series claimed;
    private final Series silent;

    /**
     * @param matchmaker knows the proxies of the moment
     * @param meters     has the counts
     * @param history    keeps their last two minutes
     * @param sqs        what there is to tell of SQS, if it is in use
     * @param cluster    computes what there is to tell of other nodes, if this is one of several
     */
    RendezvousStatus(Matchmaker matchmaker, MeterRegistry meters, History history, Optional<SqsStatus> sqs,
            Optional<Supplier<Section>> cluster) {
        this.matchmaker = matchmaker;
        this.sqs = sqs;
        this.cluster = cluster;
        proxies = history.follow(() -> MeterValues.of(meters, "snowbird.proxies.in.pool", "pool"));
        byMethod = history.follow(() -> MeterValues.of(meters, "snowbird.offers.ended", "method", "outcome"));
        byPool = history.follow(() -> MeterValues.of(meters, "snowbird.offers.ended", "pool", "outcome"));
        matchTimes = history.follow(() -> MeterValues.buckets(meters, "snowbird.match"));
        claimed = history.follow(() -> MeterValues.of(meters, "snowbird.proxies.claimed", "type"));
        silent = history.follow(() -> MeterValues.of(meters, "snowbird.proxies.silent", "type"));
    }

    /** Computes what there is to tell now. */
    List<Section> sections() {
        SeriesView supply = proxies.view();
        SeriesView demand = byPool.view();
        List<Section> sections = new ArrayList<>();
        sections.add(new Section("Clients and proxies", glance(supply, demand), List.of()));
        sections.add(new Section("Offers", List.of(), List.of(demand(supply, demand), methods(byMethod.view()))));
        sections.add(new Section("Proxies", List.of(), List.of(types(claimed.view(), silent.view()))));
        sqs.ifPresent(told -> sections.add(told.section()));
        cluster.ifPresent(told -> sections.add(told.get()));
        return sections;
    }

    private List<Figure> glance(SeriesView supply, SeriesView demand) {
        double ended = demand.grown();
        double matched = Stream.of(NatPool.values()).mapToDouble(pool -> demand.grown(pool.toString(), MATCHED)).sum();
        SeriesView times = matchTimes.view();
        return List.of(
                Figure.of("Proxies waiting", supply.now()).over(supply.levels()),
                Figure.of("Offers a minute", Ratio.tenths(demand.perMinute())).over(demand.growth()),
                Figure.of("Matched", Ratio.percent(matched, ended)).saying("of the offers of two minutes")
                        .badIf(ended >= ENOUGH && matched < HALF * ended),
                Figure.of("Attempts per success", Ratio.of(ended, matched)).saying("in two minutes"),
                Figure.of("Match time, median", MatchTime.quantile(times, HALF)).saying("in two minutes"),
                Figure.of("Match time, p99", MatchTime.quantile(times, NEARLY_ALL)).saying("in two minutes"));
    }

    /** A client of the strict pool needs an open proxy; one of the open pool can do with any. */
    private static Table demand(SeriesView supply, SeriesView demand) {
        List<List<Object>> rows = Stream.of(NatPool.values()).sorted(Comparator.reverseOrder()).map(pool -> {
            String client = pool.toString();
            List<NatPool> fitting = NatPool.serving(NatType.of(client));
            return row(client, fitting.size() == NatPool.values().length ? "any"
                            : fitting.stream().map(NatPool::toString).collect(Collectors.joining(", ")),
                    fitting.stream().mapToDouble(served -> supply.now(served.toString())).sum(),
                    Ratio.tenths(demand.perMinute(client)),
                    Ratio.percent(demand.grown(client, MATCHED), demand.grown(client)),
                    Ratio.of(demand.grown(client), demand.grown(client, MATCHED)), demand.growth(client));
        }).toList();
        return Table.of("Supply and demand, by the client's NAT", List.of("Client", "Needs a proxy that is",
                "Of these wait", "Offers a minute", "Matched", "Attempts per success", "Two minutes"), rows);
    }

    private static Table methods(SeriesView offers) {
        List<List<Object>> rows = Stream.of(RendezvousMethod.values()).map(method -> {
            String name = method.toString();
            return row(METHODS.get(method), Ratio.tenths(offers.perMinute(name, MATCHED)),
                    Ratio.tenths(offers.perMinute(name, DENIED)), Ratio.tenths(offers.perMinute(name, TIMEOUT)),
                    offers.now(name), offers.growth(name));
        }).toList();
        return Table.of("Offers a minute, by method and outcome", List.of("Method", "Matched", "Found no proxy",
                "Got no answer", "All since the start", "Two minutes"), rows);
    }

    private Table types(SeriesView claims, SeriesView silences) {
        Map<NatPool, Map<ProxyType, Long>> waiting = matchmaker.waitingByKind();
        List<List<Object>> rows = Stream.of(ProxyType.values()).map(type -> {
            String name = type.toString();
            List<Object> row = row(name);
            Stream.of(NatPool.values()).forEach(pool -> row.add(waiting.get(pool).getOrDefault(type, 0L)));
            row.addAll(row(claims.now(name), silences.now(name),
                    Ratio.percent(silences.now(name), claims.now(name)), claims.growth(name)));
            return row;
        }).filter(row -> row.stream().anyMatch(cell -> cell instanceof Number count && count.longValue() > 0)).toList();
        return new Table("By type: who waits now in which pool, and claims since the start",
                List.of("Type", "Wait in open", "Wait in moderate", "Wait in strict", "Took an offer",
                        "Never answered", "Share", "Two minutes"), rows, "No proxy has come yet.");
    }

    private static List<Object> row(Object... cells) {
        return new ArrayList<>(Arrays.asList(cells));
    }
}
