package dev.snowbird.seabird.routes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.snowbird.testkit.Backend;
import dev.snowbird.testkit.Plugin;
import dev.snowbird.testkit.SnowbirdTest;
import org.junit.jupiter.api.Test;

/** The chat example of docs/editing-routes.md. */
@SnowbirdTest(routes = "src/test/resources/edited-routes/chat-api-send-message.camel.yaml")
class ExampleChatRouteTest {

    private static final String REFUSED = "PERMISSION_DENIED: Only news may write here.";

    @Test
    void onlyNewsMayWriteToTheAnnouncements(Plugin plugin, Backend backend) {
        assertEquals("OK", plugin.as("news").sendMessage("irc://libera/%23announcements", "Snow"));
        assertEquals(REFUSED, plugin.as("weather").sendMessage("irc://libera/%23announcements", "Snow"));
        assertEquals(REFUSED, plugin.as("weather").sendMessage("irc://libera/#announcements", "Snow"));

        assertEquals(1, backend.asked().size());
    }

    @Test
    void anybodyMayWriteElsewhere(Plugin plugin, Backend backend) {
        assertEquals("OK", plugin.as("weather").sendMessage("irc://libera/%23lobby", "Snow"));
    }
}
