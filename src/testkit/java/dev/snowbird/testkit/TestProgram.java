package dev.snowbird.testkit;

import dev.snowbird.amqp.Delivery;
import dev.snowbird.net.Listener;
import dev.snowbird.reload.Reloads;
import dev.snowbird.rendezvous.Rendezvous;
import dev.snowbird.rendezvous.http.HttpPort;
import dev.snowbird.rendezvous.matching.Matchmaker;
import dev.snowbird.rendezvous.queue.BrokerQueue;
import dev.snowbird.rendezvous.queue.SqsClients;
import dev.snowbird.rendezvous.queue.SqsComponent;
import dev.snowbird.rendezvous.queue.SqsConnection;
import dev.snowbird.rendezvous.queue.SqsRendezvous;
import dev.snowbird.routes.CamelMain;
import dev.snowbird.routes.CheckableComponent;
import dev.snowbird.routes.RouteFiles;
import dev.snowbird.seabird.Seabird;
import dev.snowbird.seabird.chat.Backends;
import dev.snowbird.seabird.chat.RouteProperties;
import dev.snowbird.settings.Settings;
import dev.snowbird.start.Parts;
import dev.snowbird.start.StartContext;
import dev.snowbird.start.StartException;
import dev.snowbird.start.StartPatience;
import dev.snowbird.start.WorkThreads;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.timer.TimerComponent;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.spi.Registry;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.test.junit5.util.CamelContextTestHelper;
import org.apache.camel.test.junit5.util.RouteCoverageDumperExtension;

/**
 * A Snowbird for one test: prepared as {@code snowbird check} does it, with nothing behind it, then given the test's
 * queues, exchanges and streams, and started. Only the HTTP port is real.
 */
final class TestProgram {

    private static final Duration END = Duration.ofSeconds(9);
    private static final String TIMER = "timer";
    private static final String RABBIT = "spring-rabbitmq";
    private static final String NODES = "nodes";

    private final Settings settings;
    private final SnowbirdTest test;
    private final Object instance;
    private final Main camel;
    private final Parts parts = new Parts();
    private final List<Listener> listeners = new ArrayList<>();
    private final ManualClock clock = new ManualClock();
    private final SqsInWords sqs = new SqsInWords();
    private final FakeOffers offers = new FakeOffers(sqs, clock);
    private final FakePluginStreams pluginStreams = new FakePluginStreams();
    private final AtomicInteger addresses = new AtomicInteger();
    private final long began = System.currentTimeMillis();
    private FakeExchanges exchanges;
    private FakeNodes nodes;
    private FakeBackendStreams backendStreams;
    private Routes routes;
    private Backend backend;

    private TestProgram(SnowbirdTest test, Object instance) {
        this.test = test;
        this.instance = instance;
        settings = Settings.builtIn(settingsOf(test));
        camel = CamelMain.of(settings, CamelMain.DRAIN_SECONDS);
    }

    private static Map<String, String> settingsOf(SnowbirdTest test) {
        Map<String, String> settings = new HashMap<>(Map.of("http.port", "0", "rendezvous.disable-geoip", "true"));
        for (String setting : test.settings()) {
            String[] parts = setting.split("=", 2);
            if (parts.length < 2) {
                throw new IllegalArgumentException(
                        "@SnowbirdTest(settings = \"" + setting + "\"): expected name=value");
            }
            settings.put(parts[0].strip(), parts[1].strip());
        }
        return settings;
    }

    /**
     * Starts one.
     *
     * @param test     says what with
     * @param instance gets what its fields' annotations say
     * @throws StartException when there are mistakes in routes, in a line for each that says where it is
     */
    static TestProgram start(SnowbirdTest test, Object instance) throws Exception {
        TestProgram program = new TestProgram(test, instance);
        try {
            program.start();
            return program;
        } catch (Exception e) {
            program.parts.close(END);
            throw e;
        }
    }

    private void start() throws Exception {
        try (StartPatience patience = new StartPatience(Until.PATIENCE, Until.PATIENCE.toString(), Until.PATIENCE)) {
            ExecutorService executor = WorkThreads.start();
            parts.push("the work threads", executor::shutdownNow);
            StartContext start = new StartContext(settings, camel, executor, new SimpleMeterRegistry(), clock,
                    clock::nanoTime, patience, parts, listeners, new Reloads(List.of()));
            HttpPort http = new HttpPort(start);
            http.prepare();
            parts.push("the routes", camel::stop);
            camel.bind("aws2-sqs", new SqsComponent(Optional.empty()));
            camel.bind(TIMER, new EdgeByHand(TimerComponent::new));
            if (settings.flag("rendezvous.enabled")) {
                prepareRendezvous(start);
            }
            if (settings.flag("seabird.enabled")) {
                Seabird.rehearse(start);
            }
            camel.addMainListener(new MainListenerSupport() {
                @Override
                public void beforeConfigure(BaseMainSupport main) {
                    furnish(main.getCamelContext());
                }
            });
            TestedRoutes tested = TestedRoutes.find(test.routes(), instance.getClass());
            RouteFiles.include(camel, RouteFiles.BUILT_IN, tested.folder(),
                    name -> !name.equals(RouteFiles.CLIENT) && tested.wanted().test(name));
            RouteFiles.start(camel);
            if (settings.flag("rendezvous.enabled")) {
                parts.push("held polls", bean("matchmaker", Matchmaker.class)::close);
            }
            http.open();
        }
    }

