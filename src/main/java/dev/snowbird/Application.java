package dev.snowbird;

import dev.snowbird.log.RootCause;
import dev.snowbird.management.ManagementPort;
import dev.snowbird.net.Listener;
import dev.snowbird.reload.Reloads;
import dev.snowbird.rendezvous.Rendezvous;
import dev.snowbird.rendezvous.http.HttpPort;
import dev.snowbird.rendezvous.queue.SqsComponent;
import dev.snowbird.routes.CamelMain;
import dev.snowbird.routes.LiveRoutes;
import dev.snowbird.routes.RouteCounts;
import dev.snowbird.routes.RouteFiles;
import dev.snowbird.seabird.Seabird;
import dev.snowbird.settings.DurationText;
import dev.snowbird.settings.Settings;
import dev.snowbird.start.Drain;
import dev.snowbird.start.Half;
import dev.snowbird.start.Parts;
import dev.snowbird.start.StartContext;
import dev.snowbird.start.StartException;
import dev.snowbird.start.StartPatience;
import dev.snowbird.start.Terminal;
import dev.snowbird.start.WorkThreads;
import dev.snowbird.status.History;
import dev.snowbird.status.StatusBoard;
import dev.snowbird.warmup.WarmUp;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.component.micrometer.MicrometerConstants;
import org.apache.camel.main.Main;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything that {@code run} runs: the two halves beside each other, and Camel with the routes of both. */
public final class Application implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Application.class);

    /** In which order the listeners are named, whichever opens first (docs/operations.md, "Start and stop"). */
    private static final List<String> LISTENER_ORDER = List.of("http", "management", "sqs", "amqp", "seabird");
    /** What a whole stop may take; with this, a process ends within 10 s. */
    private static final Duration STOP = Duration.ofSeconds(9);
    /** How often a slow start tells what it waits for: soon to who looks on, and seldom to a file. */
    private static final Duration TELL = Duration.ofSeconds(Terminal.isAttached() ? 2 : 10);
    /** How often certificates are looked at, which somebody may have renewed. */
    private static final Duration LOOK = Duration.ofSeconds(2);
    /** How long the end of a drain can be seen. */
    private static final Duration LAST_LOOK = Duration.ofSeconds(1);

    private final Settings settings;
    private final Path outsideRoutes;
    private final Clock clock;
    private final Duration warmUp;
    private final Main camel;
    private final StatusBoard board = new StatusBoard(new History(System::nanoTime));
    private final ManagementPort management = new ManagementPort(board);
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final List<Listener> listeners = new ArrayList<>();
    private final Parts parts = new Parts();
    private final Reloads certificates = new Reloads(List.of());
    private Optional<Rendezvous> rendezvous = Optional.empty();
    private Optional<LiveRoutes> live = Optional.empty();
    private Drain drain;

    private Application(Settings settings, Path outsideRoutes, Clock clock, Duration warmUp) {
        this.settings = settings;
        this.outsideRoutes = outsideRoutes;
        this.clock = clock;
        this.warmUp = warmUp;
        this.camel = CamelMain.of(settings, CamelMain.DRAIN_SECONDS);
    }

    /**
     * Starts everything that the settings ask for, and leaves nothing behind when that fails.
     *
     * @param settings what to start
     * @return the running application
     * @throws StartException when a part can't start
     */
    public static Application start(Settings settings) throws StartException {
        return start(settings, RouteFiles.folder(), Clock.systemUTC());
    }

    /**
     * Does the same for a program that many peers wait for: it works for nobody before it lets them in, for as long as
     * {@code start.warm-up} says.
     *
     * @param settings what to start
     * @return the running application
     * @throws StartException when a part can't start
     */
    public static Application startWarmedUp(Settings settings) throws StartException {
        return start(new Application(settings, RouteFiles.folder(), Clock.systemUTC(),
                DurationText.parseOrZero(settings.text("start.warm-up"))));
    }

    /**
     * Does the same with another clock for the daily statistics.
     *
     * @param settings what to start
     * @param clock    tells when a day is over
     * @return the running application
     * @throws StartException when a part can't start
     */
    public static Application start(Settings settings, Clock clock) throws StartException {
        return start(settings, RouteFiles.folder(), clock);
    }

    /** Does the same with another folder than {@code ./routes} beside the program. */
    static Application start(Settings settings, Path outsideRoutes) throws StartException {
        return start(settings, outsideRoutes, Clock.systemUTC());
    }

    private static Application start(Settings settings, Path outsideRoutes, Clock clock) throws StartException {
        return start(new Application(settings, outsideRoutes, clock, Duration.ZERO));
    }

    private static Application start(Application application) throws StartException {
        Settings settings = application.settings;
        try (StartPatience patience = new StartPatience(settings.duration("start.timeout"),
                settings.text("start.timeout"), TELL)) {
            application.start(patience);
            return application;
        } catch (StartException e) {
            application.close();
            throw e;
        } catch (Exception e) {
            application.close();
            throw new StartException("can't start: " + RootCause.line(e), e);
        }
    }

    private void start(StartPatience patience) throws Exception {
        parts.push("the management port", management);
        ExecutorService executor = WorkThreads.start();
        parts.push("the work threads", executor::shutdownNow);
        StartContext start = new StartContext(
                settings, camel, executor, meters, clock, System::nanoTime, patience, parts, listeners, certificates);
        management.prepare(start);
        Deque<Half> halves = halves(start);
        camel.bind(MicrometerConstants.METRICS_REGISTRY_NAME, meters);
        camel.bind("route-counts", new RouteCounts());
        camel.bind("aws2-sqs", new SqsComponent(Optional.empty()));
        for (Half half : halves) {
            half.begin();
        }
        for (Half half : halves) {
            half.prepare();
        }
        parts.push("the routes", camel::stop);
        // The chat ends first: its calls may take a while, in which offers still find proxies.
        List<Half> lastFirst = new ArrayList<>();
        halves.descendingIterator().forEachRemaining(lastFirst::add);
        lastFirst.forEach(half -> parts.push(half.name(), half));
        drain = new Drain(lastFirst, DurationText.parseOrZero(settings.text("drain.notice")),
                settings.duration("drain.timeout"));
        startCamel(patience);
        parts.push("the history", board.history().begin());
        if (settings.flag("rendezvous.enabled") && !warmUp.isZero()) {
            WarmUp.run(warmUp, patience);
        }
        management.open(start, drain);
        for (Half half : halves) {
            half.open();
        }
        if (!certificates.isEmpty()) {
            parts.push("looking at certificates", certificates.lookAgainAfter(LOOK));
            board.watch("Certificates", certificates.files().stream().map(Path::toString)
                    .collect(Collectors.joining(", ")), certificates::trouble);
        }
        live.ifPresent(LiveRoutes::follow);
        // Down before anything ends, so that a balancer sends peers elsewhere.
        parts.push("readiness", management.ready());
    }

    /**
     * Returns those that are on, in the order in which they open; of the rendezvous at least the port for own pages.
     */
    private Deque<Half> halves(StartContext start) throws StartException {
        Deque<Half> halves = new ArrayDeque<>();
        if (settings.flag("rendezvous.enabled")) {
            rendezvous = Optional.of(new Rendezvous(start, board, outsideRoutes));
            halves.add(rendezvous.get());
        } else {
            halves.add(new HttpPort(start));
        }
        if (settings.flag("seabird.enabled")) {
            halves.addFirst(new Seabird(start, board));
        }
        return halves;
    }

    private void includeRoutes() {
        if (settings.flag("routes.reload")) {
            live = Optional.of(RouteFiles.includeLive(camel, outsideRoutes));
            parts.push("the following of route files", live.get());
        } else {
            RouteFiles.include(camel, RouteFiles.BUILT_IN, outsideRoutes, name -> !name.equals(RouteFiles.CLIENT));
        }
    }

    private void startCamel(StartPatience patience) throws Exception {
        RouteFiles.warnOfUnread(outsideRoutes);
        includeRoutes();
        // Camel's own meters are told of each exchange, some search all meters again for it, and nobody reads them. As
        // properties, for Camel takes nothing else of its configuration of metrics; an operator's own win.
        camel.addInitialProperty("camel.metrics.enabled", "true");
        for (String watcher : List.of("ExchangeEventNotifier", "RouteEventNotifier", "RoutePolicy")) {
            camel.addInitialProperty("camel.metrics.enable" + watcher, "false");
        }
        patience.waitFor("the routes", attempt -> {
            RouteFiles.start(camel);
            return camel;
        });
    }

    /** Returns the open ports in the order of {@link Listener}'s names. */
    public List<Listener> listeners() {
        return listeners.stream()
                .sorted(Comparator.comparingInt(listener -> LISTENER_ORDER.indexOf(listener.name()))).toList();
    }

    /**
     * Returns an open port.
     *
     * @param name what it is for
     * @throws java.util.NoSuchElementException when there is none of that name
     */
    public Listener listener(String name) {
        return listeners.stream().filter(listener -> listener.name().equals(name)).findFirst().orElseThrow();
    }

    /** Returns the URL of each profile's broker queue, which clients need; none when SQS is switched off. */
    public List<String> brokerQueueUrls() {
        return rendezvous.map(Rendezvous::brokerQueueUrls).orElse(List.of());
    }

    /** Reads the operator's files again, as on SIGHUP. Never fails: what can't be read stays as it was. */
    public void reload() {
        if (rendezvous.isEmpty() && certificates.isEmpty()) {
            LOG.info("There are no files to read again");
        }
        certificates.reloadAll();
        rendezvous.ifPresent(Rendezvous::reload);
    }

    /** Returns the running Camel context. */
    public CamelContext camelContext() {
        return camel.getCamelContext();
    }

    /** Returns the metrics. */
    public MeterRegistry meters() {
        return meters;
    }

    /**
     * Has peers go elsewhere, and lets what is under way finish; to be closed afterwards. For a second it still tells
     * how that went, to who looks on.
     *
     * @return whether nothing is left
     */
    public boolean drain() {
        management.draining();
        try {
            boolean drained = drain.run();
            TimeUnit.MILLISECONDS.sleep(LAST_LOOK.toMillis());
            return drained;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Stops receiving, ends the held polls, lets the offers in flight finish, and frees everything. */
    @Override
    public synchronized void close() {
        parts.close(STOP);
    }
}
