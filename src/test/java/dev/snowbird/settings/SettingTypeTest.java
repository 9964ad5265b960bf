package dev.snowbird.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingTypeTest {

    @ParameterizedTest(name = "{0} accepts \"{1}\": {2}")
    @CsvSource({
        "TEXT, anything at all, true", "TEXT, '', true",
        "PORT, 0, true", "PORT, 65535, true", "PORT, 65536, false", "PORT, -1, false", "PORT, '', false",
        "PORT, 80a, false", "PORT, 99999999999, false", "PORT, +80, false",
        "HOST, 127.0.0.1, true", "HOST, localhost, true", "HOST, snow_bird.example.org, true", "HOST, ::1, true",
        "HOST, ::, true", "HOST, fe80::1:2, true", "HOST, ::ffff:10.0.0.1, true", "HOST, '', false",
        "HOST, [::1], false", "HOST, 256.0.0.1, false", "HOST, 1.2.3, false", "HOST, 1.2.3.4., false",
        "HOST, 1:2:3, false", "HOST, cafe:8080, false", "HOST, a b, false", "HOST, http://localhost, false",
        "DURATION, 100ms, true", "DURATION, 5s, true", "DURATION, 2m, true", "DURATION, 1h, true",
        "DURATION, 1h30m0s, true", "DURATION, 1s500ms, true", "DURATION, 1m1h, false", "DURATION, 0h0s, false",
        "DURATION, 5, false", "DURATION, 0s, false", "DURATION, -5s, false", "DURATION, 1.5s, false",
        "DURATION, PT5S, false", "DURATION, 5 s, false", "DURATION, 1d, false", "DURATION, '', false",
        "DURATION_IF_ANY, '', true", "DURATION_IF_ANY, 5s, true", "DURATION_IF_ANY, 0s, false",
        "SHORT_WAIT, 0s, true", "SHORT_WAIT, 2s, true", "SHORT_WAIT, 2001ms, false", "SHORT_WAIT, '', false",
        "HOPS, 0, true", "HOPS, 2147483647, true", "HOPS, -1, false", "HOPS, 0x2, false", "HOPS, '', false",
        "IPV6_BITS, 1, true", "IPV6_BITS, 128, true", "IPV6_BITS, 0, false", "IPV6_BITS, 129, false",
        "RECEIVE_WAIT, 1s, true", "RECEIVE_WAIT, 20s, true", "RECEIVE_WAIT, 5000ms, true",
        "RECEIVE_WAIT, 21s, false", "RECEIVE_WAIT, 500ms, false", "RECEIVE_WAIT, 1500ms, false",
        "COUNT, 1, true", "COUNT, 2147483647, true", "COUNT, 2147483648, false", "COUNT, 0, false",
        "COUNT, 1e3, false", "COUNT, '', false",
        "FLAG, true, true", "FLAG, false, true", "FLAG, yes, false", "FLAG, TRUE, false", "FLAG, '', false",
        "QUEUE_NAME, Snow-bird_1, true", "QUEUE_NAME, '', true", "QUEUE_NAME, a.fifo, false",
        "QUEUE_NAME, a b, false",
        "QUEUE_NAME, 12345678901234567890123456789012345678901234567890123456789012345678901234567890, true",
        "QUEUE_NAME, 123456789012345678901234567890123456789012345678901234567890123456789012345678901, false",
        "QUEUE_PREFIX, snowflake-client-, true", "QUEUE_PREFIX, a*, false",
        "QUEUE_PREFIX, 1234567890123456789012345678901234567890123456789012345678901234, true",
        "QUEUE_PREFIX, 12345678901234567890123456789012345678901234567890123456789012345, false",
        "SQS_ENDPOINT, '', true", "SQS_ENDPOINT, embedded, true", "SQS_ENDPOINT, aws, true",
        "SQS_ENDPOINT, none, true", "SQS_ENDPOINT, http://localhost:9324, true",
        "SQS_ENDPOINT, https://sqs.eu-west-1.amazonaws.com/, true", "SQS_ENDPOINT, http://[::1]:9324/path, true",
        "SQS_ENDPOINT, Embedded, false", "SQS_ENDPOINT, localhost:9324, false", "SQS_ENDPOINT, ftp://host, false",
        "SQS_ENDPOINT, http:///path, false", "SQS_ENDPOINT, http://user:word@host, false",
        "SQS_ENDPOINT, http://host/?query, false", "SQS_ENDPOINT, http://a b, false",
        "NODE_ID, '', true", "NODE_ID, a1-B_2, true", "NODE_ID, 1234567890123456789012345678901234567890, true",
        "NODE_ID, 12345678901234567890123456789012345678901, false", "NODE_ID, a.b, false", "NODE_ID, a*, false",
        "TELL_INTERVAL, 50ms, true", "TELL_INTERVAL, 1s, true", "TELL_INTERVAL, 49ms, false",
        "TELL_INTERVAL, 1001ms, false", "TELL_INTERVAL, '', false"
    })
    void acceptsItsOwnValuesOnly(SettingType type, String text, boolean accepted) {
        assertEquals(accepted, type.accepts(text));
    }
}
