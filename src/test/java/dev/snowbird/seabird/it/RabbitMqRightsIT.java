package dev.snowbird.seabird.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import org.junit.jupiter.api.Test;

/** The rights that config/rabbitmq.json gives RabbitMQ's user are all that a core needs, and its policy spares it. */
class RabbitMqRightsIT {

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
