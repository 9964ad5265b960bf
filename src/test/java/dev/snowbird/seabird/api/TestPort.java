package dev.snowbird.seabird.api;

import dev.snowbird.seabird.chat.RouteProperties;
import dev.snowbird.seabird.chat.SizeLimit;
import dev.snowbird.tls.CertificateFiles;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.AsyncProcessorSupport;

/** A gRPC port on loopback with one good token, Camel with the routes of a test, and clients of it. */
final class TestPort implements AutoCloseable {

    static final ConnectionLimits PATIENT = new ConnectionLimits(5_000, Duration.ofMinutes(1), Duration.ofMinutes(1),
            Duration.ofMinutes(1), Duration.ofMinutes(1));
    static final ServerLimits GENEROUS =
            new ServerLimits(new SizeLimit(4_194_304), 2_000, 100_000_000, PATIENT);
    static final String USER = "bot";
    static final int PATIENCE_SECONDS = 60;

    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private final Tokens tokens;
    private final String token;
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final CamelContext camel = new DefaultCamelContext();
    private final List<ManagedChannel> channels = new ArrayList<>();
    private final SeabirdGrpcServer server;
    private final int port;

    TestPort() throws Exception {
        this(Tokens.open("sqlite::memory:"), GENEROUS, Optional.empty());
    }

    TestPort(ServerLimits limits) throws Exception {
        this(Tokens.open("sqlite::memory:"), limits, Optional.empty());
    }

    TestPort(Tokens tokens, ServerLimits limits, Optional<CertificateFiles> certificate) throws Exception {
        this.tokens = tokens;
        this.token = tokens.add(USER);
        server = new SeabirdGrpcServer(tokens, limits, certificate, meters);
        camel.getRegistry().bind("seabird-grpc", new SeabirdGrpcComponent(server));
        camel.start();
        port = server.listen("127.0.0.1", 0);
    }

    /** Serves an RPC with one step, whose exceptions nobody handles. */
    void route(String rpc, Processor step) throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("seabird-grpc:" + rpc).routeId(rpc.replace('?', '-')).process(step);
            }
        });
    }

    /** A step that waits for something without a thread; what comes of it is the body. */
    static Processor waiting(Function<Exchange, CompletionStage<?>> wait) {
        return new AsyncProcessorSupport() {
            @Override
            public boolean process(Exchange exchange, AsyncCallback callback) {
                wait.apply(exchange).whenComplete((body, failure) -> {
                    exchange.getMessage().setBody(body);
                    exchange.setException(failure);
                    callback.done(false);
                });
                return false;
            }
        };
    }

    static GrpcStream stream(Exchange exchange) {
        return exchange.getProperty(RouteProperties.STREAM, GrpcStream.class);
    }

    int port() {
        return port;
    }

    /** Returns the good token. */
    String token() {
        return token;
    }

    Tokens tokens() {
        return tokens;
    }

    SeabirdGrpcServer server() {
        return server;
    }

    CamelContext camel() {
        return camel;
    }

    MeterRegistry meters() {
        return meters;
    }

    /** Returns how many streams the metrics say are open. */
    double openStreams(String rpc) {
        return meters.get("seabird.streams").tag("rpc", rpc).gauge().value();
    }

    /** Returns how many streams the metrics say have ended because the peer did not read. */
    double streamsTooFarBehind(String rpc) {
        return meters.get("seabird.streams.too.far.behind").tag("rpc", rpc).counter().count();
    }

    /** Returns a connection of its own, without a token. */
    ManagedChannel stranger() {
        // A window that a test can fill.
        ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", port)
                .usePlaintext().flowControlWindow(65_535).build();
        channels.add(channel);
        return channel;
    }

    /** Returns a connection of its own that presents the good token. */
    Channel friend() {
        return withAuthorization(stranger(), "Bearer " + token);
    }

    static Channel withAuthorization(Channel channel, String... values) {
        Metadata headers = new Metadata();
        for (String value : values) {
            headers.put(AUTHORIZATION, value);
        }
        return ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    @Override
    public void close() throws Exception {
        channels.forEach(ManagedChannel::shutdownNow);
        server.close();
        camel.stop();
        tokens.close();
        for (ManagedChannel channel : channels) {
            channel.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
    }
}
