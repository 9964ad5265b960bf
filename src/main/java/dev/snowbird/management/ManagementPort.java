package dev.snowbird.management;

import dev.snowbird.log.RootCause;
import dev.snowbird.start.StartException;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Vertx;
import java.net.BindException;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engine below Camel's management server. Camel would make one itself, and go on without a server when its port is
 * taken, after a stack trace.
 */
public final class ManagementPort implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ManagementPort.class);
    private static final long PATIENCE_SECONDS = 5;

    private final Vertx vertx = Vertx.vertx().exceptionHandler(this::failed);
    private volatile Throwable taken;

    private void failed(Throwable failure) {
        if (RootCause.of(failure) instanceof BindException) {
            taken = failure;
        } else {
            LOG.warn("A request on the management port failed: {}", RootCause.line(failure));
        }
    }

    /** Has Camel use it, for it looks for the only one there is. */
    public void bind(BiConsumer<String, Object> registry) {
        registry.accept("management-vertx", vertx);
    }

    /**
     * Returns the port in use.
     *
     * @param context is running
     * @param host    the address to listen on
     * @param port    the port that was asked for
     * @throws StartException when it could not be had
     */
    public int listening(CamelContext context, String host, int port) throws StartException, InterruptedException {
        for (EventExecutor loop : vertx.nettyEventLoopGroup()) {
            // Camel goes on just before the failure is thrown; behind this it is.
            loop.submit(() -> { }).await();
        }
        if (taken != null) {
            throw StartException.ofListener("management.port", host, port, taken);
        }
        return context.hasService(VertxPlatformHttpServer.class).getServer().actualPort();
    }

    @Override
    public void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
}
