package dev.snowbird.start;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.snowbird.testing.Broker;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sun.misc.Signal;
import sun.misc.SignalHandler;

class SignalsTest {

    private static final Signal HANG_UP = new Signal("HUP");
    private static final int STORM = 500;

    private SignalHandler before;

    @BeforeEach
    void needTheSignal() {
        before = Signal.handle(HANG_UP, SignalHandler.SIG_DFL);
        assumeFalse(before == SignalHandler.SIG_IGN, "this process was started to ignore SIGHUP, as nohup does");
    }

    @AfterEach
    void putBack() {
        Signal.handle(HANG_UP, before);
    }

    @Test
    void isAnsweredOnceMoreHoweverManyComeMeanwhile() throws InterruptedException {
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch free = new CountDownLatch(1);
        AtomicInteger times = new AtomicInteger();
        Signals.onEach(Signals.RELOAD, () -> {
            times.incrementAndGet();
            busy.countDown();
            awaitQuietly(free);
        });
        CountDownLatch handled = countedHandling(1 + STORM);
        Signal.raise(HANG_UP);
        busy.await();

        for (int i = 0; i < STORM; i++) {
            Signal.raise(HANG_UP);
        }
        assertTrue(handled.await(Broker.patience().toSeconds(), TimeUnit.SECONDS));
        assertEquals(1, threads("signal-hup"));
        free.countDown();

        await().atMost(Broker.patience()).until(() -> times.get() >= 2);
        Signal.raise(HANG_UP);
        await().atMost(Broker.patience()).until(() -> times.get() >= 3);
        assertEquals(3, times.get());
    }

    /** Java hands signals on later than they are raised, so that only who is handed them knows when all have come. */
    private static CountDownLatch countedHandling(int signals) {
        CountDownLatch handled = new CountDownLatch(signals);
        SignalHandler handler = Signal.handle(HANG_UP, SignalHandler.SIG_DFL);
        Signal.handle(HANG_UP, signal -> {
            handler.handle(signal);
            handled.countDown();
        });
        return handled;
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static long threads(String name) {
        return Thread.getAllStackTraces().keySet().stream().filter(thread -> thread.getName().equals(name)).count();
    }
}
