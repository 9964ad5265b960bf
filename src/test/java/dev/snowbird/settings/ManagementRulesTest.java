package dev.snowbird.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManagementRulesTest {

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1"})
    void refusesTheConsoleWhereOthersReachIt(String host) {
        assertEquals("management.dev-console=true (command line): the console can change routes and has no password,"
                + " so it wants a loopback address, not management.host=" + host + " (command line)",
                assertThrows(SettingException.class, () -> settings("true", host)).getMessage());
        assertEquals(host, settings("false", host).text("management.host"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.0.0.2", "::1", "localhost"})
    void takesItOnLoopback(String host) {
        assertTrue(settings("true", host).flag("management.dev-console"));
    }

    @Test
    void isOffUnlessSaidOtherwise() {
        assertEquals("false", Settings.builtIn(Map.of()).text("management.dev-console"));
    }

    private static Settings settings(String console, String host) {
        return Settings.builtIn(Map.of("management.dev-console", console, "management.host", host));
    }
}
