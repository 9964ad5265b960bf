import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.snowbird.testkit.Browser;
import dev.snowbird.testkit.SnowbirdTest;
import org.junit.jupiter.api.Test;

@SnowbirdTest
class RelayPageTest {

    @Test
    void greetsInTheLanguageThatTheQueryAsksFor(Browser browser) throws Exception {
        assertEquals("Hello, snowflake!", browser.get("/relays/snowflake").body());
        assertEquals("Hej, snö!", browser.get("/relays/sn%C3%B6?lang=sv").body());
    }

    @Test
    void isOnlyToBeRead(Browser browser) throws Exception {
        assertEquals(405, browser.post("/relays/snowflake", "").statusCode());
        assertEquals(404, browser.get("/relays").statusCode());
    }
}
