package dev.snowbird.seabird.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.snowbird.testing.ChatBackend;
import dev.snowbird.testing.Core;
import dev.snowbird.testing.CoreHealth;
import dev.snowbird.testing.Plugin;
import dev.snowbird.testing.RabbitMq;
import io.coded.seabird.seabird.SeabirdGrpc;
import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What RabbitMQ's operator can do to a running core, and how the core gets over it. */
class RabbitMqOperatorIT {

    @AutoClose
    private static RabbitMq rabbit;

    @AutoClose
    private Core core;
    private Channel peer;
    private CoreHealth health;
    private Plugin plugin;
    private Plugin commander;
    private ChatBackend backend;

    @BeforeAll
    static void launch() throws Exception {
        rabbit = RabbitMq.launch();
    }

    @BeforeEach
    void start() throws Exception {
        core = Core.start(rabbit.uri());
        peer = core.connect("peer");
        health = new CoreHealth(core, peer);
        plugin = Plugin.attached(peer);
        commander = Plugin.attached(peer, "rain");
        backend = ChatBackend.connected(peer, "irc", "other", ChatBackend.OBEYS);
    }

    @Test
    void closesAllConnections() throws Exception {
        rabbit.control("close_all_connections", "maintenance");

        assertEverythingEndsAndComesBack();
    }

    /** What is published there makes the broker close the channel. */
    @Test
    void deletesAnExchange() throws Exception {
        rabbit.evaluate("rabbit_exchange:delete(rabbit_misc:r(<<\"/\">>, exchange, <<\"seabird.events\">>), "
                + "false, <<\"operator\">>)");
        backend.send(CrossCore.said("to nobody"));

        assertEverythingEndsAndComesBack();
    }

    private void assertEverythingEndsAndComesBack() throws Exception {
        AmqpFailureIT.assertUnavailable(plugin.awaitEnd());
        AmqpFailureIT.assertUnavailable(commander.awaitEnd());
        AmqpFailureIT.assertUnavailable(backend.awaitEnd());
        health.await(true);
        AmqpFailureIT.assertChatWorks(peer);
    }

    @Test
    void letsTheBrokerRunShortOfMemory() throws Exception {
        try {
            rabbit.control("set_vm_memory_high_watermark", "0");
            // RabbitMQ takes no more from a connection once something was published on it.
            AmqpFailureIT.assertUnavailable(assertThrows(StatusRuntimeException.class, this::call).getStatus());
            AmqpFailureIT.assertUnavailable(plugin.awaitEnd());
            AmqpFailureIT.assertUnavailable(commander.awaitEnd());
            AmqpFailureIT.assertUnavailable(backend.awaitEnd());
            health.await(false);
            AmqpFailureIT.assertUnavailable(assertThrows(StatusRuntimeException.class, this::call).getStatus());
        } finally {
            rabbit.control("set_vm_memory_high_watermark", "0.4");
        }
        health.await(true);
        AmqpFailureIT.assertChatWorks(peer);
    }

    private void call() {
        SeabirdGrpc.newBlockingStub(peer).sendMessage(CrossCore.message("irc://other/x", "?"));
    }

    @Test
    void deletesTheQueueOfAStream() throws Exception {
        rabbit.deleteQueue("seabird.backend.irc:other");

        AmqpFailureIT.assertUnavailable(backend.awaitEnd());
        ChatBackend.connected(peer, "irc", "other", ChatBackend.OBEYS).send(CrossCore.said("on"));
        assertEquals("on", plugin.next().getMessage().getText());
        assertEquals("on", commander.next().getMessage().getText());
        assertFalse(plugin.hasEnded() || commander.hasEnded());
    }
}
