package dev.snowbird.amqp;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snowbird.testing.AmqpCore;
import dev.snowbird.testing.BrokersTest;
import dev.snowbird.testing.LogLines;
import dev.snowbird.testing.TestBroker;
import io.coded.seabird.chat_ingest.ChatEvent;
import io.coded.seabird.chat_ingest.SuccessChatEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Reply queues are kept for the next request, but not for ever. */
class ReplyQueuesTest {

    private static final int MANY = 12;

    @BrokersTest
    void whatNobodyNeedsAnyMoreIsDeleted(TestBroker broker) throws Exception {
        try (AmqpCore core = AmqpCore.on(broker)) {
            int before = broker.queues();
            ReplyQueues queues = queues(core, Duration.ofMillis(200));

            leaseAndGiveBack(queues, MANY);

            await().atMost(AmqpCore.PATIENCE).until(() -> queues.idle() == 0);
            await().atMost(AmqpCore.PATIENCE).until(() -> broker.queues() == before);
            leaseAndGiveBack(queues, 1);
        }
    }

    @BrokersTest
    void whatWasNeededALittleWhileAgoIsKept(TestBroker broker) throws Exception {
        try (AmqpCore core = AmqpCore.on(broker)) {
            ReplyQueues queues = queues(core, Duration.ofHours(1));

            leaseAndGiveBack(queues, MANY);
            int before = broker.queues();
            leaseAndGiveBack(queues, MANY);

            assertEquals(MANY, queues.idle());
            assertEquals(before, broker.queues());
        }
    }

    @BrokersTest
    void repliesThatNobodyWaitsForAreOneLineInTheLog(TestBroker broker) throws Exception {
        try (AmqpCore core = AmqpCore.on(broker); LogLines log = new LogLines(ReplyQueue.class)) {
            ReplyQueue queue = AmqpCore.get(queues(core, Duration.ofHours(1)).lease(false, () -> true));
            CountDownLatch arrived = new CountDownLatch(1);
            queue.lendTo(new Waiting("the last", arrived));
            for (int i = 0; i < MANY; i++) {
                core.publishReply(queue.name(), success("stray-" + i));
            }
            core.publishReply(queue.name(), success("the last"));
            assertTrue(arrived.await(AmqpCore.PATIENCE.toSeconds(), TimeUnit.SECONDS));
            // They are told of by one thread, in turn.
            core.connections.threads().strays.submit(() -> { }).get();

            assertEquals(List.of("A reply was dropped: its queue no longer waits for request stray-0"), log.all());
        }
    }

    private record Waiting(String id, CountDownLatch arrived) implements ReplyQueue.Holder {

        @Override
        public void replied(Delivery reply) {
            arrived.countDown();
        }

        @Override
        public void lost() {
            throw new AssertionError("the queue is lost");
        }
    }

    private static ChatEvent success(String id) {
        return ChatEvent.newBuilder().setId(id).setSuccess(SuccessChatEvent.getDefaultInstance()).build();
    }

    private static ReplyQueues queues(AmqpCore core, Duration patience) throws Exception {
        return new ReplyQueues(core.link, core.link.requireSession(), core.meters.counter("retired"), patience);
    }

    private static void leaseAndGiveBack(ReplyQueues queues, int count) throws Exception {
        List<ReplyQueue> leased = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            leased.add(AmqpCore.get(queues.lease(false, () -> true)));
        }
        leased.forEach(queues::giveBack);
    }
}
