package dev.snowbird.status;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is remembered of values, and what is not. */
class SeriesTest {

    private final AtomicLong seconds = new AtomicLong();
    private final History history = new History(() -> TimeUnit.SECONDS.toNanos(seconds.get()));
    private final Map<List<String>, Double> values = new HashMap<>();
    private final Series series = history.follow(() -> values);

    @Test
    void addsUpWhatBeginsWithTheSameTags() {
        values.putAll(Map.of(List.of("http", "matched"), 3.0, List.of("http", "denied"), 1.0,
                List.of("sqs", "matched"), 5.0));

        SeriesView view = series.view();

        assertEquals(3, view.now("http", "matched"));
        assertEquals(4, view.now("http"));
        assertEquals(9, view.now());
        assertEquals(0, view.now("amp"));
        assertEquals(List.of("http", "sqs"), view.firstTags());
    }

    @Test
    void tellsHowACountHasGrownInEachStepAndHowFastInAll() {
        for (double count : new double[] {10, 10, 14, 20}) {
            step("a", count);
        }
        values.put(List.of("a"), 22.0);

        SeriesView view = series.view();

        assertArrayEquals(new double[] {10, 10, 14, 20}, view.levels("a"));
        assertArrayEquals(new double[] {0, 4, 6}, view.growth("a"));
        assertEquals(12, view.grown("a"));
        assertEquals(12 * 60 / 20.0, view.perMinute("a"));
        assertEquals(12 / 20.0, view.perSecond("a"));
    }

    @Test
    void whatIsNewHadNoneBefore() {
        step("a", 1);
        step("b", 7);

        assertArrayEquals(new double[] {7}, series.view().growth("b"));
        assertEquals(7, series.view().grown("b"));
    }

    @Test
    void keepsTwoMinutesAndNoMore() {
        IntStream.range(0, 100).forEach(i -> step("a", i));

        SeriesView view = series.view();

        assertEquals(25, view.levels().length);
        assertEquals(24, view.growth().length);
        assertEquals(75, view.levels()[0]);
    }

    @Test
    void isNoRateBeforeTheFirstStepIsOver() {
        assertEquals(0, series.view().perMinute());
        history.sample();
        values.put(List.of("a"), 1.0);

        assertEquals(60 / 5, series.view().perMinute());
    }

    private void step(String tag, double value) {
        values.put(List.of(tag), value);
        history.sample();
        seconds.addAndGet(5);
    }
}
