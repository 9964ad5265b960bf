import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.snowbird.amqp.Delivery;
import dev.snowbird.testkit.Backend;
import dev.snowbird.testkit.FakeExchanges;
import dev.snowbird.testkit.Plugin;
import dev.snowbird.testkit.SnowbirdTest;
import io.coded.seabird.seabird.Event;
import java.util.List;
import org.junit.jupiter.api.Test;

@SnowbirdTest
class ForwardEventsTest {

    @Test
    void whatHappensInAChatAndWhatPluginsSendIsForwarded(Backend backend, Plugin plugin, FakeExchanges exchanges)
            throws Exception {
        backend.says("#lobby", "alice", "Is there snow?");
        plugin.sendMessage("irc://libera/%23lobby", "A lot");

        List<Delivery> forwarded = exchanges.published("seabird.archive");
        assertEquals(2, forwarded.size());
        assertEquals("Is there snow?", Event.parseFrom(forwarded.get(0).body()).getMessage().getText());
        assertEquals("A lot", Event.parseFrom(forwarded.get(1).body()).getSendMessage().getText());
        assertEquals("send_message", forwarded.get(1).headers().get("type"));
    }
}
