package dev.snowbird.seabird.api;

import dev.snowbird.tls.BadCertificateException;
import dev.snowbird.tls.CertificateFiles;
import io.grpc.Codec;
import io.grpc.DecompressorRegistry;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.ServerCredentials;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.TlsServerCredentials;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The gRPC port of plugins and chat backends (Seabird contract, sections 1 and 2). What its calls do is told by the
 * routes that begin with {@code seabird-grpc:}.
 */
public final class SeabirdGrpcServer implements AutoCloseable {

    /** How long unary calls may go on when core stops. Each waits for a backend for about a second. */
    private static final int GRACE_SECONDS = 2;
    private static final int LOOK_MILLIS = 20;
    /** How long it may take until peers have read that core stops. */
    private static final int LAST_SECONDS = 2;
    /** How many unary calls one connection may have open beside its streams, before its client makes them wait. */
    private static final int CALLS_BESIDE_STREAMS = 1_000;
    /** How often a connection may drop calls in ten seconds: that costs a peer less than it costs a server. */
    private static final int DROPPED_CALLS = 10_000;

    private final ServerLimits limits;
    private final Optional<CertificateFiles> certificate;
    private final RpcRoutes routes = new RpcRoutes();
    private final Connections connections;
    private final OpenStreams streams;
    private final OpenCalls calls = new OpenCalls();
    private final TokenLookups lookups;
    private final ServerThreads threads = new ServerThreads();
    private final ServerServices services;
    private final HealthStatusManager health = new HealthStatusManager();
    private Optional<Server> server = Optional.empty();
    private boolean closed;

    /**
     * Takes what the port needs; it is not open yet.
     *
     * @param tokens      who may call
     * @param limits      what a peer may take
     * @param certificate what to do TLS with; none for plain HTTP/2
     * @param meters      where the gauges {@code seabird.connections} and {@code seabird.streams} and the timer
     *                    {@code seabird.calls} go
     */
    public SeabirdGrpcServer(Tokens tokens, ServerLimits limits, Optional<CertificateFiles> certificate,
            MeterRegistry meters) {
        this.limits = limits;
        this.certificate = certificate;
        this.connections = new Connections(limits.connections(), meters);
        this.streams = new OpenStreams(
                limits.maxStreams(), new PeersBacklog(limits.maxWaitingBytes()), meters);
        this.lookups = new TokenLookups(tokens);
        this.services = new ServerServices(
                new Authentication(lookups, threads.work()), routes, streams, calls, threads.work(), meters);
        setServing(false);
    }

    /** Returns where routes come into service. */
    RpcRoutes routes() {
        return routes;
    }

    /**
     * Opens the port.
     *
     * @param host the address or name to listen on
     * @param port the port; 0 for any free one
     * @return the port in use
     * @throws BadCertificateException when TLS is not possible
     * @throws IOException             when the port is taken (a {@link java.net.BindException} is among the causes)
     */
    public synchronized int listen(String host, int port) throws IOException {
        List<ServerServiceDefinition> guarded = services.guarded();
        NettyServerBuilder builder = NettyServerBuilder
                .forAddress(new InetSocketAddress(host, port), credentials())
                .bossEventLoopGroup(threads.network()).workerEventLoopGroup(threads.network())
                .channelFactory(connections::listener)
                .addTransportFilter(connections)
                .handshakeTimeout(limits.connections().handshakeTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .keepAliveTime(limits.connections().keepaliveInterval().toMillis(), TimeUnit.MILLISECONDS)
                .keepAliveTimeout(limits.connections().keepaliveTimeout().toMillis(), TimeUnit.MILLISECONDS)
                // On the threads that read: nothing that calls do waits, and what could goes elsewhere.
                .directExecutor()
                // Its own limit resets streams without a word; MessageLimit says why.
                .maxInboundMessageSize(Integer.MAX_VALUE)
                .addStreamTracerFactory(MessageLimit.factory(limits.messages()))
                .maxConcurrentCallsPerConnection(
                        Math.min(limits.maxStreams(), Integer.MAX_VALUE - CALLS_BESIDE_STREAMS)
                                + CALLS_BESIDE_STREAMS)
                .maxRstFramesPerWindow(DROPPED_CALLS, 10)
                // Clients' pings are never punished (section 1). Any interval would punish one that pings that often.
                .permitKeepAliveTime(0, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true)
                // As in the reference (section 1), and so that a short message can't become a long one here.
                .decompressorRegistry(DecompressorRegistry.emptyInstance().with(Codec.Identity.NONE, false))
                .addServices(guarded)
                .addService(ServerInterceptors.intercept(
                        health.getHealthService(), new CallLimit(CallLimit.STANDARD_CALLS)))
                .fallbackHandlerRegistry(services.unknown(guarded));
        server = Optional.of(builder.build().start());
        return server.get().getPort();
    }

    private ServerCredentials credentials() throws BadCertificateException {
        if (certificate.isEmpty()) {
            return InsecureServerCredentials.create();
        }
        return TlsServerCredentials.newBuilder().keyManager(certificate.get().renewed()).build();
    }

    /** Says in a line why no token can be checked now; empty when that can be done. May wait for seconds. */
    public Optional<String> tokenTrouble() {
        return lookups.trouble();
    }

    /**
     * Tells those who ask for this server's health whether to send it calls. At first it is not serving.
     *
     * @param serving whether calls can succeed
     */
    public void setServing(boolean serving) {
        ServingStatus status = serving ? ServingStatus.SERVING : ServingStatus.NOT_SERVING;
        health.setStatus(HealthStatusManager.SERVICE_NAME_ALL_SERVICES, status);
        Rpc.SERVICES.forEach(service -> health.setStatus(service.getName(), status));
    }

    /** Tells those who ask for this server's health to send it no more calls, for good; they are still taken. */
    public void announceStop() {
        health.enterTerminalState();
    }

    /** Takes no more calls, and ends all streams when the unary calls are done, or have had a moment for it. */
    public synchronized void sendAway() throws InterruptedException {
        server.ifPresent(Server::shutdown);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(GRACE_SECONDS);
        // They wait for backends, which reply by their streams.
        while (calls.count() > 0 && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
        // First the calls: with its stream a backend goes, and nobody is to hear that there is no such backend.
        calls.endAll();
        streams.endAll();
    }

    /** Returns how many streams are open. */
    public int openStreams() {
        return streams.count();
    }

    /** Returns how many unary calls are in flight. */
    public int openCalls() {
        return calls.count();
    }

    /** Sends away who is here, as {@link #sendAway} does, and ends all threads. */
    @Override
    public synchronized void close() throws InterruptedException {
        if (closed) {
            return;
        }
        closed = true;
        health.enterTerminalState();
        sendAway();
        if (server.isPresent() && !server.get().awaitTermination(LAST_SECONDS, TimeUnit.SECONDS)) {
            server.get().shutdownNow().awaitTermination(LAST_SECONDS, TimeUnit.SECONDS);
        }
        lookups.close();
        threads.close();
    }
}
