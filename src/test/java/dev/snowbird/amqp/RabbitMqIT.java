package dev.snowbird.amqp;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.Channel;
import dev.snowbird.seabird.amqp.PendingRequest;
import dev.snowbird.start.StartException;
import dev.snowbird.testing.AmqpCore;
import dev.snowbird.testing.Inbox;
import dev.snowbird.testing.LogLines;
import dev.snowbird.testing.RabbitMq;
import dev.snowbird.testing.SelfSigned;
import io.coded.seabird.chat_ingest.ChatEvent;
import io.grpc.Status;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.jupiter.params.provider.CsvSource;

/** What only RabbitMQ can do, or be told by its operator. */
class RabbitMqIT {

    @TempDir
    private static Path folder;

    @AutoClose
    private static RabbitMq rabbit;

    @BeforeAll
    static void start() throws Exception {
        SelfSigned.make(folder, "localhost", "EC").write(certificate(), folder.resolve("key.pem"));
        rabbit = RabbitMq.launchWithTls(certificate(), folder.resolve("key.pem"));
    }

    private static Path certificate() {
        return folder.resolve("certificate.pem");
    }

    private static AmqpCore core(Map<String, String> settings) throws Exception {
        return AmqpCore.at(rabbit.uri().toString(), settings);
    }

    @Test
    void aMemoryAlarmIsALossUntilItIsOver() throws Exception {
        try (LogLines log = new LogLines(AmqpLink.class); AmqpCore core = core(Map.of())) {
            Inbox inbox = new Inbox();
            core.plugin(inbox);
            core.backend(inbox, "one");
            PendingRequest request = AmqpCore.get(core.requests.open(AmqpCore.call("one")));

            rabbit.control("set_vm_memory_high_watermark", "0");
            // The broker says so when somebody publishes.
            core.publishEvent("too much");

            await().atMost(AmqpCore.PATIENCE).until(() -> inbox.losses() == 2);
            assertEquals(0, core.meter("seabird.amqp.up"));
            assertThrows(ExecutionException.class, () -> AmqpCore.get(request.reply()));
            awaitAnotherTry();
            assertEquals(0, core.meter("seabird.amqp.up"));
            assertThrows(ExecutionException.class, () -> core.plugin(new Inbox()));
            assertEquals(List.of("The message broker is lost: it is low on memory and takes no messages. "
                    + "Streams end, and calls fail until it is back"), log.all());

            rabbit.control("set_vm_memory_high_watermark", "0.4");

            await().atMost(AmqpCore.PATIENCE).until(core.link::isUp);
            Inbox again = new Inbox();
            core.plugin(again);
            core.backend(again, "one");
            core.publishEvent("again");
            await().atMost(AmqpCore.PATIENCE).until(() -> again.texts().equals(List.of("again")));
        } finally {
            rabbit.control("set_vm_memory_high_watermark", "0.4");
        }
    }

    /** The core comes with connections of its second session, and learns on one of them that it is too early. */
    private static void awaitAnotherTry() {
        await().atMost(AmqpCore.PATIENCE).until(() -> rabbit.control("list_connections", "client_properties", "state")
                .lines().anyMatch(line -> line.contains(".2 publishing") && line.contains("block")));
    }

    @Test
    void noCoreStartsWhileTheAlarmLasts() {
        try {
            rabbit.control("set_vm_memory_high_watermark", "0");

            assertEquals("amqp.uri: the message broker can't be used: it is low on memory and takes no messages",
                    assertThrows(StartException.class, () -> core(Map.of("amqp.timeout", "4s"))).getMessage());
        } finally {
            rabbit.control("set_vm_memory_high_watermark", "0.4");
        }
    }

    @Test
    void whatItsOperatorClosesComesBackWithoutWaitingForTheBroker() throws Exception {
        try (AmqpCore core = core(Map.of("amqp.timeout", "10m"))) {
            List<String> names = IntStream.range(0, 20).mapToObj(i -> "name" + i).toList();
            for (int round = 0; round < 5; round++) {
                Inbox inbox = new Inbox();
                for (String name : names) {
                    await().atMost(AmqpCore.PATIENCE).until(() -> opens(core, inbox, name));
                }

                rabbit.control("close_all_connections", "maintenance");

                await().atMost(AmqpCore.PATIENCE).until(() -> inbox.losses() == names.size());
            }
        }
    }

