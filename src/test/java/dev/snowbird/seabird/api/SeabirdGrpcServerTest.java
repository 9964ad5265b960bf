package dev.snowbird.seabird.api;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.rpc.RetryInfo;
import dev.snowbird.log.RootCause;
import dev.snowbird.reload.Reloads;
import dev.snowbird.testing.SelfSigned;
import dev.snowbird.tls.BadCertificateException;
import dev.snowbird.tls.CertificateFiles;
import io.coded.seabird.seabird.StreamEventsRequest;
import io.grpc.Channel;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.protobuf.StatusProto;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.stub.StreamObserver;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.BindException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeabirdGrpcServerTest {

    private static final Duration PATIENCE = Duration.ofSeconds(TestPort.PATIENCE_SECONDS);
    private static final StreamEventsRequest REQUEST = StreamEventsRequest.getDefaultInstance();

    @Test
    void tellsItsHealthToAnybody() throws Exception {
        try (TestPort port = new TestPort()) {
            HealthGrpc.HealthBlockingStub health = HealthGrpc.newBlockingStub(port.stranger());
            for (String service : new String[] {"", "seabird.Seabird", "seabird.ChatIngest"}) {
                HealthCheckRequest request = HealthCheckRequest.newBuilder().setService(service).build();
                port.server().setServing(false);
                assertEquals(ServingStatus.NOT_SERVING, health.check(request).getStatus());
                port.server().setServing(true);
                assertEquals(ServingStatus.SERVING, health.check(request).getStatus());
            }
        }
    }

    @Test
    void describesItselfToThoseWithAToken() throws Exception {
        try (TestPort port = new TestPort()) {
            ServerReflectionRequest services = ServerReflectionRequest.newBuilder().setListServices("").build();
            ServerReflectionRequest file =
                    ServerReflectionRequest.newBuilder().setFileContainingSymbol("seabird.ChatIngest").build();

            assertTrue(reflect(port.friend(), services).toString().contains("\"seabird.Seabird\""));
            assertTrue(reflect(port.friend(), file).getFileDescriptorResponse().getFileDescriptorProtoCount() > 0);
            ExecutionException refused =
                    assertThrows(ExecutionException.class, () -> reflect(port.stranger(), services));
            assertEquals("UNAUTHENTICATED: missing authorization header", refused.getCause().getMessage());
        }
    }

    private static ServerReflectionResponse reflect(Channel channel, ServerReflectionRequest request)
            throws Exception {
        CompletableFuture<ServerReflectionResponse> response = new CompletableFuture<>();
        StreamObserver<ServerReflectionRequest> requests =
                ServerReflectionGrpc.newStub(channel).serverReflectionInfo(new StreamObserver<>() {
                    @Override
                    public void onNext(ServerReflectionResponse value) {
                        response.complete(value);
                    }

                    @Override
                    public void onError(Throwable failure) {
                        response.completeExceptionally(failure);
                    }

                    @Override
                    public void onCompleted() {
                        response.completeExceptionally(new IOException("no response"));
                    }
                });
        requests.onNext(request);
        ServerReflectionResponse answer = response.get(TestPort.PATIENCE_SECONDS, TimeUnit.SECONDS);
        requests.onCompleted();
        return answer;
    }

    @Test
    void neverPunishesPings() throws Exception {
        int many = 50;
        try (TestPort port = new TestPort(); RawHttp2 peer = new RawHttp2(port.port())) {
            for (int i = 0; i < many; i++) {
                peer.send(RawHttp2.PING, 0, 0, new byte[8]);
            }
            int answered = 0;
            while (answered < many) {
                RawHttp2.Frame frame = peer.next();
                assertFalse(frame.type() == RawHttp2.GO_AWAY, "the server hangs up");
                answered += frame.type() == RawHttp2.PING && frame.flags() == 1 ? 1 : 0;
            }
        }
    }

    @Test
    void aCallWhoseBackendGoesWithTheCoreHearsThatTheCoreStops() throws Exception {
        try (TestPort port = new TestPort()) {
            CompletableFuture<Void> reached = new CompletableFuture<>();
            CompletableFuture<Object> wait = new CompletableFuture<>();
            port.route("StreamEvents", exchange -> TestPort.stream(exchange).onEnd(() -> wait.completeExceptionally(
                    Status.NOT_FOUND.withDescription("unknown backend").asException())));
            port.route("GetCoreInfo", TestPort.waiting(exchange -> {
                reached.complete(null);
                return wait;
            }));
            Channel friend = port.friend();
            RawCall stream = RawCall.of(friend, "StreamEvents").send(REQUEST).halfClose().awaitHeaders();
            RawCall unary = RawCall.of(friend, "GetCoreInfo").send(new byte[0]).halfClose();
            reached.get(TestPort.PATIENCE_SECONDS, TimeUnit.SECONDS);

            port.server().close();

            assertEquals("UNAVAILABLE: core is stopping", unary.outcome());
            assertEquals("UNAVAILABLE: core is stopping", stream.outcome());
            await().atMost(PATIENCE).until(() -> Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getName().startsWith("seabird-grpc")));
        }
    }

    @Test
    void aCallThatWasOnItsWayWhenAllWereSentAwayHearsSo() throws Exception {
        try (TestPort port = new TestPort(); RawHttp2 peer = new RawHttp2(port.port())) {
            port.route("GetCoreInfo", exchange -> { });
            assertEquals(RawHttp2.SETTINGS, peer.next().type());
            port.server().sendAway();

            assertEquals("14: core is stopping", peer.call("seabird.Seabird/GetCoreInfo",
                    ("Bearer " + port.token()).getBytes(StandardCharsets.US_ASCII)));
        }
    }

    @Test
    void sendsStreamsAwayWithAHintWhenUnaryCallsAreDone() throws Exception {
        try (TestPort port = new TestPort()) {
            CompletableFuture<Void> reached = new CompletableFuture<>();
            CompletableFuture<Object> wait = new CompletableFuture<>();
            port.route("StreamEvents", exchange -> { });
            port.route("GetCoreInfo", TestPort.waiting(exchange -> {
                reached.complete(null);
                return wait;
            }));
            Channel friend = port.friend();
            RawCall stream = RawCall.of(friend, "StreamEvents").send(REQUEST).halfClose().awaitHeaders();
            RawCall unary = RawCall.of(friend, "GetCoreInfo").send(new byte[0]).halfClose();
            reached.get(TestPort.PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertEquals(List.of(1, 1), List.of(port.server().openStreams(), port.server().openCalls()));

            CompletableFuture<Void> away = CompletableFuture.runAsync(() -> sendAway(port.server()));
            assertFalse(stream.seen().contains("status"));
            wait.complete(null);
            away.get(TestPort.PATIENCE_SECONDS, TimeUnit.SECONDS);

            assertEquals("OK", unary.outcome());
            assertEquals("UNAVAILABLE: core is stopping", stream.outcome());
            int pushback = Integer.parseInt(stream.trailers().get(
                    Metadata.Key.of("grpc-retry-pushback-ms", Metadata.ASCII_STRING_MARSHALLER)));
            com.google.rpc.Status details = StatusProto.fromStatusAndTrailers(
                    Status.UNAVAILABLE, stream.trailers());
            RetryInfo hint = details.getDetails(0).unpack(RetryInfo.class);
            assertEquals(Duration.ofMillis(pushback),
                    Duration.ofSeconds(hint.getRetryDelay().getSeconds(), hint.getRetryDelay().getNanos()));
            assertTrue(pushback >= 500 && pushback < 1500, () -> String.valueOf(pushback));
            await().atMost(PATIENCE).until(() -> port.server().openStreams() + port.server().openCalls() == 0);
            assertEquals("UNAVAILABLE", RawCall.of(port.friend(), "GetCoreInfo").send(new byte[0]).halfClose()
                    .outcome().replaceAll(":.*", ""));
        }
    }

    private static void sendAway(SeabirdGrpcServer server) {
        try {
            server.sendAway();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void doesNotWaitLongForACallThatHangs() throws Exception {
        try (TestPort port = new TestPort()) {
            CompletableFuture<Void> reached = new CompletableFuture<>();
            CompletableFuture<Object> wait = new CompletableFuture<>();
            port.route("GetCoreInfo", TestPort.waiting(exchange -> {
                reached.complete(null);
                return wait;
            }));
            RawCall unary = RawCall.of(port.friend(), "GetCoreInfo").send(new byte[0]).halfClose();
            reached.get(TestPort.PATIENCE_SECONDS, TimeUnit.SECONDS);

            port.server().close();

            assertEquals("UNAVAILABLE: core is stopping", unary.outcome());
            wait.complete(null);
        }
    }

    @Test
    void saysThatThePortIsTaken() throws Exception {
        try (TestPort port = new TestPort(); Tokens tokens = Tokens.open("sqlite::memory:");
                SeabirdGrpcServer second = new SeabirdGrpcServer(tokens, TestPort.GENEROUS, Optional.empty(),
                        new SimpleMeterRegistry())) {
            IOException taken = assertThrows(IOException.class, () -> second.listen("127.0.0.1", port.port()));
            assertTrue(RootCause.of(taken) instanceof BindException);
        }
    }

    @Test
    void speaksTls(@TempDir Path folder) throws Exception {
        SelfSigned pair = SelfSigned.make(folder, "localhost", "EC");
        pair.write(folder.resolve("cert.pem"), folder.resolve("key.pem"));
        CertificateFiles files = new CertificateFiles(
                "seabird", folder.resolve("cert.pem"), folder.resolve("key.pem"), new Reloads(List.of()));
        try (TestPort port = new TestPort(Tokens.open("sqlite::memory:"), TestPort.GENEROUS, Optional.of(files))) {
            ManagedChannel channel = Grpc.newChannelBuilderForAddress("127.0.0.1", port.port(),
                    TlsChannelCredentials.newBuilder().trustManager(new ByteArrayInputStream(
                            pair.certificate().getBytes(StandardCharsets.US_ASCII))).build())
                    .overrideAuthority("localhost").build();
            try {
                assertEquals(ServingStatus.NOT_SERVING, HealthGrpc.newBlockingStub(channel)
                        .check(HealthCheckRequest.getDefaultInstance()).getStatus());
                assertThrows(StatusRuntimeException.class, () -> HealthGrpc.newBlockingStub(port.stranger())
                        .check(HealthCheckRequest.getDefaultInstance()));
            } finally {
                channel.shutdownNow().awaitTermination(TestPort.PATIENCE_SECONDS, TimeUnit.SECONDS);
            }
        }
    }

    @Test
    void takesANewCertificateIntoUse(@TempDir Path folder) throws Exception {
        Path certificate = folder.resolve("cert.pem");
        Path key = folder.resolve("key.pem");
        Reloads reloads = new Reloads(List.of());
        SelfSigned.make(folder, "first", "EC").write(certificate, key);
        try (TestPort port = new TestPort(Tokens.open("sqlite::memory:"), TestPort.GENEROUS,
                Optional.of(new CertificateFiles("seabird", certificate, key, reloads)))) {
            assertEquals("CN=first", nameAt(port));

            SelfSigned.make(folder, "second", "RSA").write(certificate, key);
            reloads.reloadAll();
            assertEquals("CN=second", nameAt(port));

            Files.writeString(key, "x");
            reloads.reloadAll();
            assertEquals("CN=second", nameAt(port));
        }
    }

    private static String nameAt(TestPort port) throws Exception {
        try (SSLSocket peer = (SSLSocket) SelfSigned.trustAnyone().getSocketFactory()
                .createSocket("127.0.0.1", port.port())) {
            SSLParameters http2 = peer.getSSLParameters();
            http2.setApplicationProtocols(new String[] {"h2"});
            peer.setSSLParameters(http2);
            peer.setSoTimeout(TestPort.PATIENCE_SECONDS * 1000);
            peer.startHandshake();
            return peer.getSession().getPeerPrincipal().getName();
        }
    }

    @Test
    void namesTheSettingOfABadCertificate(@TempDir Path folder) throws Exception {
        Path text = Files.writeString(folder.resolve("text"), "no certificate");
        CertificateFiles files = new CertificateFiles("seabird", text, text, new Reloads(List.of()));
        assertEquals("seabird.tls-cert: " + text + " holds no certificate in PEM",
                assertThrows(BadCertificateException.class, () -> new TestPort(
                        Tokens.open("sqlite::memory:"), TestPort.GENEROUS, Optional.of(files))).getMessage());
    }
}
