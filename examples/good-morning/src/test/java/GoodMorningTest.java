import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.snowbird.testkit.Backend;
import dev.snowbird.testkit.Plugin;
import dev.snowbird.testkit.Routes;
import dev.snowbird.testkit.SnowbirdTest;
import org.junit.jupiter.api.Test;

@SnowbirdTest(settings = "good-morning.at=${date:now:HH:mm}")
class GoodMorningTest {

    @Test
    void whenItsTimeHasComeTheMessageGoesToTheChannelAndPluginsHearOfIt(Routes routes, Backend backend, Plugin plugin) {
        routes.run("good-morning");

        assertEquals("#lobby", backend.asked().get(0).getSendMessage().getChannelId());
        assertEquals("good-morning", plugin.events().get(0).getSendMessage().getSender());
    }
}
