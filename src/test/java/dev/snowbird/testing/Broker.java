package dev.snowbird.testing;

import static org.awaitility.Awaitility.await;

import dev.snowbird.Application;
import dev.snowbird.net.Listener;
import dev.snowbird.rendezvous.message.GoJson;
import dev.snowbird.rendezvous.queue.SqsCalls;
import dev.snowbird.rendezvous.queue.SqsClients;
import dev.snowbird.rendezvous.queue.SqsConnection;
import dev.snowbird.settings.Settings;
import io.micrometer.core.instrument.search.MeterNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;

/**
 * A whole broker in this process, with real queues and real sockets, and the peers that talk to it; or, faster to
 * start, one {@linkplain #overHttp() without queues}.
 */
public final class Broker implements AutoCloseable {

    private static final String PREFIX = "snowflake-client-";

    private final Application application;
    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .executor(threads).build();
    private final AtomicInteger addresses = new AtomicInteger();
    private SqsConnection sqs;

    private Broker(Map<String, String> settings, Clock clock) throws Exception {
        Map<String, String> all = new HashMap<>(Map.of(
                "http.port", "0", "management.port", "0", "sqs.embedded.port", "0", "http.header-timeout", "60s",
                "seabird.enabled", "false",
                // Whether this machine has country files is not the tests' business.
                "rendezvous.disable-geoip", String.valueOf(!settings.containsKey("rendezvous.geoipdb"))));
        all.putAll(settings);
        application = Application.start(Settings.builtIn(all), clock);
    }

    public static Broker start() throws Exception {
        return start(Map.of());
    }

    public static Broker start(Map<String, String> settings) throws Exception {
        return start(settings, Clock.systemUTC());
    }

    public static Broker start(Map<String, String> settings, Clock clock) throws Exception {
        return new Broker(settings, clock);
    }

    /** Starts one without queues, whose peers wait for each other as long as the machine is slow. */
    public static Broker overHttp() throws Exception {
        return overHttp(Map.of());
    }

    public static Broker overHttp(Map<String, String> settings) throws Exception {
        String patience = patience().toSeconds() + "s";
        Map<String, String> all = new HashMap<>(Map.of("sqs.endpoint", "none", "rendezvous.polls-per-interval", "0",
                "rendezvous.proxy-timeout", patience, "rendezvous.client-timeout", patience));
        all.putAll(settings);
        return start(all);
    }

    public Application application() {
        return application;
    }

    /** What clients talk to the queues by. */
    public synchronized SqsAsyncClient sqs() {
        if (sqs == null) {
            sqs = SqsClients.embedded(URI.create(queueUrl()).resolve("/"), 200)
                    .open(threads, new ExecutionInterceptor() { });
        }
        return sqs.client();
    }

    public String queueUrl() {
        return application.brokerQueueUrls().get(0);
    }

    public String clientQueueUrl(String clientId) {
        return URI.create(queueUrl()).resolve(PREFIX + clientId).toString();
    }

    /** Where peers connect to it. */
    public Listener listener() {
        return application.listener("http");
    }

