package dev.snowbird.rendezvous.it;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snowbird.embedded.EmbeddedSqs;
import dev.snowbird.rendezvous.queue.SqsClients;
import dev.snowbird.rendezvous.queue.SqsConnection;
import dev.snowbird.testing.Broker;
import dev.snowbird.testing.Http;
import dev.snowbird.testing.Program;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;

/** One broker with the queues of two AWS profiles (Snowflake contract, section 8), here two embedded services. */
class SqsProfilesIT {

    private static final String CLIENT = "/000000000000/snowflake-client-";

    @TempDir
    private Path folder;

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void clientsOfEveryProfileMeetTheSameProxiesAndEachProfileIsCleanedUp() throws Exception {
        try (EmbeddedSqs north = EmbeddedSqs.start(0);
                EmbeddedSqs south = EmbeddedSqs.start(0);
                Program program = Program.ready(folder, sharedFiles(north, south), "--sqs-profiles", "north,south",
                        "--broker-sqs-name", "offers", "--broker-sqs-region", "switched-on",
                        "--property", "rendezvous.client-timeout=2s", "--property", "rendezvous.proxy-timeout=60s",
                        "--property", "rendezvous.cleanup-interval=1s",
                        "--property", "rendezvous.cleanup-age=6s", "--property", "rendezvous.polls-per-interval=0",
                        // A node whose broker is away. Nobody listens at port 1.
                        "--property", "cluster.enabled=true", "--property", "amqp.uri=amqp://127.0.0.1:1",
                        "--property", "seabird.enabled=false")) {
            List<String> queues = program.output().stream().filter(line -> line.startsWith("http")).toList();
            assertEquals(List.of(north.endpoint() + "/000000000000/offers", south.endpoint() + "/000000000000/offers"),
                    queues);
            for (EmbeddedSqs profile : List.of(north, south)) {
                try (SqsConnection connection = SqsClients.embedded(profile.endpoint(), 10).open()) {
                    meet(program, connection.client(), profile.endpoint());
                }
            }
            assertEquals(1, program.error().size(), () -> program.error().toString());
            assertTrue(program.error().get(0).endsWith("This node serves its clients from its own proxies until it can"));
        }
    }

    @Test
    void anEditedRouteCountsForEveryProfileWhateverItsFileIsCalled() throws Exception {
        Files.writeString(Files.createDirectory(folder.resolve("routes")).resolve("mine.camel.yaml"), """
                - route:
                    id: answer-over-sqs
                    from:
                      uri: direct:answer-over-sqs
                      steps:
                        - bean:
                            ref: clientQueues
                            method: create
                        - to: direct:my-answer
                        - bean:
                            ref: clientQueues
                            method: send
                - route:
                    id: my-answer
                    from:
                      uri: direct:my-answer
                      steps:
                        - setBody:
                            constant: edited
                - route:
                    id: my-page
                    from:
                      uri: platform-http:/my-page
                      steps:
                        - setBody:
                            constant: edited
                """);
        try (EmbeddedSqs north = EmbeddedSqs.start(0);
                EmbeddedSqs south = EmbeddedSqs.start(0);
                Program program = Program.ready(folder, sharedFiles(north, south), "--sqs-profiles", "north,south",
                        "--broker-sqs-name", "offers", "--broker-sqs-region", "switched-on")) {
            for (EmbeddedSqs profile : List.of(north, south)) {
                try (SqsConnection connection = SqsClients.embedded(profile.endpoint(), 10).open()) {
                    connection.client().sendMessage(request -> request
                            .queueUrl(profile.endpoint() + "/000000000000/offers")
                            .messageBody("any").messageAttributes(Broker.clientId("c"))).join();
                    await().atMost(Broker.patience()).until(() ->
                            response(connection.client(), profile.endpoint() + CLIENT + "c").contains("edited"));
                }
            }
            assertEquals(3, program.error().size(), () -> program.error().toString());
        }
    }

    private void meet(Program program, SqsAsyncClient sqs, URI endpoint) throws Exception {
        CompletableFuture<HttpResponse<String>> poll = http.sendAsync(HttpRequest.newBuilder(
                program.listener("http", "/proxy")).POST(HttpRequest.BodyPublishers.ofString("""
                        {"Sid":"s","Version":"1.3","NAT":"unrestricted","AcceptedRelayPattern":"torproject.net$"}"""))
                .build(), HttpResponse.BodyHandlers.ofString());
        await().atMost(Broker.patience()).until(() -> metrics(program).contains("snowbird_proxies_waiting 1.0"));
        sqs.sendMessage(request -> request.queueUrl(endpoint + "/000000000000/offers")
                .messageBody(Broker.clientPoll("o", "restricted")).messageAttributes(Broker.clientId("c"))).join();
        assertTrue(poll.join().body().contains("client match"), poll.join().body());
        await().atMost(Broker.patience()).until(() -> response(sqs, endpoint + CLIENT + "c")
                .contains("timed out waiting for answer!"));
        await().atMost(Broker.patience()).until(() ->
                sqs.listQueues(request -> request.queueNamePrefix("snowflake-client-")).join().queueUrls().isEmpty());
    }

    private String metrics(Program program) throws Exception {
        return Http.get(program.listener("management", "/observe/metrics")).body();
    }

    private static String response(SqsAsyncClient sqs, String queueUrl) {
        return sqs.receiveMessage(request -> request.queueUrl(queueUrl).waitTimeSeconds(1))
                .thenApply(received -> received.messages().toString())
                .exceptionally(failure -> {
                    assertTrue(failure.getCause() instanceof QueueDoesNotExistException, failure.toString());
                    return "";
                }).join();
    }

    private Map<String, String> sharedFiles(EmbeddedSqs north, EmbeddedSqs south) throws Exception {
        Path config = Files.writeString(folder.resolve("aws-config"), """
                [profile north]
                region = eu-north-1
                endpoint_url = %s
                [profile south]
                region = sa-east-1
                endpoint_url = %s
                """.formatted(north.endpoint(), south.endpoint()));
        Path credentials = Files.writeString(folder.resolve("aws-credentials"), """
                [north]
                aws_access_key_id = a
                aws_secret_access_key = b
                [south]
                aws_access_key_id = c
                aws_secret_access_key = d
                """);
        return Map.of("AWS_CONFIG_FILE", config.toString(), "AWS_SHARED_CREDENTIALS_FILE", credentials.toString());
    }
}
