package dev.snowbird.seabird.it;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snowbird.testing.Broker;
import dev.snowbird.testing.BrokersTest;
import dev.snowbird.testing.ChatBackend;
import dev.snowbird.testing.ChatPeers;
import dev.snowbird.testing.ChatProgram;
import dev.snowbird.testing.Messages;
import dev.snowbird.testing.Plugin;
import dev.snowbird.testing.Program;
import dev.snowbird.testing.TestBroker;
import io.coded.seabird.seabird.CoreInfoRequest;
import io.coded.seabird.seabird.SeabirdGrpc;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program with Seabird switched on, as its operator sees it. */
class ChatProgramIT {

    @TempDir
    private Path folder;

    @Test
    void namesItsListenersInTheirOrderAndThenTheQueueAndThatItIsReady() throws Exception {
        try (Program program = Program.ready(folder, Map.of(), "--property", "seabird.enabled=true")) {
            List<String> lines = program.output();
            assertEquals(List.of("http", "management", "sqs", "amqp", "seabird"),
                    lines.stream().limit(5).map(line -> line.split(" ")[1]).toList());
            assertTrue(lines.stream().limit(5).allMatch(line -> line.matches("listening \\w+ 127\\.0\\.0\\.1:\\d+")));
            assertEquals(List.of(program.listener("sqs", "/000000000000/snowflake-broker").toString(), "ready"),
                    lines.subList(5, lines.size()));
            assertEquals(List.of(), program.error());
        }
    }

    @BrokersTest
    void hasNoListenerForABrokerElsewhere(TestBroker broker) throws Exception {
        try (ChatProgram core = ChatProgram.ready(folder, broker.amqpUri().toString())) {
            assertEquals(List.of("management", "seabird"), core.program().output().stream()
                    .filter(line -> line.startsWith("listening ")).map(line -> line.split(" ")[1]).toList());
            assertEquals(List.of(), core.program().error());
        }
    }

    @Test
    void hasNothingToSayAboutPeersThatComeAndVanishAndOneWithoutAToken() throws Exception {
        try (ChatProgram core = ChatProgram.ready(folder, "embedded")) {
            Channel stranger = core.peers().connectWith("Bearer wrong");
            assertEquals(Status.Code.UNAUTHENTICATED, Plugin.open(stranger, "weather").awaitEnd().getCode());
            assertEquals(Status.Code.UNAUTHENTICATED, assertThrows(StatusRuntimeException.class,
                    () -> SeabirdGrpc.newBlockingStub(stranger).getCoreInfo(CoreInfoRequest.getDefaultInstance()))
                    .getStatus().getCode());
            Channel peer = core.connect("peer");
            AmqpFailureIT.assertChatWorks(peer);
            ChatBackend.connected(peer, "irc", "net", ChatBackend.OBEYS);
            Plugin.attached(peer, "weather");
            core.peers().close();

            // The names are free when all of them are gone.
            Channel next = core.connect("next");
            await().atMost(Broker.patience()).until(() -> {
                Plugin plugin = Plugin.open(next, "weather");
                await().atMost(Broker.patience()).until(() -> plugin.hasHeaders() || plugin.hasEnded());
                return plugin.hasHeaders();
            });
            assertEquals(List.of(), core.program().error());
        }
    }

    @BrokersTest(ownBroker = true)
    void saysInALineEachThatTheBrokerIsLostAndThatItIsBack(TestBroker broker) throws Exception {
        try (ChatProgram core = ChatProgram.ready(folder, broker.amqpUri().toString())) {
            Channel peer = core.connect("peer");
            Plugin plugin = Plugin.attached(peer, "weather");
            ChatBackend.connected(peer, "irc", "net", ChatBackend.OBEYS);

            broker.stop();
            plugin.awaitEnd();
            Plugin.open(peer).awaitEnd();
            assertEquals("WARN  AmqpLink: The message broker is lost: it closed the connection. "
                    + "Streams end, and calls fail until it is back", logged(core).get(0));

            broker.start();
            await().atMost(Broker.patience())
                    .until(() -> logged(core).contains("INFO  AmqpLink: The message broker is back"));
            // Between the two it may say what keeps it from connecting; nothing comes after them.
            List<String> between = logged(core).subList(1, logged(core).size() - 1);
            assertTrue(between.stream().allMatch(
                    line -> line.startsWith("WARN  AmqpLink: The message broker can't be used yet: ")),
                    () -> logged(core).toString());
        }
    }

    /** The lines of the log without their times. */
    private static List<String> logged(ChatProgram core) {
        return core.program().error().stream().map(line -> line.replaceFirst("^\\S+ \\S+ ", "")).toList();
    }

