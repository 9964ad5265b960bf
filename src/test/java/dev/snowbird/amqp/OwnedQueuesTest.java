package dev.snowbird.amqp;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import dev.snowbird.seabird.amqp.PendingRequest;
import dev.snowbird.testing.AmqpCore;
import dev.snowbird.testing.BrokersTest;
import dev.snowbird.testing.InBothEventQueues;
import dev.snowbird.testing.Inbox;
import dev.snowbird.testing.TestBroker;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The queues of streams, and who gets a name (docs/architecture.md, "A stream owns a queue"). */
@InBothEventQueues
class OwnedQueuesTest {

    private AmqpCore core;
    private AmqpCore other;

    @BeforeEach
    void start(TestBroker broker) throws Exception {
        core = AmqpCore.on(broker);
        other = AmqpCore.on(broker);
    }

    @AfterEach
    void stop(TestBroker broker) {
        core.close();
        other.close();
        await().atMost(AmqpCore.PATIENCE).until(() -> broker.connections() + broker.queues() == 0);
    }

    @BrokersTest
    void pluginsOfAllCoresGetEveryEventInOneOrder() throws Exception {
        List<Inbox> inboxes = List.of(new Inbox(), new Inbox(), new Inbox());
        core.plugin(inboxes.get(0));
        core.plugin(inboxes.get(1), "ping");
        other.plugin(inboxes.get(2));
        List<String> sent = IntStream.range(0, 500).mapToObj(String::valueOf).toList();

        for (String text : sent) {
            core.publishEvent(text);
        }

        inboxes.forEach(inbox -> await().atMost(AmqpCore.PATIENCE).until(() -> inbox.texts().size() == sent.size()));
        inboxes.forEach(inbox -> assertEquals(sent, inbox.texts()));
    }

    @BrokersTest
    void aBackendGetsItsOwnRequestsFromAnyCore() throws Exception {
        Inbox here = new Inbox();
        Inbox there = new Inbox();
        core.backend(here, "here");
        core.backend(there, "there");
        PendingRequest request = AmqpCore.get(other.requests.open(AmqpCore.call("here")));

        other.publishRequest(request);

        await().atMost(AmqpCore.PATIENCE).until(() -> here.deliveries().size() == 1);
        assertEquals(request.id(), here.deliveries().get(0).correlationId());
        assertEquals(request.replyQueue(), here.deliveries().get(0).replyTo());
        assertEquals(AmqpCore.backend("here").toString(), here.deliveries().get(0).headers().get("backend"));
        assertEquals(List.of(), there.deliveries());
    }

    @BrokersTest
    void aTakenNameIsNamedAndLeavesNothing(TestBroker broker) throws Exception {
        core.plugin(new Inbox(), "a", "b");
        core.backend(new Inbox(), "one");
        int queues = broker.queues();
        int connections = broker.connections();

        assertEquals("b", taken(other.streams.openPluginQueue(List.of("c", "b", "a0"), new Inbox())));
        assertEquals(AmqpCore.backend("one").toString(),
                taken(core.streams.openBackendQueue(AmqpCore.backend("one"), new Inbox())));

        await().atMost(AmqpCore.PATIENCE).until(() -> broker.queues() == queues && broker.connections() == connections);
        other.plugin(new Inbox(), "c", "a0").close();
    }

    private static String taken(CompletionStage<OwnedQueue> opened) {
        ExecutionException failure = assertThrows(ExecutionException.class, () -> AmqpCore.get(opened));
        return assertInstanceOf(NameTakenException.class, failure.getCause()).name();
    }

    @BrokersTest
    void oddNamesAreNamesLikeOthers() throws Exception {
        for (String name : List.of("", " ", "a b", "*", "#", "a/b", "%", "\"\\", "größe", "\0", "\r\n", "amq.x",
                "x".repeat(300), "ö".repeat(200), "\uD83D\uDC26")) {
            OwnedQueue command = core.plugin(new Inbox(), name);
            Inbox inbox = new Inbox();
            OwnedQueue backend = core.backend(inbox, name);
            assertEquals(name, taken(other.streams.openPluginQueue(List.of(name), new Inbox())));
            PendingRequest request = AmqpCore.get(other.requests.open(AmqpCore.call(name)));
            other.publishRequest(request);
            await().atMost(AmqpCore.PATIENCE).until(() -> inbox.deliveries().size() == 1);
            command.close();
            backend.close();
        }
        assertTrue(core.link.isUp() && other.link.isUp());
    }

