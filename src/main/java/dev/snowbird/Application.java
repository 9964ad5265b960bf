package dev.snowbird;

import dev.snowbird.embedded.EmbeddedAmqp;
import dev.snowbird.embedded.EmbeddedSqs;
import dev.snowbird.log.RootCause;
import dev.snowbird.management.ForeignPages;
import dev.snowbird.management.ManagementPort;
import dev.snowbird.net.Listener;
import dev.snowbird.rendezvous.ProfileContext;
import dev.snowbird.rendezvous.Rendezvous;
import dev.snowbird.rendezvous.RendezvousFiles;
import dev.snowbird.rendezvous.http.HttpEdge;
import dev.snowbird.rendezvous.http.HttpSettings;
import dev.snowbird.rendezvous.queue.BrokerQueue;
import dev.snowbird.rendezvous.queue.SqsAccounts;
import dev.snowbird.rendezvous.queue.SqsCalls;
import dev.snowbird.rendezvous.queue.SqsClients;
import dev.snowbird.rendezvous.queue.SqsComponent;
import dev.snowbird.rendezvous.queue.SqsConnection;
import dev.snowbird.rendezvous.queue.SqsErrors;
import dev.snowbird.rendezvous.queue.SqsRendezvous;
import dev.snowbird.routes.RouteFiles;
import dev.snowbird.seabird.Seabird;
import dev.snowbird.seabird.amqp.AmqpAddress;
import dev.snowbird.seabird.amqp.AmqpConnections;
import dev.snowbird.seabird.amqp.AmqpLink;
import dev.snowbird.seabird.amqp.BrokerNames;
import dev.snowbird.seabird.api.Tokens;
import dev.snowbird.settings.HostAndPort;
import dev.snowbird.settings.HostText;
import dev.snowbird.settings.Settings;
import dev.snowbird.settings.SqsEndpoint;
import dev.snowbird.settings.TlsRules;
import dev.snowbird.start.Parts;
import dev.snowbird.start.StartException;
import dev.snowbird.start.StartPatience;
import dev.snowbird.start.WorkThreads;
import dev.snowbird.tls.BadCertificateException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import org.apache.camel.CamelContext;
import org.apache.camel.component.micrometer.MicrometerConstants;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.main.Main;
import org.apache.camel.main.SimpleMainShutdownStrategy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Everything that {@code run} runs: the embedded queues, the HTTP edge, and Camel with the routes.
 */
