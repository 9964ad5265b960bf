package dev.snowbird.seabird.api;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snowbird.seabird.chat.RouteProperties;
import io.coded.seabird.chat_ingest.ChatEvent;
import io.grpc.Channel;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IngestEventsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(TestPort.PATIENCE_SECONDS);

    /** The ids of the messages that the route got, or "end". */
    private final List<String> got = new CopyOnWriteArrayList<>();
    private final List<GrpcStream> streams = new CopyOnWriteArrayList<>();
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

    private void note(Exchange exchange) {
        ChatEvent event = exchange.getIn().getBody(ChatEvent.class);
        boolean halfClosed = Boolean.TRUE.equals(exchange.getProperty(RouteProperties.HALF_CLOSED));
        assertEquals(event == null, halfClosed);
        assertEquals("bot", exchange.getProperty(RouteProperties.SENDER));
        streams.add(TestPort.stream(exchange));
        got.add(halfClosed ? "end" : event.getId());
    }

    private static ChatEvent event(String id) {
        return ChatEvent.newBuilder().setId(id).build();
    }

    private void awaitGot(String... ids) {
        await().atMost(PATIENCE).untilAsserted(() -> assertEquals(List.of(ids), got));
    }

    @Test
    void sendsHeadersBeforeTheFirstMessage() throws Exception {
        port.route("IngestEvents", this::note);

        RawCall call = RawCall.of(friend, "IngestEvents").awaitHeaders();

        assertEquals(List.of("headers"), call.seen());
        assertEquals(List.of(), got);
        assertEquals(1, port.openStreams("IngestEvents"));
    }

    @Test
    void handsOverMessagesInOrderWithTheSameStreamAndThenTheEnd() throws Exception {
        port.route("IngestEvents", this::note);

        RawCall call = RawCall.of(friend, "IngestEvents");
        call.send(event("a")).send(event("b")).send(event("c")).halfClose();

        assertEquals("OK", call.outcome());
        assertEquals(List.of("a", "b", "c", "end"), got);
        streams.forEach(stream -> assertSame(streams.get(0), stream));
    }

    @Test
    void handsOverTheNextMessageWhenTheRouteIsDoneWithTheOneBefore() throws Exception {
        List<CompletableFuture<Object>> waits = new CopyOnWriteArrayList<>();
        port.route("IngestEvents", TestPort.waiting(exchange -> {
            note(exchange);
            CompletableFuture<Object> wait = new CompletableFuture<>();
            waits.add(wait);
            return wait;
        }));
        RawCall call = RawCall.of(friend, "IngestEvents").send(event("a")).send(event("b")).halfClose();
        awaitGot("a");
        await().atMost(PATIENCE).until(() -> waits.size() == 1);

        waits.get(0).complete(null);
        awaitGot("a", "b");
        await().atMost(PATIENCE).until(() -> waits.size() == 2);
        assertEquals(List.of("headers"), call.awaitHeaders().seen());

        waits.get(1).complete(null);
        awaitGot("a", "b", "end");
        await().atMost(PATIENCE).until(() -> waits.size() == 3);
        waits.get(2).complete(null);
        assertEquals("OK", call.outcome());
    }

    @Test
    void lettingTheRouteFailEndsTheStreamAndDropsWhatFollows() throws Exception {
        port.route("IngestEvents", exchange -> {
            note(exchange);
            throw Status.INVALID_ARGUMENT.withDescription("missing hello message inner").asException();
        });

        RawCall call = RawCall.of(friend, "IngestEvents").send(event("a")).send(event("b")).halfClose();

        assertEquals("INVALID_ARGUMENT: missing hello message inner", call.outcome());
        assertEquals(List.of("headers", "status"), call.seen());
        assertEquals(List.of("a"), got);
        await().atMost(PATIENCE).until(() -> port.openStreams("IngestEvents") == 0);
    }

    @Test
    void lettingTheRouteEndTheStreamIsTheStatusAndTheEnd() throws Exception {
        port.route("IngestEvents", exchange -> {
            note(exchange);
            if (exchange.getIn().getBody() == null) {
                TestPort.stream(exchange).end(Status.INTERNAL.withDescription("chat event stream ended"));
            }
        });

        assertEquals("INTERNAL: chat event stream ended",
                RawCall.of(friend, "IngestEvents").send(event("a")).halfClose().outcome());
        assertEquals(List.of("a", "end"), got);
    }

    @Test
    void endsAtAMessageThatCanNotBeDecoded() throws Exception {
        port.route("IngestEvents", this::note);

        RawCall call = RawCall.of(friend, "IngestEvents").send(event("a")).send(new byte[] {7}).send(event("b"));

        assertTrue(call.outcome().startsWith("INTERNAL: failed to decode Protobuf message: "), call.outcome());
        assertEquals(List.of("a"), got);
    }

    @Test
    void endsAtTooLongAMessage() throws Exception {
        port.route("IngestEvents", this::note);

        for (int tooMuch : new int[] {1, 10_000_000}) {
            RawCall call = RawCall.of(friend, "IngestEvents").send(event("a")).awaitHeaders()
                    .send(new byte[TestPort.GENEROUS.messages().bytes() + tooMuch]);

            assertEquals("RESOURCE_EXHAUSTED: message too large: it may have 4194304 bytes,"
                    + " and an event has its text three times", call.outcome());
        }
        await().atMost(PATIENCE).until(() -> port.openStreams("IngestEvents") == 0);
        assertEquals(List.of("a", "a"), got);
    }

    @Test
    void sendsRequestsToTheBackend() throws Exception {
        port.route("IngestEvents", this::note);
        RawCall call = RawCall.of(friend, "IngestEvents").send(event("a"));
        awaitGot("a");

        assertTrue(streams.get(0).send(new byte[] {1}));
        assertTrue(streams.get(0).send(new byte[] {2}));

        assertArrayEquals(new byte[] {1}, call.nextMessage());
        assertArrayEquals(new byte[] {2}, call.nextMessage());
    }

    @Test
    void noticesThatTheBackendIsGone() throws Exception {
        port.route("IngestEvents", this::note);
        RawCall call = RawCall.of(friend, "IngestEvents").send(event("a"));
        awaitGot("a");
        CompletableFuture<Void> ended = new CompletableFuture<>();
        streams.get(0).onEnd(() -> ended.complete(null));

        call.cancel();

        ended.orTimeout(TestPort.PATIENCE_SECONDS, TimeUnit.SECONDS).join();
        await().atMost(PATIENCE).until(() -> port.openStreams("IngestEvents") == 0);
        assertEquals(List.of("a"), got);
    }

    @Test
    void endsAtTheNextMessageWhenItsRouteIsGone() throws Exception {
        port.route("IngestEvents", this::note);
        RawCall call = RawCall.of(friend, "IngestEvents").send(event("a"));
        awaitGot("a");

        port.camel().getRouteController().stopRoute("IngestEvents");
        call.send(event("b"));

        assertEquals("UNAVAILABLE: core is stopping", call.outcome());
        assertEquals("UNIMPLEMENTED", RawCall.of(friend, "IngestEvents").outcome());
    }
}
