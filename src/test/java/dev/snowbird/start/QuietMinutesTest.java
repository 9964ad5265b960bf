package dev.snowbird.start;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuietMinutesTest {

    private long collections;
    private int own;
    private final QuietMinutes minutes = new QuietMinutes(() -> collections, () -> {
        collections++;
        own++;
    });

    /** Each letter is a minute: b for busy, q for quiet. */
    @ParameterizedTest
    @CsvSource({
            "bbbbb,   0",
            "bq,      1",
            "bqqqqq,  1",
            "qqq,     0",
            "bqbq,    2",
            "bqqbbqq, 2",
            "bqb,     1",
    })
    void looksOnceInTheQuietAfterABusyMinute(String day, int expected) {
        for (char minute : day.toCharArray()) {
            if (minute == 'b') {
                collections += 7;
            }
            minutes.passed();
        }
        assertEquals(expected, own);
    }
}
