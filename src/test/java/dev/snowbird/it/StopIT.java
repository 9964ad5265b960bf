package dev.snowbird.it;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snowbird.rendezvous.message.GoJson;
import dev.snowbird.testing.Broker;
import dev.snowbird.testing.Http;
import dev.snowbird.testing.Program;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker that is told to stop, while the queues live on elsewhere. */
class StopIT {

    private static final int ANSWERED = 20;
    private static final int SILENT = 5;
    private static final int IDLE = 5;
    private static final int IN_FLIGHT = 99;
    private static final int DEAF = 300;
    private static final String ANSWER = Broker.description("answer", "a");

    @TempDir
    private Path folder;

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void finishesTheOffersInFlightAndLosesNone() throws Exception {
        // This broker only lends its embedded queues; the one that stops has a broker queue of its own there.
        try (Broker queues = Broker.start(Map.of("rendezvous.broker-sqs-name", "unused", "sqs.endpoint", "embedded"));
                Program program = Program.ready(folder, Map.of("AWS_ACCESS_KEY_ID", "x", "AWS_SECRET_ACCESS_KEY", "y",
                                "AWS_ENDPOINT_URL_SQS", queues.clientQueueUrl("").replaceAll("/0.*", "")),
                        "--broker-sqs-name", "stopping", "--broker-sqs-region", "any",
                        // Clients whose proxies are silent have to be told so within the time of a stop.
                        "--property", "rendezvous.client-timeout=5s", "--property", "rendezvous.proxy-timeout=60s",
                        "--property", "rendezvous.polls-per-interval=0")) {
            List<CompletableFuture<Map<String, Object>>> polls =
                    IntStream.range(0, ANSWERED + SILENT).mapToObj(i -> poll(program, i, 0)).toList();
            List<CompletableFuture<Map<String, Object>>> idle =
                    IntStream.range(100, 100 + IDLE).mapToObj(i -> poll(program, i, 8)).toList();
            awaitHeld(program, ANSWERED + SILENT + IDLE);
            String queue = program.output().get(2);
            IntStream.range(0, ANSWERED + SILENT).mapToObj(i -> queues.sqs().sendMessage(request -> request
                    .queueUrl(queue).messageBody(Broker.clientPoll("o", "unknown"))
                    .messageAttributes(Broker.clientId("client-" + i)))).toList().forEach(CompletableFuture::join);
            polls.forEach(poll -> assertEquals("client match", poll.join().get("Status")));

            program.terminate();
            idle.forEach(poll -> assertEquals("no match", poll.join().get("Status")));
            IntStream.range(0, ANSWERED).mapToObj(i -> answer(program, i)).toList()
                    .forEach(answer -> assertEquals("success", answer.join()));

            program.exitCode();
            assertTrue(program.error().stream().noneMatch(line -> line.startsWith("\tat ")), program.error().toString());
            Map<String, Long> responses = IntStream.range(0, ANSWERED + SILENT).mapToObj(i -> response(queues, i))
                    .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
            assertEquals(Map.of(GoJson.write(Map.of("answer", ANSWER)), (long) ANSWERED,
                    "{\"error\":\"timed out waiting for answer!\"}", (long) SILENT), responses);
            Map<String, String> left = queues.sqs().getQueueAttributes(request -> request.queueUrl(queue)
                    .attributeNamesWithStrings("All")).join().attributesAsStrings();
            assertEquals("0", left.get("ApproximateNumberOfMessages"));
            assertEquals("0", left.get("ApproximateNumberOfMessagesNotVisible"));
            assertEquals(List.of(), program.error());
        }
    }

