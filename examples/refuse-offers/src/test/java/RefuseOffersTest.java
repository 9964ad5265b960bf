import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snowbird.testkit.Client;
import dev.snowbird.testkit.Proxy;
import dev.snowbird.testkit.SnowbirdTest;
import java.util.Map;
import org.junit.jupiter.api.Test;

@SnowbirdTest
class RefuseOffersTest {

    @Test
    void anOfferThatNamesNoAddressIsRefused(Client client) throws Exception {
        assertEquals(Map.of("error", "no candidate in the offer"), client.offer("v=0"));
    }

    @Test
    void anyOtherGoesToAProxy(Proxy proxy, Client client) throws Exception {
        proxy.answers("v=0 a=candidate:2");

        assertTrue(client.offerOverSqs("v=0 a=candidate:1").containsKey("answer"));
        assertEquals("v=0 a=candidate:1", proxy.offer());
    }
}
