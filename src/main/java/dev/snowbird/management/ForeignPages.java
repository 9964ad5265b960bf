package dev.snowbird.management;

import io.netty.util.NetUtil;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.InetAddress;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells the requests that some web page makes its reader's browser send from those of programs, for ports that have no
 * password. A browser says whose page it is, in {@code Origin} or {@code Sec-Fetch-Site}; and where a page's own name
 * is turned into an address of ours, the name is in {@code Host}.
 */
public final class ForeignPages {

    /** What a foreign page is told, with status 403. */
    public static final String REFUSAL = "Refused: a Host or an Origin that is not of this server.\n";

    private static final int FORBIDDEN = 403;
    private static final Pattern AUTHORITY = Pattern.compile("\\[?([^\\[\\]@/]*?)]?(?::[0-9]*)?");
    private static final Set<String> OTHER_SITES = Set.of("cross-site", "same-site");

    private final Set<String> names = new HashSet<>(Set.of("localhost"));
    private final boolean isOnLoopback;

    /**
     * Takes what is no foreign host. Of loopback there are always {@code localhost} and its addresses, elsewhere any
     * address: those are nobody's to turn.
     *
     * @param host  the name or address that the server is bound to
     * @param names further names that it is called by
     */
    public ForeignPages(String host, Collection<String> names) {
        this.names.add(host.toLowerCase(Locale.ROOT));
        names.forEach(name -> this.names.add(name.toLowerCase(Locale.ROOT)));
        isOnLoopback = isLoopback(host);
    }

    /**
     * Says whether a request comes from a foreign page.
     *
     * @param header gives the value of a header, by its name
     */
    public boolean sent(Function<String, Optional<String>> header) {
        Optional<String> host = header.apply("Host");
        return !host.map(this::isOwn).orElse(true)
                || !header.apply("Origin").map(origin -> isOf(origin, host.orElse(""))).orElse(true)
                || header.apply("Sec-Fetch-Site").filter(OTHER_SITES::contains).isPresent();
    }

    private boolean isOwn(String authority) {
        Matcher matcher = AUTHORITY.matcher(authority.strip());
        if (!matcher.matches()) {
            return false;
        }
        String host = matcher.group(1).toLowerCase(Locale.ROOT);
        return names.contains(host) || isLoopback(host)
                || !isOnLoopback && NetUtil.createInetAddressFromIpAddressString(host) != null;
    }

    private static boolean isOf(String origin, String authority) {
        return origin.equalsIgnoreCase("http://" + authority) || origin.equalsIgnoreCase("https://" + authority);
    }

    private static boolean isLoopback(String host) {
        InetAddress address = NetUtil.createInetAddressFromIpAddressString(host);
        return address == null ? host.equalsIgnoreCase("localhost") : address.isLoopbackAddress();
    }

    /** Refuses foreign pages all that a server has. */
    public void keepFrom(Router server) {
        server.route().order(Integer.MIN_VALUE).handler(this::refuse);
    }

    private void refuse(RoutingContext request) {
        if (sent(name -> Optional.ofNullable(request.request().getHeader(name)))) {
            request.response().setStatusCode(FORBIDDEN).putHeader("Content-Type", "text/plain; charset=utf-8")
                    .end(REFUSAL);
        } else {
            request.next();
        }
    }
}
