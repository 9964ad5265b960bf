package dev.snowbird.rendezvous.http;

import java.util.function.BiFunction;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpEngine;

/**
 * Serves {@code platform-http} endpoints without a thread for each request. The stock engine hands every request to a
 * pool of 20 workers and keeps the worker until the route is done; proxies' polls are held for 10 s by the thousand.
 */
final class AsyncHttpEngine extends VertxPlatformHttpEngine {

    private final BiFunction<EdgeHttpEndpoint, Processor, AsyncHttpConsumer> manner;

    /**
     * Takes the manner in which requests are read and answered.
     *
     * @param manner makes what serves an endpoint
     */
    AsyncHttpEngine(BiFunction<EdgeHttpEndpoint, Processor, AsyncHttpConsumer> manner) {
        this.manner = manner;
    }

    @Override
    public PlatformHttpConsumer createConsumer(PlatformHttpEndpoint endpoint, Processor processor) {
        return manner.apply((EdgeHttpEndpoint) endpoint, processor);
    }

    /** Returns 0: the port is known to {@link HttpEdge} alone, which listens when all routes are ready. */
    @Override
    public int getServerPort() {
        return 0;
    }
}
