package dev.snowbird.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.snowbird.Application;
import dev.snowbird.start.StartException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsRulesTest {

    @ParameterizedTest
    @ValueSource(strings = {"http", "seabird"})
    void wantsBothFilesOrNeither(String server) {
        assertEquals("%1$s.tls-key is not set: %1$s.tls-cert=c (command line) needs it".formatted(server),
                refusal(Map.of(server + ".tls-cert", "c")));
        assertEquals("%1$s.tls-cert is not set: %1$s.tls-key=k (command line) needs it".formatted(server),
                refusal(Map.of(server + ".tls-key", "k")));
        Settings.builtIn(Map.of(server + ".tls-cert", "c", server + ".tls-key", "k"));
    }

    @Test
    void stopsTheStartForAFileThatIsNotThere() {
        Settings settings = Settings.builtIn(Map.of("http.port", "0", "management.port", "0", "sqs.endpoint", "none", "seabird.enabled", "false",
                "http.tls-cert", "no-such-file", "http.tls-key", "no-such-file"));
        assertEquals("http.tls-cert: no-such-file can't be read: NoSuchFileException",
                assertThrows(StartException.class, () -> Application.start(settings)).getMessage());
    }

    private static String refusal(Map<String, String> settings) {
        return assertThrows(SettingException.class, () -> Settings.builtIn(settings)).getMessage();
    }
}
