package dev.snowbird.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.snowbird.settings.Settings;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the machine permits is held against what the settings promise. */
class MachineLimitsTest {

    private static final long MEBIBYTE = 1024 * 1024;

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", value = {
        // 500 of our own, 2 for each call to the embedded SQS, 2 more for each stream with the embedded AMQP broker.
        "120000 | - | ok    open files: 120000 may be open, 119900 at the limits in the settings",
        "1024   | - | warn  open files: 1024 may be open, but 119900 are at the limits in the settings: raise ulimit -n"
            + " (LimitNOFILE), or lower http.max-connections and seabird.max-connections",
        "9500   | rendezvous.enabled=false | ok    open files: 9500 may be open, 9500 at the limits in the settings",
        "7500   | rendezvous.enabled=false amqp.uri=amqp://x | ok    open files: 7500 may be open, 7500 at the"
            + " limits in the settings",
        "2900   | seabird.enabled=false http.max-connections=2000 | ok    open files: 2900 may be open, 2900 at"
            + " the limits in the settings",
        "2500   | seabird.enabled=false http.max-connections=2000 sqs.endpoint=none | ok    open files: 2500 may"
            + " be open, 2500 at the limits in the settings",
    })
    void openFiles(long limit, String settings, String line) {
        assertEquals(line, new MachineLimits(OptionalLong.of(limit), 1, 1)
                .findings(settings(settings)).get(0).toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", value = {
        // 40,000 bytes for each held poll, and 256 MB for the chat.
        "8000 | - | ok    heap: 8000 MB, some 4071 at the limits in the settings",
        "1000 | - | warn  heap: 1000 MB, but the limits in the settings need some 4071: set -Xmx4071m in JAVA_OPTS, or"
            + " lower the limits (docs/operations.md, Sizes)",
        "256  | rendezvous.enabled=false | ok    heap: 256 MB, some 256 at the limits in the settings",
        "400  | rendezvous.enabled=false seabird.max-waiting-bytes=104857600 | ok    heap: 400 MB, some 400 at"
            + " the limits in the settings",
        "39   | seabird.enabled=false http.max-connections=1000 | ok    heap: 39 MB, some 39 at the limits in the"
            + " settings",
    })
    void heap(long mebibytes, String settings, String line) {
        assertEquals(line, new MachineLimits(OptionalLong.empty(), mebibytes * MEBIBYTE, 1)
                .findings(settings(settings)).get(0).toString());
    }

    @Test
    void directMemoryIsForTheChat() {
        MachineLimits limits = new MachineLimits(OptionalLong.empty(), 1, 100 * MEBIBYTE);

        assertEquals("warn  direct memory: 100 MB, but the limits in the settings need some 256: set"
                + " -XX:MaxDirectMemorySize=256m in JAVA_OPTS, or lower the limits (docs/operations.md, Sizes)",
                limits.findings(settings("rendezvous.enabled=false")).get(1).toString());
        assertEquals(List.of("heap"), limits.findings(settings("seabird.enabled=false")).stream().map(Finding::subject)
                .toList());
    }

    @Test
    void areThoseThatThisProcessHas() {
        MachineLimits limits = MachineLimits.ofThisProcess();

        assertEquals(Runtime.getRuntime().maxMemory(), limits.heapBytes());
    }

    private static Settings settings(String given) {
        Map<String, String> settings = new HashMap<>();
        if (given != null) {
            Arrays.stream(given.split(" ")).map(setting -> setting.split("=", 2))
                    .forEach(setting -> settings.put(setting[0], setting[1]));
        }
        return Settings.builtIn(settings);
    }
}
