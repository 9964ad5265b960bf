package dev.snowbird.rendezvous.it;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snowbird.rendezvous.client.ClientExchange;
import dev.snowbird.rendezvous.message.ClientPoll;
import dev.snowbird.rendezvous.message.Fingerprint;
import dev.snowbird.rendezvous.message.NatType;
import dev.snowbird.settings.Settings;
import dev.snowbird.testing.Broker;
import dev.snowbird.testing.OldBroker;
import dev.snowbird.testing.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The packaged {@code client} command against a broker. */
class ClientCommandIT {

    private static final String CREDENTIALS =
            "eyJhd3MtYWNjZXNzLWtleS1pZCI6InRlc3QtYWNjZXNzLWtleSIsImF3cy1zZWNyZXQta2V5IjoidGVzdC1zZWNyZXQta2V5In0=";

    private static Broker broker;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() throws Exception {
        broker = Broker.start(Map.of("rendezvous.client-timeout", "60s", "rendezvous.proxy-timeout", "60s"));
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void printsTheAnswerUnchangedAndNothingElse() throws Exception {
        String answer = Broker.description("answer", "the <answer>");
        CompletableFuture<Map<String, Object>> poll = poll();
        await().atMost(Broker.patience()).until(() -> broker.waitingProxies() == 1);
        try (Program client = Program.startWithInput(folder, Map.of(), "v=0\r\ns=mine\r\n", "client",
                "--sqsqueue", broker.queueUrl(), "--sqscreds", CREDENTIALS, "--region", "x", "--nat", "restricted")) {
            Map<String, Object> match = poll.join();
            assertEquals("{\"type\":\"offer\",\"sdp\":\"v=0\\r\\ns=mine\\r\\n\"}", match.get("Offer"));
            assertEquals("restricted", match.get("NAT"));
            assertEquals("success", broker.answer("proxy", answer).join());
            assertEquals(0, client.exitCode(), () -> client.error().toString());
            assertEquals(List.of(answer), client.output());
        }
    }

    /** Polls again whenever the program takes longer to start than a poll is held. */
    private static CompletableFuture<Map<String, Object>> poll() {
        return broker.poll("proxy", "unrestricted", 0).thenCompose(told -> "no match".equals(told.get("Status"))
                ? poll() : CompletableFuture.completedFuture(told));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "3 | --region=x --nat=restricted --timeout=30s offer.sdp |",
        "3 | -region x -nat restricted -timeout 30s           | v=0",
        "3 | --region=x -                                     | {\"type\":\"offer\",\"sdp\":\"v=0\"}",
        "2 | --region=x missing.sdp                           |",
        "2 | --region=x                                       | not an offer",
        "2 | offer.sdp                                        |",
        "2 | --region=x --nat=odd offer.sdp                   |",
        "2 | --region=x --timeout=soon offer.sdp              |",
        "2 | --region=x --fingerprint=zz offer.sdp            |"
    })
    void tellsByTheClientsExitCodeWhatBecameOfTheOffer(int code, String arguments, String input) throws Exception {
        Files.writeString(folder.resolve("offer.sdp"), "v=0\r\n");
        String all = "client --sqsqueue=" + broker.queueUrl() + " --sqscreds=" + CREDENTIALS + " " + arguments;
        try (Program client = Program.startWithInput(folder, Map.of(), input == null ? "" : input, all.split(" "))) {
            assertEquals(code, client.exitCode(), () -> client.error().toString());
            assertEquals(List.of(), client.output());
        }
    }

    @Test
    void givesUpOnABrokerThatDoesNotAnswer() throws Exception {
        broker.sqs().createQueue(request -> request.queueName("nobody-listens")).join();
        String queue = broker.queueUrl().replace("snowflake-broker", "nobody-listens");
        try (Program client = Program.startWithInput(folder, Map.of(), "v=0", "client", "--sqsqueue", queue,
                "--sqscreds", CREDENTIALS, "--region", "x", "--timeout", "3s")) {
            assertEquals(4, client.exitCode(), () -> client.error().toString());
            List<String> lines = client.error();
            assertEquals("no answer within 3s", lines.get(lines.size() - 1));
            // All else is progress: nothing that ends an exchange in the middle is told.
            assertTrue(lines.stream().limit(lines.size() - 1).allMatch(line -> line.contains(" INFO  client: ")),
                    lines.toString());
        }
    }

    @Test
    void endsSoonAfterItHasGivenUp() throws Exception {
        broker.sqs().createQueue(request -> request.queueName("nobody-listens")).join();
        Settings settings = Settings.builtIn(Map.of());
        ClientExchange exchange = new ClientExchange(settings, broker.sqs(),
                broker.queueUrl().replace("snowflake-broker", "nobody-listens"));
        assertThrows(TimeoutException.class, () -> exchange.send(new ClientPoll(Broker.description("offer", "o"),
                NatType.UNKNOWN, Fingerprint.DEFAULT), Duration.ofMillis(500)));

        // The exchange is still looking for its queue; left to itself Camel waits 45 s for it.
        assertTimeoutPreemptively(Duration.ofSeconds(40), exchange::close);
    }

    /** Snowflake contract, section 26.10. */
    @ParameterizedTest
    @CsvSource({"strict, strict restricted", "open, open unrestricted", "moderate, moderate unrestricted",
        "restricted, restricted", "unknown, unknown"})
    void asksABrokerOfBeforeOnceMoreWithTheNameOfBefore(String nat, String asked) throws Exception {
        String queue = broker.sqs().createQueue(request -> request.queueName("old-broker")).join().queueUrl();
        try (OldBroker old = new OldBroker(broker.sqs(), queue, broker.clientQueueUrl(""));
                Program client = Program.startWithInput(folder, Map.of(), "v=0", "client", "--sqsqueue", queue,
                        "--sqscreds", CREDENTIALS, "--region", "x", "--timeout", "60s", "--nat", nat)) {
            assertEquals(0, client.exitCode(), () -> client.error().toString());
            assertEquals(List.of(asked.split(" ")), old.natTypes());
            assertEquals(asked.contains(" "), client.error().stream().anyMatch(line -> line.endsWith(
                    "the broker does not know NAT type " + asked.replace(" ", "; asking once more with "))));
            assertEquals(old.natTypes().size(), old.clientIds().stream().distinct().count());
        }
    }

    @Test
    void needsTheQueueAndTheCredentials() throws Exception {
        try (Program client = Program.startWithInput(folder, Map.of(), "v=0", "client", "--region", "x")) {
            assertEquals(2, client.exitCode());
        }
    }
}
