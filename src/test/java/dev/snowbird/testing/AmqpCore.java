package dev.snowbird.testing;

import com.rabbitmq.client.AMQP.BasicProperties;
import dev.snowbird.amqp.AmqpAddress;
import dev.snowbird.amqp.AmqpConnections;
import dev.snowbird.amqp.AmqpHealth;
import dev.snowbird.amqp.AmqpLink;
import dev.snowbird.amqp.BoundedText;
import dev.snowbird.amqp.OwnedQueue;
import dev.snowbird.seabird.amqp.BrokerNames;
import dev.snowbird.seabird.amqp.DeliveredRequests;
import dev.snowbird.seabird.amqp.EventQueues;
import dev.snowbird.seabird.amqp.PendingRequest;
import dev.snowbird.seabird.amqp.Requests;
import dev.snowbird.seabird.amqp.StreamQueues;
import dev.snowbird.seabird.amqp.Topology;
import dev.snowbird.seabird.amqp.UndeliverableReplies;
import dev.snowbird.seabird.chat.BackendId;
import dev.snowbird.seabird.chat.ChatCall;
import dev.snowbird.settings.Settings;
import dev.snowbird.start.DaemonThreads;
import io.coded.seabird.chat_ingest.ChatEvent;
import io.coded.seabird.chat_ingest.ChatRequest;
import io.coded.seabird.chat_ingest.MetadataChatRequest;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** The AMQP side of one core, on a broker of the tests. */
public final class AmqpCore implements AutoCloseable {

    public static final Duration PATIENCE = Duration.ofSeconds(60);

    public final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    public final ExecutorService executor = Executors.newFixedThreadPool(2, DaemonThreads.named("test-work"));
    public final BrokerNames names;
    public final AmqpConnections connections;
    public final AmqpLink link;
    public final StreamQueues streams;
    public final Requests requests;
    public final DeliveredRequests delivered = new DeliveredRequests();

    private AmqpCore(AmqpAddress address, Settings settings) throws Exception {
        names = BrokerNames.of(settings);
        connections = new AmqpConnections(address, settings);
        Topology topology = new Topology(names, connections.queueBytes());
        link = new AmqpLink(connections, topology);
        new AmqpHealth("seabird", link, meters);
        streams = new StreamQueues(link, topology, EventQueues.of(settings));
        requests = new Requests(link, settings, executor, meters);
    }

    /** Starts one. */
    public static AmqpCore on(TestBroker broker) throws Exception {
        return on(broker, Map.of());
    }

    /** Starts one with other settings. */
    public static AmqpCore on(TestBroker broker, Map<String, String> settings) throws Exception {
        Map<String, String> all = new HashMap<>(settings);
        all.putAll(broker.settings());
        return at(broker.amqpUri().toString(), all);
    }

    /** Starts one on the broker at a URI. */
    public static AmqpCore at(String uri, Map<String, String> settings) throws Exception {
        Settings all = settings(uri, settings);
        return open(new AmqpCore(AmqpAddress.of(all), all));
    }

    /** Starts one that treats the embedded broker as the program does with its own, and any other as {@link #on}. */
    public static AmqpCore asTheProgram(TestBroker broker) throws Exception {
        String uri = broker.amqpUri().toString();
        return open(new AmqpCore(AmqpAddress.of(settings(uri, Map.of())),
                settings(broker.name().equals("embedded") ? "embedded" : uri, Map.of())));
    }

    private static AmqpCore open(AmqpCore core) throws Exception {
        try {
            core.link.open((queue, request) -> core.requests.unroutable(request), new UndeliverableReplies(core.meters));
            return core;
        } catch (Exception e) {
            core.close();
            throw e;
        }
    }

    /** Makes one that has nothing of a broker yet. */
    public static AmqpCore unopened() throws Exception {
        Settings settings = settings("amqp://localhost:1", Map.of());
        return new AmqpCore(AmqpAddress.of(settings), settings);
    }

    public static Settings settings(String uri, Map<String, String> others) {
        Map<String, String> all = new HashMap<>(Map.of("amqp.uri", uri, "seabird.request-timeout", "30s"));
        all.putAll(others);
        return Settings.builtIn(all);
    }

    public static BackendId backend(String id) {
        return new BackendId("test", id);
    }

    public static ChatCall call(String backend) {
        return new ChatCall(backend(backend), ChatRequest.newBuilder().setId(UUID.randomUUID().toString())
                .setMetadata(MetadataChatRequest.getDefaultInstance()).build(), Optional.empty(),
                Set.of(ChatEvent.InnerCase.METADATA), "backend not found");
    }

    public OwnedQueue plugin(Inbox inbox, String... commands) throws Exception {
        return get(streams.openPluginQueue(List.of(commands), inbox));
    }

    public OwnedQueue backend(Inbox inbox, String id) throws Exception {
        return get(streams.openBackendQueue(backend(id), inbox));
    }

    public void publishEvent(String text) throws Exception {
        link.publish(names.events(), "", false, new BasicProperties.Builder().headers(Map.of("type", "message"))
                .build(), text.getBytes());
    }

    public void publishRequest(PendingRequest request) throws Exception {
        link.publish(names.requests(), "", false, new BasicProperties.Builder()
                .headers(Map.of("backend", BoundedText.headerValue(request.call().backend().toString())))
                .correlationId(request.id()).replyTo(request.replyQueue()).build(),
                request.call().request().toByteArray());
    }

    public void publishReply(String queue, ChatEvent event) throws Exception {
        link.publish("", queue, true, new BasicProperties.Builder().correlationId(event.getId())
                .headers(Map.of("backend", "test://a")).build(), event.toByteArray());
    }

    public double meter(String name, String... tags) {
        return meters.get(name).tags(tags).meter().measure().iterator().next().getValue();
    }

    public static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        link.close();
        connections.close();
        executor.shutdownNow();
    }
}
