package dev.snowbird.management;

import dev.snowbird.log.RootCause;
import dev.snowbird.net.Listener;
import dev.snowbird.settings.HostText;
import dev.snowbird.start.Drain;
import dev.snowbird.start.FreePort;
import dev.snowbird.start.StartContext;
import dev.snowbird.start.StartException;
import dev.snowbird.status.StatusBoard;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.net.BindException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.HealthConfigurationProperties;
import org.apache.camel.main.MainListenerSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engine below Camel's management server. Camel would make one itself, and go on without a server when its port is
 * taken, after a stack trace.
 */
public final class ManagementPort implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ManagementPort.class);
    private static final String SETTING = "management.port";
    private static final long PATIENCE_SECONDS = 5;

    private final Vertx vertx = Vertx.vertx().exceptionHandler(this::failed);
    private final ProgramHealth health = new ProgramHealth();
    private final StatusBoard board;
    private volatile Throwable taken;

    /**
     * @param board what the status page tells
     */
    public ManagementPort(StatusBoard board) {
        this.board = board;
    }

    private void failed(Throwable failure) {
        if (RootCause.of(failure) instanceof BindException) {
            taken = failure;
        } else {
            LOG.warn("A request on the management port failed: {}", RootCause.line(failure));
        }
    }

    /**
     * Has Camel use it, for it looks for the only one there is, and serve health, metrics and perhaps its dev console
     * beside the status page. From the first moment no web page is let in.
     *
     * @throws StartException when the port can't be had
     */
    public void prepare(StartContext start) throws StartException {
        String host = start.settings().text("management.host");
        int port = start.settings().integer(SETTING);
        FreePort.require(SETTING, host, port);
        start.camel().bind("management-vertx", vertx);
        start.camel().bind("program-health", health);
        HealthConfigurationProperties checks = start.camel().configure().health();
        checks.setConsumersEnabled(false);
        checks.setExcludePattern("context");
        // What the console tells of routes it takes from their MBeans.
        boolean console = start.settings().flag("management.dev-console");
        start.camel().configure().withDevConsoleEnabled(console).withJmxEnabled(console);
        ForeignPages foreign = new ForeignPages(
                host, HostText.parseAll(start.settings().text("management.allowed-hosts")));
        StatusPage status = new StatusPage(board, health);
        start.camel().addMainListener(new MainListenerSupport() {
            @Override
            public void beforeConfigure(BaseMainSupport main) {
                add(main.getCamelContext(), host, port, server -> {
                    foreign.keepFrom(server);
                    status.serve(server, main.getCamelContext());
                });
            }
        });
        start.camel().configure().httpManagementServer().withEnabled(true).withHost(host).withPort(port)
                .withHealthCheckEnabled(true).withMetricsEnabled(true).withDevConsoleEnabled(console);
    }

    private static void add(CamelContext context, String host, int port, Consumer<Router> pages) {
        try {
            context.addService(new ManagementServer(host, port, pages));
        } catch (Exception e) {
            throw RuntimeCamelException.wrapRuntimeCamelException(e);
        }
    }

    /**
     * Says that the program is ready.
     *
     * @return says, when it is closed, that the program is so no more
     */
    public AutoCloseable ready() {
        health.started();
        return health::stopping;
    }

    /** Says that peers had better go elsewhere. */
    public void draining() {
        health.draining();
    }

    /**
     * Sees that Camel has opened the port.
     *
     * @param drain what is told at {@value DrainPage#PATH}
     * @throws StartException when it could not be had after all
     */
    public void open(StartContext start, Drain drain) throws StartException, InterruptedException {
        String host = start.settings().text("management.host");
        int port = start.settings().integer(SETTING);
        CamelContext context = start.camel().getCamelContext();
        start.listeners().add(new Listener("management", host, listening(context, host, port)));
        DrainPage.serve(VertxPlatformHttpRouter.lookup(
                context, VertxPlatformHttpRouter.getRouterNameFromPort(port)), drain);
    }

    private int listening(CamelContext context, String host, int port) throws StartException, InterruptedException {
        for (EventExecutor loop : vertx.nettyEventLoopGroup()) {
            // Camel goes on just before the failure is thrown; behind this it is.
            loop.submit(() -> { }).await();
        }
        if (taken != null) {
            throw StartException.ofListener(SETTING, host, port, taken);
        }
        return context.hasService(VertxPlatformHttpServer.class).getServer().actualPort();
    }

    @Override
    public void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
}