    public URI http(String path) {
        return Http.at(listener(), path);
    }

    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(http(path));
    }

    public CompletableFuture<HttpResponse<String>> send(HttpRequest.Builder request) {
        return http.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    public CompletableFuture<HttpResponse<String>> get(String path) {
        return send(request(path));
    }

    public CompletableFuture<HttpResponse<String>> post(String path, String body) {
        return send(request(path).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** Gets a page of the management port, with these headers. */
    public CompletableFuture<HttpResponse<String>> management(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(Http.at(application.listener("management"), path));
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    /** What came of a request, which is there as soon as the machine lets it. */
    public static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(patience().toSeconds(), TimeUnit.SECONDS);
    }

    /** A proxy polls, from an address that no other has; completes with what it is told. */
    public CompletableFuture<Map<String, Object>> poll(String sid, String nat, int clients) {
        int number = addresses.incrementAndGet();
        String address = "10." + (number >> 16) + "." + (number >> 8 & 0xff) + "." + (number & 0xff);
        return pollFrom(address, """
                {"Sid":"%s","Version":"1.3","Type":"standalone","NAT":"%s","Clients":%d,\
                "AcceptedRelayPattern":"snowflake.torproject.net$"}""".formatted(sid, nat, clients))
                .thenApply(response -> json(response.body()));
    }

    /** The only proxy, an unrestricted one, polls, and is held when this returns. */
    public CompletableFuture<Map<String, Object>> holdProxy(String sid) {
        CompletableFuture<Map<String, Object>> held = poll(sid, "unrestricted", 0);
        await().atMost(patience()).until(() -> waitingProxies() == 1);
        return held;
    }

    /** A proxy polls from an address, behind a reverse proxy. */
    public CompletableFuture<HttpResponse<String>> pollFrom(String address, String poll) {
        return send(request("/proxy").header("X-Forwarded-For", address)
                .POST(HttpRequest.BodyPublishers.ofString(poll)));
    }

    /** A proxy answers; completes with the status it is told. */
    public CompletableFuture<String> answer(String sid, String answer) {
        return post("/answer", GoJson.write(Map.of("Version", "1.3", "Sid", sid, "Answer", answer)))
                .thenApply(response -> (String) json(response.body()).get("Status"));
    }

    /** A client puts something on the broker queue. */
    public void offer(String clientId, String poll) {
        sqs().sendMessage(request -> request.queueUrl(queueUrl()).messageBody(poll)
                .messageAttributes(clientId(clientId))).join();
    }

    public static Map<String, MessageAttributeValue> clientId(String value) {
        return Map.of("ClientID", MessageAttributeValue.builder().dataType("String").stringValue(value).build());
    }

    /** What a client finds on its queue, if anything is there. */
    public Optional<String> response(String clientId) {
        try {
            List<Message> messages = sqs().receiveMessage(request -> request.queueUrl(clientQueueUrl(clientId))
                    .waitTimeSeconds(1)).join().messages();
            return messages.stream().findFirst().map(Message::body);
        } catch (RuntimeException e) {
            if (e.getCause() instanceof QueueDoesNotExistException) {
                return Optional.empty();
            }
            throw e;
        }
    }

    public List<String> clientQueues() {
        return sqs().listQueues(request -> request.queueNamePrefix(PREFIX)).join().queueUrls();
    }

    /** How many messages the broker queue holds, received ones included. */
    public int offersOnQueue() {
        Map<String, String> attributes = sqs().getQueueAttributes(request -> request.queueUrl(queueUrl())
                .attributeNamesWithStrings("All")).join().attributesAsStrings();
        return Integer.parseInt(attributes.get("ApproximateNumberOfMessages"))
                + Integer.parseInt(attributes.get("ApproximateNumberOfMessagesNotVisible"));
    }

    public int waitingProxies() {
        return (int) application.meters().get("snowbird.proxies.waiting").gauge().value();
    }

    public int offersInFlight() {
        return (int) application.meters().get("snowbird.offers.in.flight").gauge().value();
    }

    /** Waits until no request is in the middle of a route. */
    public void awaitIdle(String routeId) {
        await().atMost(patience()).until(() ->
                application.camelContext().getInflightRepository().size(routeId) == 0);
    }

    /** How often the broker itself has called an operation of SQS. */
    public int calls(String operation) {
        try {
            return (int) application.meters().get(SqsCalls.METRIC).tag("operation", operation).counter().count();
        } catch (MeterNotFoundException e) {
            return 0;
        }
    }

    /** A client's poll with an offer that can be told from others. */
    public static String clientPoll(String name, String nat) {
        return "1.0\n" + GoJson.write(Map.of("offer", description("offer", name), "nat", nat));
    }

    public static String description(String type, String name) {
        return GoJson.write(Map.of("type", type,
                "sdp", "v=0\r\ns=" + name + "\r\na=candidate:1 1 udp 1 host.local 9 typ host\r\n"));
    }

    public static Map<String, Object> json(String text) {
        try {
            return GoJson.mapper().readerForMapOf(Object.class).readValue(text);
        } catch (IOException e) {
            throw new AssertionError("not JSON: " + text, e);
        }
    }

    /** How long a test waits for what must happen; on a busy machine that can take a while. */
    public static Duration patience() {
        return Duration.ofSeconds(60);
    }

    @Override
    public void close() {
        if (sqs != null) {
            sqs.close();
        }
        application.close();
        threads.shutdownNow();
    }
}
