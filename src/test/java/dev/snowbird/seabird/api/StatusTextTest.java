package dev.snowbird.seabird.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatusTextTest {

    @ParameterizedTest
    @CsvSource({"'', ''", "1234567890, 1234567890", "12345678901, 1234567...", "äöüäö, äöüäö", "äöüäöü, äöü...",
        "❄❄❄, ❄❄❄", "❄❄❄❄, ❄❄...", "x\uD83D\uDE00\uD83D\uDE00\uD83D\uDE00, x\uD83D\uDE00..."})
    void keepsTheBeginningOfWhatIsLongerThanTenBytes(String text, String shortened) {
        assertEquals(shortened, StatusText.shortened(text, 10));
    }

    @Property
    void isNeverLongerThanAskedFor(@ForAll String text, @ForAll @IntRange(min = 3, max = 100) int bytes) {
        String shortened = StatusText.shortened(text, bytes);

        assertTrue(shortened.getBytes(StandardCharsets.UTF_8).length <= bytes);
        assertTrue(shortened.equals(text)
                || text.startsWith(shortened.substring(0, shortened.length() - 3)) && shortened.endsWith("..."));
    }
}
