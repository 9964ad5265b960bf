package dev.snowbird.seabird;

import dev.snowbird.amqp.AmqpHealth;
import dev.snowbird.amqp.AmqpLink;
import dev.snowbird.amqp.PublishingComponent;
import dev.snowbird.seabird.amqp.ChatMessages;
import dev.snowbird.seabird.amqp.DeliveredRequests;
import dev.snowbird.seabird.amqp.DirectoryTelling;
import dev.snowbird.seabird.amqp.EventQueues;
import dev.snowbird.seabird.amqp.QueueKind;
import dev.snowbird.seabird.amqp.QueueRoutes;
import dev.snowbird.seabird.amqp.Requests;
import dev.snowbird.seabird.amqp.SeabirdDirectoryComponent;
import dev.snowbird.seabird.amqp.SeabirdQueueComponent;
import dev.snowbird.seabird.amqp.StreamQueues;
import dev.snowbird.seabird.amqp.Topology;
import dev.snowbird.seabird.amqp.UndeliverableReplies;
import dev.snowbird.seabird.api.SeabirdGrpcComponent;
import dev.snowbird.seabird.api.SeabirdGrpcServer;
import dev.snowbird.seabird.chat.Backends;
import dev.snowbird.seabird.chat.ChatCalls;
import dev.snowbird.seabird.chat.ChatReplies;
import dev.snowbird.seabird.chat.Commands;
import dev.snowbird.seabird.chat.CoreInfo;
import dev.snowbird.seabird.chat.Directory;
import dev.snowbird.seabird.chat.EventFilters;
import dev.snowbird.seabird.chat.SizeLimit;
import dev.snowbird.settings.Settings;
import dev.snowbird.start.StartContext;
import dev.snowbird.start.StartException;
import dev.snowbird.status.StatusBoard;
import java.util.function.BiConsumer;

/** The chat's objects as its routes know them, by the names that the routes use. */
final class SeabirdBeans implements AutoCloseable {

    private final StartContext start;
    private final AmqpLink link;
    private final StreamQueues queues;
    private final SeabirdGrpcServer server;
    private final PublishingComponent rabbit;
    private final Requests requests;
    private final QueueRoutes queueRoutes = new QueueRoutes();
    private final Backends backends = new Backends();
    private final Commands commands;
    private final DirectoryTelling telling;
    private final Directory directory;

    /**
     * @param start    what both halves stand on
     * @param link     the hold on the AMQP broker, not yet opened
     * @param topology what the link has there
     * @param server   the gRPC port, not yet opened
     */
    SeabirdBeans(StartContext start, AmqpLink link, Topology topology, SeabirdGrpcServer server) {
        this.start = start;
        this.link = link;
        queues = new StreamQueues(link, topology, EventQueues.of(start.settings()));
        this.server = server;
        rabbit = new PublishingComponent(link);
        commands = new Commands(start.nanoTime());
        directory = new Directory(backends, commands, start.nanoTime());
        telling = new DirectoryTelling(directory, link, start.executor(), start.meters());
        requests = new Requests(link, start.settings(), start.executor(), start.meters());
    }

    /**
     * Makes the objects known to the routes.
     *
     * @param registry takes each object by its name
     */
    void bind(BiConsumer<String, Object> registry) {
        Settings settings = start.settings();
        SizeLimit limit = GrpcSettings.messages(settings);
        registry.accept("seabird-grpc", new SeabirdGrpcComponent(server));
        registry.accept("seabird-queue", new SeabirdQueueComponent(queueRoutes));
        registry.accept("spring-rabbitmq", rabbit);
        registry.accept("seabird-directory", new SeabirdDirectoryComponent(telling));
        registry.accept("directory", directory);
        registry.accept("directoryTelling", telling);
        registry.accept("backends", backends);
        registry.accept("commands", commands);
        registry.accept("coreInfo", new CoreInfo(start.clock()));
        registry.accept("chatCalls", new ChatCalls(limit));
        registry.accept("chatReplies", new ChatReplies());
        registry.accept("eventFilters", new EventFilters());
        registry.accept("pluginStreams",
                new PluginStreams(queues, commands, queueRoutes, telling, start.meters()));
        registry.accept("backendStreams", new BackendStreams(queues, backends, limit,
                settings.duration("seabird.request-timeout"), queueRoutes, telling));
        registry.accept("eventPublication", new EventPublication(limit, start.meters()));
        registry.accept("requests", requests);
        registry.accept("deliveredRequests", new DeliveredRequests());
        registry.accept("chatMessages", new ChatMessages());
        registry.accept("amqpHealth", new AmqpHealth("seabird", link, start.meters()));
    }

    /** Puts up what there is to tell of the chat. */
    void tell(StatusBoard board) {
        SeabirdStatus status = new SeabirdStatus(backends, commands, start.meters(), board.history());
        board.add("Seabird", status::sections);
    }

    /**
     * Connects with the broker, for routes that run.
     *
     * @throws StartException when the broker can't be reached
     */
    void connect() throws StartException {
        queueRoutes.check();
        link.open((kind, message) -> queueRoutes.deliver(QueueKind.named(kind), message, null),
                new UndeliverableReplies(start.meters()));
        rabbit.open();
    }

    /** Goes by what the link is now: others are asked what they have when it is back. */
    void linkChanged() {
        telling.linkChanged();
    }

    /** Ends every request that waits for its reply, and tells the other cores and those who ask it that it goes. */
    @Override
    public void close() throws InterruptedException {
        requests.endAll();
        telling.leave();
        queues.awaitLate();
        queueRoutes.close();
    }
}
