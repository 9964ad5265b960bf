package dev.snowbird.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snowbird.testing.LogLines;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConnectionCountTest {

    @Test
    void admitsSoManyAndTellsOnceOfTheOthers() {
        try (LogLines log = new LogLines(ConnectionCount.class)) {
            ConnectionCount count = new ConnectionCount("http.max-connections", 2);
            assertTrue(count.admit());
            assertTrue(count.admit());
            assertEquals(List.of(), log.all());
            assertFalse(count.admit());
            assertFalse(count.admit());
            assertEquals(List.of("2 connections are open, which is http.max-connections: more are closed at once"),
                    log.all());

            count.closed();
            assertTrue(count.admit());
            assertFalse(count.admit());
        }
    }
}
