package dev.snowbird.rendezvous.matching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The files of the Snowflake contract, section 26.5, and others; 20 s count for all three pools before. */
class PollIntervalFileTest {

    private static final PollIntervals BEFORE = intervals(20_000, 20_000, 20_000);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "{'open_poll_interval':12000,'moderate_poll_interval':15000,'strict_poll_interval':30000} | 12000 15000 30000",
        "{'unrestricted_poll_interval':20000,'restricted_poll_interval':30000}                    | 20000 30000 30000",
        "{'unrestricted_poll_interval':60000}                                                     | 60000 20000 20000",
        "{'unrestricted_poll_interval':1,'restricted_poll_interval':2,'open_poll_interval':12000,"
                + "'strict_poll_interval':30000}                                                  | 12000 2 30000",
        "{'open_poll_interval':5000}                                                              | 5000 20000 20000",
        "{'OPEN_POLL_INTERVAL':5000,'other':1}                                                    | 5000 20000 20000",
        "{'open_poll_interval':0}                                                                 | 0 20000 20000",
        "{}                                                                                       | 20000 20000 20000",
        "null                                                                                     | 20000 20000 20000",
        "{'open_poll_interval':null,'unrestricted_poll_interval':7}                               | 7 20000 20000",
        "{'strict_poll_interval':1,'strict_poll_interval':2}                                      | 20000 20000 2",
        "{'open_poll_interval':9223372036854775807}                             | 9223372036854775807 20000 20000",
    })
    void saysTheIntervalsOfThreePools(String file, String expected) throws IOException {
        List<Long> millis = List.of(expected.split(" ")).stream().map(Long::valueOf).toList();

        assertEquals(intervals(millis.get(0), millis.get(1), millis.get(2)), read(file).intervals());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "{'open_poll_interval':-5}       | open_poll_interval is negative",
        "{'open_poll_interval':1,'moderate_poll_interval':1,'strict_poll_interval':1,"
                + "'restricted_poll_interval':-1} | restricted_poll_interval is negative",
        "{'open_poll_interval':2.5}      | json: cannot unmarshal number into Go struct field "
                + "Members.open_poll_interval of type int64",
        "{'open_poll_interval':1e4}      | json: cannot unmarshal number into Go struct field "
                + "Members.open_poll_interval of type int64",
        "{'open_poll_interval':'20000'}  | json: cannot unmarshal string into Go struct field "
                + "Members.open_poll_interval of type int64",
        "{'restricted_poll_interval':[]} | json: cannot unmarshal array into Go struct field "
                + "Members.restricted_poll_interval of type int64",
        "[]                              | json: cannot unmarshal array into Go value of type messages.Members",
        "``                              | unexpected end of JSON input",
    })
    void isRefusedWhole(String file, String reason) {
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> read(file));

        assertEquals(folder.resolve("intervals.json") + ": " + reason, refused.getMessage());
    }

    @Test
    void isTakenWithoutAWordWhenItNamesAllThreePools() throws IOException {
        assertEquals(List.of(), read("{'open_poll_interval':1,'moderate_poll_interval':1,'strict_poll_interval':1,"
                + "'unrestricted_poll_interval':1,'restricted_poll_interval':1}").notes());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "{'restricted_poll_interval':1,'strict_poll_interval':1,'open_poll_interval':1} "
                + "| restricted_poll_interval is taken for moderate_poll_interval",
        "{'open_poll_interval':1,'strict_poll_interval':1} "
                + "| does not say, so stays as it was: moderate_poll_interval",
    })
    void isTakenWithAWordOtherwise(String file, String note) throws IOException {
        assertEquals(List.of(note), read(file).notes());
    }

    private PollIntervalFile.Reading read(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("intervals.json"), text.replace('\'', '"'));
        return PollIntervalFile.read(file, BEFORE);
    }

    private static PollIntervals intervals(long open, long moderate, long strict) {
        return new PollIntervals(Duration.ofMillis(open), Duration.ofMillis(moderate), Duration.ofMillis(strict));
    }
}
