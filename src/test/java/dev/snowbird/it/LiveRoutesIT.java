package dev.snowbird.it;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snowbird.testing.Broker;
import dev.snowbird.testing.ChatBackend;
import dev.snowbird.testing.ChatProgram;
import dev.snowbird.testing.Messages;
import dev.snowbird.testing.Plugin;
import io.grpc.Channel;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Routes are edited while the packaged program runs, and nobody who is connected notices. */
class LiveRoutesIT {

    private static final Path BUILT_IN = Path.of("src/main/resources/routes");
    private static final String HEADER = """
                    - setHeader:
                        name: X-Edited
                        constant: "yes"
            """;

    private final HttpClient http = HttpClient.newHttpClient();
    @TempDir
    private Path folder;
    private Path routes;

    @BeforeEach
    void makeTheFolder() throws Exception {
        routes = Files.createDirectory(folder.resolve("routes"));
    }

    @Test
    void aHeldPollAndAChatStreamStayWhileTheirRoutesAreEditedBrokenAndTakenAway() throws Exception {
        try (ChatProgram program = ChatProgram.ready(folder, "embedded", "rendezvous.enabled=true",
                "rendezvous.proxy-timeout=100s", "http.header-timeout=60s", "routes.reload=true")) {
            Channel peer = program.connect("peer");
            ChatBackend backend = ChatBackend.connected(peer, "irc", "net", ChatBackend.OBEYS);
            Plugin plugin = Plugin.attached(peer, "weather");
            CompletableFuture<HttpResponse<String>> held = http.sendAsync(
                    poll(program, "held", "snowflake.torproject.net$"), BodyHandlers.ofString());
            await().atMost(Broker.patience()).until(() -> http.send(HttpRequest.newBuilder(
                    program.program().listener("management", "/observe/metrics")).build(), BodyHandlers.ofString())
                    .body().contains("snowbird_proxies_waiting 1.0"));

            for (String route : List.of("rendezvous/proxy-poll", "rendezvous/hold-proxy", "seabird/chat-event-deliver",
                    "seabird/api/chat-api-stream-events", "seabird/api/chat-api-ingest-events")) {
                Path builtIn = BUILT_IN.resolve(route + ".camel.yaml");
                Files.writeString(routes.resolve(builtIn.getFileName()), Files.readString(builtIn) + HEADER);
            }
            awaitLog(program, "routes/proxy-poll.camel.yaml: the route proxy-poll is as it was saved");
            awaitLog(program, "the route chat-event-deliver is as it was saved");
            assertEquals(List.of("yes"), edited(program));
            assertReaches(backend, plugin, "edited");

            Path poll = routes.resolve("proxy-poll.camel.yaml");
            Files.writeString(poll, Files.readString(poll)
                    .replaceFirst("ref: rendezvousEvents", "ref: rendezvousEventz"));
            awaitLog(program, "there is no bean rendezvousEventz; did you mean rendezvousEvents?;"
                    + " the routes stay as they were");
            assertEquals(List.of("yes"), edited(program), "as it was");
            assertReaches(backend, plugin, "broken");

            try (var files = Files.list(routes)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            awaitLog(program, "The route proxy-poll is the built-in one again");
            assertEquals(List.of(), edited(program));
            assertReaches(backend, plugin, "built in");

            assertFalse(held.isDone());
            http.sendAsync(HttpRequest.newBuilder(program.program().listener("http", "/client")).POST(
                    BodyPublishers.ofString(Broker.clientPoll("client", "unrestricted"))).build(),
                    BodyHandlers.discarding());
            assertTrue(held.join().body().contains("client match"), held.join()::body);
            assertFalse(held.join().headers().firstValue("X-Edited").isPresent(), "it goes on as it began");
            assertEquals(1, program.program().error().stream().filter(line -> !line.contains(" INFO ")).count(),
                    () -> program.program().error().toString());
        }
    }

    private static void assertReaches(ChatBackend backend, Plugin plugin, String text) throws Exception {
        backend.send(Messages.message(text));
        assertEquals(text, plugin.next().getMessage().getText());
    }

    /** Returns the header that the edited route sets, of a poll that is turned away at once. */
    private List<String> edited(ChatProgram program) throws Exception {
        HttpResponse<String> answer = http.send(poll(program, "x", "^example.net$"), BodyHandlers.ofString());
        assertEquals(200, answer.statusCode(), answer.body());
        return answer.headers().allValues("X-Edited");
    }

    private static HttpRequest poll(ChatProgram program, String session, String relays) {
        return HttpRequest.newBuilder(program.program().listener("http", "/proxy")).POST(
                BodyPublishers.ofString("""
                        {"Sid":"%s","Version":"1.3","AcceptedRelayPattern":"%s"}"""
                        .formatted(session, relays))).build();
    }

    private static void awaitLog(ChatProgram program, String text) {
        await().atMost(Broker.patience()).until(() ->
                program.program().error().stream().anyMatch(line -> line.contains(text)));
    }
}
