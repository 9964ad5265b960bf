package dev.snowbird.rendezvous;

import dev.snowbird.reload.Reloads;
import dev.snowbird.rendezvous.cluster.Cluster;
import dev.snowbird.rendezvous.http.HttpPort;
import dev.snowbird.rendezvous.queue.SqsStatus;
import dev.snowbird.settings.Settings;
import dev.snowbird.start.Half;
import dev.snowbird.start.StartContext;
import dev.snowbird.start.StartException;
import dev.snowbird.status.StatusBoard;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.camel.spi.InflightRepository;

/** The half where clients meet proxies: its objects, its HTTP port and its queues on SQS. */
public final class Rendezvous implements Half {

    private static final List<String> OFFERS_OVER_HTTP = List.of("client-over-http", "client-over-amp");

    /** Longer than clients wait as a rule, and so that those who wait longer are told before routes and ports end. */
    private static final long LAST_OFFERS_MILLIS = 5_500;

    private final StartContext start;
    private final StatusBoard board;
    private final Path outsideRoutes;
    private final HttpPort http;
    private final SqsProfiles sqs;
    private RendezvousFiles files;
    private RendezvousBeans beans;

    /**
     * @param start         what both halves stand on
     * @param board         gets what is to be told of it
     * @param outsideRoutes holds the operator's routes, for the contexts of further AWS profiles
     * @throws StartException when its port can't be had, or would speak plain HTTP where that was not asked for
     */
    public Rendezvous(StartContext start, StatusBoard board, Path outsideRoutes) throws StartException {
        this.start = start;
        this.board = board;
        this.outsideRoutes = outsideRoutes;
        http = new HttpPort(start);
        http.check();
        sqs = new SqsProfiles(start, board);
    }

    /**
     * Makes the objects of a rendezvous known to the routes, as {@link #prepare} does, but for a check: nothing is
     * connected, opened or written.
     *
     * @param start what both halves stand on; its settings name no file to write
     * @throws StartException when a file or an AWS profile that the settings name is no use
     */
    public static void rehearse(StartContext start) throws StartException {
        Settings settings = start.settings();
        new RendezvousBeans(start, RendezvousFiles.load(settings)).bind(start.camel()::bind);
        if (settings.usesSqs()) {
            SqsProfiles.rehearse(start);
        }
    }

    @Override
    public String name() {
        return "the rendezvous";
    }

    @Override
    public void begin() throws Exception {
        if (start.settings().usesSqs()) {
            sqs.begin();
        }
        files = RendezvousFiles.load(start.settings());
    }

    @Override
    public void prepare() throws Exception {
        http.prepare();
        if (start.settings().usesSqs()) {
            sqs.openQueues();
        }
        beans = new RendezvousBeans(start, files);
        beans.bind(start.camel()::bind);
        sqs.prepare(beans, outsideRoutes);
        tell();
    }

    private void tell() {
        Optional<SqsStatus> queues = start.settings().usesSqs() ? Optional.of(new SqsStatus(start.meters(),
                board.history(), start.settings().sqsEndpoint().kind())) : Optional.empty();
        RendezvousStatus status =
                new RendezvousStatus(beans.matchmaker(), start.meters(), board.history(), queues,
                        beans.cluster().map(cluster -> cluster.status(board.history())));
        board.add("Snowflake", status::sections);
        beans.cluster().ifPresent(cluster -> board.watch("Cluster",
                start.settings().amqpUri().uri().map(URI::getHost).orElseThrow(), cluster::trouble));
        Reloads reloads = files.reloads();
        if (!reloads.files().isEmpty()) {
            board.watch("Files", reloads.files().stream().map(Path::toString).collect(Collectors.joining(", ")),
                    reloads::trouble);
        }
    }

    @Override
    public void open() throws Exception {
        sqs.startFurther();
        beans.cluster().ifPresent(Cluster::open);
        http.open();
    }

    /** Begins no more receives of offers; those under way may still bring some, for which proxies are held. */
    @Override
    public void takeNoMore() {
        sqs.beginNoReceives();
        beans.cluster().ifPresent(Cluster::leave);
    }

    @Override
    public void sendAway() {
        sqs.stopReceiving();
        beans.sendAway(start.settings().duration("drain.next-poll"));
    }

    @Override
    public Map<String, Integer> underWay() {
        InflightRepository inFlight = start.camel().getCamelContext().getInflightRepository();
        return Map.of("polls held", beans.pollsHeld(), "offers in flight", sqs.offersInFlight()
                + OFFERS_OVER_HTTP.stream().mapToInt(inFlight::size).sum(),
                "offers of other nodes", inFlight.size("offer-from-elsewhere"));
    }

    /**
     * Receives no more offers, answers every held poll, and lets the offers of further AWS profiles finish. Clients
     * that wait for longer than a stop takes are told soon that their time is over.
     */
    @Override
    public void close() {
        sqs.stopReceiving();
        beans.cluster().ifPresent(Cluster::leave);
        beans.close();
        CompletableFuture.delayedExecutor(LAST_OFFERS_MILLIS, TimeUnit.MILLISECONDS, start.executor())
                .execute(beans::endOffers);
        // Before the main context, which takes the answers of proxies until the last offer is done.
        sqs.closeFurther();
    }

    /** Returns the URL of each AWS profile's broker queue, which clients need; none when SQS is switched off. */
    public List<String> brokerQueueUrls() {
        return sqs.brokerQueueUrls();
    }

    /** Reads the operator's files again. Never fails: what can't be read stays as it was. */
    public void reload() {
        files.reloads().reloadAll();
    }
}
