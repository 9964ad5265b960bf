package dev.snowbird.http;

import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpEngine;

/**
 * Serves {@code platform-http} endpoints without a thread for each request. The stock engine hands every request to a
 * pool of 20 workers and keeps the worker until the route is done; proxies' polls are held for 10 s by the thousand.
 */
public final class AsyncHttpEngine extends VertxPlatformHttpEngine {

    private final Visitors visitors;

    /**
     * Takes what knows the peers.
     *
     * @param visitors asked about every request
     */
    public AsyncHttpEngine(Visitors visitors) {
        this.visitors = visitors;
    }

    @Override
    public PlatformHttpConsumer createConsumer(PlatformHttpEndpoint endpoint, Processor processor) {
        return new AsyncHttpConsumer(endpoint, processor, visitors);
    }

    /** Returns 0: the port is known to {@link HttpEdge} alone, which listens when all routes are ready. */
    @Override
    public int getServerPort() {
        return 0;
    }
}
