package dev.snowbird.rendezvous.matching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snowbird.rendezvous.message.NatType;
import dev.snowbird.rendezvous.message.ProxyPollResponse;
import dev.snowbird.rendezvous.message.RouteProperties;
import dev.snowbird.testing.Polls;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PollLimitTest {

    private static final CamelContext CAMEL = new DefaultCamelContext();
    private static final String ADDRESS = "129.97.208.23";

    private final AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE - TimeUnit.SECONDS.toNanos(30));
    private final long start = nanoTime.get();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private PollIntervals intervals = seconds(20);
    private PollLimit limit = limit(1, 128);

    /** The day of Snowflake contract, section 26.3, on a clock that overflows within it. */
    @Test
    void goesByTheClock() throws Exception {
        assertAdmittedAt(0);
        assertTurnedAwayAt(3, 17_000);
        assertTurnedAwayAt(10.05, 9950);
        assertTurnedAwayAt(19.9995, 1);
        assertAdmittedAt(20);
        assertTurnedAwayAt(28, 12_000);
        assertAdmittedAt(40.02);
        assertTurnedAwayAt(40.02, 20_000);
    }

    @Test
    void admitsProxiesThatWillSoonPollElsewhere() throws Exception {
        assertAdmittedAt(0);
        limit.admitAll();
        assertAdmittedAt(1);
    }

    @Test
    void doesNotLengthenTheWaitOfThoseWhoKnock() throws Exception {
        assertAdmittedAt(0);
        IntStream.range(1, 20).forEach(second -> assertTurnedAwayAt(second, 20_000 - second * 1000));
        assertAdmittedAt(20);
    }

    @ParameterizedTest
    @CsvSource({
        "open, unrestricted, together", "open, moderate, apart", "open, strict, apart", "unrestricted, restricted, apart",
        "moderate, strict, apart", "moderate, unknown, apart", "strict, restricted, together",
        "restricted, unknown, together", "unknown, strict, together",
    })
    void countsThePollsOfAPoolTogetherWhateverNameTheyGive(String first, String second, String counted)
            throws Exception {
        assertTrue(admits(NatType.of(first), ADDRESS));
        assertEquals(counted.equals("apart"), admits(NatType.of(second), ADDRESS));
    }

    @ParameterizedTest
    @CsvSource({
        "128, 129.97.208.23, 129.97.208.24, apart", "128, 129.97.208.23, ::ffff:129.97.208.23, together",
        "128, 2a00::1, 2a00::2, apart", "128, 2a00::1, 2a00:0:0:0::1, together",
        "64, 2a00::1, 2a00::ffff:0:0:2, together", "64, 2a00::1, 2a00:0:0:1::1, apart",
        "60, 2a00::1, 2a00:0:0:f::1, together", "60, 2a00::1, 2a00:0:0:1f::1, apart",
        "1, 129.97.208.23, 129.97.208.24, apart",
    })
    void tellsAddressesApartByAsManyBitsAsAreSet(int ipv6Bits, String one, String other, String counted)
            throws Exception {
        limit = limit(1, ipv6Bits);

        assertTrue(admits(NatType.OPEN, one));
        assertEquals(counted.equals("apart"), admits(NatType.OPEN, other));
    }

    @Test
    void letsVolunteersShareAnAddressWhenToldHowMany() throws Exception {
        limit = limit(3, 128);

        assertAdmittedAt(0);
        assertAdmittedAt(1);
        assertAdmittedAt(5);
        assertTurnedAwayAt(6, 14_000);
        assertAdmittedAt(20);
        assertTurnedAwayAt(20.5, 500);
        assertAdmittedAt(21);
        assertTurnedAwayAt(22, 3000);
    }

    @Test
    void canBeSwitchedOff() throws Exception {
        limit = limit(0, 128);

        for (int poll = 0; poll < 100; poll++) {
            assertAdmittedAt(0);
        }
    }

    @Test
    void limitsNobodyWhoseAddressIsNotKnown() {
        for (int poll = 0; poll < 3; poll++) {
            assertTrue(limit.admits(Polls.proxy("s", NatType.OPEN, 0), null, new DefaultExchange(CAMEL)));
        }
    }

    @Test
    void leavesItToTheProxiesWhenTheIntervalIsNone() throws Exception {
        intervals = seconds(0);

        assertAdmittedAt(0);
        assertAdmittedAt(0);
    }

    @Test
    void helpsThoseWhoCameBeforeWhenTheIntervalBecomesShorter() throws Exception {
        assertAdmittedAt(0);
        intervals = seconds(5);
        assertTurnedAwayAt(4.5, 500);
        assertAdmittedAt(5);
    }

    @Test
    void doesNotMakeThoseWaitLongerWhoCameBeforeTheIntervalBecameLonger() throws Exception {
        assertAdmittedAt(0);
        intervals = seconds(60);
        assertAdmittedAt(20);
        assertTurnedAwayAt(40, 40_000);
    }

    @Test
    void countsWhomItTurnsAway() throws Exception {
        admits(NatType.OPEN, ADDRESS);
        admits(NatType.UNRESTRICTED, ADDRESS);
        admits(NatType.OPEN, ADDRESS);
        admits(NatType.STRICT, ADDRESS);

        assertEquals(2, meters.get("snowbird.polls.too.soon").tag("pool", "open").counter().count());
        assertEquals(0, meters.get("snowbird.polls.too.soon").tag("pool", "strict").counter().count());
    }

    @RepeatedTest(20)
    void admitsExactlyOneOfManyPollsThatComeAtOnce() throws Exception {
        int crowd = 8;
        ExecutorService threads = Executors.newFixedThreadPool(crowd);
        try {
            CountDownLatch ready = new CountDownLatch(crowd);
            List<Future<Boolean>> polls = Stream.generate(() -> threads.submit(() -> {
                ready.countDown();
                ready.await();
                return admits(NatType.OPEN, ADDRESS);
            })).limit(crowd).toList();
            int admitted = 0;
            for (Future<Boolean> poll : polls) {
                admitted += poll.get() ? 1 : 0;
            }
            assertEquals(1, admitted);
        } finally {
            threads.shutdownNow();
        }
    }

    private void assertAdmittedAt(double seconds) throws UnknownHostException {
        passTo(seconds);
        assertTrue(admits(NatType.OPEN, ADDRESS), "at " + seconds);
    }

    private void assertTurnedAwayAt(double seconds, long nextPoll) {
        passTo(seconds);
        Exchange exchange = new DefaultExchange(CAMEL);
        assertFalse(limit.admits(Polls.proxy("s", NatType.OPEN, 0), address(ADDRESS), exchange), "at " + seconds);
        assertEquals(new ProxyPollResponse("polled too soon", "", "", nextPoll, ""),
                limit.turnAway(exchange.getProperty(RouteProperties.POLL_AGAIN_IN, Duration.class)));
    }

    private void passTo(double seconds) {
        nanoTime.set(start + Math.round(seconds * 1_000_000_000));
    }

    private boolean admits(NatType nat, String address) {
        return limit.admits(Polls.proxy("s", nat, 0), address(address), new DefaultExchange(CAMEL));
    }

    private PollLimit limit(int pollsPerInterval, int ipv6Bits) {
        return new PollLimit(pollsPerInterval, ipv6Bits, () -> intervals, nanoTime::get, meters);
    }

    private static PollIntervals seconds(int seconds) {
        Duration each = Duration.ofSeconds(seconds);
        return new PollIntervals(each, each, each);
    }

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}
