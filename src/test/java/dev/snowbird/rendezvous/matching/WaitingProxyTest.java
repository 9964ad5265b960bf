package dev.snowbird.rendezvous.matching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snowbird.rendezvous.message.ClientPoll;
import dev.snowbird.rendezvous.message.NatType;
import dev.snowbird.testing.Polls;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WaitingProxyTest {

    private final ClientPoll client = Polls.client(NatType.UNKNOWN);
    private final WaitingProxy proxy = new WaitingProxy(Polls.proxy("sid", NatType.UNKNOWN, 0), 1,
            new PollTime(0, 0), new WaitingProxy.Origin(Optional.empty(), false));

    @Test
    void isClaimedOnce() {
        assertTrue(proxy.claim(client));
        assertFalse(proxy.claim(Polls.client("another", NatType.UNKNOWN)));
        proxy.giveUp();

        assertEquals(Optional.of(client), proxy.offer().join());
    }

    @Test
    void isNotClaimedAfterItGaveUp() {
        proxy.giveUp();

        assertFalse(proxy.claim(client));
        assertEquals(Optional.empty(), proxy.offer().join());
    }

    @Test
    void answersOnlyTheClientItWasClaimedForAndOnlyOnce() {
        assertFalse(proxy.answer("before any client"));
        proxy.claim(client);

        assertTrue(proxy.answer("in time"));
        assertFalse(proxy.answer("again"));
        assertEquals("in time", proxy.answer().join());
    }

    @Test
    void hasNobodyToAnswerAfterItGaveUp() {
        proxy.giveUp();

        assertFalse(proxy.answer("too late"));
    }
}
