package dev.snowbird.rendezvous.http;

import dev.snowbird.net.Network;
import java.util.List;
import java.util.Optional;
import org.apache.camel.AfterPropertiesConfigured;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.spi.UriParam;

/**
 * A path of the HTTP edge. Beside the parameters of Camel's {@code platform-http}, a route says here how much a
 * stranger may ask, and whose word counts on who he is.
 */
public final class EdgeHttpEndpoint extends PlatformHttpEndpoint implements AfterPropertiesConfigured {

    @UriParam(description = "The longest request body, in bytes. Unset: as http.max-body-size says.")
    private int maxBodySize;

    @UriParam(description = "The reverse proxies whose headers Forwarded and X-Forwarded-For are believed:"
            + " addresses and networks, with commas between them. Empty: anybody's are."
            + " Unset: as http.trusted-proxies says.")
    private List<Network> trustedProxies;

    @UriParam(description = "How many reverse proxies a request comes through: its address is the item that is as many"
            + " from the end of a header; 0 for none. Unset: the first public item.")
    private Optional<Integer> trustedHops = Optional.empty();

    @UriParam(description = "How many requests one address may make in a minute. 0, empty or unset: any number.")
    private int requestsPerMinute;

    @UriParam(description = "A name under which requests are counted, together with those of other paths that give the"
            + " same. Unset: each path for itself.")
    private Optional<String> countedAs = Optional.empty();

    private ClientLimits clientLimits;

    /**
     * @param maxBodySize    holds where a route says nothing
     * @param trustedProxies hold where a route says nothing
     */
    EdgeHttpEndpoint(String uri, String path, EdgeHttpComponent component, int maxBodySize,
            List<Network> trustedProxies) {
        super(uri, path, component);
        this.maxBodySize = maxBodySize;
        this.trustedProxies = trustedProxies;
    }

    @Override
    public void afterPropertiesConfigured(CamelContext context) {
        EdgeHttpComponent component = (EdgeHttpComponent) getComponent();
        clientLimits = new ClientLimits(trustedProxies, trustedHops,
                Optional.of(requestsPerMinute).filter(rate -> rate > 0)
                        .map(rate -> component.rateLimit(countedAs.orElse(getEndpointUri()), rate)));
    }

    /** Returns who the peers of this path are, and how often they may come. */
    ClientLimits clientLimits() {
        return clientLimits;
    }

    int maxBodySize() {
        return maxBodySize;
    }

    /** Sets the longest request body, in bytes. */
    public void setMaxBodySize(String maxBodySize) {
        this.maxBodySize = number("maxBodySize", maxBodySize, 1);
    }

    /** Sets the reverse proxies that are believed. */
    public void setTrustedProxies(String trustedProxies) {
        try {
            this.trustedProxies = Network.parseAll(trustedProxies);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("trustedProxies is %s: %s".formatted(trustedProxies, e.getMessage()));
        }
    }

    /** Sets how many reverse proxies a request comes through. */
    public void setTrustedHops(String trustedHops) {
        this.trustedHops = Optional.of(number("trustedHops", trustedHops, 0));
    }

    /** Sets how many requests one address may make in a minute. */
    public void setRequestsPerMinute(String requestsPerMinute) {
        this.requestsPerMinute = requestsPerMinute.isEmpty() ? 0 : number("requestsPerMinute", requestsPerMinute, 0);
    }

    /** Sets what the requests are counted as. */
    public void setCountedAs(String countedAs) {
        this.countedAs = Optional.of(countedAs);
    }

    private static int number(String parameter, String text, int least) {
        try {
            int number = Integer.parseInt(text);
            if (number >= least) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below, as any other that does not fit.
        }
        throw new IllegalArgumentException("%s is %s; expected a whole number from %d to %d"
                .formatted(parameter, text.isEmpty() ? "nothing" : text, least, Integer.MAX_VALUE));
    }
}
