package dev.snowbird.seabird.it;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.snowbird.testing.Broker;
import dev.snowbird.testing.ChatBackend;
import dev.snowbird.testing.ChatProgram;
import dev.snowbird.testing.Plugin;
import dev.snowbird.testing.RabbitMq;
import io.coded.seabird.chat_ingest.ChatEvent;
import io.coded.seabird.chat_ingest.JoinChannelChatEvent;
import io.coded.seabird.seabird.ListChannelsRequest;
import io.coded.seabird.seabird.SeabirdGrpc;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two cores in processes of their own on one RabbitMQ, and what the first sees when the second fails. */
class TwoProcessesIT {

    private static final String TIMEOUT =
            "seabird.request-timeout=" + CrossCore.SETTINGS.get("seabird.request-timeout");
    /** Longer than any test waits. */
    private static final String NO_HEARTBEAT_SOON = "amqp.heartbeat=5m";

    @TempDir
    private static Path folder;
    @AutoClose
    private static RabbitMq rabbit;
    @AutoClose
    private static ChatProgram first;
    private static Channel one;

    @BeforeAll
    static void start() throws Exception {
        rabbit = RabbitMq.launch();
        first = program(TIMEOUT);
        one = first.connect("one");
    }

    private static ChatProgram program(String... settings) throws Exception {
        return ChatProgram.ready(folder, rabbit.uri().toString(), settings);
    }

    @Test
    void areOneSeabird() throws Exception {
        try (ChatProgram second = program(TIMEOUT)) {
            CrossCore peers = new CrossCore(one, second.connect("two"));
            peers.aCallIsAnsweredByTheBackendOfTheOther();
            peers.eventsOfBackendsAndPluginsReachThePluginsOfTheOther();
            peers.theBackendsOwnInformationIsToldByBoth();
            peers.backendsAndCommandsAreListedByBothUntilTheyAreGone();
            peers.theChannelsOfABackendAreToldByBoth();
            peers.aBackendIdIsTakenForBoth();
            peers.aCommandIsTakenForBoth();
            peers.aRequestToNobodyEndsOnTheAskingSideAlone();
        }
    }

    @Test
    void namesOfAKilledCoreAreFreeAtOnce() throws Exception {
        try (ChatProgram second = program(NO_HEARTBEAT_SOON)) {
            Channel two = second.connect("two");
            ChatBackend.connected(two, "irc", "killed", ChatBackend.OBEYS);
            Plugin.attached(two, "killed");
            assertTaken("killed");

            second.program().close();

            awaitFree("killed");
        }
    }

    @Test
    void namesOfAFrozenCoreAreFreeAfterAWhileAndItLearnsOfThat() throws Exception {
        try (ChatProgram second = program("amqp.heartbeat=2s")) {
            Channel two = second.connect("two");
            ChatBackend backend = ChatBackend.connected(two, "irc", "frozen", ChatBackend.OBEYS);
            Plugin plugin = Plugin.attached(two, "frozen");
            Plugin listener = Plugin.attached(two);
            assertTaken("frozen");
            signal("STOP", second);
            Future<?> unheard;
            try {
                // For the one who has the names, and not to be done when another has them.
                unheard = SeabirdGrpc.newFutureStub(one).sendMessage(CrossCore.message("irc://frozen/x", "late"));
                ChatBackend elsewhere = ChatBackend.connected(one, "irc", "elsewhere", ChatBackend.OBEYS);
                elsewhere.send(CrossCore.said("an event of the time before"));
                awaitFree("frozen");
            } finally {
                signal("CONT", second);
            }
            assertEquals(Status.Code.UNAVAILABLE, backend.awaitEnd().getCode());
            assertEquals(Status.Code.UNAVAILABLE, plugin.awaitEnd().getCode());
            assertEquals(Status.Code.UNAVAILABLE, listener.awaitEnd().getCode());
            assertEquals(0, backend.waiting());
            assertEquals(0, plugin.waiting() + listener.waiting());
            // Whether it is told that, or notices that it did not run, is a race.
            assertEquals(1, second.program().error().stream().filter(line -> line.contains(
                    "The message broker is lost: ")).count(), second.program().error()::toString);
            unheard.cancel(true);
            assertTaken("frozen");
            await().atMost(Broker.patience()).until(() -> attaches(two, "thawed"));
        }
    }

    private static void signal(String name, ChatProgram program) throws Exception {
        assertEquals(0, new ProcessBuilder("kill", "-" + name, String.valueOf(program.program().pid())).start()
                .waitFor());
    }

    private static void assertTaken(String name) {
        assertEquals(Status.Code.ALREADY_EXISTS, Plugin.open(one, name).awaitEnd().getCode());
        ChatBackend backend = ChatBackend.silent(one, ChatBackend.OBEYS);
        backend.hello("irc", name);
        assertEquals(Status.Code.ALREADY_EXISTS, backend.awaitEnd().getCode());
    }

    private static void awaitFree(String name) {
        await().atMost(Broker.patience()).until(() -> attaches(one, name));
        await().atMost(Broker.patience()).until(() -> connects(name));
    }

    private static boolean attaches(Channel core, String command) {
        Plugin plugin = Plugin.open(core, command);
        await().atMost(Broker.patience()).until(() -> plugin.hasHeaders() || plugin.hasEnded());
        return plugin.hasHeaders();
    }

    private static boolean connects(String id) {
        ChatBackend backend = ChatBackend.silent(one, ChatBackend.OBEYS);
        backend.hello("irc", id);
        backend.send(ChatEvent.newBuilder().setJoinChannel(JoinChannelChatEvent.newBuilder().setChannelId("#here")));
        await().atMost(Broker.patience()).until(() -> backend.hasEnded() || isInAChannel(id));
        return !backend.hasEnded();
    }

    /** Only the one who has the name is asked. */
    private static boolean isInAChannel(String id) {
        try {
            return SeabirdGrpc.newBlockingStub(one).withDeadlineAfter(1, TimeUnit.SECONDS).listChannels(
                    ListChannelsRequest.newBuilder().setBackendId("irc://" + id).build()).getChannelsCount() > 0;
        } catch (StatusRuntimeException nobody) {
            return false;
        }
    }
}
