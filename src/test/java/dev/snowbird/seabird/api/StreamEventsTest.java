package dev.snowbird.seabird.api;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snowbird.seabird.chat.RouteProperties;
import dev.snowbird.seabird.chat.SizeLimit;
import io.coded.seabird.seabird.StreamEventsRequest;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.stub.MetadataUtils;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StreamEventsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(TestPort.PATIENCE_SECONDS);
    private static final StreamEventsRequest REQUEST = StreamEventsRequest.getDefaultInstance();
    private static final int BLOCK = 16_384;

    private final CompletableFuture<GrpcStream> opened = new CompletableFuture<>();
    private TestPort port;
    private Channel friend;

    @BeforeEach
    void start() throws Exception {
        port = new TestPort(new ServerLimits(new SizeLimit(4_194_304), 2, 100_000_000, TestPort.PATIENT));
        friend = port.friend();
    }

    @Test
    void refusesTooLongARequest() throws Exception {
        port.route("StreamEvents", exchange -> opened.complete(TestPort.stream(exchange)));

        assertEquals("RESOURCE_EXHAUSTED: message too large: it may have 4194304 bytes,"
                + " and an event has its text three times",
                RawCall.of(friend, "StreamEvents").send(new byte[4_194_305]).halfClose().outcome());
        assertFalse(opened.isDone());
    }

    @AfterEach
    void stop() throws Exception {
        port.close();
    }

    @Test
    void sendsHeadersBeforeAnyMessageWhenTheRouteIsDone() throws Exception {
        port.route("StreamEvents", exchange -> opened.complete(TestPort.stream(exchange)));

        RawCall call = RawCall.of(friend, "StreamEvents").send(REQUEST).halfClose().awaitHeaders();

        assertEquals(List.of("headers"), call.seen());
        assertEquals("bot", opened.join().sender());
        assertFalse(opened.join().isEnded());
        assertEquals(1, port.openStreams("StreamEvents"));
        assertTrue(opened.join().send(new byte[] {1}));
        assertArrayEquals(new byte[] {1}, call.nextMessage());
    }

    @Test
    void tellsTheRouteWhichEventsItsClientWants() throws Exception {
        List<Object> asked = new CopyOnWriteArrayList<>();
        port.route("StreamEvents", exchange -> asked.add(
                String.valueOf(exchange.getProperty(RouteProperties.FILTER_TEXTS))));

        RawCall.of(friend, "StreamEvents").send(REQUEST).halfClose().awaitHeaders();
        Metadata headers = new Metadata();
        for (String filter : List.of("mine", "type=mention, type=action")) {
            headers.put(Metadata.Key.of("x-seabird-filter", Metadata.ASCII_STRING_MARSHALLER), filter);
        }
        RawCall.of(ClientInterceptors.intercept(friend, MetadataUtils.newAttachHeadersInterceptor(headers)),
                "StreamEvents").send(REQUEST).halfClose().awaitHeaders();

        assertEquals(List.of("null", "[mine, type=mention, type=action]"), asked);
    }

    @Test
    void keepsMessagesFromBeforeTheHeaders() throws Exception {
        CompletableFuture<Object> wait = new CompletableFuture<>();
        port.route("StreamEvents", TestPort.waiting(exchange -> {
            TestPort.stream(exchange).send(new byte[] {1});
            opened.complete(TestPort.stream(exchange));
            return wait;
        }));
        RawCall call = RawCall.of(friend, "StreamEvents").send(REQUEST).halfClose();
        opened.join().send(new byte[] {2});
        assertEquals(List.of(), call.seen());

        wait.complete(null);

        assertArrayEquals(new byte[] {1}, call.nextMessage());
        assertArrayEquals(new byte[] {2}, call.nextMessage());
        assertEquals(List.of("headers", "message", "message"), call.seen());
    }

    @Test
    void refusesWithoutHeaders() throws Exception {
        port.route("StreamEvents", exchange -> {
            throw Status.ALREADY_EXISTS.withDescription("command \"x\" already registered by another plugin")
                    .asException();
        });

        RawCall call = RawCall.of(friend, "StreamEvents").send(REQUEST).halfClose();

        assertEquals("ALREADY_EXISTS: command \"x\" already registered by another plugin", call.outcome());
        assertEquals(List.of("status"), call.seen());
        await().atMost(PATIENCE).until(() -> port.openStreams("StreamEvents") == 0);
    }

    @Test
    void refusesABadRequest() throws Exception {
        port.route("StreamEvents", exchange -> opened.complete(TestPort.stream(exchange)));

        assertEquals("INTERNAL: Missing request message.", RawCall.of(friend, "StreamEvents").halfClose().outcome());
        assertTrue(RawCall.of(friend, "StreamEvents").send(new byte[] {7}).halfClose().outcome()
                .startsWith("INTERNAL: failed to decode Protobuf message: "));
        assertFalse(opened.isDone());
        await().atMost(PATIENCE).until(() -> port.openStreams("StreamEvents") == 0);
    }

    @Test
    void lettingAClientFallBehindIsBoundedAndHarmsNobodyElse() throws Exception {
        List<GrpcStream> streams = new CopyOnWriteArrayList<>();
        port.route("StreamEvents?maxWaiting=3", exchange -> streams.add(TestPort.stream(exchange)));
        RawCall slow = RawCall.idle(friend, "StreamEvents").send(REQUEST).halfClose().awaitHeaders();
        RawCall quick = RawCall.of(port.friend(), "StreamEvents").send(REQUEST).halfClose().awaitHeaders();

        int taken = 0;
        while (streams.get(0).send(new byte[BLOCK])) {
            taken++;
            assertTrue(streams.get(1).send(new byte[] {1}));
            assertArrayEquals(new byte[] {1}, quick.nextMessage());
            assertTrue(taken < 1_000, "the bound was never reached");
        }
        streams.get(0).end(GrpcStream.TOO_FAR_BEHIND);
        slow.read();

        assertEquals("INTERNAL: client fell too far behind", slow.outcome());
        long arrived = slow.seen().stream().filter("message"::equals).count();
        assertEquals(taken - 3, arrived);
        assertEquals(1, port.streamsTooFarBehind("StreamEvents"));
        assertEquals(0, port.streamsTooFarBehind("IngestEvents"));
        assertEquals(List.of("headers", "message"), quick.seen().subList(0, 2));
    }

    @Test
    void sendsWhatWaitedWhenTheClientReadsAgain() throws Exception {
        port.route("StreamEvents", exchange -> opened.complete(TestPort.stream(exchange)));
        RawCall call = RawCall.idle(friend, "StreamEvents").send(REQUEST).halfClose().awaitHeaders();
        int many = 100;
        for (int i = 0; i < many; i++) {
            byte[] message = new byte[BLOCK];
            message[0] = (byte) i;
            assertTrue(opened.join().send(message));
        }

        call.read();

        for (int i = 0; i < many; i++) {
            assertEquals((byte) i, call.nextMessage()[0]);
        }
    }

    @Test
    void noticesACancellation() throws Exception {
        AtomicInteger ended = new AtomicInteger();
        port.route("StreamEvents", exchange -> {
            TestPort.stream(exchange).onEnd(ended::incrementAndGet);
            opened.complete(TestPort.stream(exchange));
        });
        RawCall call = RawCall.of(friend, "StreamEvents").send(REQUEST).halfClose().awaitHeaders();

        call.cancel();

        await().atMost(PATIENCE).until(() -> ended.get() == 1 && opened.join().isEnded());
        await().atMost(PATIENCE).until(() -> port.openStreams("StreamEvents") == 0);
        assertFalse(opened.join().send(new byte[1]));
    }

    @Test
    void boundsTheNumberOfStreamsOfAllKinds() throws Exception {
        port.route("StreamEvents", exchange -> opened.complete(TestPort.stream(exchange)));
        port.route("IngestEvents", exchange -> { });
        RawCall.of(friend, "StreamEvents").send(REQUEST).halfClose().awaitHeaders();
        RawCall.of(friend, "IngestEvents").awaitHeaders();

        assertEquals("RESOURCE_EXHAUSTED: too many open streams", RawCall.of(friend, "IngestEvents").outcome());
        opened.join().end(Status.OK);
        RawCall.of(friend, "IngestEvents").awaitHeaders();
    }

    @Test
    void doesNotKeepCamelFromStopping() throws Exception {
        port.route("StreamEvents", exchange -> opened.complete(TestPort.stream(exchange)));
        RawCall.of(friend, "StreamEvents").send(REQUEST).halfClose().awaitHeaders();

        assertEquals(0, port.camel().getInflightRepository().size());
    }
}
