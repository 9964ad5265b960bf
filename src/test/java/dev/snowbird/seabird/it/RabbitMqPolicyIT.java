package dev.snowbird.seabird.it;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snowbird.seabird.PluginStreams;
import dev.snowbird.seabird.amqp.Requests;
import dev.snowbird.testing.Broker;
import dev.snowbird.testing.Calls;
import dev.snowbird.testing.ChatBackend;
import dev.snowbird.testing.Core;
import dev.snowbird.testing.LogLines;
import dev.snowbird.testing.Messages;
import dev.snowbird.testing.Plugin;
import dev.snowbird.testing.RabbitMq;
import io.grpc.Channel;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A policy of RabbitMQ's operator that drops what is for plugins and backends: it does not go unnoticed. */
class RabbitMqPolicyIT {

    /** With it a queue takes nothing at all. */
    private static final String NOTHING = "{\"max-length\":0}";

    @AutoClose
    private static RabbitMq rabbit;

    @AutoClose
    private Core core;
    @AutoClose
    private Core other;
    private Channel peer;

    @BeforeAll
    static void launch() throws Exception {
        rabbit = RabbitMq.launch();
    }

    @BeforeEach
    void start() throws Exception {
        core = Core.start(rabbit.uri(), Map.of("seabird.request-timeout", "3s"));
        other = Core.start(rabbit.uri());
        peer = core.connect("peer");
    }

    /** Sets the policy, and asks each queue for something, which it answers when it knows of the policy. */
    private static void drop(String queues) {
        rabbit.control("set_policy", "--apply-to", "queues", "bounded", queues, NOTHING);
        rabbit.control("list_queues", "name", "messages", "policy");
    }

    private static void dropNoMore() {
        rabbit.control("clear_policy", "bounded");
        rabbit.control("list_queues", "name", "messages", "policy");
    }

    private double published() {
        return core.application().meters().get("seabird.events").tag("direction", "published").counter().count();
    }

    @Test
    void aStreamWhoseEventsWereDroppedEndsAtTheNextOneAndOneLineSaysWhy() throws Exception {
        try (LogLines log = new LogLines(PluginStreams.class);
                ChatBackend backend = ChatBackend.connected(peer, "irc", "net", ChatBackend.OBEYS);
                ChatBackend elsewhere = ChatBackend.connected(other.connect("peer"), "irc", "e", ChatBackend.OBEYS);
                Plugin first = Plugin.attached(peer); Plugin second = Plugin.attached(peer, "weather")) {
            for (Plugin plugin : List.of(first, second)) {
                backend.send(CrossCore.said("one"));
                assertEquals("one", plugin.next().getMessage().getText());
            }
            assertEquals("one", first.next().getMessage().getText());
            assertEquals("one", second.next().getMessage().getText());

            drop("^seabird\\.plugin\\.");
            backend.send(CrossCore.said("dropped"));
            backend.send(CrossCore.said("dropped, too"));
            await().atMost(Broker.patience()).until(() -> published() == 4);
            dropNoMore();

            // Who comes now has missed nothing.
            try (Plugin late = Plugin.attached(peer)) {
                elsewhere.send(CrossCore.said("another core has dropped nothing"));
                for (Plugin plugin : List.of(first, second, late)) {
                    assertTrue(plugin.next().getMessage().getText().startsWith("another core"));
                }
                backend.send(CrossCore.said("two"));
                assertEquals("INTERNAL: events were lost at the message broker", Calls.text(first.awaitEnd()));
                assertEquals("INTERNAL: events were lost at the message broker", Calls.text(second.awaitEnd()));
                assertEquals("two", late.next().getMessage().getText());
                assertFalse(late.hasEnded() || backend.hasEnded());
            }
            assertEquals(0, first.waiting() + second.waiting());
            assertEquals(List.of("2 events were lost at the message broker, and a plugin's stream ends for it: a policy"
                    + " there must neither bound nor age the queues of Seabird"), log.all());
            assertEquals(4, core.application().meters().get("seabird.events.lost").counter().count());
        }
    }

    @Test
    void aBackendWhoseRequestsAreDroppedIsNamedOnceInTheLog() throws Exception {
        try (LogLines log = new LogLines(Requests.class);
                ChatBackend backend = ChatBackend.connected(peer, "irc", "net", ChatBackend.OBEYS)) {
            assertEquals("OK", Calls.outcome(peer, Messages.sendMessage("irc://net/x", "")));

            drop("^seabird\\.requests\\.");
            for (int i = 0; i < 2; i++) {
                assertEquals("DEADLINE_EXCEEDED: request timed out",
                        Calls.outcome(peer, Messages.sendMessage("irc://net/x", "")));
            }
            dropNoMore();

            assertEquals("OK", Calls.outcome(peer, Messages.sendMessage("irc://net/x", "")));
            assertEquals(2, backend.waiting());
            assertEquals(List.of("The backend irc://net did not reply within seabird.request-timeout: it is slow,"
                    + " or a policy of the broker drops requests or replies"), log.all());
        }
    }
}
