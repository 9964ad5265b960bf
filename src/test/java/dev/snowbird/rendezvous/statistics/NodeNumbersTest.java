package dev.snowbird.rendezvous.statistics;

import static dev.snowbird.testing.Given.from;
import static dev.snowbird.testing.Polls.client;
import static dev.snowbird.testing.Polls.proxy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.snowbird.rendezvous.message.BadMessageException;
import dev.snowbird.rendezvous.message.GoJson;
import dev.snowbird.rendezvous.message.NatType;
import dev.snowbird.rendezvous.message.ProxyPoll;
import dev.snowbird.rendezvous.message.ProxyType;
import dev.snowbird.testing.Given;
import dev.snowbird.testing.LogLines;
import dev.snowbird.testkit.ManualClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeNumbersTest {

    private static final Instant MORNING = Instant.parse("2026-11-21T06:00:00Z");
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final NodeNumbers.Intervals INTERVALS = new NodeNumbers.Intervals(Duration.ofSeconds(2), MINUTE);

    private final ManualClock clock = new ManualClock(MORNING);
    private final Nodes nodes = new Nodes();

    @Test
    void areAddedFirstAndRoundedThen() {
        Node first = nodes.start("first");
        Node second = nodes.start("second");
        first.denied(9, "8.8.8.8");
        second.denied(9, "8.8.8.8");
        second.denied(1, "1.0.0.7");
        second.matched(3);
        nodes.endTheDay();

        String block = first.blocks();
        assertHas(block, "snowflake-stats-end 2026-11-22 00:00:00 (64800 s)", "client-denied-count 24",
                "client-nat-strict-denied-count 24", "client-snowflake-match-count 8", "client-http-count 24",
                "client-http-ips US=24,AU=8");
        assertEquals(block, second.blocks());
        assertEquals("", first.blocks());
    }

    @Test
    void beginAnewEachDayOfUtc() {
        Node first = nodes.start("first");
        Node second = nodes.start("second");
        second.denied(1, "8.8.8.8");
        nodes.endTheDay();
        first.blocks();
        second.denied(9, "8.8.8.8");
        clock.advance(Duration.ofHours(24));
        nodes.tell();
        clock.advance(DaysOfAllNodes.GRACE);
        assertHas(first.blocks(), "snowflake-stats-end 2026-11-23 00:00:00 (86400 s)", "client-denied-count 16");
    }

    @Test
    void countAnAddressOnceThatStaysAtItsNode() {
        Node first = nodes.start("first");
        Node second = nodes.start("second");
        first.polled("8.8.8.8", ProxyType.WEBEXT);
        first.polled("8.8.8.8", ProxyType.WEBEXT);
        second.polled("8.8.8.9", ProxyType.WEBEXT);
        second.polled("24.48.0.1", ProxyType.BADGE);
        nodes.endTheDay();
        assertHas(second.blocks(), "snowflake-ips US=2,CA=1", "snowflake-ips-webext 2", "snowflake-ips-badge 1",
                "snowflake-ips-total 3", "snowflake-ips-nat-strict 3");
    }

    @Test
    void areNotDueBeforeTheOthersHaveToldTheirLast() {
        Node first = nodes.start("first");
        Node second = nodes.start("second");
        clock.advance(Duration.ofHours(18));
        nodes.tell();
        clock.advance(DaysOfAllNodes.GRACE.minusNanos(1));
        assertEquals("", first.blocks());
        assertEquals("", second.blocks());
        clock.advance(Duration.ofNanos(1));
        assertTrue(first.blocks().startsWith("snowflake-stats-end 2026-11-22 00:00:00 (64800 s)\n"));
    }

    @Test
    void areToldAtTheEndOfADayWhoeverHasNoticedItFirst() {
        Node first = nodes.start("first");
        Node second = nodes.start("second");
        nodes.tell();
        second.denied(9, "8.8.8.8");
        clock.advance(Duration.ofHours(18));
        assertEquals("", second.blocks());
        nodes.cutOff = true;
        nodes.tell();
        nodes.cutOff = false;
        clock.advance(Duration.ofSeconds(2));
        nodes.tell();
        clock.advance(DaysOfAllNodes.GRACE);
        assertHas(first.blocks(), "client-denied-count 16");
    }

    @Test
    void areWrittenEarlyByANodeThatStops() {
        Node only = nodes.start("only");
        clock.advance(Duration.ofHours(18));
        assertTrue(only.numbers.days().blocksAtTheEnd().startsWith("snowflake-stats-end 2026-11-22 00:00:00 "));
        assertEquals("", only.numbers.days().blocksAtTheEnd());
    }

    @Test
    void areToldToANodeThatComesInMidDay() {
        Node first = nodes.start("first");
        first.denied(9, "8.8.8.8");
        clock.advance(Duration.ofHours(6));
        nodes.tell();

        Node late = nodes.start("late");
        nodes.tell();
        clock.advance(Duration.ofSeconds(2));
        nodes.tell();
        nodes.kill(first);
        clock.advance(Duration.ofHours(12).plus(DaysOfAllNodes.GRACE));
        assertHas(late.blocks(), "snowflake-stats-end 2026-11-22 00:00:00 (64800 s)", "client-denied-count 16");
    }

    @Test
    void keepWhatAKilledNodeHadToldAndSayWhatIsMissing() {
        Node first = nodes.start("first");
        Node killed = nodes.start("killed");
        nodes.tell();
        killed.denied(9, "8.8.8.8");
        clock.advance(MINUTE);
        nodes.tell();
        killed.denied(100, "8.8.8.8");
        nodes.kill(killed);
        try (LogLines log = new LogLines(DaysOfAllNodes.class)) {
            nodes.endTheDay();
            assertHas(first.blocks(), "client-denied-count 16");
            assertEquals(List.of("The metrics of 2026-11-21 lack what was counted by these nodes, which did not tell"
                    + " it: killed after 2026-11-21T06:01:00Z"), log.all());
        }
    }

    @Test
    void areAllOfANodeThatLeftAndCameAgainUnderItsName() {
        Node first = nodes.start("first");
        Node before = nodes.start("second");
        before.denied(9, "8.8.8.8");
        nodes.leave(before);
        clock.advance(Duration.ofSeconds(1));
        Node again = nodes.start("second");
        again.denied(9, "8.8.8.8");
        try (LogLines log = new LogLines(DaysOfAllNodes.class)) {
            nodes.endTheDay();
            assertHas(first.blocks(), "client-denied-count 24");
            assertHas(again.blocks(), "client-denied-count 24");
            assertEquals(List.of(), log.all());
        }
    }

    @Test
    void outliveARestartOfEveryNodeOneAfterTheOther() {
        List<Node> old = List.of(nodes.start("a"), nodes.start("b"), nodes.start("c"));
        old.forEach(node -> node.denied(3, "8.8.8.8"));
        List<Node> restarted = new ArrayList<>();
        for (Node node : old) {
            nodes.leave(node);
            clock.advance(Duration.ofSeconds(7));
            restarted.add(nodes.start(node.id));
            for (int i = 0; i < 31; i++) {
                nodes.tell();
                clock.advance(Duration.ofSeconds(2));
            }
        }
        restarted.forEach(node -> node.denied(3, "8.8.8.8"));
        nodes.endTheDay();
        restarted.forEach(node -> assertHas(node.blocks(), "client-denied-count 24", "client-http-ips US=24"));
    }

    @Test
    void areOwnOnesAloneWithoutTheOthers() {
        Node first = nodes.start("first");
        Node second = nodes.start("second");
        nodes.cutOff = true;
        first.denied(1, "8.8.8.8");
        second.denied(9, "8.8.8.8");
        nodes.endTheDay();
        assertHas(first.blocks(), "client-denied-count 8");
        assertHas(second.blocks(), "client-denied-count 16");
    }

    @Test
    void areWholeAgainWhenTheOthersAreBackInTheSameDay() {
        Node first = nodes.start("first");
        Node second = nodes.start("second");
        nodes.tell();
        nodes.cutOff = true;
        second.denied(9, "8.8.8.8");
        clock.advance(Duration.ofHours(5));
        nodes.tell();
        nodes.cutOff = false;
        nodes.endTheDay();
        assertHas(first.blocks(), "client-denied-count 16");
    }

    @Test
    void mayBeOfNodesWhoseClocksDifferALittle() {
        Node first = nodes.start("first");
        Node ahead = nodes.start("ahead", Clock.offset(clock, Duration.ofSeconds(9)));
        ahead.denied(9, "8.8.8.8");
        first.denied(9, "8.8.8.8");
        clock.advance(Duration.ofHours(18).minusSeconds(8));
        nodes.tell();
        ahead.denied(5, "8.8.8.8");
        clock.advance(Duration.ofSeconds(8));
        nodes.tell();
        clock.advance(DaysOfAllNodes.GRACE);
        assertHas(first.blocks(), "client-denied-count 24");
        assertHas(ahead.blocks(), "client-denied-count 24");
        clock.advance(Duration.ofHours(24));
        nodes.tell();
        clock.advance(DaysOfAllNodes.GRACE);
        assertHas(first.blocks(), "client-denied-count 8");
    }

    @Test
    void areLeftOutWhenAClockIsWrong() {
        Node first = nodes.start("first");
        Node wrong = nodes.start("wrong", Clock.offset(clock, Duration.ofDays(3)));
        wrong.denied(9, "8.8.8.8");
        try (LogLines log = new LogLines(DaysOfAllNodes.class)) {
            nodes.tell();
            assertTrue(log.all().contains("Node wrong counts for 2026-11-24, which it isn't here: one of the clocks is"
                    + " wrong"), log.all().toString());
        }
        nodes.endTheDay();
        assertHas(first.blocks(), "client-denied-count 0");
    }

    @Test
    void tellWhatProxiesThereAreNow() {
        Node first = nodes.start("first");
        Node second = nodes.start("second");
        first.sessions.add(proxy(ProxyType.WEBEXT, NatType.OPEN));
        second.sessions.add(proxy(ProxyType.WEBEXT, NatType.STRICT));
        second.sessions.add(proxy(ProxyType.BADGE, NatType.STRICT));
        nodes.tell();
        String page = DebugPage.text(first.numbers.proxies());
        assertTrue(page.startsWith("current snowflakes available: 3\n\twebext proxies: 2\n\tbadge proxies: 1\n"), page);
        assertEquals(page, DebugPage.text(second.numbers.proxies()));

        second.sessions.clear();
        clock.advance(Duration.ofSeconds(2));
        nodes.tell();
        assertTrue(DebugPage.text(first.numbers.proxies()).startsWith("current snowflakes available: 1\n"));
    }

    @Test
    void forgetTheProxiesOfANodeThatIsSilent() {
        Node first = nodes.start("first");
        Node silent = nodes.start("silent");
        silent.sessions.add(proxy(ProxyType.WEBEXT, NatType.OPEN));
        nodes.tell();
        nodes.kill(silent);
        clock.advance(Duration.ofSeconds(6));
        assertTrue(DebugPage.text(first.numbers.proxies()).startsWith("current snowflakes available: 1\n"));
        clock.advance(Duration.ofNanos(1));
        assertTrue(DebugPage.text(first.numbers.proxies()).startsWith("current snowflakes available: 0\n"));
    }

    @Test
    void areToldOnceAMinuteAndWhenSomebodyComes() {
        Node first = nodes.start("first");
        assertEquals(2, first.numbers.tell().size());
        clock.advance(Duration.ofSeconds(2));
        assertEquals(1, first.numbers.tell().size());
        clock.advance(MINUTE);
        assertEquals(2, first.numbers.tell().size());
        Node second = nodes.start("second");
        second.numbers.tell().forEach(first.numbers::heard);
        assertEquals(2, first.numbers.tell().size());
        assertEquals(1, first.numbers.tell().size());
    }

    /** Nodes and messages could be as many as somebody who has the rights likes. */
    @Test
    void areBounded() {
        Node first = nodes.start("first");
        for (int i = 0; i < 2000; i++) {
            String node = "{\"node\":\"n" + i + "\",\"since\":1,";
            first.hear(node + "\"proxies\":{\"types\":{\"webext\":1}}}");
            first.hear(node + "\"day\":{\"date\":\"2026-11-21\",\"n\":1,\"over\":false,\"counts\":{\"POLLS\":{\"idle\":1}}}}");
        }
        assertTrue(DebugPage.text(first.numbers.proxies()).startsWith("current snowflakes available: 500\n"));
        nodes.endTheDay();
        assertHas(first.blocks(), "snowflake-idle-count 504");
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', value = {
            "{'since':1}                                                    | no node's id",
            "{'node':'a'}                                                   | no start of a node",
            "{'node':'a b','since':1}                                       | no node's id",
            "{'node':'a','since':1,'proxies':{'types':{'webext':-1}}}                 | no count of proxies",
            "{'node':'a','since':1,'proxies':{'types':{'webext':1000000001}}}         | no count of proxies",
            "{'node':'a','since':1,'proxies':{'nats':{'purple':1}}}                   | invalid NAT type",
            "{'node':'a','since':1,'day':{}}                                  | no number",
            "{'node':'a','since':1,'day':{'date':'today','n':1,'over':true}}                            | no date",
            "{'node':'a','since':1,'day':{TODAY,'counts':{'POLLS':{'idle':-1}}}}      | no count of POLLS",
            "{'node':'a','since':1,'day':{TODAY,'counts':{'POLLS':{'idle':1000000000000001}}}} | no count of POLLS",
            "{'node':'a','since':1,'day':{TODAY,'counts':{'SQS_BY_COUNTRY':{'US=1\\nx':1}}}} | no count of SQS_BY_COUNTRY",
    })
    void areNotTakenFromWhoeverTellsNonsense(String pattern, String reason) throws IOException {
        Node first = nodes.start("first");
        String told = pattern.replace("TODAY", "'date':'2026-11-21','n':1,'over':false").replace('\'', '"');
        BadMessageException refused = assertThrows(BadMessageException.class, () -> first.hear(told));
        assertEquals(reason, refused.getMessage());
    }

    @Test
    void mayHaveMoreThanThisNodeKnows() {
        Node first = nodes.start("first");
        first.hear(("{'node':'newer','since':1,'mood':'good','day':{'date':'2026-11-21','n':1,'over':false,"
                + "'counts':{'POLLS':{'idle':1,'asleep':5},'DREAMS':{'of':3}}}}").replace('\'', '"'));
        nodes.endTheDay();
        assertHas(first.blocks(), "snowflake-idle-count 8");
    }

    /** Whoever saw what, and in whatever order it was told, and told again: the block is that of one who saw it all. */
    @Property(tries = 200)
    void areThoseOfOneNodeThatSawAll(@ForAll @IntRange(min = 1, max = 5) int count, @ForAll long seed) {
        NodeNumbersTest test = new NodeNumbersTest();
        test.spreadEvents(count, new Random(seed));
    }

    private void spreadEvents(int count, Random random) {
        Node alone = new Node("alone", clock);
        List<Node> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(nodes.start("node" + i));
        }
        List<String> told = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            Node node = all.get(random.nextInt(count));
            String address = (random.nextBoolean() ? "8.8.8." : "24.48.0.") + random.nextInt(9);
            int kind = random.nextInt(4);
            for (Node seeing : List.of(node, alone)) {
                switch (kind) {
                    case 0 -> seeing.denied(1, address);
                    case 1 -> seeing.matched(1);
                    // The balancer has it so.
                    case 2 -> (seeing == alone ? alone : all.get(Math.floorMod(address.hashCode(), count)))
                            .polled(address, ProxyType.values()[Math.floorMod(address.hashCode(), 6)]);
                    default -> seeing.numbersOfNobody();
                }
            }
            if (random.nextInt(5) == 0) {
                clock.advance(MINUTE);
                node.numbers.tell().forEach(message -> told.add(GoJson.write(message)));
            }
        }
        all.forEach(node -> node.numbers.tellLast().forEach(message -> told.add(GoJson.write(message))));
        told.addAll(new ArrayList<>(told));
        Collections.shuffle(told, random);
        told.forEach(message -> all.forEach(node -> node.hear(message)));
        clock.advance(Duration.ofDays(1));
        String expected = alone.numbers.days().blocksAtTheEnd();
        all.forEach(node -> assertEquals(expected, node.numbers.days().blocksAtTheEnd()));
    }

    private static Countries countries() {
        try {
            return Given.countries();
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    private static void assertHas(String block, String... lines) {
        for (String line : lines) {
            assertTrue(block.lines().anyMatch(line::equals), () -> line + " is not in\n" + block);
        }
    }

    /** Nodes that hear each other, by messages in JSON. */
    private final class Nodes {

        private final List<Node> there = new ArrayList<>();
        private boolean cutOff;

        private Node start(String id) {
            return start(id, clock);
        }

        private Node start(String id, Clock itsClock) {
            Node node = new Node(id, itsClock);
            there.add(node);
            return node;
        }

        /** Has every node tell what it has to tell now. */
        private void tell() {
            List.copyOf(there).forEach(node -> publish(node.numbers.tell()));
        }

        private void publish(List<ToldNumbers> told) {
            for (ToldNumbers message : cutOff ? List.<ToldNumbers>of() : told) {
                there.forEach(node -> node.hear(GoJson.write(message)));
            }
        }

        private void kill(Node node) {
            there.remove(node);
        }

        private void leave(Node node) {
            publish(node.numbers.tellLast());
            there.remove(node);
        }

        /** Goes on to when the blocks of the day are due. */
        private void endTheDay() {
            tell();
            clock.advance(Duration.between(clock.instant(), Instant.parse("2026-11-22T00:00:00Z")));
            tell();
            clock.advance(DaysOfAllNodes.GRACE);
        }
    }

    private final class Node {

        private final String id;
        private final RendezvousStatistics statistics;
        private final NodeNumbers numbers;
        private final List<ProxyPoll> sessions = new ArrayList<>();

        private Node(String id, Clock itsClock) {
            this.id = id;
            Countries countries = countries();
            statistics = new RendezvousStatistics(() -> countries, (poll, address) -> { }, 1000);
            numbers = new NodeNumbers(id, statistics, () -> ProxyCounts.of(sessions), Optional.empty(), itsClock,
                    clock::nanoTime, INTERVALS);
        }

        private void hear(String message) {
            try {
                numbers.heard(GoJson.mapper().readValue(message, ToldNumbers.class));
            } catch (JsonProcessingException unreadable) {
                throw new AssertionError(unreadable);
            }
        }

        private void denied(int times, String address) {
            for (int i = 0; i < times; i++) {
                statistics.clientDenied(client(NatType.STRICT), from(RendezvousMethod.HTTP, address));
            }
        }

        private void matched(int times) {
            for (int i = 0; i < times; i++) {
                statistics.clientMatched(client(NatType.OPEN), from(RendezvousMethod.SQS, "8.8.8.8"));
            }
        }

        private void polled(String address, ProxyType type) {
            ProxyPoll poll = proxy(type, NatType.STRICT);
            statistics.proxyPolled(poll);
            statistics.proxyAccepted(poll, Given.address(address));
            statistics.proxyHeld(poll);
            statistics.proxyIdle(poll);
        }

        private void numbersOfNobody() {
            statistics.proxyPolled(proxy(ProxyType.UNKNOWN, NatType.UNKNOWN));
            statistics.proxyRejected(proxy(ProxyType.UNKNOWN, NatType.UNKNOWN));
        }

        private String blocks() {
            return numbers.days().blocksDue();
        }
    }
}
