package dev.snowbird.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.snowbird.testing.Broker;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class BegunTest {

    private final List<String> ended = new CopyOnWriteArrayList<>();
    private final CountDownLatch mayEnd = new CountDownLatch(1);

    @Test
    void goesOnBesideWhoeverBeganIt() throws Exception {
        Begun<String> begun = Begun.now("slow", this::slow, ended::add);

        mayEnd.countDown();

        assertEquals("slow", begun.await());
        assertEquals("slow", begun.await());
        begun.close();
        begun.close();
        assertEquals(List.of("slow"), ended);
    }

    @Test
    void tellsItsFailureWhereItIsNeededAndIsBegunAnewByTheNextWhoWaits() throws Exception {
        IOException failure = new IOException("taken");
        AtomicInteger calls = new AtomicInteger();
        Begun<String> begun = Begun.now("fails", () -> {
            if (calls.incrementAndGet() == 1) {
                throw failure;
            }
            return "there";
        }, ended::add);

        assertSame(failure, assertThrows(IOException.class, begun::await));
        assertEquals("there", begun.await());
        begun.close();
        assertEquals(List.of("there"), ended);
    }

    @Test
    void isEndedWhenItIsThereAlthoughNobodyNeedsItAnyMore() throws Exception {
        Begun<String> begun = Begun.now("unwanted", this::slow, ended::add);
        CompletableFuture<Void> closed = CompletableFuture.runAsync(() -> close(begun));

        assertEquals(List.of(), ended);
        mayEnd.countDown();

        closed.get(Broker.patience().toSeconds(), TimeUnit.SECONDS);
        assertEquals(List.of("slow"), ended);
    }

    @Test
    void whatFailedHasNothingToEnd() throws Exception {
        Begun<String> begun = Begun.now("failed", () -> {
            throw new IOException();
        }, ended::add);

        begun.close();

        assertEquals(List.of(), ended);
    }

    private String slow() throws InterruptedException {
        mayEnd.await();
        return "slow";
    }

    private static void close(Begun<?> begun) {
        try {
            begun.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
