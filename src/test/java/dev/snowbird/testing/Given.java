package dev.snowbird.testing;

import dev.snowbird.net.IpLiteral;
import dev.snowbird.rendezvous.statistics.ClientOrigin;
import dev.snowbird.rendezvous.statistics.Countries;
import dev.snowbird.rendezvous.statistics.RendezvousMethod;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** Addresses of peers, and what stands in the files under vectors/. */
public final class Given {

    private Given() {
    }

    public static InetAddress address(String literal) {
        return IpLiteral.parse(literal).orElseThrow();
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