public final class Application implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Application.class);

    /** In which order the listeners are named, whichever opens first (docs/operations.md, "Start and stop"). */
    private static final List<String> LISTENER_ORDER = List.of("http", "management", "sqs", "amqp", "seabird");
    /** What Camel may take to finish the offers in flight, so that the whole stop stays within 10 s. */
    private static final int DRAIN_SECONDS = 7;
    /** What a whole stop may take; with this, a process ends within 10 s. */
    private static final Duration STOP = Duration.ofSeconds(9);
    /** How often a slow start tells what it waits for. */
    private static final Duration TELL = Duration.ofSeconds(10);

    private final Settings settings;
    private final Path outsideRoutes;
    private final Clock clock;
    private final Main camel = new Main();
    private final ManagementPort management = new ManagementPort();
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final List<Listener> listeners = new ArrayList<>();
    private final Parts parts = new Parts();
    private final List<String> brokerQueueUrls = new ArrayList<>();
    private final List<ProfileContext> profiles = new ArrayList<>();
    private Runnable reload = () -> LOG.info("There are no files to read again");

    private Application(Settings settings, Path outsideRoutes, Clock clock) {
        this.settings = settings;
        this.outsideRoutes = outsideRoutes;
        this.clock = clock;
    }

    /**
     * Starts everything that the settings ask for, and leaves nothing behind when that fails.
     *
     * @param settings what to start
     * @return the running application
     * @throws StartException when a part can't start
     */
    public static Application start(Settings settings) throws StartException {
        return start(settings, RouteFiles.FOLDER, Clock.systemUTC());
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
        return start(settings, RouteFiles.FOLDER, clock);
    }

    /** Does the same with another folder than {@code ./routes} beside the program. */
    static Application start(Settings settings, Path outsideRoutes) throws StartException {
        return start(settings, outsideRoutes, Clock.systemUTC());
    }

    private static Application start(Settings settings, Path outsideRoutes, Clock clock) throws StartException {
        Application application = new Application(settings, outsideRoutes, clock);
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
        HttpEdge edge = HttpSettings.edge(settings);
        parts.push("the HTTP edge", edge);
        Listener.requireFree("http.port", settings.text("http.host"), settings.integer("http.port"));
        Listener.requireFree("management.port", settings.text("management.host"), settings.integer("management.port"));
        settings.asMap().forEach(camel::addOverrideProperty);
        camel.bind(MicrometerConstants.METRICS_REGISTRY_NAME, meters);
        edge.bind(camel::bind);
        management.bind(camel::bind);
        camel.bind("aws2-sqs", new SqsComponent(Optional.empty()));
        ExecutorService executor = WorkThreads.start();
        parts.push("the work threads", executor::shutdownNow);
        Optional<Seabird> seabird = prepareSeabird(executor, patience);
        prepareRendezvous(executor, patience);
        seabird.ifPresent(chat -> parts.push("the gRPC port", chat));
        startCamel(patience);
        if (seabird.isPresent()) {
            open(seabird.get(), patience);
        }
        listen(edge, patience);
    }

    private Optional<Seabird> prepareSeabird(ExecutorService executor, StartPatience patience) throws Exception {
        if (!settings.flag("seabird.enabled")) {
            return Optional.empty();
        }
        HostAndPort address = settings.hostAndPort("seabird.bind-host");
        Listener.requireFree("seabird.bind-host", address.host(), address.port());
        Tokens tokens = Tokens.open(settings.text("seabird.database-url"));
        parts.push("the token file", tokens);
        AmqpConnections connections = new AmqpConnections(amqpAddress(patience), settings);
        parts.push("AMQP connections", connections);
        // Closed after the routes, which publish what they have begun with.
        AmqpLink link = new AmqpLink(connections, BrokerNames.of(settings), meters);
        parts.push("the AMQP link", link);
        Seabird seabird = new Seabird(settings, link, tokens, executor, meters, clock, camel::getCamelContext);
        seabird.bind(camel::bind);
        return Optional.of(seabird);
    }

    private AmqpAddress amqpAddress(StartPatience patience) throws StartException {
        if (settings.amqpUri().uri().isPresent()) {
            return AmqpAddress.of(settings);
        }
        int port = settings.integer("amqp.embedded.port");
        Listener.requireFree("amqp.embedded.port", EmbeddedAmqp.HOST, port);
        try {
            EmbeddedAmqp embedded =
                    patience.waitFor("the embedded AMQP broker", attempt -> EmbeddedAmqp.start(port));
            parts.push("the embedded AMQP broker", embedded);
            listeners.add(new Listener("amqp", embedded.host(), embedded.port()));
            return new AmqpAddress(embedded.host(), embedded.port(), false, embedded.username(),
                    embedded.password(), embedded.virtualHost());
        } catch (StartException e) {
            throw e;
        } catch (Exception e) {
            throw StartException.ofListener("amqp.embedded.port", EmbeddedAmqp.HOST, port, e);
        }
    }

    private void open(Seabird seabird, StartPatience patience) throws Exception {
        if (TlsRules.showsTokens(settings)) {
            LOG.warn("seabird.bind-host: bearer tokens cross the network as they are, unless a reverse proxy does TLS;"
                    + " see seabird.tls-cert");
        }
        int port = patience.waitFor("the AMQP broker", attempt -> seabird.open());
        listeners.add(new Listener("seabird", settings.hostAndPort("seabird.bind-host").host(), port));
    }

    private void prepareRendezvous(ExecutorService executor, StartPatience patience) throws Exception {
        boolean enabled = settings.flag("rendezvous.enabled");
        boolean overSqs = enabled && settings.sqsEndpoint().kind() != SqsEndpoint.Kind.NONE;
        camel.addOverrideProperty("rendezvous.over-sqs", String.valueOf(overSqs));
        if (!enabled) {
            parts.push("the routes", camel::stop);
            return;
        }
        RendezvousFiles files = RendezvousFiles.load(settings);
        List<SqsRendezvous> sqs = overSqs ? openSqs(executor, patience) : List.of();
        Rendezvous rendezvous = new Rendezvous(settings, files, executor, meters, clock);
        rendezvous.bind(camel::bind);
        reload = files.reloads()::reloadAll;
        parts.push("the routes", camel::stop);
        prepareSqs(sqs, rendezvous);
        // Before the main context, which takes the answers of proxies until the last offer is done.
        parts.push("the routes of further AWS profiles", () -> ProfileContext.closeAll(profiles));
        parts.push("held polls", rendezvous);
        sqs.forEach(queues -> parts.push("the receiving of offers", queues));
    }

    /** The first profile's routes run beside all others, so that one profile needs no more than a context. */
    private void prepareSqs(List<SqsRendezvous> sqs, Rendezvous rendezvous) {
        for (SqsRendezvous queues : sqs) {
            if (brokerQueueUrls.isEmpty()) {
                queues.prepare(camel, meters);
            } else {
                ProfileContext context = new ProfileContext(settings, outsideRoutes, queues, rendezvous, meters,
                        DRAIN_SECONDS);
                profiles.add(context);
            }
            camel.bind("receiveHealth-" + brokerQueueUrls.size(), queues.health());
            brokerQueueUrls.add(queues.brokerQueueUrl());
        }
    }

    private List<SqsRendezvous> openSqs(ExecutorService executor, StartPatience patience) throws Exception {
        List<SqsRendezvous> opened = new ArrayList<>();
        for (Map.Entry<String, SqsClients> account : sqsAccounts(patience).entrySet()) {
            try {
                SqsConnection connection = account.getValue().open(executor, new SqsCalls(meters));
                parts.push("SQS connections", connection);
                BrokerQueue queue = patience.waitFor("the broker queue on SQS", attempt -> BrokerQueue.ensure(
                        connection.client(), settings.brokerQueueName(), attempt).get());
                opened.add(new SqsRendezvous(settings, account.getKey(), queue, connection, executor));
            } catch (SdkException | ExecutionException e) {
                throw new StartException("rendezvous.broker-sqs-name: the queue %s can be neither found nor created%s: %s"
                        .formatted(settings.brokerQueueName(),
                                account.getKey().isEmpty() ? "" : " with the AWS profile " + account.getKey(),
                                SqsErrors.describe(e)), e);
            }
        }
        return opened;
    }

    private Map<String, SqsClients> sqsAccounts(StartPatience patience) throws StartException {
        return settings.sqsEndpoint().kind() == SqsEndpoint.Kind.EMBEDDED
                ? SqsAccounts.embedded(startEmbeddedSqs(patience), settings) : SqsAccounts.named(settings);
    }

    private EmbeddedSqs startEmbeddedSqs(StartPatience patience) throws StartException {
        int port = settings.integer("sqs.embedded.port");
        Listener.requireFree("sqs.embedded.port", EmbeddedSqs.HOST, port);
        try {
            EmbeddedSqs embedded = patience.waitFor("the embedded SQS", attempt -> EmbeddedSqs.start(port));
            parts.push("the embedded SQS", embedded);
            listeners.add(new Listener("sqs", embedded.endpoint().getHost(), embedded.endpoint().getPort()));
            return embedded;
        } catch (StartException e) {
            throw e;
        } catch (Exception e) {
            throw StartException.ofListener("sqs.embedded.port", EmbeddedSqs.HOST, port, e);
        }
    }

    private void startCamel(StartPatience patience) throws Exception {
        String host = settings.text("management.host");
        int port = settings.integer("management.port");
        RouteFiles.warnOfUnread(outsideRoutes);
        RouteFiles.include(camel, RouteFiles.BUILT_IN, outsideRoutes, name -> !name.equals(RouteFiles.CLIENT));
        camel.configure().withBasePackageScanEnabled(false)
                .withShutdownTimeout(DRAIN_SECONDS)
                .withShutdownLogInflightExchangesOnTimeout(false);
        camel.configure().httpManagementServer().withEnabled(true).withHost(host).withPort(port)
                .withHealthCheckEnabled(true).withMetricsEnabled(true);
        camel.configure().health().setConsumersEnabled(false);
        // Camel's own meters search all meters again for each exchange, and nobody reads them.
        camel.configure().metrics().withEnabled(true)
                .withEnableExchangeEventNotifier(false).withEnableRoutePolicy(false);
        // Stopping is this class' business: Camel's own hook would not end the held polls first.
        camel.setShutdownStrategy(new SimpleMainShutdownStrategy());
        patience.waitFor("the routes", attempt -> {
            RouteFiles.start(camel);
            return camel;
        });
        listeners.add(new Listener("management", host, management.listening(camel.getCamelContext(), host, port)));
        new ForeignPages(host, HostText.parseAll(settings.text("management.allowed-hosts"))).keepFrom(
                VertxPlatformHttpRouter.lookup(
                        camel.getCamelContext(), VertxPlatformHttpRouter.getRouterNameFromPort(port)));
        profiles.forEach(ProfileContext::start);
    }

    private void listen(HttpEdge edge, StartPatience patience) throws StartException {
        String host = settings.text("http.host");
        int port = settings.integer("http.port");
        try {
            listeners.add(new Listener("http", host,
                    patience.waitFor("the HTTP port", attempt -> edge.listen(host, port))));
        } catch (BadCertificateException e) {
            throw new StartException(e.getMessage(), e);
        } catch (StartException e) {
            throw e;
        } catch (Exception e) {
            throw StartException.ofListener("http.port", host, port, e);
        }
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
        return List.copyOf(brokerQueueUrls);
    }

    /** Reads the operator's files again, as on SIGHUP. Never fails: what can't be read stays as it was. */
    public void reload() {
        reload.run();
    }

    /** Returns the running Camel context. */
    public CamelContext camelContext() {
        return camel.getCamelContext();
    }

    /** Returns the metrics. */
    public MeterRegistry meters() {
        return meters;
    }

    /** Stops receiving, ends the held polls, lets the offers in flight finish, and frees everything. */
    @Override
    public synchronized void close() {
        parts.close(STOP);
    }
}
