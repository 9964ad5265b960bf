package dev.snowbird.rendezvous.statistics;

import dev.snowbird.rendezvous.matching.Fingerprint;
import dev.snowbird.rendezvous.message.ClientPoll;
import dev.snowbird.rendezvous.message.NatType;
import dev.snowbird.rendezvous.message.ProxyPoll;
import dev.snowbird.rendezvous.message.ProxyType;
import dev.snowbird.rendezvous.message.SessionDescription;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;

/** What the tests of statistics begin with. */
final class Given {

    private Given() {
    }

    static InetAddress address(String literal) {
        return IpLiteral.parse(literal).orElseThrow();
    }

    static ProxyPoll proxy(ProxyType type, NatType nat) {
        return new ProxyPoll("sid", type, nat, 0, Optional.of("snowflake.torproject.net$"));
    }

    static ProxyPoll proxyWithoutPattern(ProxyType type, NatType nat) {
        return new ProxyPoll("sid", type, nat, 0, Optional.empty());
    }

    static ClientPoll client(NatType nat) {
        return clientWithSdp("v=0\r\n", nat);
    }

    static ClientPoll clientWithSdp(String sdp, NatType nat) {
        return new ClientPoll(SessionDescription.offer(sdp).encode(), nat, Fingerprint.DEFAULT);
    }

    static ClientOrigin from(RendezvousMethod method, String literal) {
        return new ClientOrigin(method, Optional.of(address(literal)));
    }

    /** The small country database under vectors/. */
    static Countries countries() throws IOException {
        return Countries.load(vectorFile("geoip"), vectorFile("geoip6"));
    }

    static Path vectorFile(String name) {
        try {
            return Path.of(Given.class.getResource("/vectors/" + name).toURI());
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static String vector(String name) throws IOException {
        try (InputStream file = Given.class.getResourceAsStream("/vectors/" + name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** A clock that stands still until it is moved. */
    static final class HandClock extends Clock {

        private final ZoneId zone;
        private Instant now;

        HandClock(String start) {
            this(Instant.parse(start), ZoneOffset.UTC);
        }

        HandClock(Instant start, ZoneId zone) {
            this.now = start;
            this.zone = zone;
        }

        void advance(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return zone;
        }

        @Override
        public Clock withZone(ZoneId other) {
            return new HandClock(now, other);
        }
    }
}
