package dev.snowbird.rendezvous;

import dev.snowbird.amqp.AmqpAddress;
import dev.snowbird.reload.FileTrouble;
import dev.snowbird.rendezvous.cluster.NodeLink;
import dev.snowbird.rendezvous.cluster.NodeMessage;
import dev.snowbird.rendezvous.matching.Matchmaker;
import dev.snowbird.rendezvous.message.GoJson;
import dev.snowbird.rendezvous.statistics.Countries;
import dev.snowbird.rendezvous.statistics.DaysSinceStart;
import dev.snowbird.rendezvous.statistics.DistinctAddresses;
import dev.snowbird.rendezvous.statistics.MetricsDays;
import dev.snowbird.rendezvous.statistics.MetricsLog;
import dev.snowbird.rendezvous.statistics.NodeNumbers;
import dev.snowbird.rendezvous.statistics.ProxyCounts;
import dev.snowbird.rendezvous.statistics.RendezvousStatistics;
import dev.snowbird.rendezvous.statistics.ToldNumbers;
import dev.snowbird.settings.Settings;
import dev.snowbird.start.StartContext;
import dev.snowbird.start.StartException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What counts proxies and clients, and tells it: of this broker alone, or of all nodes that it is one of. */
final class CountingBeans implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CountingBeans.class);
    /** The type of what nodes tell each other of this, as {@code node-tell-numbers} sends it. */
    private static final String NUMBERS = "numbers";

    private final Optional<DistinctAddresses> journals;
    private final RendezvousStatistics statistics;
    private final Optional<NodeNumbers> numbers;
    private final MetricsLog metricsLog;
    private final OperatorPages pages;

    /**
     * @param start      what both halves stand on
     * @param countries  the country database of the moment
     * @param matchmaker has the sessions
     * @param cluster    by which other nodes are told, if this is one of several
     * @throws StartException when a file can't be written, in one line that names the setting
     */
    CountingBeans(StartContext start, Supplier<Countries> countries, Matchmaker matchmaker,
            Optional<NodeLink> cluster) throws StartException {
        Settings settings = start.settings();
        // Who reads along would have the key with which addresses can be found in journals.
        boolean sharesKey = cluster.isPresent() && AmqpAddress.of(settings).isPrivate();
        journals = journals(start, sharesKey);
        if (cluster.isPresent() && journals.isPresent() && !sharesKey) {
            LOG.warn("rendezvous.ip-count-prefix: nodes tell each other the key of these journals over amqps:// only,"
                    + " so those of this node can't be added up with others'");
        }
        statistics = new RendezvousStatistics(countries,
                (poll, address) -> journals.ifPresent(open -> open.proxyPolled(poll, address)),
                settings.integer("rendezvous.max-counted-addresses"));
        Supplier<ProxyCounts> own = () -> ProxyCounts.of(matchmaker.sessions());
        numbers = cluster.map(link -> new NodeNumbers(link.node(), statistics, own,
                sharesKey ? journals : Optional.empty(), start.clock(), start.nanoTime(),
                new NodeNumbers.Intervals(settings.duration("cluster.debug-interval"),
                        settings.duration("cluster.counts-interval"))));
        Optional<Path> file = settings.optional("rendezvous.metrics-log").map(Path::of);
        metricsLog = metricsLog(file, start.clock());
        pages = new OperatorPages(numbers.<Supplier<ProxyCounts>>map(all -> all::proxies).orElse(own), statistics, file,
                start.executor());
        cluster.ifPresent(link -> start.parts().push("what was counted last", () -> tellLast(link)));
    }

    private static Optional<DistinctAddresses> journals(StartContext start, boolean sharesKey) throws StartException {
        Optional<String> prefix = start.settings().optional("rendezvous.ip-count-prefix");
        if (prefix.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(DistinctAddresses.create(prefix.get(),
                    start.settings().duration("rendezvous.ip-count-interval"), Clock.systemDefaultZone(),
                    start.executor(), sharesKey));
        } catch (IOException e) {
            throw new StartException("rendezvous.ip-count-prefix: " + FileTrouble.line(e), e);
        }
    }

    private MetricsLog metricsLog(Optional<Path> file, Clock clock) throws StartException {
        MetricsDays days = numbers.map(NodeNumbers::days).orElseGet(() -> new DaysSinceStart(statistics, clock));
        try {
            return file.isPresent() ? MetricsLog.toFile(days, file.get()) : MetricsLog.toStream(days, System.out);
        } catch (IOException e) {
            throw new StartException("rendezvous.metrics-log: " + FileTrouble.line(e), e);
        }
    }

    /** When the routes have ended: nothing is counted any more, and the others can still be told. */
    private void tellLast(NodeLink link) throws IOException {
        for (ToldNumbers told : numbers.orElseThrow().tellLast()) {
            link.send(NUMBERS, NodeMessage.toAll(GoJson.write(told).getBytes(StandardCharsets.UTF_8)));
        }
        metricsLog.writeTheRest();
    }

    RendezvousStatistics statistics() {
        return statistics;
    }

    /**
     * Makes the objects known to the routes.
     *
     * @param registry takes each object by its name
     */
    void bind(BiConsumer<String, Object> registry) {
        registry.accept("metricsLog", metricsLog);
        registry.accept("operatorPages", pages);
        numbers.ifPresent(all -> registry.accept("nodeNumbers", all));
    }

    @Override
    public void close() {
        journals.ifPresent(DistinctAddresses::close);
    }
}
