import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.snowbird.testkit.Browser;
import dev.snowbird.testkit.Client;
import dev.snowbird.testkit.Proxy;
import dev.snowbird.testkit.SnowbirdTest;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Does what the messenger's server does: it posts each message to the bot, and reads what the bot answers. */
@SnowbirdTest(settings = "client-over-bot.secret=s3cret")
class ClientOverBotTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Browser messenger;

    @BeforeEach
    void openAChat(Browser browser) {
        messenger = browser.header("Content-Type", "application/json");
    }

    @Test
    void aClientGetsAProxysAnswerInItsChat(Proxy proxy) throws Exception {
        proxy.answers("v=0 a=candidate:1");

        JsonNode call = JSON.readTree(post("s3cret", Client.poll("v=0 of the client")));

        assertEquals("sendMessage", call.get("method").asText());
        assertEquals(42, call.get("chat_id").asInt());
        assertTrue(JSON.readTree(call.get("text").asText()).get("answer").asText().contains("a=candidate:1"));
        assertEquals("v=0 of the client", proxy.offer());
    }

    @Test
    void whatIsNoOfferIsToldSo() throws Exception {
        JsonNode call = JSON.readTree(post("s3cret", "Hello?"));

        assertTrue(JSON.readTree(call.get("text").asText()).has("error"), call::toString);
    }

    @Test
    void nobodyButTheMessengerIsListenedTo() throws Exception {
        assertEquals("", post("guessed", Client.poll("v=0")));
    }

    private String post(String secret, String text) throws Exception {
        return messenger.header("X-Telegram-Bot-Api-Secret-Token", secret).post("/bot", JSON.writeValueAsString(
                Map.of("update_id", 1, "message", Map.of("chat", Map.of("id", 42), "text", text)))).body();
    }
}
