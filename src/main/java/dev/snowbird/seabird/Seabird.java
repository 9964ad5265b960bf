package dev.snowbird.seabird;

import dev.snowbird.seabird.amqp.AmqpHealth;
import dev.snowbird.seabird.amqp.AmqpLink;
import dev.snowbird.seabird.amqp.ChatMessages;
import dev.snowbird.seabird.amqp.DeliveredRequests;
import dev.snowbird.seabird.amqp.PublishingComponent;
import dev.snowbird.seabird.amqp.Requests;
import dev.snowbird.seabird.amqp.StreamQueues;
import dev.snowbird.seabird.api.ConnectionLimits;
import dev.snowbird.seabird.api.SeabirdGrpcComponent;
import dev.snowbird.seabird.api.SeabirdGrpcServer;
import dev.snowbird.seabird.api.ServerLimits;
import dev.snowbird.seabird.api.Tokens;
import dev.snowbird.seabird.chat.Backends;
import dev.snowbird.seabird.chat.ChatCalls;
import dev.snowbird.seabird.chat.ChatReplies;
import dev.snowbird.seabird.chat.Commands;
import dev.snowbird.seabird.chat.CoreInfo;
import dev.snowbird.seabird.chat.IngestRules;
import dev.snowbird.seabird.chat.SizeLimit;
import dev.snowbird.settings.HostAndPort;
import dev.snowbird.settings.Settings;
import dev.snowbird.start.StartException;
import dev.snowbird.tls.BadCertificateException;
import dev.snowbird.tls.CertificateFiles;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;

/** One Seabird core: its objects as the routes know them, its hold on the broker, and its gRPC port. */
public final class Seabird implements AutoCloseable {

    /** So much of the heap may wait for peers, unless a setting says otherwise: a quarter. */
    private static final int HEAP_SHARE = 4;

    private final Settings settings;
    private final SizeLimit limit;
    private final AmqpLink link;
    private final PublishingComponent rabbit;
    private final StreamQueues queues;
    private final Requests requests;
    private final SeabirdGrpcServer server;
    private final MeterRegistry meters;
    private final Clock clock;
    private final Supplier<CamelContext> context;

    /**
     * @param settings    the {@code seabird.*} settings
     * @param link        the hold on the AMQP broker, not yet opened
     * @param tokens      who may call
     * @param executor    runs what follows a reply; its threads are never blocked
     * @param meters      gets the gauges, counters and timers
     * @param clock       tells plugins the time
     * @param context     runs the routes; started before {@link #open}
     */
    public Seabird(Settings settings, AmqpLink link, Tokens tokens, Executor executor,
            MeterRegistry meters, Clock clock, Supplier<CamelContext> context) {
        this.settings = settings;
        this.limit = new SizeLimit(settings.integer("seabird.max-message-size"));
        this.meters = meters;
        this.clock = clock;
        this.context = context;
        this.link = link;
        rabbit = new PublishingComponent(link);
        queues = new StreamQueues(link);
        requests = new Requests(link, settings, executor, meters);
        Optional<CertificateFiles> certificate = settings.optional("seabird.tls-cert").map(file ->
                new CertificateFiles("seabird", Path.of(file), Path.of(settings.text("seabird.tls-key"))));
        server = new SeabirdGrpcServer(tokens, new ServerLimits(limit, settings.integer("seabird.max-streams"),
                maxWaitingBytes(settings), connectionLimits(settings)), certificate, meters);
    }

    private static long maxWaitingBytes(Settings settings) {
        return settings.optional("seabird.max-waiting-bytes").map(Long::parseLong)
                .orElseGet(() -> Runtime.getRuntime().maxMemory() / HEAP_SHARE);
    }

    private static ConnectionLimits connectionLimits(Settings settings) {
        return new ConnectionLimits(settings.integer("seabird.max-connections"),
                settings.duration("seabird.handshake-timeout"), settings.duration("seabird.first-call-timeout"),
                settings.duration("seabird.keepalive-interval"), settings.duration("seabird.keepalive-timeout"));
    }

    /**
     * Makes the objects known to the routes.
     *
     * @param registry takes each object by its name
     */
    public void bind(BiConsumer<String, Object> registry) {
        Backends backends = new Backends();
        Commands commands = new Commands();
        BackendStreams backendStreams = new BackendStreams(queues, backends, new IngestRules(limit),
                settings.duration("seabird.request-timeout"), new RouteFeed(context, "chat-request-deliver"));
        registry.accept("seabird-grpc", new SeabirdGrpcComponent(server));
        registry.accept("spring-rabbitmq", rabbit);
        registry.accept("backends", backends);
        registry.accept("commands", commands);
        registry.accept("coreInfo", new CoreInfo(clock));
        registry.accept("chatCalls", new ChatCalls(limit));
        registry.accept("chatReplies", new ChatReplies());
        registry.accept("pluginStreams",
                new PluginStreams(queues, commands, new RouteFeed(context, "chat-event-deliver"), meters));
        registry.accept("backendStreams", backendStreams);
        registry.accept("eventPublication",
                new EventPublication(limit, meters));
        registry.accept("requests", requests);
        registry.accept("deliveredRequests", new DeliveredRequests());
        registry.accept("chatMessages", new ChatMessages());
        registry.accept("amqpHealth", new AmqpHealth(link));
    }

    /**
     * Connects with the broker and opens the gRPC port.
     *
     * @return the port in use
     * @throws StartException when the broker can't be reached or the port can't be had
     */
    public int open() throws StartException {
        RouteFeed unroutable = new RouteFeed(context, "chat-unroutable");
        link.onChange(this::tellHealth);
        link.open(request -> unroutable.feed(request, null));
        rabbit.open();
        HostAndPort address = settings.hostAndPort("seabird.bind-host");
        try {
            return server.listen(address.host(), address.port());
        } catch (BadCertificateException e) {
            throw new StartException(e.getMessage(), e);
        } catch (IOException e) {
            throw StartException.ofListener("seabird.bind-host", address.host(), address.port(), e);
        }
    }

    /** One at a time, so that what is told last is what is so. */
    private synchronized void tellHealth() {
        server.setServing(link.isUp());
    }

    /** Takes no more calls and ends every stream. The link is for its owner to close, after the routes. */
    @Override
    public void close() throws InterruptedException {
        try {
            server.close();
        } finally {
            requests.endAll();
        }
    }
}
