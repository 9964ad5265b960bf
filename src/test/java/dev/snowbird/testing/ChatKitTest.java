package dev.snowbird.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snowbird.testkit.Backend;
import dev.snowbird.testkit.Plugin;
import dev.snowbird.testkit.Routes;
import dev.snowbird.testkit.SnowbirdTest;
import io.coded.seabird.seabird.JoinChannelRequest;
import io.coded.seabird.seabird.ListBackendsRequest;
import io.coded.seabird.seabird.ListBackendsResponse;
import java.util.List;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What the test kit promises of the chat: the routes are all there, from a plugin to a backend and back. */
@SnowbirdTest(routes = "src/test/resources/edited-routes/waiting-proxies.camel.yaml", mocks = "direct:chat-reply-*")
class ChatKitTest {

    private static final String LOBBY = Backend.ID + "/%23lobby";

    @Test
    void aMessageIsToldToPluginsAndThenSentButAMockTakesItsReply(Routes routes, Backend backend, Plugin plugin)
            throws Exception {
        routes.mock("direct:chat-reply-return").expectedMessageCount(1);

        assertEquals("DEADLINE_EXCEEDED: request timed out", plugin.as("news").sendMessage(LOBBY, "Snow"));

        assertEquals("news", plugin.events().get(0).getSendMessage().getSender());
        assertEquals("#lobby", backend.asked().get(0).getSendMessage().getChannelId());
        routes.mock("direct:chat-reply-return").assertIsSatisfied();
    }

    @Test
    void aRequestToNobodyIsUnroutable(Plugin plugin) {
        assertEquals("NOT_FOUND: unknown backend", plugin.sendMessage("irc://nowhere/x", "Snow"));
    }

    @Test
    void aTimersRouteRunsWhenATestSaysSoAndItsLogIsSeen(Routes routes) {
        assertEquals(List.of(), routes.logged("waiting-proxies"));

        Exchange done = routes.run("waiting-proxies");

        assertEquals(null, done.getException());
        assertEquals(List.of("0 proxies wait"), routes.logged("waiting-proxies"));
        assertTrue(assertThrows(RuntimeException.class, () -> routes.run("no-such")).getMessage()
                .startsWith("there is no route no-such"));
    }

    /** As above, with nothing in the place of what comes next. */
    @Nested
    @SnowbirdTest(routes = "src/test/resources/edited-routes/chat-api-send-message.camel.yaml")
    class WithoutMocks {

        @Test
        void aBackendDoesWhatItIsAskedUnlessItIsToldToFail(Backend backend, Plugin plugin) {
            assertEquals("OK", plugin.sendMessage(LOBBY, "Snow"));
            assertEquals("OK", plugin.outcome(JoinChannelRequest.newBuilder().setBackendId(Backend.ID)
                    .setChannelName("#ski").build()));
            assertEquals(List.of(Backend.ID), plugin.ask(ListBackendsRequest.getDefaultInstance(),
                    ListBackendsResponse.class).getBackendsList().stream().map(known -> known.getId()).toList());

            backend.fails("no");
            assertTrue(plugin.sendMessage(LOBBY, "Snow").endsWith("no"));
        }
    }
}
