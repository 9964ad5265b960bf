package dev.snowbird.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.junit.jupiter.api.Test;

class DrainRulesTest {

    @Test
    void theNoticeLeavesTimeForTheRest() {
        assertEquals("drain.notice=30s (command line): that is no less than drain.timeout=30s (default), so there would"
                + " be no time to drain in", assertThrows(SettingException.class,
                        () -> Settings.builtIn(Map.of("drain.notice", "30s"))).getMessage());
        assertEquals("0s", Settings.builtIn(Map.of("drain.notice", "0s", "drain.timeout", "1ms")).text("drain.notice"));
    }
}
