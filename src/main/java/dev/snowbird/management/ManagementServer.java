package dev.snowbird.management;

import io.vertx.ext.web.Router;
import java.util.function.Consumer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;

/**
 * The server that Camel's management pages are put on. Camel takes one that is there already for that port, and would
 * open its own before anybody else could add to it.
 */
final class ManagementServer extends VertxPlatformHttpServer {

    private final Consumer<Router> pages;

    /**
     * @param host  the address to bind to
     * @param port  the port; 0 for any
     * @param pages puts up what is to be there from the first moment
     */
    ManagementServer(String host, int port, Consumer<Router> pages) {
        super(at(host, port));
        this.pages = pages;
    }

    private static VertxPlatformHttpServerConfiguration at(String host, int port) {
        VertxPlatformHttpServerConfiguration place = new VertxPlatformHttpServerConfiguration();
        place.setBindHost(host);
        place.setBindPort(port);
        return place;
    }

    /** The last that is done before it listens. */
    @Override
    protected void initializeServer() {
        super.initializeServer();
        pages.accept(VertxPlatformHttpRouter.lookup(getCamelContext(),
                VertxPlatformHttpRouter.getRouterNameFromPort(getConfigurationPort())));
    }
}
