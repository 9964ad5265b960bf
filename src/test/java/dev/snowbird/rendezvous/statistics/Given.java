package dev.snowbird.rendezvous.statistics;

import dev.snowbird.net.IpLiteral;
import dev.snowbird.rendezvous.message.ClientPoll;
import dev.snowbird.rendezvous.message.Fingerprint;
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
import java.util.Optional;

/** What the tests of statistics begin with. */
public final class Given {

    private Given() {
    }

    public static InetAddress address(String literal) {
        return IpLiteral.parse(literal).orElseThrow();
    }

    public static ProxyPoll proxy(ProxyType type, NatType nat) {
        return new ProxyPoll("sid", type, nat, 0, Optional.of("snowflake.torproject.net$"));
    }

    public static ProxyPoll proxyWithoutPattern(ProxyType type, NatType nat) {
        return new ProxyPoll("sid", type, nat, 0, Optional.empty());
    }

    public static ClientPoll client(NatType nat) {
        return clientWithSdp("v=0\r\n", nat);
    }

    public static ClientPoll clientWithSdp(String sdp, NatType nat) {
        return new ClientPoll(SessionDescription.offer(sdp).encode(), nat, Fingerprint.DEFAULT);
    }

    public static ClientOrigin from(RendezvousMethod method, String literal) {
        return new ClientOrigin(method, Optional.of(address(literal)));
    }

    /** The small country database under vectors/. */
    public static Countries countries() throws IOException {
        return Countries.load(vectorFile("geoip"), vectorFile("geoip6"));
    }

    public static Path vectorFile(String name) {
        try {
            return Path.of(Given.class.getResource("/vectors/" + name).toURI());
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    public static String vector(String name) throws IOException {
        try (InputStream file = Given.class.getResourceAsStream("/vectors/" + name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
