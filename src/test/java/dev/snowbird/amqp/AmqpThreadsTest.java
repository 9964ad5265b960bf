package dev.snowbird.amqp;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.snowbird.testing.AmqpCore;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class AmqpThreadsTest {

    private static final int MORE_THAN_THERE_IS_ROOM_FOR = 100_000;

    @AutoClose
    private final AmqpThreads threads = new AmqpThreads();

    @Test
    void aLogThatBlocksKeepsNeitherStraysWithoutEndNorWhatFollowsALoss() throws InterruptedException {
        CountDownLatch log = new CountDownLatch(1);
        CountDownLatch lossIsTold = new CountDownLatch(1);
        AtomicInteger strays = new AtomicInteger();

        AmqpThreads.run(threads.strays, () -> block(log));
        for (int i = 0; i < MORE_THAN_THERE_IS_ROOM_FOR; i++) {
            AmqpThreads.run(threads.strays, strays::incrementAndGet);
        }
        AmqpThreads.run(threads.notices, lossIsTold::countDown);
        lossIsTold.await();
        log.countDown();

        threads.strays.shutdown();
        await().atMost(AmqpCore.PATIENCE).until(threads.strays::isTerminated);
        assertEquals(AmqpThreads.MAX_STRAYS, strays.get());
    }

    private static void block(CountDownLatch log) {
        try {
            log.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
