package dev.snowbird.amqp;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.snowbird.testing.AmqpCore;
import dev.snowbird.testing.BrokersTest;
import dev.snowbird.testing.Inbox;
import dev.snowbird.testing.TestBroker;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** One queue of events for all plugins of a core, of which they can't tell. */
class SharedQueueTest {

    private static final int EVENTS = 500;

    private AmqpCore core;
    private AmqpCore other;

    @BeforeEach
    void start(TestBroker broker) throws Exception {
        core = AmqpCore.on(broker, Map.of("seabird.event-queues", "core"));
        other = AmqpCore.on(broker);
    }

    @AfterEach
    void stop(TestBroker broker) {
        core.close();
        other.close();
        await().atMost(AmqpCore.PATIENCE).until(() -> broker.connections() + broker.queues() == 0);
    }

    @BrokersTest
    void thereIsOneQueueForAllWhileAnyIsThere(TestBroker broker) throws Exception {
        int without = broker.queues();
        List<OwnedQueue> plugins = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            plugins.add(core.plugin(new Inbox()));
        }
        assertEquals(without + 1, broker.queues());
        plugins.add(core.plugin(new Inbox(), "ping"));
        assertEquals(without + 2, broker.queues());

        plugins.forEach(OwnedQueue::close);

        await().atMost(AmqpCore.PATIENCE).until(() -> broker.queues() == without);
        Inbox again = new Inbox();
        core.plugin(again);
        core.publishEvent("again");
        await().atMost(AmqpCore.PATIENCE).until(() -> again.texts().equals(List.of("again")));
    }

    @BrokersTest
    void whoComesLaterGetsNothingThatWasThereBefore() throws Exception {
        Inbox first = new Inbox();
        Inbox witness = new Inbox();
        core.plugin(first);
        other.plugin(witness);
        for (int i = 0; i < EVENTS; i++) {
            core.publishEvent(String.valueOf(i));
        }
        await().atMost(AmqpCore.PATIENCE).until(() -> witness.deliveries().size() == EVENTS);

        Inbox later = new Inbox();
        core.plugin(later);
        core.publishEvent("new");

        await().atMost(AmqpCore.PATIENCE).until(() -> !later.deliveries().isEmpty());
        assertEquals(List.of("new"), later.texts());
        await().atMost(AmqpCore.PATIENCE).until(() -> first.deliveries().size() == EVENTS + 1);
    }

    @BrokersTest
    void whoeverComesAtOnceGetsEverythingFromThenOn() throws Exception {
        List<Inbox> inboxes = IntStream.range(0, 50).mapToObj(i -> new Inbox()).toList();
        var opened = inboxes.stream().map(inbox -> core.streams.openPluginQueue(List.of(), inbox)).toList();
        for (var queue : opened) {
            AmqpCore.get(queue);
        }

        other.publishEvent("first");
        other.publishEvent("second");

        inboxes.forEach(inbox -> await().atMost(AmqpCore.PATIENCE).until(() -> inbox.deliveries().size() == 2));
        inboxes.forEach(inbox -> assertEquals(List.of("first", "second"), inbox.texts()));
    }

    @BrokersTest
    void allHearThatItIsLostAndOnce() throws Exception {
        Inbox inbox = new Inbox();
        core.plugin(inbox);
        core.plugin(inbox);
        core.plugin(inbox, "ping");

        core.link.close();

        await().atMost(AmqpCore.PATIENCE).until(() -> inbox.losses() == 3);
    }
}
