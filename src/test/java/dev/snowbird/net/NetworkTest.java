package dev.snowbird.net;

import static dev.snowbird.testing.Given.address;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {

    @ParameterizedTest
    @CsvSource({
            "10.0.0.0/8,       10.255.255.255,  true",
            "10.0.0.0/8,       11.0.0.0,        false",
            "10.1.2.3/8,       10.9.9.9,        true",
            "100.64.0.0/10,    100.127.255.255, true",
            "100.64.0.0/10,    100.128.0.0,     false",
            "100.64.0.0/10,    100.63.255.255,  false",
            "192.0.2.1,        192.0.2.1,       true",
            "192.0.2.1,        192.0.2.2,       false",
            "192.0.2.1/32,     192.0.2.2,       false",
            "0.0.0.0/0,        8.8.8.8,         true",
            "0.0.0.0/0,        ::8,             false",
            "::/0,             2001:db8::1,     true",
            "::/0,             8.8.8.8,         false",
            "2001:db8::/32,    2001:db8:ffff::, true",
            "2001:db8::/32,    2001:db9::,      false",
            "2001::/23,        2001:1ff::,      true",
            "2001::/23,        2001:200::,      false",
            "2001:db8::1,      2001:db8::1,     true",
            "2001:db8::1,      2001:db8::2,     false",
            "::ffff:192.0.2.1, 192.0.2.1,       true",
    })
    void containsWhatBeginsWithItsBits(String network, String address, boolean contained) {
        assertEquals(contained, Network.parse(network).contains(address(address)));
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "", "/", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/08", "10.0.0.0/8/8", "10.0.0.0/+8",
            "10.0.0.0/1234567890", "::/129", "localhost", "localhost/8", "10.0.0.0/255.0.0.0", "[::1]", "fe80::%1/64",
            " ::1"
    })
    void refusesAnythingElse(String text) {
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> Network.parse(text));
        assertFalse(refused.getMessage().contains("localhost"));
    }
}