    private static boolean opens(AmqpCore core, Inbox inbox, String command) {
        return core.streams.openPluginQueue(List.of(command), inbox).handle((queue, failure) -> queue != null)
                .toCompletableFuture().join();
    }

    @Test
    void aStreamWhoseQueueIsDeletedIsLostAlone() throws Exception {
        try (AmqpCore core = core(Map.of())) {
            Inbox lost = new Inbox();
            Inbox kept = new Inbox();
            core.plugin(kept);
            List.of(core.plugin(lost), core.plugin(lost, "name"), core.backend(lost, "name"))
                    .forEach(queue -> rabbit.deleteQueue(queue.name()));

            await().atMost(AmqpCore.PATIENCE).until(() -> lost.losses() == 3);

            core.plugin(new Inbox(), "name");
            core.backend(new Inbox(), "name");
            core.publishEvent("on");
            await().atMost(AmqpCore.PATIENCE).until(() -> kept.texts().equals(List.of("on")));
            assertEquals(0, kept.losses());
        }
    }

    @Test
    void aDeletedQueueIsALineInTheLogAndSoIsTheQueueOfACommand() throws Exception {
        try (LogLines log = new LogLines(LostQueues.class); AmqpCore core = core(Map.of())) {
            Inbox inbox = new Inbox();
            core.plugin(inbox, "weather", "tides");

            rabbit.deleteQueue("seabird.command.weather");

            await().atMost(AmqpCore.PATIENCE).until(() -> inbox.losses() == 1);
            await().atMost(AmqpCore.PATIENCE).until(() -> !log.all().isEmpty());
            assertEquals(List.of("A stream has ended: somebody has deleted the message broker's queue of "
                    + "the command weather"), log.all());
            core.plugin(new Inbox(), "weather", "tides");
        }
    }

    @Test
    void aConnectionThatAnOperatorClosesIsALineInTheLog() throws Exception {
        try (LogLines log = new LogLines(LostQueues.class); AmqpCore core = core(Map.of())) {
            Inbox inbox = new Inbox();
            core.backend(inbox, "one");
            String connection = rabbit.control("list_connections", "--no-table-headers", "pid", "client_properties")
                    .lines().filter(line -> line.contains("snowbird stream of a backend")).findFirst().orElseThrow();

            rabbit.control("close_connection", connection.split("\\s")[0], "maintenance");

            await().atMost(AmqpCore.PATIENCE).until(() -> inbox.losses() == 1);
            await().atMost(AmqpCore.PATIENCE).until(() -> !log.all().isEmpty());
            assertEquals(List.of("A stream has ended: its connection with the message broker is lost: "
                    + "it closed the connection"), log.all());
            core.backend(new Inbox(), "one");
        }
    }

    /** Of two cores one has names, loses them, and hears of it only when the other has them already. */
    @ParameterizedTest
    @CsvSource({"stream, deletes", "core, deletes", "stream, closes", "core, closes"})
    void whoLosesANameHearsOfItAndDoesNotTakeItFromTheNext(String eventQueues, String operator) throws Exception {
        Map<String, String> settings = Map.of("seabird.event-queues", eventQueues);
        try (AmqpCore one = core(settings); AmqpCore two = core(settings)) {
            Inbox lost = new Inbox();
            one.plugin(lost, "rain", "snow");
            one.backend(lost, "one");
            if (operator.equals("deletes")) {
                rabbit.deleteQueue("seabird.command.rain");
                rabbit.deleteQueue("seabird.backend.test:one");
            } else {
                closeStreams();
            }
            Inbox next = new Inbox();
            await().atMost(AmqpCore.PATIENCE).until(() -> opens(two, next, "rain"));
            await().atMost(AmqpCore.PATIENCE).until(() -> two.streams.openBackendQueue(AmqpCore.backend("one"), next)
                    .handle((queue, failure) -> queue != null).toCompletableFuture().join());

            await().atMost(AmqpCore.PATIENCE).until(() -> lost.losses() == 2);
            // With the one all names of a stream are lost.
            await().atMost(AmqpCore.PATIENCE).until(() -> opens(one, new Inbox(), "snow"));
            assertFalse(opens(one, new Inbox(), "rain"));
            assertThrows(ExecutionException.class, () -> one.backend(new Inbox(), "one"));
            two.publishEvent("on");
            await().atMost(AmqpCore.PATIENCE).until(() -> next.texts().equals(List.of("on")));
            assertEquals(List.of(0, 2, List.of()), List.of(next.losses(), lost.losses(), lost.texts()));
        }
    }

