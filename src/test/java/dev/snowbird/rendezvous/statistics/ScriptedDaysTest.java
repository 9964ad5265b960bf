package dev.snowbird.rendezvous.statistics;

import static dev.snowbird.rendezvous.message.NatType.RESTRICTED;
import static dev.snowbird.rendezvous.message.NatType.UNKNOWN;
import static dev.snowbird.rendezvous.message.NatType.UNRESTRICTED;
import static dev.snowbird.testing.Given.address;
import static dev.snowbird.testing.Given.from;
import static dev.snowbird.testing.Polls.client;
import static dev.snowbird.testing.Polls.proxy;
import static dev.snowbird.testing.Polls.proxyWithoutPattern;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.snowbird.rendezvous.message.NatType;
import dev.snowbird.rendezvous.message.ProxyPoll;
import dev.snowbird.rendezvous.message.ProxyType;
import dev.snowbird.testing.Given;
import dev.snowbird.testkit.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two days of events, and what must be published of them, worked out by hand from sections 15 and 16. */
class ScriptedDaysTest {

    @TempDir
    private Path directory;

    private final ManualClock clock = new ManualClock(Instant.parse("2026-11-20T22:26:02Z"));
    private RendezvousStatistics statistics;

    @Test
    void arePublishedByteForByte() throws IOException {
        Countries countries = Given.countries();
        statistics = new RendezvousStatistics(() -> countries, (poll, address) -> { }, 1000);
        Path file = directory.resolve("metrics.log");
        MetricsLog log = MetricsLog.toFile(new DaysSinceStart(statistics, clock), file);

        ProxyPoll stillHeld = firstDay();
        assertEquals(Given.vector("scripted-day.prom"), statistics.prometheusPage());
        clock.advance(Duration.ofDays(1));
        log.writeIfDue();
        assertEquals(Given.vector("scripted-day.prom"), statistics.prometheusPage());

        statistics.proxyIdle(stillHeld);
        held("24.48.0.4", ProxyType.STANDALONE, RESTRICTED);
        clock.advance(Duration.ofDays(1));
        log.writeIfDue();
        assertEquals(Given.vector("scripted-days-metrics.log"), Files.readString(file));
        assertEquals(Given.vector("scripted-day.prom")
                .replace("{cc=\"CA\",nat=\"restricted\",type=\"standalone\"} 1",
                        "{cc=\"CA\",nat=\"restricted\",type=\"standalone\"} 2"), statistics.prometheusPage());
    }

    private ProxyPoll firstDay() {
        matched("8.8.8.8", ProxyType.STANDALONE, RESTRICTED);
        idle("8.8.8.8", ProxyType.STANDALONE, RESTRICTED);
        idle("8.8.8.8", ProxyType.WEBEXT, UNRESTRICTED);
        matched("8.8.8.9", ProxyType.STANDALONE, UNRESTRICTED);
        for (int i = 0; i < 9; i++) {
            idle("24.48.0.1", ProxyType.BADGE, UNKNOWN);
        }
        matched("24.48.0.2", ProxyType.IPTPROXY, RESTRICTED);
        idle("24.48.0.3", ProxyType.BLOCO, UNRESTRICTED);
        idle("2a00:1450::1", ProxyType.UNKNOWN, UNKNOWN);
        idle("9.9.9.9", ProxyType.STANDALONE, UNKNOWN);
        idle("8.8.8.9", ProxyType.STANDALONE, UNKNOWN);
        for (int i = 0; i < 3; i++) {
            rejected(proxy(ProxyType.STANDALONE, RESTRICTED));
        }
        rejected(proxyWithoutPattern(ProxyType.WEBEXT, UNKNOWN));
        ProxyPoll stillHeld = held("24.48.0.4", ProxyType.STANDALONE, RESTRICTED);

        statistics.proxyAnswered(ProxyType.STANDALONE);
        statistics.proxyAnswered(ProxyType.STANDALONE);
        statistics.proxyAnswered(ProxyType.IPTPROXY);
        statistics.proxyAnsweredTooLate();

        for (int i = 0; i < 9; i++) {
            statistics.clientDenied(client(RESTRICTED), from(RendezvousMethod.HTTP, "8.8.8.8"));
        }
        statistics.clientDenied(client(UNRESTRICTED), from(RendezvousMethod.HTTP, "1.0.0.7"));
        statistics.clientMatched(client(UNKNOWN), from(RendezvousMethod.HTTP, "8.8.8.8"));
        statistics.clientTimedOut(client(RESTRICTED), from(RendezvousMethod.HTTP, "9.9.9.9"));
        for (int i = 0; i < 8; i++) {
            statistics.clientMatched(client(UNRESTRICTED), from(RendezvousMethod.AMPCACHE, "1.0.0.7"));
        }
        statistics.clientDenied(client(UNKNOWN), new ClientOrigin(RendezvousMethod.SQS, Optional.empty()));
        statistics.clientMatched(client(RESTRICTED), from(RendezvousMethod.SQS, "2a00:1450::5"));
        return stillHeld;
    }

    private ProxyPoll held(String address, ProxyType type, NatType nat) {
        ProxyPoll poll = proxy(type, nat);
        statistics.proxyPolled(poll);
        statistics.proxyAccepted(poll, address(address));
        statistics.proxyHeld(poll);
        return poll;
    }

    private void matched(String address, ProxyType type, NatType nat) {
        statistics.proxyMatched(held(address, type, nat));
    }

    private void idle(String address, ProxyType type, NatType nat) {
        statistics.proxyIdle(held(address, type, nat));
    }

    private void rejected(ProxyPoll poll) {
        statistics.proxyPolled(poll);
        statistics.proxyRejected(poll);
    }
}
