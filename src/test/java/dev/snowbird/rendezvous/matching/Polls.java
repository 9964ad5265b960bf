package dev.snowbird.rendezvous.matching;

import dev.snowbird.rendezvous.message.ClientPoll;
import dev.snowbird.rendezvous.message.Fingerprint;
import dev.snowbird.rendezvous.message.NatType;
import dev.snowbird.rendezvous.message.ProxyPoll;
import dev.snowbird.rendezvous.message.ProxyType;
import dev.snowbird.rendezvous.message.SessionDescription;
import java.util.Optional;

/** Polls of which only what matters to matching differs. */
final class Polls {

    static final PollTime NOW = new PollTime(0, 0);
    static final WaitingProxy.Origin NOWHERE = new WaitingProxy.Origin(Optional.empty(), false);

    private Polls() {
    }

    static ProxyPoll proxy(String sid, NatType nat, long clients) {
        return new ProxyPoll(sid, ProxyType.STANDALONE, nat, clients, Optional.of("snowflake.torproject.net$"));
    }

    static ClientPoll client(NatType nat) {
        return client("any", nat);
    }

    static ClientPoll client(String sdp, NatType nat) {
        return new ClientPoll(offer(sdp), nat, Fingerprint.DEFAULT);
    }

    static String offer(String sdp) {
        return SessionDescription.offer(sdp).encode();
    }
}
