package dev.snowbird.seabird;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.snowbird.settings.Settings;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GrpcSettingsTest {

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:0,   '', false",
        "localhost:0,   '', false",
        "[::1]:0,       '', false",
        "0.0.0.0:11235, '', true",
        ":11235,        '', true",
        ":11235,        c,  false"
    })
    void knowsWhenTokensCrossANetworkAsTheyAre(String bindHost, String certificate, boolean shown) {
        assertEquals(shown, GrpcSettings.showsTokens(Settings.builtIn(Map.of("seabird.bind-host", bindHost,
                "seabird.tls-cert", certificate, "seabird.tls-key", certificate))));
    }
}