    private static void closeStreams() {
        rabbit.evaluate("[rabbit_networking:close_connection(Pid, <<\"operator\">>) || "
                + "[{pid, Pid}, {client_properties, Of}] <- rabbit_networking:connection_info_all([pid, "
                + "client_properties]), {_, _, <<\"snowbird stream of a\", _/binary>>} <- Of]");
    }

    /** Each of a core's three connections is all of it. */
    @ParameterizedTest
    @ValueSource(strings = {".1\"", " events\"", " publishing\""})
    void theLossOfOneConnectionIsALoss(String part) throws Exception {
        try (AmqpCore core = core(Map.of())) {
            Inbox inbox = new Inbox();
            core.plugin(inbox);
            core.plugin(inbox, "rain");
            core.backend(inbox, "one");
            String connection = rabbit.control("list_connections", "--no-table-headers", "pid", "client_properties")
                    .lines().filter(line -> line.contains("snowbird core") && line.contains(part))
                    .findFirst().orElseThrow();

            rabbit.control("close_connection", connection.split("\\s")[0], "maintenance");

            await().atMost(AmqpCore.PATIENCE).until(() -> inbox.losses() == 3);
            await().atMost(AmqpCore.PATIENCE).until(() -> opens(core, new Inbox(), "rain"));
        }
    }

    @Test
    void namesOutlastAPolicyThatDeletesQueuesWithoutConsumers() throws Exception {
        rabbit.control("set_policy", "brief", "^seabird", "{\"expires\":100}", "--apply-to", "queues");
        try (AmqpCore core = core(Map.of())) {
            Inbox inbox = new Inbox();
            core.plugin(inbox, "weather");
            core.backend(inbox, "one");
            Channel watching = core.link.requireSession().consuming().createChannel();
            watching.queueDeclare("seabird.unused", false, true, false, Map.of());
            await().atMost(AmqpCore.PATIENCE).until(() -> !rabbit.queues().contains("seabird.unused"));

            assertThrows(ExecutionException.class, () -> core.plugin(new Inbox(), "weather"));
            assertThrows(ExecutionException.class, () -> core.backend(new Inbox(), "one"));
            assertEquals(0, inbox.losses());
        } finally {
            rabbit.control("clear_policy", "brief");
        }
    }

    @Test
    void aDeletedReplyQueueIsNotUsedAgain() throws Exception {
        try (AmqpCore core = core(Map.of())) {
            PendingRequest request = AmqpCore.get(core.requests.open(AmqpCore.call("one")));
            rabbit.deleteQueue(request.replyQueue());
            assertThrows(ExecutionException.class, () -> AmqpCore.get(request.reply()));
            AmqpCore.get(core.requests.open(AmqpCore.call("one")));
            assertTrue(core.link.isUp());
        }
    }

    @Test
    void theLossOfItsOwnQueueIsALoss() throws Exception {
        try (AmqpCore core = core(Map.of())) {
            Inbox inbox = new Inbox();
            core.plugin(inbox);
            String own = ownQueues().get(0);
            rabbit.deleteQueue(own);

            await().atMost(AmqpCore.PATIENCE).until(() -> inbox.losses() == 1);
            await().atMost(AmqpCore.PATIENCE).until(core.link::isUp);
            // The broker may hold the old one for as long as it has not noticed the loss.
            assertFalse(ownQueues().contains(own));
        }
    }

    private static List<String> ownQueues() {
        return rabbit.queues().stream().filter(name -> name.startsWith("seabird.unroutable.")).toList();
    }

    @Test
    void tlsNeedsACertificateThatIsTrustedAndTheHostsOwn() throws Exception {
        String named = "amqps://guest:guest@localhost:" + rabbit.tlsUri().getPort();
        Map<String, String> trusting = Map.of("amqp.tls-ca", certificate().toString());

        AmqpCore.at(named, trusting).close();

        assertNoStart("its certificate is signed by no authority that is trusted; see amqp.tls-ca", named, Map.of());
        assertNoStart("its certificate is made out for another name than the host's", rabbit.tlsUri().toString(),
                trusting);
    }

