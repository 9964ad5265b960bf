package dev.snowbird.seabird.amqp;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snowbird.amqp.Delivery;
import dev.snowbird.amqp.OwnedQueue;
import dev.snowbird.amqp.ReplyQueue;
import dev.snowbird.testing.AmqpCore;
import dev.snowbird.testing.BrokersTest;
import dev.snowbird.testing.Inbox;
import dev.snowbird.testing.LogLines;
import dev.snowbird.testing.TestBroker;
import io.coded.seabird.chat_ingest.ChatEvent;
import io.coded.seabird.chat_ingest.SuccessChatEvent;
import io.grpc.Status;
import io.grpc.StatusException;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;

/** Requests and their replies, between two cores (docs/architecture.md, "Leased reply queues"). */
class RequestsTest {

    private static final Map<String, String> HASTY =
            Map.of("seabird.request-timeout", "2s", "seabird.max-waiting-requests", "3");

    private final List<AmqpCore> cores = new ArrayList<>();

    private AmqpCore core(TestBroker broker, Map<String, String> settings) throws Exception {
        cores.add(AmqpCore.on(broker, settings));
        return cores.get(cores.size() - 1);
    }

    @AfterEach
    void stop(TestBroker broker) {
        cores.forEach(AmqpCore::close);
        await().atMost(AmqpCore.PATIENCE).until(() -> broker.connections() + broker.queues() == 0);
    }

    @BrokersTest
    void oneQueueServesOneRequestAfterTheOther(TestBroker broker) throws Exception {
        AmqpCore asking = core(broker, Map.of());
        AmqpCore answering = core(broker, Map.of());
        answer(answering, "one");
        String first = ask(asking, "one").replyQueue();

        for (int i = 0; i < 50; i++) {
            assertEquals(first, ask(asking, "one").replyQueue());
        }

        assertEquals(1, asking.meter("seabird.reply.queues", "state", "idle"));
        assertEquals(0, asking.meter("seabird.reply.queues", "state", "leased"));
        assertEquals(51, asking.meter("seabird.requests", "type", "metadata", "outcome", "replied"));
    }

