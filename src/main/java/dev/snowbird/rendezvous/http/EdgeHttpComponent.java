package dev.snowbird.rendezvous.http;

import dev.snowbird.net.Network;
import dev.snowbird.routes.CheckableComponent;
import io.github.bucket4j.TimeMeter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Endpoint;
import org.apache.camel.component.platform.http.PlatformHttpComponent;
import org.apache.camel.spi.annotations.Component;

/** Camel's {@code platform-http}, by whose parameters a route also says what {@link EdgeHttpEndpoint} knows. */
@Component("platform-http")
final class EdgeHttpComponent extends PlatformHttpComponent implements CheckableComponent {

    private final int maxBodySize;
    private final List<Network> trustedProxies;
    private final TimeMeter clock;
    /** Whether all routes are here at once, and none that another is about to replace. */
    private final boolean checks;
    private final Map<String, RateLimit> rateLimits = new ConcurrentHashMap<>();

    /**
     * Takes what holds where a route says nothing.
     *
     * @param maxBodySize    the longest request body, in bytes
     * @param trustedProxies the reverse proxies that are believed; when there are none, anybody is
     * @param clock          tells when a minute is over
     */
    EdgeHttpComponent(int maxBodySize, List<Network> trustedProxies, TimeMeter clock) {
        this(maxBodySize, trustedProxies, clock, false);
    }

    private EdgeHttpComponent(int maxBodySize, List<Network> trustedProxies, TimeMeter clock, boolean checks) {
        this.checks = checks;
        this.maxBodySize = maxBodySize;
        this.trustedProxies = trustedProxies;
        this.clock = clock;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String path, Map<String, Object> parameters) throws Exception {
        EdgeHttpEndpoint endpoint = new EdgeHttpEndpoint(uri, path, this, maxBodySize, trustedProxies);
        endpoint.setPlatformHttpEngine(getEngine());
        endpoint.setRequestTimeout(getRequestTimeout());
        setEndpointHeaderFilterStrategy(endpoint);
        setProperties(endpoint, parameters);
        return endpoint;
    }

    @Override
    public org.apache.camel.Component forCheck() {
        return new EdgeHttpComponent(maxBodySize, trustedProxies, clock, true);
    }

    /**
     * Returns what counts requests. A route that replaces another may bring another number; its count begins anew.
     *
     * @param countedAs the same for paths that are counted together
     * @param perMinute how many one address may make
     * @throws IllegalArgumentException in a check, when it is another number elsewhere
     */
    RateLimit rateLimit(String countedAs, int perMinute) {
        return rateLimits.compute(countedAs, (name, known) -> {
            if (known != null && known.perMinute() == perMinute) {
                return known;
            }
            if (known != null && checks) {
                throw new IllegalArgumentException(
                        "requestsPerMinute is %d, and %d on another path whose requests are countedAs: %s"
                                .formatted(perMinute, known.perMinute(), countedAs));
            }
            return new RateLimit(perMinute, clock);
        });
    }
}
