package dev.snowbird.rendezvous.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.snowbird.reload.Reloads;
import dev.snowbird.settings.Settings;
import dev.snowbird.start.StartException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpSettingsTest {

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, false, '', plain", "127.8.9.1, false, '', plain", "::1, false, '', plain",
        "localhost, false, '', plain", "127.0.0.1, false, file, tls",
        "0.0.0.0, false, '', refused", "::, false, '', refused", "192.0.2.1, false, '', refused",
        "0.0.0.0, true, '', plain", "::, true, '', plain", "192.0.2.1, true, '', plain",
        "0.0.0.0, false, file, tls", "0.0.0.0, true, file, tls", "127.0.0.1, true, '', plain"})
    void decidesBetweenTlsAndPlainHttp(String host, String disableTls, String file, String outcome) {
        Settings settings = Settings.builtIn(Map.of("http.host", host, "http.disable-tls", disableTls,
                "http.tls-cert", file, "http.tls-key", file));
        assertEquals(outcome, outcome(settings));
    }

    private static String outcome(Settings settings) {
        try {
            HttpSettings.requireTls(settings);
            return HttpSettings.certificate(settings, new Reloads(List.of())).isPresent() ? "tls" : "plain";
        } catch (StartException e) {
            assertEquals("the --acme-hostnames, --cert and --key, or --disable-tls option is required", e.getMessage());
            return "refused";
        }
    }
}
