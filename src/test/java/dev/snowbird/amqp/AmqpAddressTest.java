package dev.snowbird.amqp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.snowbird.settings.Settings;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where the broker is, from {@code amqp.uri} and what counts instead of its parts. */
class AmqpAddressTest {

    @ParameterizedTest
    @CsvSource({
        "amqp://host,                       host, 5672, false, guest, guest, /",
        "amqps://host/,                     host, 5671, true,  guest, guest, /",
        "amqp://u:p@host:1/v,               host, 1,    false, u,     p,     v",
        "amqp://u%40x:p%3A%2F+@host/%2Fv,   host, 5672, false, u@x,   p:/+,  /v",
        "amqp://u:p:q@host,                 host, 5672, false, u,     p:q,   /",
        "AMQPS://u@[::1]:1,                 ::1,  1,    true,  u,     guest, /",
    })
    void readsTheUri(String uri, String host, int port, boolean tls, String user, String password, String virtualHost) {
        assertEquals(new AmqpAddress(host, port, tls, user, password, virtualHost),
                AmqpAddress.of(Settings.builtIn(Map.of("amqp.uri", uri))));
    }

    @ParameterizedTest
    @CsvSource({
        "amqps://192.0.2.1, true",
        "amqp://192.0.2.1,  false",
        "amqp://127.0.0.1,  true",
        "amqp://[::1],      true",
        "amqp://localhost,  true",
    })
    void isPrivateWithTlsOrOnThisMachine(String uri, boolean expected) {
        assertEquals(expected, AmqpAddress.of(Settings.builtIn(Map.of("amqp.uri", uri))).isPrivate());
    }

    @Test
    void singleSettingsCountInstead() {
        assertEquals(new AmqpAddress("host", 5672, false, "a", "b", "c"), AmqpAddress.of(Settings.builtIn(Map.of(
                "amqp.uri", "amqp://u:p@host/v", "amqp.username", "a", "amqp.password", "b",
                "amqp.virtual-host", "c"))));
    }

    @Test
    void theEmbeddedBrokerHasNoUri() {
        assertThrows(IllegalArgumentException.class, () -> AmqpAddress.of(Settings.builtIn(Map.of())));
    }
}
