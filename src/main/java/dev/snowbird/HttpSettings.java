package dev.snowbird;

import dev.snowbird.http.EdgeLimits;
import dev.snowbird.http.HttpEdge;
import dev.snowbird.http.RateLimit;
import dev.snowbird.http.Visitors;
import dev.snowbird.rendezvous.statistics.Network;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The HTTP edge that the settings ask for. */
final class HttpSettings {

    /** How much longer than any held request a connection may be silent. */
    private static final Duration SILENCE = Duration.ofSeconds(30);

    private HttpSettings() {
    }

    /**
     * Makes the edge, which does not listen yet.
     *
     * @throws StartException when it would speak plain HTTP where that was not asked for
     */
    static HttpEdge edge(Settings settings) throws StartException {
        return new HttpEdge(limits(settings), visitors(settings), TlsRules.certificate(settings));
    }

    private static EdgeLimits limits(Settings settings) {
        Duration client = settings.duration("rendezvous.client-timeout");
        Duration proxy = settings.duration("rendezvous.proxy-timeout");
        Duration longestHold = client.compareTo(proxy) > 0 ? client : proxy;
        return new EdgeLimits(longestHold.plus(SILENCE), settings.duration("http.header-timeout"),
                settings.duration("http.body-timeout"), settings.integer("http.max-body-size"),
                settings.integer("http.max-header-size"), settings.integer("http.max-connections"));
    }

    private static Visitors visitors(Settings settings) {
        Map<String, RateLimit> limits = new HashMap<>();
        limit(settings, "http.polls-per-minute").ifPresent(polls -> limits.put("/proxy", polls));
        limit(settings, "http.offers-per-minute").ifPresent(offers -> {
            limits.put("/client", offers);
            limits.put("/amp/client", offers);
        });
        return new Visitors(Network.parseAll(settings.text("http.trusted-proxies")),
                settings.integer("http.trusted-hops"), limits);
    }

    private static Optional<RateLimit> limit(Settings settings, String key) {
        return settings.optional(key).map(Integer::parseInt).filter(limit -> limit > 0).map(RateLimit::new);
    }
}
