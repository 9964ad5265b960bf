package dev.snowbird.rendezvous.it;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snowbird.testing.Http;
import dev.snowbird.testing.Program;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A held poll costs a connection and no thread. The program runs alone, so that its threads can be counted. */
class HeldPollsIT {

    private static final int POLLS = 10_000;
    private static final Duration LONG = Duration.ofMinutes(4);

    @TempDir
    private Path folder;

    @Test
    @EnabledOnOs(OS.LINUX)
    @Timeout(value = 8, unit = TimeUnit.MINUTES)
    void holdsTenThousandPollsOnFewerThanAHundredThreads() throws Exception {
        var threads = Executors.newFixedThreadPool(4);
        HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).executor(threads).build();
        try (Program program = Program.ready(folder, Map.of(), "--property", "rendezvous.proxy-timeout=60s",
                "--property", "http.header-timeout=60s", "--property", "rendezvous.polls-per-interval=0")) {
            List<CompletableFuture<HttpResponse<String>>> polls = IntStream.range(0, POLLS).mapToObj(i ->
                    http.sendAsync(HttpRequest.newBuilder(program.listener("http", "/proxy"))
                            .POST(HttpRequest.BodyPublishers.ofString("""
                                    {"Sid":"%d","Version":"1.3","AcceptedRelayPattern":"torproject.net$"}"""
                                    .formatted(i))).build(), HttpResponse.BodyHandlers.ofString())).toList();
            await().atMost(LONG).until(() -> metrics(program).contains("snowbird_proxies_waiting 10000.0"));
            List<String> status = Files.readAllLines(Path.of("/proc/" + program.pid() + "/status"));
            System.out.println(POLLS + " held polls: " + status.stream()
                    .filter(line -> line.matches("(Threads|VmRSS):.*")).toList());
            assertTrue(status.stream().filter(line -> line.startsWith("Threads:"))
                    .allMatch(line -> Integer.parseInt(line.replaceAll("\\D", "")) < 100), status.toString());

            // Not by a stop, which has a limit of its own: on a busy machine so many answers take longer.
            polls.forEach(poll -> assertEquals(200, poll.join().statusCode()));
        } finally {
            threads.shutdownNow();
        }
    }

    private static String metrics(Program program) throws Exception {
        return Http.get(program.listener("management", "/observe/metrics")).body();
    }
}
