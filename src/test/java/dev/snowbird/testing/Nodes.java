package dev.snowbird.testing;

import dev.snowbird.embedded.EmbeddedSqs;
import dev.snowbird.rendezvous.queue.SqsClients;
import dev.snowbird.rendezvous.queue.SqsConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;

/**
 * Several nodes of one rendezvous, each a process of its own, on a RabbitMQ and an SQS of their own; and a look at their
 * health, as a balancer takes it.
 */
public final class Nodes implements AutoCloseable {

    /** As often, and as patiently, as HAProxy looks. */
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final int FALL = 2;
    private static final String QUEUE = "offers";
    private static final String CLIENT_QUEUES = "snowflake-client-";
    private static final int SQS_CONNECTIONS = 200;

    private final RabbitMq rabbit;
    private final EmbeddedSqs sqs;
    private final SqsConnection connection;
    private final List<Program> programs;
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor();
    private final int[] failures;

    private Nodes(RabbitMq rabbit, EmbeddedSqs sqs, List<Program> programs) {
        this.rabbit = rabbit;
        this.sqs = sqs;
        this.programs = programs;
        connection = SqsClients.embedded(sqs.endpoint(), SQS_CONNECTIONS).open();
        failures = new int[programs.size()];
        looking.scheduleWithFixedDelay(this::look, 0, LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Starts them beside each other, and waits until all are ready.
     *
     * @param folder      where they run
     * @param number      how many
     * @param environment what they get in it
     * @param settings    further ones, as {@code key=value}
     */
    public static Nodes start(Path folder, int number, Map<String, String> environment, String... settings)
            throws Exception {
        RabbitMq rabbit = RabbitMq.launch();
        EmbeddedSqs sqs = EmbeddedSqs.start(0);
        List<CompletableFuture<Program>> starting = IntStream.range(0, number).mapToObj(i ->
                CompletableFuture.supplyAsync(() -> start(folder, i, rabbit, sqs, environment, settings))).toList();
        try {
            return new Nodes(rabbit, sqs, starting.stream().map(CompletableFuture::join).toList());
        } catch (RuntimeException e) {
            starting.forEach(program -> program.thenAccept(Program::close));
            sqs.close();
            rabbit.close();
            throw e;
        }
    }

    private static Program start(Path folder, int number, RabbitMq rabbit, EmbeddedSqs sqs,
            Map<String, String> environment, String... settings) {
        Map<String, String> all = new HashMap<>(environment);
        all.putAll(Map.of("AWS_ACCESS_KEY_ID", "x", "AWS_SECRET_ACCESS_KEY", "y"));
        List<String> arguments = new ArrayList<>();
        List<String> given = new ArrayList<>(List.of("cluster.enabled=true", "cluster.node-id=node-" + number,
                "amqp.uri=" + rabbit.uri(), "sqs.endpoint=" + sqs.endpoint(), "rendezvous.broker-sqs-name=" + QUEUE,
                "rendezvous.broker-sqs-region=any", "rendezvous.polls-per-interval=0"));
        given.addAll(List.of(settings));
        given.forEach(setting -> arguments.addAll(List.of("--property", setting)));
        try {
            Program program = Program.ready(folder, all, arguments.toArray(String[]::new));
            if (!program.isReady()) {
                throw new IllegalStateException("a node did not start: " + program.error());
            }
            return program;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void look() {
        for (int i = 0; i < failures.length; i++) {
            int node = i;
            HttpRequest request = HttpRequest.newBuilder(programs.get(node).listener("management",
                    "/observe/health/ready")).timeout(LOOK.multipliedBy(2)).build();
            http.sendAsync(request, HttpResponse.BodyHandlers.discarding()).whenComplete((response, failure) -> {
                boolean good = failure == null && response.statusCode() == 200;
                synchronized (failures) {
                    failures[node] = good ? 0 : failures[node] + 1;
                }
            });
        }
    }

    /** How many there were at the start. */
    public int number() {
        return programs.size();
    }

    /** One of them. */
    public Program program(int node) {
        return programs.get(node);
    }

    /** Whether a balancer would send new peers there. */
    public boolean isReady(int node) {
        synchronized (failures) {
            return failures[node] < FALL;
        }
    }

    /** Where peers find a path of a node. */
    public URI http(int node, String path) {
        return programs.get(node).listener("http", path);
    }

    public RabbitMq rabbit() {
        return rabbit;
    }

    /** What clients talk to the queues by. */
    public SqsAsyncClient sqs() {
        return connection.client();
    }

    /** Where clients put their offers. */
    public String queueUrl() {
        return sqs.endpoint() + "/000000000000/" + QUEUE;
    }

    /** Where a client finds its answer. */
    public String clientQueueUrl(String client) {
        return sqs.endpoint() + "/000000000000/" + CLIENT_QUEUES + client;
    }

    /** Sends a process of theirs a signal, such as {@code STOP}. */
    public void signal(String signal, int node) throws IOException, InterruptedException {
        int code = new ProcessBuilder("kill", "-" + signal, String.valueOf(programs.get(node).pid())).start().waitFor();
        if (code != 0) {
            throw new IOException("kill -" + signal + " failed");
        }
    }

    /** The queues of nodes at their broker. */
    public List<String> brokerQueues() {
        return rabbit.queues().stream().filter(name -> name.startsWith("snowbird.")).sorted().toList();
    }

    /** How many messages their broker has taken, and how many it has handed on, since its start. */
    public BrokerMessages brokerMessages() {
        String counters = rabbit.evaluate("rabbit_global_counters:overview()");
        return new BrokerMessages(sum(counters, "messages_received_total"), sum(counters, "messages_delivered_total"));
    }

    /**
     * What went through the broker.
     *
     * @param taken    of those who publish
     * @param handedOn to those who consume: each copy counts
     */
    public record BrokerMessages(long taken, long handedOn) {
    }

    private static long sum(String counters, String name) {
        return Pattern.compile("\\b" + name + " => (\\d+)").matcher(counters).results()
                .mapToLong(count -> Long.parseLong(count.group(1))).sum();
    }

    /** A figure on a node's metrics page; 0 when it is not there. */
    public double metric(int node, String name) throws IOException, InterruptedException {
        return Http.get(programs.get(node).listener("management", "/observe/metrics")).body().lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1))).findFirst().orElse(0);
    }

    @Override
    public void close() throws Exception {
        looking.shutdownNow();
        programs.forEach(Program::close);
        connection.close();
        sqs.close();
        rabbit.close();
    }
}
