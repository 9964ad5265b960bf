package dev.snowbird.amqp;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.snowbird.testing.AmqpCore;
import dev.snowbird.testing.BrokersTest;
import dev.snowbird.testing.TestBroker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

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
