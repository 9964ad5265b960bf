package dev.snowbird.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.snowbird.testing.LogLines;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BoundedLogTest {

    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private final LogLines lines = new LogLines(BoundedLogTest.class);
    private final BoundedLog log = new BoundedLog(BoundedLogTest.class.getName(), waiting::add);

    @AfterEach
    void listenNoMore() {
        lines.close();
    }

    @Test
    void writesTheFirstLineAtOnceAndTheLastOfTheRestAfterAMinute() {
        for (int id = 1; id <= 300; id++) {
            log.warn("request {} of {} is unknown", id, "weather");
        }
        assertEquals(List.of("request 1 of weather is unknown"), lines.all());

        aMinutePasses();

        assertEquals(List.of("request 1 of weather is unknown",
                "request 300 of weather is unknown (298 more of these within a minute)"), lines.all());
    }

    @Test
    void writesOneLineAMinuteForAsLongAsTheyCome() {
        for (int minute = 0; minute < 5; minute++) {
            IntStream.range(0, 1000).forEach(any -> log.info("again"));
            aMinutePasses();
        }

        assertEquals(6, lines.all().size());
    }

    @Test
    void writesALineThatCameTwiceAsItIs() {
        log.warn("the queue is {}", "gone");
        log.warn("the queue is {}", "back");
        aMinutePasses();

        assertEquals(List.of("the queue is gone", "the queue is back"), lines.all());
    }

    @Test
    void writesAtOnceAgainAfterAMinuteWithoutLines() {
        log.error("failed");
        aMinutePasses();
        log.error("failed");

        assertEquals(List.of("failed", "failed"), lines.all());
    }

    @Test
    void keepsLinesOfAnotherKindApart() {
        log.warn("no {}", "queue");
        log.warn("no longer {}", "there");

        assertEquals(List.of("no queue", "no longer there"), lines.all());
    }

    @Test
    void countsEachLineOnceThoughManyThreadsWrite() {
        IntStream.range(0, 10_000).parallel().forEach(any -> log.warn("dropped"));
        aMinutePasses();

        assertEquals(List.of("dropped", "dropped (9998 more of these within a minute)"), lines.all());
    }

    @Test
    void leavesNothingToDoOnceItIsQuiet() {
        log.warn("once");
        aMinutePasses();

        assertEquals(0, waiting.size());
    }

    /** What is put off meanwhile has a minute of its own. */
    private void aMinutePasses() {
        Queue<Runnable> due = new ArrayDeque<>(waiting);
        waiting.clear();
        due.forEach(Runnable::run);
    }
}
