package dev.snowbird.it;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snowbird.embedded.EmbeddedAmqp;
import dev.snowbird.management.DrainPage;
import dev.snowbird.rendezvous.message.GoJson;
import dev.snowbird.testing.Broker;
import dev.snowbird.testing.ChatPeers;
import dev.snowbird.testing.HaProxy;
import dev.snowbird.testing.Http;
import dev.snowbird.testing.Plugin;
import dev.snowbird.testing.Program;
import io.grpc.Channel;
import io.grpc.Status;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An upgrade as the operator of two programs behind a balancer does it: one is drained under load, nobody is lost. */
@Timeout(240)
class DrainIT {

    private static final int PROXIES = 30;
    private static final int CLIENTS = 4;
    private static final int PLUGINS = 5;
    private static final String ANSWER = Broker.description("answer", "a");

    @TempDir
    private Path folder;

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final AtomicInteger sessions = new AtomicInteger();
    private final AtomicInteger served = new AtomicInteger();
    private final Queue<String> lost = new ConcurrentLinkedQueue<>();
    private volatile boolean over;

    @Test
    void oneOfTwoIsDrainedUnderLoadAndNobodyIsLost() throws Exception {
        EmbeddedAmqp amqp = EmbeddedAmqp.start(0);
        String tokens = "sqlite:" + folder.resolve("tokens.db");
        CompletableFuture<Program> starting = CompletableFuture.supplyAsync(() -> start(amqp, tokens));
        try (Program two = start(amqp, tokens); Program one = starting.join();
                HaProxy balancer = HaProxy.start(folder, one, two); ChatPeers peers = balancer.chat(tokens)) {
            IntStream.range(0, PROXIES).forEach(i -> poll(balancer));
            List<Channel> channels = new ArrayList<>();
            List<Plugin> plugins = new ArrayList<>();
            for (int i = 0; i < PLUGINS; i++) {
                channels.add(peers.connect("plugin-" + i));
                plugins.add(Plugin.attached(channels.get(i), "command-" + i));
            }
            await().atMost(Broker.patience()).until(() ->
                    List.of(underWay(one, "polls held"), underWay(two, "polls held")).stream().allMatch(held -> held > 5));
            assertTrue(underWay(one, "streams") > 0);
            IntStream.range(0, CLIENTS).forEach(i -> offer(balancer));
            awaitServed(30);

            try (Program drain = Program.start(folder, Map.of(), "drain", "--property",
                    "management.port=" + one.listener("management", "").getPort())) {
                assertEquals(0, drain.exitCode(), () -> drain.output() + " " + drain.error() + one.error());
                assertEquals(List.of("drained"), drain.output());
            }

            assertEquals(0, one.exitCode());
            awaitServed(served.get() + 30);
            over = true;
            assertEquals(List.of(), List.copyOf(lost), () -> one.error().toString());
            await().atMost(Broker.patience()).until(() ->
                    plugins.stream().filter(Plugin::hasEnded).count() + underWay(two, "streams") == PLUGINS);
            comeBack(plugins, channels);
            assertEquals(PLUGINS, underWay(two, "streams"));
            assertTrue(one.error().get(one.error().size() - 1).contains("Drained in "), () -> one.error().toString());
            assertEquals(List.of(), two.error());
        } finally {
            over = true;
            amqp.close();
        }
    }

    /** Those whose core was drained have heard so, and find the other by the balancer; the others have noticed nothing. */
    private static void comeBack(List<Plugin> plugins, List<Channel> channels) {
        for (int i = 0; i < PLUGINS; i++) {
            if (plugins.get(i).hasEnded()) {
                assertEquals(Status.UNAVAILABLE.withDescription("core is stopping").toString(),
                        plugins.get(i).awaitEnd().toString());
                Plugin.attached(channels.get(i), "command-" + i);
            }
        }
    }

    private Program start(EmbeddedAmqp amqp, String tokens) {
        try {
            Program program = Program.ready(folder, Map.of(),
                    "--property", "seabird.enabled=true", "--property", "sqs.endpoint=none",
                    "--property", "amqp.uri=amqp://%s:%s@%s:%d".formatted(
                            amqp.username(), amqp.password(), amqp.host(), amqp.port()),
                    "--database-url", tokens, "--property", "rendezvous.polls-per-interval=0",
                    // A busy machine may be late with checks and with proxies, which is not what is tested.
                    "--property", "drain.notice=8s",
                    "--property", "rendezvous.wait-for-proxy=2s", "--property", "rendezvous.client-timeout=20s");
            assertTrue(program.isReady(), () -> program.error().toString());
            return program;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** A proxy polls, and again when it is told to, or has answered. */
    private void poll(HaProxy balancer) {
        String sid = "sid-" + sessions.incrementAndGet();
        post(balancer.broker("/proxy"), """
                {"Sid":"%s","Version":"1.3","NAT":"unrestricted","AcceptedRelayPattern":"torproject.net$"}"""
                .formatted(sid)).thenCompose(told -> "client match".equals(told.get("Status"))
                        ? answer(balancer, sid) : soon(told)).whenComplete((done, failure) -> {
                            if (failure != null && !over) {
                                lost.add("proxy: " + failure);
                            } else if (!over) {
                                poll(balancer);
                            }
                        });
    }

    private CompletableFuture<Void> answer(HaProxy balancer, String sid) {
        return post(balancer.broker("/answer"), GoJson.write(Map.of("Version", "1.0", "Sid", sid, "Answer", ANSWER)))
                .thenAccept(told -> {
                    if (!"success".equals(told.get("Status")) && !over) {
                        lost.add("answer: " + told);
                    }
                });
    }

    private static CompletableFuture<Void> soon(Map<String, Object> told) {
        long millis = Math.min(1000, ((Number) told.get("NextPoll")).longValue());
        Executor later = CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS);
        return CompletableFuture.runAsync(() -> { }, later);
    }

    /** A client makes an offer, and another when it has its answer. */
    private void offer(HaProxy balancer) {
        post(balancer.broker("/client"), Broker.clientPoll("o", "unknown")).whenComplete((told, failure) -> {
            if (over) {
                return;
            }
            if (failure != null || !ANSWER.equals(told.get("answer"))) {
                lost.add("client: " + told + failure);
            }
            served.incrementAndGet();
            CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS).execute(() -> offer(balancer));
        });
    }

    private void awaitServed(int clients) {
        await().atMost(Broker.patience()).until(() -> served.get() >= clients || !lost.isEmpty());
    }

    private static int underWay(Program program, String thing) throws Exception {
        return DrainPage.read(Http.get(program.listener("management", DrainPage.PATH)).body()).underWay()
                .getOrDefault(thing, 0);
    }

    private CompletableFuture<Map<String, Object>> post(URI page, String body) {
        return http.sendAsync(HttpRequest.newBuilder(page).timeout(Duration.ofSeconds(60))
                        .POST(HttpRequest.BodyPublishers.ofString(body)).build(), HttpResponse.BodyHandlers.ofString())
                .thenApply(response -> Broker.json(response.body()));
    }
}
