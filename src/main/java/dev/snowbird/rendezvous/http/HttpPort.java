package dev.snowbird.rendezvous.http;

import dev.snowbird.net.Listener;
import dev.snowbird.settings.Settings;
import dev.snowbird.start.FreePort;
import dev.snowbird.start.Half;
import dev.snowbird.start.StartContext;
import dev.snowbird.start.StartException;
import dev.snowbird.tls.BadCertificateException;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;

/**
 * The HTTP edge at its port. It is the rendezvous' own; where that is switched off this is all that is left of its
 * half, and opens only for pages of the operator's.
 */
public final class HttpPort implements Half {

    private static final String SETTING = "http.port";

    private final StartContext start;
    private final String host;
    private final int port;
    private HttpEdge edge;

    /**
     * @param start what both halves stand on
     */
    public HttpPort(StartContext start) {
        Settings settings = start.settings();
        this.start = start;
        this.host = settings.text("http.host");
        this.port = settings.integer(SETTING);
    }

    /**
     * Checks what opening needs, for those who know that it will be opened.
     *
     * @throws StartException when the port can't be had, or would speak plain HTTP where that was not asked for
     */
    public void check() throws StartException {
        checkSettings();
        FreePort.require(SETTING, host, port);
    }

    /**
     * Checks what can be checked without the port.
     *
     * @throws StartException when it would speak plain HTTP where that was not asked for
     */
    public void checkSettings() throws StartException {
        HttpSettings.requireTls(start.settings());
    }

    @Override
    public String name() {
        return "the HTTP port";
    }

    @Override
    public void prepare() {
        edge = HttpSettings.edge(start.settings(), start.certificates());
        start.parts().push("the HTTP edge", edge);
        edge.bind(start.camel()::bind);
    }

    /**
     * Opens the port, if a route begins at it, which may be one that is started later.
     *
     * @throws StartException as {@link #check}, or when TLS is not possible
     */
    @Override
    public void open() throws StartException {
        if (isUsed()) {
            check();
            int opened = start.listen("the HTTP port", SETTING, host, port, attempt -> listen());
            start.listeners().add(new Listener("http", host, opened));
        }
    }

    private boolean isUsed() {
        return start.camel().getCamelContext().getEndpoints().stream().anyMatch(PlatformHttpEndpoint.class::isInstance);
    }

    private int listen() throws Exception {
        try {
            return edge.listen(host, port);
        } catch (BadCertificateException e) {
            throw new StartException(e.getMessage(), e);
        }
    }

    /** Does nothing: what has been asked over HTTP is answered by the routes, before the edge is closed as a part. */
    @Override
    public void close() {
    }
}