    @BrokersTest
    void aHundredDuplicatesAtOnceAreEachToldThatTheNameIsTaken(TestBroker broker) throws Exception {
        try (AmqpCore program = AmqpCore.asTheProgram(broker)) {
            program.plugin(new Inbox(), "raced");
            program.backend(new Inbox(), "raced");
            List<CompletionStage<OwnedQueue>> duplicates = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                duplicates.add(program.streams.openPluginQueue(List.of("raced"), new Inbox()));
                duplicates.add(program.streams.openBackendQueue(AmqpCore.backend("raced"), new Inbox()));
            }
            Set<String> told = new HashSet<>();
            for (CompletionStage<OwnedQueue> duplicate : duplicates) {
                told.add(taken(duplicate));
            }
            assertEquals(Set.of("raced", AmqpCore.backend("raced").toString()), told);
        }
    }

    @BrokersTest
    void aNameIsTheNextOnesTheMomentThatItsStreamGivesItUp() throws Exception {
        for (int i = 0; i < 50; i++) {
            OwnedQueue plugin = core.plugin(new Inbox(), "a", "b", "c");
            OwnedQueue backend = core.backend(new Inbox(), "a");
            plugin.close();
            backend.close();
            core.backend(new Inbox(), "a").close();
            core.plugin(new Inbox(), "c", "b").close();
        }
    }

    @BrokersTest
    void aNameOfAStreamThatWasRefusedForAnotherIsFree() throws Exception {
        core.plugin(new Inbox(), "taken");
        for (int i = 0; i < 10; i++) {
            assertEquals("taken", taken(core.streams.openPluginQueue(List.of("free", "taken"), new Inbox())));
            core.plugin(new Inbox(), "free").close();
        }
    }

    @BrokersTest
    void aQueueThatVanishesBeforeItHasAConsumerIsDeclaredAgain() throws Exception {
        try (OwnedQueue queue = openVanishing(3)) {
            assertEquals("vanishing", queue.name());
        }
    }

    @BrokersTest
    void aQueueThatAlwaysVanishesIsGivenUp() {
        ExecutionException failure = assertThrows(ExecutionException.class, () -> openVanishing(Integer.MAX_VALUE));

        assertEquals(AmqpErrors.UNREACHABLE.getDescription(),
                Status.fromThrowable(failure.getCause()).getDescription());
        assertTrue(core.link.isUp());
    }

    private OwnedQueue openVanishing(int times) throws Exception {
        AtomicInteger left = new AtomicInteger(times);
        OwnedQueues.Name name = new OwnedQueues.Name("name", "the name", "vanishing", channel -> {
            channel.queueDeclare("vanishing", false, true, false, Map.of());
            if (left.getAndDecrement() > 0) {
                channel.queueDelete("vanishing");
            }
            return "vanishing";
        });
        return AmqpCore.get(new OwnedQueues(core.link, "stream")
                .openNamed("test", name, subscription("requests"), new Inbox()));
    }

    private static OwnedQueues.Subscription subscription(String queue) {
        return new OwnedQueues.Subscription(channel -> {
            channel.queueDeclare(queue, false, true, false, Map.of());
            channel.queueBind(queue, "amq.fanout", "");
            return queue;
        }, new AMQP.Queue.Unbind.Builder().queue(queue).exchange("amq.fanout").routingKey("").build());
    }

    /** What the exchange has routed before can be that slow: it is put into the queue here, as if just then. */
    @BrokersTest
    void whatComesLateToAnOwnerThatHasLeftIsHandedOnWhileAnotherHasTheName() throws Exception {
        OwnedQueues queues = new OwnedQueues(core.link, "stream", Duration.ofHours(1));
        OwnedQueues.Name name = new OwnedQueues.Name("name", "the name", "named", channel ->
                channel.queueDeclare("named", false, true, false, Map.of()).getQueue());
        Inbox left = new Inbox();
        OwnedQueue before = AmqpCore.get(queues.openNamed("test", name, subscription("left"), left));
        other.link.publish("amq.fanout", "", false, new BasicProperties(), "first".getBytes());
        await().atMost(AmqpCore.PATIENCE).until(() -> left.texts().equals(List.of("first")));

        before.close();
        Inbox next = new Inbox();
        AmqpCore.get(queues.openNamed("test", name, subscription("next"), next));
        other.link.publish("amq.fanout", "", false, new BasicProperties(), "second".getBytes());
        other.link.publish("", "left", false, new BasicProperties(), "late".getBytes());

        await().atMost(AmqpCore.PATIENCE).until(() -> !left.late().isEmpty() && !next.deliveries().isEmpty());
        assertEquals(List.of("late"), left.late().stream().map(late -> new String(late.body())).toList());
        assertEquals(List.of("first"), left.texts());
        assertEquals(List.of("second"), next.texts());
    }

    /** Or finds no queue, so that whoever has sent it hears of that. */
    @BrokersTest
    void whatIsSentToOwnersThatLeaveHasComeWhenThatWasWaitedFor() throws Exception {
        OwnedQueues queues = new OwnedQueues(core.link, "stream");
        OwnedQueues.Name name = new OwnedQueues.Name("name", "the name", "named", channel ->
                channel.queueDeclare("named", false, true, false, Map.of()).getQueue());
        AtomicInteger come = new AtomicInteger();
        OwnedQueue left = AmqpCore.get(queues.openNamed("test", name, subscription("left"), slowly(come)));
        int sent = 100;
        for (int i = 0; i < sent; i++) {
            other.link.publish("amq.fanout", "", true, new BasicProperties(), new byte[0]);
        }
        await().atMost(AmqpCore.PATIENCE).until(() -> come.get() > 0);

        left.close();
        queues.awaitLate();

        int inTime = come.get();
        await().atMost(AmqpCore.PATIENCE).until(() ->
                come.get() + other.meter("seabird.replies.undeliverable") == sent);
        assertEquals(come.get(), inTime);
    }

    private static OwnedQueue.Listener slowly(AtomicInteger come) {
        return new OwnedQueue.Listener() {
            @Override
            public void delivered(Delivery delivery) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
                come.incrementAndGet();
            }

            @Override
            public void late(Delivery delivery) {
                delivered(delivery);
            }

            @Override
            public boolean isWanted() {
                return true;
            }

            @Override
            public void lost() {
            }
        };
    }

    @BrokersTest
    void aNameWhosePeerIsGoneIsWaitedFor() throws Exception {
        Inbox left = new Inbox();
        OwnedQueue before = core.backend(left, "name");
        left.leave();
        CompletableFuture<OwnedQueue> next =
                core.streams.openBackendQueue(AmqpCore.backend("name"), new Inbox()).toCompletableFuture();
        // A stream that begins later and is refused: by then the one before it has been seen.
        assertEquals("one", takenByOther("one"));
        assertFalse(next.isDone());

        before.close();

        AmqpCore.get(next);
    }

    private String takenByOther(String name) throws Exception {
        other.plugin(new Inbox(), name);
        return taken(core.streams.openPluginQueue(List.of(name), new Inbox()));
    }

    @BrokersTest
    void namesAreFreedBeforeAllElse() throws Exception {
        OwnedQueue plugin = core.plugin(new Inbox(), "name");
        OwnedQueue backend = core.backend(new Inbox(), "name");
        CountDownLatch stuck = new CountDownLatch(1);
        ThreadPoolExecutor closings = (ThreadPoolExecutor) core.connections.threads().closings;
        for (int i = 0; i < closings.getMaximumPoolSize(); i++) {
            closings.execute(() -> await().atMost(AmqpCore.PATIENCE).until(() -> stuck.getCount() == 0));
        }
        try {
            plugin.close();
            backend.close();
            awaitFreeForTheOtherCore("name");
        } finally {
            stuck.countDown();
        }
    }

    @BrokersTest
    void aStreamThatNobodyWantsAnyMoreIsNotOpened() {
        Inbox left = new Inbox();
        left.leave();

        ExecutionException failure = assertThrows(ExecutionException.class,
                () -> AmqpCore.get(core.streams.openPluginQueue(List.of("name"), left)));

        assertEquals(Status.Code.CANCELLED, Status.fromThrowable(failure).getCode());
    }

    @BrokersTest
    void oneOfFourThatRaceForANameGetsIt() throws Exception {
        for (int race = 0; race < 20; race++) {
            List<CompletionStage<OwnedQueue>> racers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                racers.add((i % 2 == 0 ? core : other).streams.openPluginQueue(List.of("raced"), new Inbox()));
            }
            List<OwnedQueue> winners = winners(racers);
            assertEquals(1, winners.size());
            winners.get(0).close();
            awaitFree(List.of("raced"));
        }
    }

    @BrokersTest
    void ofOverlappingSetsOneGetsThroughAndAllNamesAreFreeAfterwards() throws Exception {
        for (int race = 0; race < 30; race++) {
            List<OwnedQueue> winners = winners(List.of(
                    core.streams.openPluginQueue(List.of("a", "b"), new Inbox()),
                    other.streams.openPluginQueue(List.of("c", "b"), new Inbox())));
            assertEquals(1, winners.size());
            winners.forEach(OwnedQueue::close);
            awaitFree(List.of("a", "b", "c"));
        }
    }

    private static List<OwnedQueue> winners(List<CompletionStage<OwnedQueue>> racers) {
        return racers.stream().map(racer -> racer.handle((queue, failure) -> queue).toCompletableFuture())
                .map(CompletableFuture::join).filter(queue -> queue != null).toList();
    }

    private void awaitFree(Collection<String> names) {
        await().atMost(AmqpCore.PATIENCE).until(() -> {
            List<OwnedQueue> winner = winners(List.of(core.streams.openPluginQueue(names, new Inbox())));
            winner.forEach(OwnedQueue::close);
            return !winner.isEmpty();
        });
    }

    @BrokersTest
    void aClosedStreamHearsNothingMoreAndFreesItsName() throws Exception {
        Inbox inbox = new Inbox();
        OwnedQueue shared = core.plugin(inbox);
        OwnedQueue own = core.plugin(inbox, "freed");
        OwnedQueue backend = core.backend(inbox, "freed");
        List.of(shared, own, backend).forEach(OwnedQueue::close);
        shared.close();
        core.publishEvent("late");

        awaitFreeForTheOtherCore("freed");
        assertEquals(0, inbox.losses());
        assertEquals(List.of(), inbox.texts());
    }

    /** The client library does not know of the second consumer, as of one whose queue the broker has deleted. */
    @BrokersTest
    void whatComesForAConsumerThatIsGoneHarmsNobody() throws Exception {
        Channel channel = core.link.requireSession().events().createChannel();
        Inbox inbox = new Inbox();
        String kept = channel.queueDeclare().getQueue();
        String gone = channel.queueDeclare().getQueue();
        QueueConsumer.start(channel, kept, inbox::delivered, () -> { });
        channel.rpc(new AMQP.Basic.Consume.Builder().queue(gone).noAck(true).build());

        other.link.publish("", gone, true, new BasicProperties(), "late".getBytes());
        other.link.publish("", kept, true, new BasicProperties(), "first".getBytes());
        await().atMost(AmqpCore.PATIENCE).until(() -> channel.messageCount(gone) == 0);
        other.link.publish("", kept, true, new BasicProperties(), "second".getBytes());

        await().atMost(AmqpCore.PATIENCE).until(() -> inbox.texts().equals(List.of("first", "second")));
        assertTrue(core.link.isUp());
    }

    @BrokersTest
    void theNamesOfADeadCoreAreFree() throws Exception {
        Inbox inbox = new Inbox();
        core.plugin(inbox, "orphan");
        core.backend(inbox, "orphan");
        core.plugin(inbox);

        core.close();

        awaitFreeForTheOtherCore("orphan");
    }

    /** As a command and as a backend. */
    private void awaitFreeForTheOtherCore(String name) {
        await().atMost(AmqpCore.PATIENCE).until(() -> !winners(List.of(
                other.streams.openPluginQueue(List.of(name), new Inbox()))).isEmpty());
        await().atMost(AmqpCore.PATIENCE).until(() -> !winners(List.of(
                other.streams.openBackendQueue(AmqpCore.backend(name), new Inbox()))).isEmpty());
    }
}
