package dev.snowbird.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.snowbird.Application;
import dev.snowbird.net.Listener;
import dev.snowbird.rendezvous.client.ClientExchange;
import dev.snowbird.rendezvous.message.ClientPoll;
import dev.snowbird.rendezvous.message.ClientPollResponse;
import dev.snowbird.rendezvous.message.Fingerprint;
import dev.snowbird.rendezvous.message.NatType;
import dev.snowbird.rendezvous.message.SessionDescription;
import dev.snowbird.rendezvous.queue.SqsClients;
import dev.snowbird.rendezvous.queue.SqsConnection;
import dev.snowbird.settings.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A broker with everything embedded, a proxy that speaks HTTP and a client that speaks SQS, on free loopback ports.
 */
public final class RendezvousDemo implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String SDP = "v=0\r\na=candidate:1 1 udp 2130706431 demo.local 9 typ host\r\n";
    private static final String ANSWER = "{\"type\":\"answer\",\"sdp\":\"" + SDP.replace("\r\n", "\\r\\n") + "\"}";

    private final Narrator narrator;
    private final Application broker;

    /**
     * Starts a broker of the demo's own, on free ports.
     *
     * @param narrator is told each step
     * @throws Exception what went wrong in the narrator's last step
     */
    public RendezvousDemo(Narrator narrator) throws Exception {
        this.narrator = narrator;
        narrator.tell("demo", "a censored client meets a volunteer proxy: offer and answer over SQS");
        Settings settings = Settings.builtIn(Map.of("http.port", "0", "management.port", "0",
                "sqs.embedded.port", "0", "rendezvous.disable-geoip", "true", "seabird.enabled", "false"));
        broker = narrator.step("starting the broker", () -> Application.start(settings));
        broker.listeners().forEach(listener -> narrator.tell("broker", "listens for %s on %s:%d"
                .formatted(listener.name(), listener.host(), listener.port())));
    }

    /**
     * Has a client and a proxy meet there.
     *
     * @throws Exception as the constructor
     */
    public void play() throws Exception {
        String queueUrl = broker.brokerQueueUrls().get(0);
        narrator.tell("broker", "waits for offers on " + queueUrl);
        Listener edge = broker.listener("http");
        DemoProxy proxy = new DemoProxy(
                URI.create("http://" + edge.host() + ":" + edge.port()), "demo-session", NatType.OPEN);
        try (SqsConnection sqs = sqs(queueUrl);
                ClientExchange client = new ClientExchange(Settings.builtIn(Map.of()), sqs.client(), queueUrl)) {
            CompletableFuture<JsonNode> held = poll(proxy);
            CompletableFuture<ClientPollResponse> exchange = offer(client);
            JsonNode match = narrator.step("waiting for the offer at the proxy", () -> await(held));
            narrator.tell("proxy", "is told: %s, of a client with %s NAT, for %s".formatted(
                    match.path("Status").asText(), match.path("NAT").asText(), match.path("RelayURL").asText()));
            answer(proxy);
            ClientPollResponse response = narrator.step("waiting for the answer at the client", () -> await(exchange));
            narrator.step("comparing the answer", () -> require(response.answer().equals(ANSWER), response.error()));
            narrator.tell("client", "finds the answer on a queue made for it alone, byte for byte the proxy's");
        }
        narrator.tell("demo", "done");
    }

    private SqsConnection sqs(String queueUrl) {
        return SqsClients.embedded(URI.create(queueUrl).resolve("/"), 4).open();
    }

    private CompletableFuture<JsonNode> poll(DemoProxy proxy) throws Exception {
        CompletableFuture<JsonNode> held = proxy.awaitClient();
        narrator.step("holding the proxy's poll", () -> {
            while (broker.meters().get("snowbird.proxies.waiting").gauge().value() < 1) {
                require(!held.isDone(), "the poll was not held");
                Thread.sleep(5);
            }
            return null;
        });
        narrator.tell("proxy", "polls over HTTP, and is held until there is a client");
        return held;
    }

    private CompletableFuture<ClientPollResponse> offer(ClientExchange client) {
        ClientPoll poll = new ClientPoll(SessionDescription.offer(SDP).encode(), NatType.STRICT,
                Fingerprint.DEFAULT);
        narrator.tell("client", "puts its offer on the broker queue, with an id that it has just made up");
        return CompletableFuture.supplyAsync(() -> {
            try {
                return client.send(poll, PATIENCE);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private void answer(DemoProxy proxy) throws Exception {
        String status = narrator.step("sending the proxy's answer", () -> await(proxy.answer(ANSWER)));
        narrator.step("handing over the answer", () -> require(status.equals("success"), status));
        narrator.tell("proxy", "posts its answer: " + status);
    }

    private static <T> T await(CompletableFuture<T> future) throws Exception {
        return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private static Void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalStateException(otherwise);
        }
        return null;
    }

    @Override
    public void close() {
        broker.close();
    }
}
