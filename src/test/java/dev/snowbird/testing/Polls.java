package dev.snowbird.testing;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.snowbird.rendezvous.message.ClientPoll;
import dev.snowbird.rendezvous.message.Fingerprint;
import dev.snowbird.rendezvous.message.GoJson;
import dev.snowbird.rendezvous.message.NatType;
import dev.snowbird.rendezvous.message.ProxyPoll;
import dev.snowbird.rendezvous.message.ProxyType;
import dev.snowbird.rendezvous.message.SessionDescription;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** What the peers of the rendezvous say. The polls that methods make differ only in what matters to a test. */
public final class Polls {

    /** An offer and its answer, with signs that JSON, HTML and UTF-8 write in ways of their own. */
    public static final String OFFER = "{\"type\":\"offer\",\"sdp\":\"v=0 of the client\\r\\n<ö>\"}";
    public static final String ANSWER =
            "{\"type\":\"answer\",\"sdp\":\"v=0 of the proxy\\r\\na=candidate:1 <ä>\"}";

    private static final Optional<String> PATTERN = Optional.of("snowflake.torproject.net$");

    /** A client with that offer, and a proxy that fits it. */
    public static final ClientPoll CLIENT = new ClientPoll(OFFER, NatType.RESTRICTED, Fingerprint.DEFAULT);
    public static final ProxyPoll PROXY = proxy("the-sid", NatType.UNRESTRICTED, 0);

    private Polls() {
    }

    public static ProxyPoll proxy(String sid, NatType nat, long clients) {
        return new ProxyPoll(sid, ProxyType.STANDALONE, nat, clients, PATTERN);
    }

    public static ProxyPoll proxy(ProxyType type, NatType nat) {
        return new ProxyPoll("sid", type, nat, 0, PATTERN);
    }

    public static ProxyPoll proxyWithoutPattern(ProxyType type, NatType nat) {
        return new ProxyPoll("sid", type, nat, 0, Optional.empty());
    }

    public static ClientPoll client(NatType nat) {
        return client("any", nat);
    }

    public static ClientPoll client(String sdp, NatType nat) {
        return new ClientPoll(offer(sdp), nat, Fingerprint.DEFAULT);
    }

    public static String offer(String sdp) {
        return SessionDescription.offer(sdp).encode();
    }

    /** Writes a client's poll as a client does, with nothing but its offer. */
    public static String versioned(String offer) {
        return "1.0\n" + GoJson.write(Map.of("offer", offer));
    }

    /** Returns why a client gets no answer, which is known at once. */
    public static <T extends Throwable> T refusal(Class<T> reason, CompletionStage<?> client) {
        return assertInstanceOf(reason, client.toCompletableFuture().handle((answer, failure) -> failure).getNow(null));
    }
}
