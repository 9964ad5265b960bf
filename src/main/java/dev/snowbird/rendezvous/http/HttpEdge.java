package dev.snowbird.rendezvous.http;

import dev.snowbird.tls.BadCertificateException;
import dev.snowbird.tls.CertificateFiles;
import io.github.bucket4j.TimeMeter;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.impl.VertxBuilder;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.apache.camel.component.platform.http.PlatformHttpConstants;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;

/**
 * The HTTP server that proxies and clients talk to. Camel's {@code platform-http} endpoints are served here, through
 * {@link AsyncHttpEngine}, so that a held request costs a connection and no thread.
 */
public final class HttpEdge implements AutoCloseable {

    /** The name under which routes' HTTP endpoints find this server. */
    static final String ROUTER = "snowbird-http-router";

    private static final Set<String> TLS_VERSIONS = Set.of("TLSv1.2", "TLSv1.3");
    /** Those that encrypt and authenticate in one, with keys that are lost when the connection ends. */
    private static final List<String> CIPHER_SUITES = List.of(
            "TLS_AES_256_GCM_SHA384", "TLS_AES_128_GCM_SHA256", "TLS_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384", "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256", "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");
    private static final int[] PEERS_MISTAKES = {400, 413, 417};
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** A burst of polls may connect faster than they can be accepted. */
    private static final int BACKLOG = 4096;
    /** A connection belongs to one of the event loops, of which there is one for each core. */
    private static final int LOOPS = Runtime.getRuntime().availableProcessors();
    /** Any free port, and the same for all who ask Vert.x for this number. */
    private static final int ANY_PORT = -1;

    private final Vertx vertx;
    private final Router router;
    private final EdgeLimits limits;
    private final Optional<CertificateFiles> certificate;

    /**
     * @param limits      what a stranger may take
     * @param certificate what to do TLS with; none for plain HTTP
     */
    public HttpEdge(EdgeLimits limits, Optional<CertificateFiles> certificate) {
        this.limits = limits;
        this.certificate = certificate;
        vertx = new VertxBuilder(new VertxOptions().setEventLoopPoolSize(LOOPS)).findTransport(new ConnectionLimit(
                limits.maxConnections(), certificate.map(tls -> limits.bodyTimeout()))).init().vertx();
        router = Router.router(vertx);
        router.route().handler(new StreamTimeout(limits.bodyTimeout()));
        router.route().handler(new RequestPath());
        // Without a handler Vert.x logs each as an error of the server's.
        for (int mistake : PEERS_MISTAKES) {
            router.errorHandler(mistake, request -> request.response().setStatusCode(mistake).end());
        }
        router.errorHandler(404, HttpEdge::notFound);
    }

    /**
     * Makes {@code platform-http} endpoints of a Camel context appear on this server. An endpoint is one like Camel's
     * own unless its parameter {@code platformHttpEngine} is {@code #sameOriginHttp} or {@code #crossOriginHttp}: then
     * it is served to the letter of the Snowflake contract, to pages of its own origin or of any. Its further
     * parameters are those of {@link EdgeHttpEndpoint}.
     *
     * @param registry takes each object by its name
     */
    public void bind(BiConsumer<String, Object> registry) {
        registry.accept(PlatformHttpConstants.PLATFORM_HTTP_COMPONENT_NAME,
                new EdgeHttpComponent(limits.maxBodySize(), limits.trustedProxies(), TimeMeter.SYSTEM_NANOTIME));
        registry.accept(PlatformHttpConstants.PLATFORM_HTTP_ENGINE_NAME, new AsyncHttpEngine(
                (endpoint, route) -> new AsyncHttpConsumer(endpoint, route)));
        registry.accept("sameOriginHttp", new AsyncHttpEngine(
                (endpoint, route) -> new ContractHttpConsumer(endpoint, route, false)));
        registry.accept("crossOriginHttp", new AsyncHttpEngine(
                (endpoint, route) -> new ContractHttpConsumer(endpoint, route, true)));
        registry.accept(ROUTER, new VertxPlatformHttpRouter(null, vertx, router, ROUTER) {
            @Override
            public Handler<RoutingContext> bodyHandler() {
                return AsyncHttpConsumer::readBody;
            }
        });
    }

    /**
     * Starts to listen; called when the routes are ready.
     *
     * @param host an address of this machine
     * @param port the TCP port, 0 for any free one
     * @return the port in use
     * @throws BadCertificateException when TLS is not possible
     * @throws Exception               when the port is taken (a {@link java.net.BindException} is among the causes)
     */
    public int listen(String host, int port) throws Exception {
        HttpServerOptions options = options();
        Queue<HttpServer> servers = new ConcurrentLinkedQueue<>();
        // Each is bound to an event loop of its own; of those with the same port one listens, and gives to all in turn.
        vertx.deployVerticle(() -> new AbstractVerticle() {
            @Override
            public void start(Promise<Void> started) {
                vertx.createHttpServer(options).requestHandler(router).connectionHandler(HttpEdge.this::guard)
                        .listen(port == 0 ? ANY_PORT : port, host).onSuccess(servers::add).<Void>mapEmpty()
                        .onComplete(started);
            }
        }, new DeploymentOptions().setInstances(LOOPS)).toCompletionStage().toCompletableFuture().get();
        return servers.element().actualPort();
    }

    private HttpServerOptions options() throws BadCertificateException {
        HttpServerOptions options = new HttpServerOptions()
                .setAcceptBacklog(BACKLOG)
                .setTcpKeepAlive(true)
                .setHttp2ClearTextEnabled(false)
                // Nobody speaks WebSocket here, and each connection would have a handler for its compression.
                .setPerFrameWebSocketCompressionSupported(false).setPerMessageWebSocketCompressionSupported(false)
                .setMaxInitialLineLength(limits.maxHeaderSize()).setMaxHeaderSize(limits.maxHeaderSize())
                .setSslHandshakeTimeout(0)
                .setIdleTimeout((int) limits.idleTimeout().toSeconds()).setIdleTimeoutUnit(TimeUnit.SECONDS);
        options.getInitialSettings().setMaxHeaderListSize(limits.maxHeaderSize());
        if (certificate.isPresent()) {
            options.setSsl(true).setUseAlpn(true).setEnabledSecureTransportProtocols(TLS_VERSIONS)
                    .setKeyCertOptions(KeyCertOptions.wrap(certificate.get().renewed()));
            CIPHER_SUITES.forEach(options::addEnabledCipherSuite);
        }
        return options;
    }

    private void guard(HttpConnection connection) {
        RequestGate.guard(((ConnectionBase) connection).channel().pipeline(), limits.maxHeaderSize());
        RequestTimeout.watch(connection, limits);
    }

    /** Answers what no route serves, as the reference's web server does (Snowflake contract, section 2). */
    private static void notFound(RoutingContext request) {
        request.response().setStatusCode(404)
                .putHeader("Content-Type", ContractHttpConsumer.PLAIN_TEXT)
                .putHeader("X-Content-Type-Options", "nosniff")
                .end("404 page not found\n");
    }

    /** Closes every connection and ends the server's threads. */
    @Override
    public void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
}
