package dev.snowbird.rendezvous.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.bucket4j.TimeMeter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateLimitTest {

    private static final OptionalLong WELCOME = OptionalLong.empty();

    private final Clock clock = new Clock();
    private final RateLimit limit = new RateLimit(4, clock);

    @Test
    void allowsSoManyAMinuteInAnyRhythm() throws Exception {
        for (int i = 0; i < 4; i++) {
            assertEquals(WELCOME, waitOf("192.0.2.1"));
        }
        assertEquals(OptionalLong.of(15), waitOf("192.0.2.1"));
        clock.pass(14_500);
        assertEquals(OptionalLong.of(1), waitOf("192.0.2.1"));
        clock.pass(500);
        assertEquals(WELCOME, waitOf("192.0.2.1"));
        assertEquals(OptionalLong.of(15), waitOf("192.0.2.1"));
        clock.pass(3_600_000);
        for (int i = 0; i < 4; i++) {
            assertEquals(WELCOME, waitOf("192.0.2.1"));
        }
        assertEquals(OptionalLong.of(15), waitOf("192.0.2.1"));
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.2, apart", "192.0.2.1, ::ffff:192.0.2.1, together", "2a00::1, 2a00::ffff:0:0:2, together",
        "2a00::1, 2a00:0:0:1::1, apart", "2a00::, 2a01::, apart", "fe80::1%1, fe80::2, together"})
    void countsANetworkOf64BitsAsOneAddress(String one, String other, String counted) throws Exception {
        for (int i = 0; i < 5; i++) {
            waitOf(one);
        }
        assertEquals(counted.equals("together"), waitOf(other).isPresent());
    }

    private OptionalLong waitOf(String address) throws UnknownHostException {
        return limit.secondsToWait(InetAddress.getByName(address));
    }

    /** A clock that a test moves. */
    static final class Clock implements TimeMeter {

        private long nanos;

        void pass(long millis) {
            nanos += TimeUnit.MILLISECONDS.toNanos(millis);
        }

        @Override
        public long currentTimeNanos() {
            return nanos;
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    }
}
