package dev.snowbird.seabird.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The rights that docs/operations.md gives RabbitMQ's user are all that a core needs. */
class RabbitMqRightsIT {

    private static final Pattern RIGHTS =
            Pattern.compile("set_permissions -p seabird seabird '(\\S+)' '(\\S+)' '(\\S+)'");

    @Test
    void eventsRequestsAndRepliesGoThrough() throws Exception {
        assumeTrue(RabbitMq.isInstalled(), "RabbitMQ is not installed; other tests say so");
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

    private static void giveRights(RabbitMq rabbit) throws Exception {
        Matcher rights = RIGHTS.matcher(Files.readString(Path.of("docs/operations.md")));
        assertTrue(rights.find());
        rabbit.control("add_vhost", "seabird");
        rabbit.control("add_user", "seabird", "secret");
        rabbit.control("set_permissions", "-p", "seabird", "seabird",
                rights.group(1), rights.group(2), rights.group(3));
    }

    private static void say(Channel channel, String where) {
        SeabirdGrpc.newBlockingStub(channel).sendMessage(
                SendMessageRequest.newBuilder().setChannelId(where).setText("Snow").build());
    }
}