    /** Has a backend of a core answer everything. */
    private static void answer(AmqpCore core, String backend) throws Exception {
        AmqpCore.get(core.streams.openBackendQueue(AmqpCore.backend(backend), new OwnedQueue.Listener() {
            @Override
            public void delivered(Delivery delivery) {
                core.delivered.remember(delivery);
                Reply reply = core.delivered.take(success(delivery.correlationId())).orElseThrow();
                try {
                    core.publishReply(reply.queue(), reply.event());
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }

            @Override
            public boolean isWanted() {
                return true;
            }

            @Override
            public void lost() {
                // The test is over.
            }
        }));
    }

    private static ChatEvent success(String id) {
        return ChatEvent.newBuilder().setId(id).setSuccess(SuccessChatEvent.getDefaultInstance()).build();
    }

    private static PendingRequest ask(AmqpCore core, String backend) throws Exception {
        PendingRequest request = AmqpCore.get(core.requests.open(AmqpCore.call(backend)));
        core.publishRequest(request);
        assertEquals(success(request.id()), AmqpCore.get(request.reply()));
        return request;
    }

    @BrokersTest
    void aCallerIsAnsweredThoughItsRequestCannotBeCounted(TestBroker broker) throws Exception {
        AmqpCore asking = core(broker, Map.of());
        AmqpCore answering = core(broker, Map.of());
        answer(answering, "one");
        asking.meters.config().meterFilter(new MeterFilter() {
            @Override
            public Meter.Id map(Meter.Id id) {
                throw new IllegalStateException("no meter");
            }
        });

        ask(asking, "one");

        assertEquals(1, asking.meter("seabird.reply.queues", "state", "idle"));
    }

    @BrokersTest
    void manyRequestsAtOnceEachGetTheirOwnReply(TestBroker broker) throws Exception {
        AmqpCore asking = core(broker, Map.of());
        AmqpCore answering = core(broker, Map.of());
        answer(answering, "one");
        List<CompletionStage<ChatEvent>> replies = new ArrayList<>();
        List<String> ids = new ArrayList<>();

        for (int i = 0; i < 2000; i++) {
            CompletionStage<PendingRequest> opened = asking.requests.open(AmqpCore.call("one"));
            if (i % 50 == 49) {
                AmqpCore.get(replies.get(replies.size() - 1));
            }
            replies.add(opened.thenCompose(request -> {
                synchronized (ids) {
                    ids.add(request.id());
                }
                return publishedBy(asking, request).reply();
            }));
        }

        List<String> answered = new ArrayList<>();
        for (CompletionStage<ChatEvent> reply : replies) {
            answered.add(AmqpCore.get(reply).getId());
        }
        assertEquals(ids.stream().sorted().toList(), answered.stream().sorted().toList());
        assertEquals(0, asking.meter("seabird.reply.queues", "state", "leased"));
    }

    private static PendingRequest publishedBy(AmqpCore core, PendingRequest request) {
        try {
            core.publishRequest(request);
            return request;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @BrokersTest
    void anUnknownBackendIsToldAtOnceByTheCoreThatAsked(TestBroker broker) throws Exception {
        AmqpCore asking = core(broker, Map.of());
        AmqpCore other = core(broker, Map.of());
        PendingRequest request = AmqpCore.get(asking.requests.open(AmqpCore.call("nobody")));
        asking.publishRequest(request);

        assertFails(Status.Code.NOT_FOUND, "backend not found", request.reply());

        assertEquals(1, asking.meter("seabird.requests.unroutable"));
        assertEquals(0, other.meter("seabird.requests.unroutable"));
        assertEquals(request.replyQueue(), AmqpCore.get(asking.requests.open(AmqpCore.call("nobody"))).replyQueue());
    }

    private static void assertFails(Status.Code code, String description, CompletionStage<?> stage) {
        Throwable failure = assertThrows(ExecutionException.class, () -> AmqpCore.get(stage)).getCause();
        assertEquals(code, assertInstanceOf(StatusException.class, failure).getStatus().getCode());
        assertEquals(description, ((StatusException) failure).getStatus().getDescription());
    }

    @BrokersTest
    void aLateReplyComesBackAndIsLogged(TestBroker broker) throws Exception {
        AmqpCore asking = core(broker, HASTY);
        AmqpCore answering = core(broker, Map.of());
        Inbox backend = new Inbox();
        answering.backend(backend, "late");
        int queues = broker.queues();
        PendingRequest request = AmqpCore.get(asking.requests.open(AmqpCore.call("late")));
        asking.publishRequest(request);

        assertFails(Status.Code.DEADLINE_EXCEEDED, "request timed out", request.reply());
        await().atMost(AmqpCore.PATIENCE).until(() -> broker.queues() == queues);
        try (LogLines log = new LogLines(UndeliverableReplies.class)) {
            answering.publishReply(request.replyQueue(), success(request.id()));
            await().atMost(AmqpCore.PATIENCE).until(() -> !log.all().isEmpty());
            assertEquals(List.of("A reply could not be delivered: nobody waits for request " + request.id()
                    + " of backend test://a"), log.all());
        }

        assertEquals(1, answering.meter("seabird.replies.undeliverable"));
        assertEquals(1, asking.meter("seabird.reply.queues.retired"));
        // A new queue may take longer than a hasty call waits.
        PendingRequest next = await().atMost(AmqpCore.PATIENCE).ignoreException(ExecutionException.class)
                .until(() -> AmqpCore.get(asking.requests.open(AmqpCore.call("late"))), Objects::nonNull);
        assertNotEquals(request.replyQueue(), next.replyQueue());
        assertTrue(answering.link.isUp());
    }

    @BrokersTest
    void aReplyToAnotherRequestIsNotThisOnes(TestBroker broker) throws Exception {
        AmqpCore core = core(broker, Map.of());
        PendingRequest request = AmqpCore.get(core.requests.open(AmqpCore.call("one")));
        try (LogLines log = new LogLines(ReplyQueue.class)) {
            core.publishReply(request.replyQueue(), success("another\nrequest"));
            core.publishReply(request.replyQueue(), success(request.id()));

            assertEquals(success(request.id()), AmqpCore.get(request.reply()));
            await().atMost(AmqpCore.PATIENCE).untilAsserted(() -> assertEquals(
                    List.of("A reply was dropped: its queue no longer waits for request another?request"), log.all()));
        }
    }

    @BrokersTest
    void aSilentBackendTakesNothingFromOthers(TestBroker broker) throws Exception {
        AmqpCore asking = core(broker, HASTY);
        answer(asking, "healthy");
        asking.backend(new Inbox(), "silent");
        PendingRequest healthy = AmqpCore.get(asking.requests.open(AmqpCore.call("healthy")));
        asking.publishRequest(healthy);
        AmqpCore.get(healthy.reply());
        assertFails(Status.Code.DEADLINE_EXCEEDED, "request timed out",
                AmqpCore.get(asking.requests.open(AmqpCore.call("silent"))).reply());
        double idle = asking.meter("seabird.reply.queues", "state", "idle");

        List<CompletionStage<PendingRequest>> tooMuch = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            tooMuch.add(asking.requests.open(AmqpCore.call("silent")));
        }

        assertFails(Status.Code.DEADLINE_EXCEEDED, "request timed out", tooMuch.get(3));
        AmqpCore.get(tooMuch.get(0));
        assertEquals(idle, asking.meter("seabird.reply.queues", "state", "idle"));
        await().atMost(AmqpCore.PATIENCE).until(() -> asking.meter("seabird.reply.queues", "state", "leased") == 0);
        AmqpCore.get(asking.requests.open(AmqpCore.call("silent")));
    }
}
