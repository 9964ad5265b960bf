package dev.snowbird.seabird.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snowbird.doctor.Finding;
import dev.snowbird.seabird.amqp.BrokerFindings;
import dev.snowbird.settings.Settings;
import dev.snowbird.testing.ChatBackend;
import dev.snowbird.testing.Core;
import dev.snowbird.testing.Plugin;
import dev.snowbird.testing.RabbitMq;
import io.coded.seabird.seabird.SeabirdGrpc;
import io.coded.seabird.seabird.SendMessageRequest;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The rights that config/rabbitmq.json gives RabbitMQ's user are all that a core needs, and its policy spares it. */
class RabbitMqRightsIT {

    private static final String ALL = ".*";

    @Test
    void eventsRequestsAndRepliesGoThrough() throws Exception {
        try (RabbitMq rabbit = RabbitMq.launch()) {
            giveRights(rabbit);
            URI amqp = URI.create("amqp://seabird:secret@127.0.0.1:%d/seabird".formatted(rabbit.port()));
            try (Core core = Core.start(amqp)) {
                Channel channel = core.connect("weather");
                ChatBackend.connected(channel, "irc", "libera", ChatBackend.OBEYS);
                Plugin plugin = Plugin.attached(channel, "weather");
                Plugin listener = Plugin.attached(channel);

                say(channel, "irc://libera/#lobby");
                assertEquals("Snow", plugin.next().getSendMessage().getText());
                assertEquals("Snow", listener.next().getSendMessage().getText());
                assertEquals(Status.Code.NOT_FOUND, assertThrows(StatusRuntimeException.class,
                        () -> say(channel, "irc://nowhere/#lobby")).getStatus().getCode());
            }
        }
    }

    @Test
    void theDoctorSaysWhichRightIsMissingAndLeavesNothing() throws Exception {
        try (RabbitMq rabbit = RabbitMq.launch()) {
            giveRights(rabbit);
            String exchanges = exchanges(rabbit);
            assertEquals(List.of(), failures(rabbit));

            give(rabbit, ALL, "^seabird\\.", ALL);
            assertEquals(List.of("amqp.username needs the right to write amq.default"), failures(rabbit));
            give(rabbit, "^$", ALL, ALL);
            assertEquals(List.of("amqp.username needs the right to configure the four exchanges, read"
                    + " seabird.requests and write seabird.unroutable"), failures(rabbit));
            give(rabbit, "^seabird\\.(events|requests|unroutable|directory)$", ALL, ALL);
            assertEquals(List.of("amqp.username needs the right to configure queues whose names begin with seabird."),
                    failures(rabbit));
            give(rabbit, ALL, "^seabird\\.(events|requests|unroutable|directory)$|^amq\\.default$", ALL);
            assertEquals(List.of("amqp.username needs the right to write queues whose names begin with seabird.,"
                    + " and read seabird.events, seabird.unroutable and seabird.directory"), failures(rabbit));
            give(rabbit, ALL, ALL, "^seabird\\.(events|requests|unroutable|directory)$");
            assertEquals(List.of("amqp.username needs the right to read queues whose names begin with seabird."),
                    failures(rabbit));
            give(rabbit, ALL, "^seabird\\.(unroutable|reply|requests).*|^amq\\.default$", ALL);
            assertEquals(List.of("amqp.username needs the right to write seabird.events",
                    "amqp.username needs the right to write seabird.directory"), failures(rabbit));

            assertEquals(exchanges, exchanges(rabbit));
            assertEquals("", rabbit.control("list_queues", "-p", "seabird", "--no-table-headers", "name").strip());
        }
    }

    private static void give(RabbitMq rabbit, String configure, String write, String read) {
        rabbit.control("set_permissions", "-p", "seabird", "seabird", configure, write, read);
    }

    private static String exchanges(RabbitMq rabbit) {
        return rabbit.control("list_exchanges", "-p", "seabird", "--no-table-headers", "name").lines().sorted().toList()
                .toString();
    }

    /** What the doctor says to do. */
    private static List<String> failures(RabbitMq rabbit) {
        return BrokerFindings.of(Settings.builtIn(Map.of(
                        "amqp.uri", "amqp://seabird:secret@127.0.0.1:%d/seabird".formatted(rabbit.port())))).stream()
                .filter(finding -> finding.level() != Finding.Level.OK)
                .map(finding -> finding.words().replaceFirst("^.*; ", "").replaceFirst(" \\(.*$", "")).toList();
    }

    private static void giveRights(RabbitMq rabbit) throws Exception {
        rabbit.control("add_user", "seabird", "secret");
        rabbit.control("import_definitions", Path.of("config/rabbitmq.json").toAbsolutePath().toString());
        assertTrue(rabbit.control("list_policies", "-p", "seabird").contains("bounds-of-other-queues"));
    }

    private static void say(Channel channel, String where) {
        SeabirdGrpc.newBlockingStub(channel).sendMessage(
                SendMessageRequest.newBuilder().setChannelId(where).setText("Snow").build());
    }
}