    @Test
    void endsInTimeAndInFewLinesThoughPeersAskAndReadNothing() throws Exception {
        List<SocketChannel> peers = new ArrayList<>();
        try (Program program = Program.ready(folder, Map.of(), "--property", "rendezvous.polls-per-interval=0",
                "--property", "rendezvous.proxy-timeout=60s")) {
            IntStream.range(0, IN_FLIGHT).forEach(i -> poll(program, i, 0));
            awaitHeld(program, IN_FLIGHT);
            IntStream.range(0, IN_FLIGHT).forEach(i -> post(program, "/client", Broker.clientPoll("o", "unknown")));
            awaitHeld(program, 0);
            URI edge = program.listener("http", "/");
            for (int i = 0; i < DEAF; i++) {
                peers.add(asking(edge, "GET /debug HTTP/1.1\r\nHost: a\r\n\r\n".repeat(500)));
            }

            long start = System.nanoTime();
            program.terminate();
            program.exitCode();

            Duration took = Duration.ofNanos(System.nanoTime() - start);
            assertTrue(took.compareTo(Broker.patience().dividedBy(2)) < 0, () -> "stopped after " + took);
            assertTrue(program.error().size() < 10, () -> program.error().toString());
            assertTrue(program.error().stream().noneMatch(line -> line.startsWith("\tat ")),
                    () -> program.error().toString());
        } finally {
            for (SocketChannel peer : peers) {
                peer.close();
            }
        }
    }

    @Test
    void tellsClientsWhoWouldWaitForLongerThanAStopThatTheirTimeIsOver() throws Exception {
        try (Program program = Program.ready(folder, Map.of(), "--property", "sqs.endpoint=none",
                "--property", "rendezvous.client-timeout=60s", "--property", "rendezvous.proxy-timeout=60s",
                "--property", "rendezvous.polls-per-interval=0")) {
            IntStream.range(0, SILENT).forEach(i -> poll(program, i, 0));
            awaitHeld(program, SILENT);
            List<CompletableFuture<Map<String, Object>>> clients = IntStream.range(0, SILENT)
                    .mapToObj(i -> post(program, "/client", Broker.clientPoll("o", "unknown"))).toList();
            awaitHeld(program, 0);

            program.terminate();

            clients.forEach(client -> assertEquals(Map.of("error", "timed out waiting for answer!"), client.join()));
            program.exitCode();
            assertEquals(List.of(), program.error());
        }
    }

    /** A peer that sends as much as is taken of it, and reads nothing. */
    private static SocketChannel asking(URI edge, String requests) throws IOException {
        SocketChannel peer = SocketChannel.open(new InetSocketAddress(edge.getHost(), edge.getPort()));
        peer.configureBlocking(false);
        peer.write(ByteBuffer.wrap(requests.getBytes(StandardCharsets.US_ASCII)));
        return peer;
    }

    private static String response(Broker queues, int i) {
        return await().atMost(Broker.patience()).until(() -> queues.response("client-" + i),
                Optional::isPresent).orElseThrow();
    }

    /** Those with fewer clients are taken first. */
    private CompletableFuture<Map<String, Object>> poll(Program program, int i, int clients) {
        return post(program, "/proxy", """
                {"Sid":"proxy-%d","Version":"1.3","NAT":"unrestricted","Clients":%d,\
                "AcceptedRelayPattern":"torproject.net$"}""".formatted(i, clients));
    }

    private CompletableFuture<Object> answer(Program program, int i) {
        return post(program, "/answer", GoJson.write(Map.of("Version", "1.0", "Sid", "proxy-" + i,
                "Answer", ANSWER))).thenApply(status -> status.get("Status"));
    }

    private void awaitHeld(Program program, int count) {
        await().atMost(Broker.patience()).until(() -> Http.get(program.listener("management", "/observe/metrics")).body()
                .contains("snowbird_proxies_waiting " + count + ".0"));
    }

    private CompletableFuture<Map<String, Object>> post(Program program, String path, String body) {
        return http.sendAsync(HttpRequest.newBuilder(program.listener("http", path))
                        .POST(HttpRequest.BodyPublishers.ofString(body)).build(), HttpResponse.BodyHandlers.ofString())
                .thenApply(response -> Broker.json(response.body()));
    }
}
