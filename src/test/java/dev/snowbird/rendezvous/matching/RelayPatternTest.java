package dev.snowbird.rendezvous.matching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RelayPatternTest {

    @ParameterizedTest
    @CsvSource({
        "snowflake.torproject.net$,      snowflake.torproject.net$,       true",
        "'',                             snowflake.torproject.net,        true",
        "torproject.net$,                ^snowflake.torproject.net$,      true",
        "^snowflake.torproject.net$,     snowflake.torproject.net$,       false",
        "02.snowflake.torproject.net$,   snowflake.torproject.net$,       false",
        "^snowflake.torproject.net$,     ^snowflake.torproject.net,       true",
        "^snowflake.torproject.net$,     ^02.snowflake.torproject.net$,   false",
        "snowflake.torproject.net$,      02-snowflake.torproject.net$,    true",
        "snowflake.torproject.net$,      '',                              false",
        "'',                             '',                              true",
        "$,                              '',                              true",
        "^,                              '',                              false",
        "^$,                             ^,                               true",
        "$$,                             $,                               false",
    })
    void acceptsABrokerWhoseRelaysItTakesInAll(String proxy, String broker, boolean accepted) {
        assertEquals(accepted, RelayPattern.of(proxy).accepts(RelayPattern.of(broker)));
    }

    @Property(tries = 300)
    void acceptsItself(@ForAll String text) {
        assertTrue(RelayPattern.of(text).accepts(RelayPattern.of(text)));
    }
}
