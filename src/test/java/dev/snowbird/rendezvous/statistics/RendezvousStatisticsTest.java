package dev.snowbird.rendezvous.statistics;

import static dev.snowbird.testing.Given.address;
import static dev.snowbird.testing.Given.from;
import static dev.snowbird.testing.Polls.client;
import static dev.snowbird.testing.Polls.proxy;
import static dev.snowbird.testing.Polls.proxyWithoutPattern;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snowbird.rendezvous.message.NatType;
import dev.snowbird.rendezvous.message.ProxyPoll;
import dev.snowbird.rendezvous.message.ProxyType;
import dev.snowbird.testing.Given;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RendezvousStatisticsTest {

    private final List<InetAddress> journal = new ArrayList<>();
    private Countries countries;
    private RendezvousStatistics statistics;

    @BeforeEach
    void start() throws IOException {
        countries = Given.countries();
        statistics = withAtMost(1000);
    }

    @Test
    void publishesNothingToPrometheusBeforeTheFirstEvent() {
        assertEquals("", statistics.prometheusPage());
    }

    @Test
    void countsRejectedPollsAsSuchOnly() {
        for (ProxyPoll poll : List.of(proxy(ProxyType.BADGE, NatType.RESTRICTED),
                proxyWithoutPattern(ProxyType.BADGE, NatType.RESTRICTED))) {
            statistics.proxyPolled(poll);
            statistics.proxyRejected(poll);
        }
        assertFalse(statistics.prometheusPage().contains("snowflake_proxy_total"));
        assertFalse(statistics.prometheusPage().contains("available"));
        assertTrue(journal.isEmpty());
        assertBlockHas("snowflake-ips ", "snowflake-ips-total 0", "snowflake-proxy-poll-with-relay-url-count 8",
                "snowflake-proxy-poll-without-relay-url-count 8", "snowflake-proxy-rejected-for-relay-url-count 8",
                "snowflake-idle-count 0", "snowflake-ips-nat-restricted 0");
    }

    /** As measured with the reference (Snowflake contract, section 26.8). */
    @Test
    void countsAPollThatComesTooSoonAsNeitherIdleNorMatched() {
        ProxyPoll poll = proxy(ProxyType.STANDALONE, NatType.UNRESTRICTED);
        statistics.proxyPolled(poll);
        statistics.proxyAccepted(poll, address("8.8.8.8"));
        statistics.proxyHeld(poll);
        statistics.proxyTooSoon(poll);

        assertEquals(List.of(
                "snowflake_available_proxies{nat=\"unrestricted\",type=\"standalone\"} 0",
                "snowflake_proxy_total{cc=\"US\",nat=\"unrestricted\",type=\"standalone\"} 1",
                "snowflake_rounded_proxy_poll_with_relay_url_extension_total{nat=\"unrestricted\",type=\"standalone\"} 8"),
                statistics.prometheusPage().lines().filter(line -> !line.startsWith("#")).toList());
        assertEquals(List.of(address("8.8.8.8")), journal);
        assertBlockHas("snowflake-ips US=1", "snowflake-idle-count 0", "snowflake-proxy-poll-with-relay-url-count 8",
                "snowflake-ips-nat-unrestricted 1");
    }

    @Test
    void countsNoProxyAddressesWithoutACountryDatabase() {
        countries = Countries.NONE;
        accept("8.8.8.8", ProxyType.BADGE, NatType.RESTRICTED);
        assertEquals("", statistics.prometheusPage());
        assertEquals(List.of(address("8.8.8.8")), journal);
        assertBlockHas("snowflake-ips ", "snowflake-ips-badge 0", "snowflake-ips-total 0",
                "snowflake-ips-nat-restricted 0");
    }

    @Test
    void countsClientsAsOfUnknownCountryWithoutACountryDatabase() {
        countries = Countries.NONE;
        statistics.clientMatched(client(NatType.UNKNOWN), from(RendezvousMethod.HTTP, "8.8.8.8"));
        assertBlockHas("client-http-ips ??=8");
    }

    @Test
    void usesTheCountryDatabaseOfTheMoment() throws IOException {
        countries = Countries.NONE;
        accept("8.8.8.8", ProxyType.BADGE, NatType.RESTRICTED);
        countries = Given.countries();
        accept("8.8.8.8", ProxyType.BADGE, NatType.RESTRICTED);
        assertBlockHas("snowflake-ips US=1");
    }

    @Test
    void countsAnAddressOncePerCountryTypeAndNat() {
        for (int i = 0; i < 3; i++) {
            accept("8.8.8.8", ProxyType.STANDALONE, NatType.RESTRICTED);
            accept("8.8.8.8", ProxyType.UNKNOWN, NatType.UNKNOWN);
            accept("::ffff:8.8.8.8", ProxyType.STANDALONE, NatType.UNKNOWN);
        }
        assertTrue(statistics.prometheusPage()
                .endsWith("snowflake_proxy_total{cc=\"US\",nat=\"restricted\",type=\"standalone\"} 1\n"));
        assertBlockHas("snowflake-ips US=1", "snowflake-ips-total 1", "snowflake-ips-standalone 1",
                "snowflake-ips-nat-restricted 1", "snowflake-ips-nat-unrestricted 0", "snowflake-ips-nat-unknown 1");
    }

    @Test
    void startsEveryDayAtZeroExceptForPrometheus() {
        accept("8.8.8.8", ProxyType.STANDALONE, NatType.RESTRICTED);
        assertBlockHas("snowflake-ips-total 1");
        assertBlockHas("snowflake-ips-total 0", "snowflake-ips ");
        accept("8.8.8.8", ProxyType.STANDALONE, NatType.RESTRICTED);
        assertBlockHas("snowflake-ips-total 1");
        assertTrue(statistics.prometheusPage().endsWith("} 2\n"));
    }

    @Test
    void leavesOutAddressesBeyondTheLimitUntilTheNextDay() {
        statistics = withAtMost(2);
        accept("8.8.8.1", ProxyType.BADGE, NatType.RESTRICTED);
        accept("8.8.8.2", ProxyType.BADGE, NatType.RESTRICTED);
        accept("8.8.8.3", ProxyType.BLOCO, NatType.UNKNOWN);
        accept("8.8.8.1", ProxyType.WEBEXT, NatType.RESTRICTED);
        assertBlockHas("snowflake-ips US=2", "snowflake-ips-badge 2", "snowflake-ips-bloco 0", "snowflake-ips-webext 1",
                "snowflake-ips-nat-unknown 0");
        accept("8.8.8.3", ProxyType.BLOCO, NatType.UNKNOWN);
        assertBlockHas("snowflake-ips US=1");
    }

    @ParameterizedTest
    @CsvSource({"RESTRICTED, client-restricted-denied-count", "UNRESTRICTED, client-unrestricted-denied-count",
        "STRICT, client-nat-strict-denied-count", "MODERATE, client-nat-moderate-denied-count",
        "OPEN, client-nat-open-denied-count", "UNKNOWN, client-nat-unknown-denied-count"})
    void tellsDeniedClientsApartByTheNatTheyName(NatType nat, String line) {
        statistics.clientDenied(client(nat), from(RendezvousMethod.HTTP, "8.8.8.8"));
        assertEquals(List.of("client-denied-count 8", line + " 8"), block().lines()
                .filter(text -> text.contains("denied-count") && !text.endsWith(" 0")).toList());
    }

    @ParameterizedTest
    @EnumSource(RendezvousMethod.class)
    void countsClientsByTheirMethodWhateverTheOutcome(RendezvousMethod method) {
        for (int i = 0; i < 3; i++) {
            statistics.clientDenied(client(NatType.UNKNOWN), from(method, "8.8.8.8"));
            statistics.clientMatched(client(NatType.UNKNOWN), from(method, "8.8.8.8"));
            statistics.clientTimedOut(client(NatType.UNKNOWN), from(method, "1.0.0.1"));
        }
        String block = block();
        for (RendezvousMethod other : RendezvousMethod.values()) {
            boolean used = other == method;
            assertTrue(block.contains("client-" + other + "-count " + (used ? 16 : 0) + "\n"));
            assertTrue(block.contains("client-" + other + "-ips " + (used ? "AU=8,US=8" : "") + "\n"));
        }
    }

    @Test
    void ordersCountriesByTheirRoundedCounts() {
        // 9 rounds to 16 as 10 does, so that the code decides.
        for (int i = 0; i < 10; i++) {
            statistics.clientMatched(client(NatType.UNKNOWN), from(RendezvousMethod.HTTP, "8.8.8.8"));
        }
        for (int i = 0; i < 9; i++) {
            statistics.clientMatched(client(NatType.UNKNOWN), from(RendezvousMethod.HTTP, "24.48.0.1"));
        }
        assertBlockHas("client-http-ips CA=16,US=16");
    }

    @Test
    void losesNothingWhenManyCountAtOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Future<?>> done = new ArrayList<>();
        statistics = new RendezvousStatistics(() -> countries, (poll, address) -> { }, 100_000);
        for (int thread = 0; thread < 4; thread++) {
            int network = thread;
            done.add(threads.submit(() -> {
                for (int i = 0; i < 250; i++) {
                    ProxyPoll poll = proxy(ProxyType.STANDALONE, NatType.RESTRICTED);
                    statistics.proxyPolled(poll);
                    statistics.proxyAccepted(poll, address("24.48." + network + "." + i));
                    statistics.proxyHeld(poll);
                    statistics.proxyIdle(poll);
                }
            }));
        }
        for (Future<?> thread : done) {
            thread.get();
        }
        threads.shutdown();
        assertBlockHas("snowflake-ips CA=1000", "snowflake-idle-count 1000",
                "snowflake-proxy-poll-with-relay-url-count 1000");
        assertTrue(statistics.prometheusPage()
                .contains("snowflake_available_proxies{nat=\"restricted\",type=\"standalone\"} 0\n"));
    }

    @Test
    void keepsAddressesOutOfTexts() {
        assertEquals("client over sqs", from(RendezvousMethod.SQS, "8.8.8.8").toString());
    }

    private RendezvousStatistics withAtMost(int addresses) {
        return new RendezvousStatistics(() -> countries, (poll, address) -> journal.add(address), addresses);
    }

    private void accept(String address, ProxyType type, NatType nat) {
        statistics.proxyAccepted(proxy(type, nat), address(address));
    }

    private void assertBlockHas(String... lines) {
        List<String> block = block().lines().toList();
        for (String line : lines) {
            assertTrue(block.contains(line), () -> line + " is not in " + block);
        }
    }

    private String block() {
        return statistics.endDay().block(Instant.EPOCH, Duration.ofDays(1));
    }
}