    @Test
    void endsWithoutAWordWhenItIsToldTo() throws Exception {
        try (ChatProgram core = ChatProgram.ready(folder, "embedded", "seabird.request-timeout=100s")) {
            Channel peer = core.connect("peer");
            ChatBackend backend = ChatBackend.connected(peer, "irc", "net", ChatBackend.IGNORES);
            List<Plugin> plugins = List.of(Plugin.attached(peer), Plugin.attached(peer, "weather"));
            Future<?> call = SeabirdGrpc.newFutureStub(peer).sendMessage(CrossCore.message("irc://net/x", "waits"));
            backend.nextRequest();

            core.program().terminate();

            AmqpFailureIT.assertUnavailable(backend.awaitEnd());
            plugins.forEach(plugin -> AmqpFailureIT.assertUnavailable(plugin.awaitEnd()));
            AmqpFailureIT.assertUnavailable(Status.fromThrowable(assertThrows(ExecutionException.class,
                    () -> call.get(Broker.patience().toSeconds(), TimeUnit.SECONDS))));
            core.program().exitCode();
            assertEquals(List.of(), core.program().error());
        }
    }

    @Test
    void endsInTimeWithoutAWordThoughPeersDoNotRead() throws Exception {
        try (ChatProgram core = ChatProgram.ready(folder, "embedded", "seabird.request-timeout=100s")) {
            Channel peer = core.connect("peer");
            ChatBackend backend = ChatBackend.connected(peer, "irc", "net", ChatBackend.IGNORES);
            ChatBackend.thatDoesNotRead(core.connect("deaf"), "irc", "deaf");
            List<Plugin> stalled = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                stalled.add(Plugin.thatDoesNotRead(core.connect("stalled")));
            }
            List<Future<?>> calls = new ArrayList<>();
            try (Plugin quick = Plugin.attached(peer)) {
                for (int i = 0; i < 20; i++) {
                    backend.send(Messages.message("x".repeat(50_000)));
                    quick.next();
                    calls.add(SeabirdGrpc.newFutureStub(peer).sendMessage(CrossCore.message("irc://net/x", "waits")));
                    calls.add(SeabirdGrpc.newFutureStub(peer).sendMessage(
                            CrossCore.message("irc://deaf/x", "y".repeat(50_000))));
                    backend.nextRequest();
                }
            }
            assertFalse(stalled.stream().anyMatch(Plugin::hasEnded));
            long start = System.nanoTime();

            core.program().terminate();

            assertEquals(List.of(), core.program().error());
            core.program().exitCode();
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            assertEquals(List.of(), core.program().error());
            assertTrue(took.compareTo(Broker.patience().dividedBy(2)) < 0, took.toString());
            for (Future<?> call : calls) {
                AmqpFailureIT.assertUnavailable(Status.fromThrowable(assertThrows(ExecutionException.class,
                        () -> call.get(Broker.patience().toSeconds(), TimeUnit.SECONDS))));
            }
        }
    }

    @Test
    void tokensAreMadeListedAndRevokedWhileItRuns() throws Exception {
        Map<String, String> environment = Map.of("DATABASE_URL", "sqlite:" + folder.resolve("the.db"));
        try (Program core = Program.ready(folder, environment, "--property", "seabird.enabled=true",
                "--property", "rendezvous.enabled=false")) {
            String token = said(environment, "token", "add", "weather").get(0);
            assertEquals(List.of("1 weather"), said(environment, "token", "list"));
            try (ChatPeers peers = new ChatPeers("127.0.0.1", core.listener("seabird", "").getPort(), "")) {
                SeabirdGrpc.SeabirdBlockingStub calls =
                        SeabirdGrpc.newBlockingStub(peers.connectWith("Bearer " + token));
                calls.getCoreInfo(CoreInfoRequest.getDefaultInstance());

                assertEquals(List.of(), said(environment, "token", "remove", "1"));

                assertEquals(Status.Code.UNAUTHENTICATED, assertThrows(StatusRuntimeException.class,
                        () -> calls.getCoreInfo(CoreInfoRequest.getDefaultInstance())).getStatus().getCode());
            }
            try (Program again = Program.start(folder, environment, "token", "remove", "1")) {
                assertEquals("token: there is no token 1", again.failure(1));
            }
            assertFalse(folder.resolve("tokens.db").toFile().exists());
            assertEquals(List.of(), core.error());
        }
    }

    private List<String> said(Map<String, String> environment, String... arguments) throws Exception {
        try (Program command = Program.start(folder, environment, arguments)) {
            assertEquals(0, command.exitCode(), () -> command.error().toString());
            assertEquals(List.of(), command.error());
            return command.output();
        }
    }
}