    @Test
    void tlsAndItsAbsenceHavePortsOfTheirOwn() {
        Map<String, String> trusting = Map.of("amqp.tls-ca", certificate().toString());

        assertNoStart("it speaks no TLS on that port; for AMQP without TLS the URI begins with amqp:",
                "amqps://guest:guest@localhost:" + rabbit.port(), trusting);
        assertNoStart("it does not speak AMQP 0-9-1 on that port, or wants TLS, for which the URI begins with amqps:",
                "amqp://guest:guest@localhost:" + rabbit.tlsUri().getPort(), trusting);
    }

    private static void assertNoStart(String reason, String uri, Map<String, String> settings) {
        assertEquals("amqp.uri: the message broker can't be used: " + reason,
                assertThrows(StartException.class, () -> AmqpCore.at(uri, settings)).getMessage());
    }

    @Test
    void anExchangeOfAnotherTypeIsNamed() {
        rabbit.evaluate("rabbit_exchange:declare(rabbit_misc:r(<<\"/\">>, exchange, <<\"other\">>), fanout, "
                + "true, false, false, [], <<\"operator\">>)");

        assertNoStart("the exchange other is there already, with another type (406)", rabbit.uri().toString(),
                Map.of("seabird.events-exchange", "other"));
    }

    @Test
    void atItsLimitOfQueuesItRefusesWhatIsNewAndKeepsTheRest() throws Exception {
        try (LogLines log = new LogLines(OwnedQueues.class); AmqpCore core = core(Map.of())) {
            Inbox inbox = new Inbox();
            core.plugin(inbox);
            core.backend(inbox, "one");
            PendingRequest before = AmqpCore.get(core.requests.open(AmqpCore.call("one")));
            rabbit.control("set_vhost_limits", "{\"max-queues\": 1}");

            assertExhausted("max-queues", () -> core.plugin(new Inbox()));
            assertExhausted("max-queues", () -> core.plugin(new Inbox(), "name"));
            assertExhausted("max-queues", () -> core.backend(new Inbox(), "two"));
            assertExhausted("max-queues", () -> AmqpCore.get(core.requests.open(AmqpCore.call("one"))));

            assertEquals("A stream's queue could not be opened: its virtual host may hold no more queues (max-queues is"
                    + " 1) (406)", log.all().get(0));
            assertEquals(0, inbox.losses());
            ChatEvent reply = ChatEvent.newBuilder().setId(before.id()).build();
            core.publishReply(before.replyQueue(), reply);
            assertEquals(reply, AmqpCore.get(before.reply()));
            rabbit.control("set_vhost_limits", "{}");
            AmqpCore.get(core.requests.open(AmqpCore.call("one")));
            core.plugin(new Inbox(), "name");
        } finally {
            rabbit.control("set_vhost_limits", "{}");
        }
    }

    @Test
    void atItsLimitOfConnectionsItRefusesStreamsThatNeedOneAndTellsACoreThatComesBack() throws Exception {
        try (AmqpCore core = core(Map.of())) {
            rabbit.control("set_vhost_limits", "{\"max-connections\": 1}");
            core.plugin(new Inbox());
            assertExhausted("max-connections", () -> core.plugin(new Inbox(), "name"));

            rabbit.control("close_all_connections", "maintenance");

            String reason = "its virtual host takes no more connections (max-connections is 1) (530)";
            await().atMost(AmqpCore.PATIENCE).until(() -> core.link.trouble().equals(Optional.of(reason)));
            assertExhausted("max-connections", () -> core.plugin(new Inbox()));
            assertNoStart(reason, rabbit.uri().toString(), Map.of());
            rabbit.control("set_vhost_limits", "{}");
            await().atMost(AmqpCore.PATIENCE).until(core.link::isUp);
            assertEquals(Optional.empty(), core.link.trouble());
        } finally {
            rabbit.control("set_vhost_limits", "{}");
        }
    }

    private static void assertExhausted(String limit, Executable action) {
        Status status = Status.fromThrowable(assertThrows(ExecutionException.class, action));
        assertEquals(Status.Code.RESOURCE_EXHAUSTED, status.getCode());
        assertEquals("a limit of the message broker is reached: " + limit, status.getDescription());
    }

    @Test
    void aFileWithoutCertificatesStopsTheStart() {
        String file = folder.resolve("key.pem").toString();

        assertEquals("amqp.tls-ca: " + file + " holds no certificate in PEM", assertThrows(StartException.class,
                () -> AmqpCore.at(rabbit.tlsUri().toString(), Map.of("amqp.tls-ca", file))).getMessage());
    }
}
