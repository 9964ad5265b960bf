package dev.snowbird.seabird.api;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snowbird.testing.LogLines;
import io.coded.seabird.seabird.CoreInfoResponse;
import io.coded.seabird.seabird.SeabirdGrpc;
import io.coded.seabird.seabird.SendMessageRequest;
import io.coded.seabird.seabird.SendMessageResponse;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnaryCallTest {

    private static final SendMessageRequest REQUEST =
            SendMessageRequest.newBuilder().setChannelId("c").setText("t").build();
    /** Field 99 with a string: what a newer client may send. */
    private static final byte[] UNKNOWN_FIELD = {(byte) 0x9A, 0x06, 0x01, 'x'};

    private TestPort port;
    private Channel friend;

    @BeforeEach
    void start() throws Exception {
        port = new TestPort();
        friend = port.friend();
    }

    @AfterEach
    void stop() throws Exception {
        port.close();
    }

    @Test
    void runsTheRouteAndAnswersWithItsBody() throws Exception {
        port.route("GetCoreInfo", exchange -> exchange.getMessage().setBody(
                CoreInfoResponse.newBuilder().setStartupTimestamp(7).build()));

        RawCall call = RawCall.of(friend, "GetCoreInfo").send(new byte[0]).halfClose();

        assertEquals("OK", call.outcome());
        assertEquals(7, CoreInfoResponse.parseFrom(call.nextMessage()).getStartupTimestamp());
        assertEquals(List.of("headers", "message", "status"), call.seen());
    }

    @Test
    void takesNoBodyForTheEmptyResponse() throws Exception {
        port.route("SendMessage", exchange -> exchange.getMessage().setBody(null));

        assertEquals(SendMessageResponse.getDefaultInstance(),
                SeabirdGrpc.newBlockingStub(friend).sendMessage(REQUEST));
    }

    @Test
    void dropsUnknownFields() throws Exception {
        AtomicReference<Object> body = new AtomicReference<>();
        port.route("SendMessage", exchange -> {
            body.set(exchange.getIn().getBody());
            exchange.getMessage().setBody(null);
        });
        byte[] known = REQUEST.toByteArray();
        byte[] request = new byte[known.length + UNKNOWN_FIELD.length];
        System.arraycopy(known, 0, request, 0, known.length);
        System.arraycopy(UNKNOWN_FIELD, 0, request, known.length, UNKNOWN_FIELD.length);

        assertEquals("OK", RawCall.of(friend, "SendMessage").send(request).halfClose().outcome());

        assertEquals(REQUEST, body.get());
    }

    static Stream<Arguments> failures() {
        StatusException status = Status.NOT_FOUND.withDescription("unknown backend")
                .withCause(new IllegalStateException("secret")).asException();
        return Stream.of(
                Arguments.of(status, "NOT_FOUND: unknown backend", List.of()),
                Arguments.of(Status.UNKNOWN.withDescription("").asRuntimeException(), "UNKNOWN: ", List.of()),
                Arguments.of(new CompletionException(new RuntimeException(status)), "NOT_FOUND: unknown backend",
                        List.of()),
                Arguments.of(new IllegalStateException("broken", new RuntimeException("deep\nsecond line")),
                        "INTERNAL: internal error", List.of("SendMessage failed: deep")));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void answersAFailureWithItsStatus(Exception failure, String outcome, List<String> logged) throws Exception {
        port.route("SendMessage", exchange -> {
            throw failure;
        });
        try (LogLines log = new LogLines(FailureStatus.class);
                LogLines camel = new LogLines(org.apache.camel.support.DefaultConsumer.class)) {
            RawCall call = RawCall.of(friend, "SendMessage").send(REQUEST).halfClose();

            assertEquals(outcome, call.outcome());
            assertEquals(List.of("status"), call.seen());
            assertEquals(logged, log.all());
            assertEquals(List.of(), camel.all());
        }
    }

    @Test
    void answersAWrongBodyAsAMistakeOfOurs() throws Exception {
        port.route("SendMessage", exchange -> exchange.getMessage().setBody("secret text"));
        try (LogLines log = new LogLines(FailureStatus.class)) {
            assertEquals("INTERNAL: internal error",
                    RawCall.of(friend, "SendMessage").send(REQUEST).halfClose().outcome());
            assertEquals(List.of("SendMessage failed: the route left a java.lang.String as the response"), log.all());
        }
    }

    @Test
    void wantsExactlyOneGoodMessage() throws Exception {
        port.route("SendMessage", exchange -> exchange.getMessage().setBody(null));

        assertEquals("INTERNAL: Missing request message.", RawCall.of(friend, "SendMessage").halfClose().outcome());
        // gRPC itself resets such a call.
        assertEquals("CANCELLED: RST_STREAM closed stream. HTTP/2 error code: CANCEL",
                RawCall.of(friend, "SendMessage").send(REQUEST).send(REQUEST).halfClose().outcome());
        for (String bad : List.of("\u0007", "\n\u0001\u00FF", "\n\u0009x")) {
            RawCall call = RawCall.of(friend, "SendMessage")
                    .send(bad.getBytes(StandardCharsets.ISO_8859_1)).halfClose();
            assertTrue(call.outcome().startsWith("INTERNAL: failed to decode Protobuf message: "), call.outcome());
            assertEquals(List.of("status"), call.seen());
        }
    }

    @Test
    void isUnimplementedWithoutARoute() throws Exception {
        assertEquals("UNIMPLEMENTED", RawCall.of(friend, "SendMessage").send(REQUEST).halfClose().outcome());

        port.route("SendMessage", exchange -> exchange.getMessage().setBody(null));
        assertEquals("OK", RawCall.of(friend, "SendMessage").send(REQUEST).halfClose().outcome());

        port.camel().getRouteController().stopRoute("SendMessage");
        assertEquals("UNIMPLEMENTED", RawCall.of(friend, "SendMessage").send(REQUEST).halfClose().outcome());
    }

    @Test
    void holdsNoThreadWhileRoutesWait() throws Exception {
        int many = 500;
        List<CompletableFuture<Object>> waits = new ArrayList<>();
        port.route("SendMessage", TestPort.waiting(exchange -> {
            CompletableFuture<Object> wait = new CompletableFuture<>();
            synchronized (waits) {
                waits.add(wait);
            }
            return wait;
        }));
        List<RawCall> calls = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            calls.add(RawCall.of(friend, "SendMessage").send(REQUEST).halfClose());
        }
        await().atMost(Duration.ofSeconds(TestPort.PATIENCE_SECONDS)).until(() -> {
            synchronized (waits) {
                return waits.size() == many;
            }
        });

        waits.forEach(wait -> wait.complete(null));

        for (RawCall call : calls) {
            assertEquals("OK", call.outcome());
        }
        assertEquals(many, port.meters().get("seabird.calls").tags("rpc", "SendMessage", "status", "OK")
                .timer().count());
    }

    @Test
    void dropsTheResultOfACancelledCall() throws Exception {
        CompletableFuture<Object> wait = new CompletableFuture<>();
        CompletableFuture<Void> reached = new CompletableFuture<>();
        port.route("SendMessage", TestPort.waiting(exchange -> {
            reached.complete(null);
            return wait;
        }));
        try (LogLines log = new LogLines(FailureStatus.class)) {
            RawCall call = RawCall.of(friend, "SendMessage").send(REQUEST).halfClose();
            reached.join();
            call.cancel();
            await().atMost(Duration.ofSeconds(TestPort.PATIENCE_SECONDS)).until(() -> port.meters()
                    .find("seabird.calls").tags("rpc", "SendMessage", "status", "CANCELLED").timer() != null);

            wait.completeExceptionally(new IllegalStateException("too late"));

            await().atMost(Duration.ofSeconds(TestPort.PATIENCE_SECONDS))
                    .until(() -> port.camel().getInflightRepository().size() == 0);
            assertEquals(List.of(), log.all());
        }
    }

    @Test
    void refusesTooLongAMessage() throws Exception {
        List<Object> got = new CopyOnWriteArrayList<>();
        port.route("SendMessage", exchange -> {
            got.add(exchange.getMessage().getBody());
            exchange.getMessage().setBody(null);
        });
        SendMessageRequest longest = SendMessageRequest.newBuilder()
                .setText("x".repeat(TestPort.GENEROUS.messages().bytes() - 5)).build();

        assertEquals(TestPort.GENEROUS.messages().bytes(), longest.getSerializedSize());
        assertEquals("OK", RawCall.of(friend, "SendMessage").send(longest).halfClose().outcome());
        assertEquals("RESOURCE_EXHAUSTED: message too large: it may have 4194304 bytes,"
                + " and an event has its text three times", RawCall.of(friend, "SendMessage")
                .send(longest.toBuilder().setChannelId("c").build()).halfClose().outcome());
        assertEquals(List.of(longest), got);
    }

    /** Of a longer header the client would know only that it was too long. */
    @ParameterizedTest
    @ValueSource(strings = {"x", "%", "ü", "雪", "❄️"})
    void shortensTheTextOfAStatusToWhatClientsTake(String character) throws Exception {
        port.route("SendMessage", exchange -> {
            throw Status.UNKNOWN.withDescription("no: " + character.repeat(12_000)).asException();
        });

        String outcome = RawCall.of(friend, "SendMessage").send(REQUEST).halfClose().outcome();

        assertTrue(outcome.startsWith("UNKNOWN: no: " + character.repeat(100)), outcome);
        assertTrue(outcome.endsWith("..."), outcome);
    }
}
