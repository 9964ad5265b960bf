package dev.snowbird.seabird.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.snowbird.seabird.amqp.QueueRoutes;
import dev.snowbird.testing.BrokersTest;
import dev.snowbird.testing.Calls;
import dev.snowbird.testing.ChatBackend;
import dev.snowbird.testing.Core;
import dev.snowbird.testing.LogLines;
import dev.snowbird.testing.Messages;
import dev.snowbird.testing.Names;
import dev.snowbird.testing.Plugin;
import dev.snowbird.testing.TestBroker;
import io.grpc.Channel;
import io.grpc.Status;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;

/** Without a route from its queue a stream gets nothing, and so it ends: nothing is lost in silence. */
class StoppedRoutesIT {

    private final String net = Names.fresh("net");
    @AutoClose
    private Core core;
    private Channel bot;
    @AutoClose
    private LogLines log;

    @BeforeEach
    void start(TestBroker broker) throws Exception {
        core = Core.start(broker.amqpUri(), Map.of("seabird.request-timeout", "3s"));
        bot = core.connect("bot");
        log = new LogLines(QueueRoutes.class);
    }

    private void stop(String route) throws Exception {
        core.application().camelContext().getRouteController().stopRoute(route);
    }

    private void start(String route) throws Exception {
        core.application().camelContext().getRouteController().startRoute(route);
    }

    private String send() {
        return Calls.outcome(bot, Messages.sendMessage("irc://" + net + "/c", "hi"));
    }

    private void assertTold(String kind) {
        assertEquals(List.of("No running route begins with seabird-queue:" + kind
                + ", so what comes from there is lost"), log.all());
    }

    private static void assertEnded(Status status) {
        assertEquals("UNAVAILABLE: this core has no route from the stream's queue to the stream",
                status.getCode() + ": " + status.getDescription());
    }

    @BrokersTest
    void aPluginsStreamEndsAtTheFirstEventThatItMisses() throws Exception {
        try (Plugin plugin = Plugin.attached(core.connect("watcher"))) {
            stop("chat-event-deliver");

            send();

            assertEnded(plugin.awaitEnd());
            assertTold("plugin");
        }
        start("chat-event-deliver");
        try (Plugin plugin = Plugin.attached(core.connect("watcher"))) {
            send();
            assertEquals("hi", plugin.next().getSendMessage().getText());
        }
    }

    @BrokersTest
    void aBackendsStreamEndsAtTheFirstRequestThatItMisses() throws Exception {
        Channel chat = core.connect("chat");
        try (ChatBackend backend = ChatBackend.connected(chat, "irc", net, ChatBackend.OBEYS)) {
            stop("chat-request-deliver");

            assertEquals("DEADLINE_EXCEEDED: request timed out", send());

            assertEnded(backend.awaitEnd());
            assertTold("backend");
        }
        start("chat-request-deliver");
        try (ChatBackend backend = ChatBackend.connected(chat, "irc", net, ChatBackend.OBEYS)) {
            assertEquals("OK", send());
        }
    }

    @BrokersTest
    void aRequestToNobodyTimesOut() throws Exception {
        stop("chat-unroutable");

        assertEquals("DEADLINE_EXCEEDED: request timed out", send());
        assertTold("unroutable");

        start("chat-unroutable");
        assertEquals("NOT_FOUND: unknown backend", send());
    }
}