    private void prepareRendezvous(StartContext start) throws StartException {
        Map<String, String> withoutSqs = new HashMap<>(settings.asMap());
        withoutSqs.put("sqs.endpoint", "none");
        Rendezvous.rehearse(new StartContext(Settings.builtIn(withoutSqs), camel, start.executor(), start.meters(),
                clock, clock::nanoTime, start.patience(), parts, listeners, start.certificates()));
        if (settings.usesSqs()) {
            String name = settings.brokerQueueName();
            SqsConnection connection = new SqsConnection(sqs, null,
                    SqsClients.embedded(URI.create("http://127.0.0.1:1"), 1));
            SqsRendezvous queues = new SqsRendezvous(settings, "", new BrokerQueue(name, FakeSqs.url(name)), connection,
                    start.executor(), clock);
            queues.prepare(camel, start.meters());
            parts.push("SQS", queues);
        }
    }

    /** Puts what is the test's in its place, before there are routes. */
    private void furnish(CamelContext context) {
        routes = new Routes(context);
        if (settings.flag("seabird.enabled")) {
            furnishChat(context.getRegistry());
        }
        if (settings.flag("cluster.enabled")) {
            nodes = new FakeNodes(checked(context.getRegistry(), NODES));
            replace(context.getRegistry(), NODES, nodes);
        }
        if (CamelContextTestHelper.isRouteCoverageEnabled(false)) {
            camel.configure().withJmxEnabled(true);
        }
        try {
            for (String mock : test.mocks()) {
                CamelContextTestHelper.enableAutoMocking(context, null, mock);
            }
            PluginHelper.getBeanPostProcessor(context)
                    .postProcessBeforeInitialization(instance, instance.getClass().getName());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void furnishChat(Registry registry) {
        FakeRequests requests = new FakeRequests(settings.duration("seabird.request-timeout"));
        exchanges = new FakeExchanges(checked(registry, RABBIT));
        exchanges.bind(settings.text("seabird.events-exchange"),
                event -> deliver("plugin", event, Map.of(RouteProperties.STREAM, "plugin")));
        exchanges.bind(settings.text("seabird.requests-exchange"), request -> deliver(
                backendStreams.is(request.headers().get("backend")) ? "backend" : "unroutable", request, Map.of()));
        exchanges.bindReplies(requests);
        backendStreams = new FakeBackendStreams(registry.lookupByNameAndType("backends", Backends.class));
        replace(registry, RABBIT, exchanges);
        for (String edge : List.of("seabird-grpc", "seabird-queue", "seabird-directory")) {
            replace(registry, edge, new EdgeByHand(checked(registry, edge)));
        }
        replace(registry, "requests", requests);
        replace(registry, "chatMessages", requests.messages());
        replace(registry, "backendStreams", backendStreams);
        replace(registry, "pluginStreams", pluginStreams);
    }

    private static Supplier<Component> checked(Registry registry, String name) {
        return registry.lookupByNameAndType(name, CheckableComponent.class)::forCheck;
    }

    private static void replace(Registry registry, String name, Object bean) {
        registry.unbind(name);
        registry.bind(name, bean);
    }

    private void deliver(String kind, Delivery delivery, Map<String, ?> properties) {
        routes.runFrom("seabird-queue://" + kind, delivery, properties);
    }

    private Map<Class<?>, Supplier<?>> given() {
        return Map.ofEntries(
                Map.entry(Proxy.class, this::proxy),
                Map.entry(Client.class, () -> new Client(browser(), sqs, offers)),
                Map.entry(Browser.class, this::browser),
                Map.entry(Plugin.class, () -> new Plugin(routes, pluginStreams, "plugin")),
                Map.entry(Backend.class, this::backend),
                Map.entry(Routes.class, () -> routes),
                Map.entry(FakeExchanges.class, () -> exchanges),
                Map.entry(FakeNodes.class, () -> nodes),
                Map.entry(SqsInWords.class, () -> sqs),
                Map.entry(ManualClock.class, () -> clock),
                Map.entry(CamelContext.class, camel::getCamelContext),
                Map.entry(ProducerTemplate.class, () -> camel.getCamelContext().createProducerTemplate()));
    }

    /** Says whether a parameter may be of that type. */
    boolean gives(Class<?> type) {
        return given().containsKey(type);
    }

    /** Returns what a parameter of that type is. */
    Object give(Class<?> type) {
        return given().get(type).get();
    }

    private Proxy proxy() {
        // Public, so that a route that looks for such an address finds it.
        return new Proxy(browser(), bean("matchmaker", Matchmaker.class), "1.2.3." + addresses.incrementAndGet());
    }

    private Backend backend() {
        backend = backend == null ? new Backend(routes, backendStreams) : backend;
        return backend;
    }

    private <T> T bean(String name, Class<T> type) {
        return camel.getCamelContext().getRegistry().lookupByNameAndType(name, type);
    }

    private Browser browser() {
        if (listeners.isEmpty()) {
            throw new IllegalStateException("there is no HTTP port, since no route begins with platform-http:");
        }
        return new Browser(listeners.get(0).port());
    }

    /** Ends it, and writes which steps the test has reached if that was asked for, as Camel's own kit does. */
    void close(Class<?> testClass, String name) throws Exception {
        try {
            if (CamelContextTestHelper.isRouteCoverageEnabled(false)) {
                new RouteCoverageDumperExtension((ModelCamelContext) camel.getCamelContext())
                        .dumpRouteCoverage(testClass, name, System.currentTimeMillis() - began);
            }
        } finally {
            parts.close(END);
        }
    }
}
