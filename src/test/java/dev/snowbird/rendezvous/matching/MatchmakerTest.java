package dev.snowbird.rendezvous.matching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.snowbird.rendezvous.message.ClientPoll;
import dev.snowbird.rendezvous.message.Fingerprint;
import dev.snowbird.rendezvous.message.NatType;
import dev.snowbird.rendezvous.message.ProxyAnswer;
import dev.snowbird.rendezvous.message.ProxyAnswerResponse;
import dev.snowbird.rendezvous.message.ProxyPollResponse;
import dev.snowbird.testing.Broker;
import dev.snowbird.testing.Polls;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.clock.Clock;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(120)
class MatchmakerTest {

    private static final CamelContext CAMEL = new DefaultCamelContext();
    private static final Duration NEVER = Duration.ofHours(1);
    private static final Duration SOON = Duration.ofMillis(30);
    private static final ProxyPollResponse NO_MATCH = new ProxyPollResponse("no match", "", "", 10_000, "");
    private static final ProxyAnswerResponse SUCCESS = new ProxyAnswerResponse("success");
    private static final ProxyAnswerResponse CLIENT_GONE = new ProxyAnswerResponse("client gone");

    private static final AtomicLong NANO_TIME = new AtomicLong();

    private final Matchmaker matchmaker = matchmaker(NEVER, NEVER, 10);

    @Test
    void bringsAnOfferToAProxyAndItsAnswerBack() {
        CompletableFuture<ProxyPollResponse> proxy = holds("proxy-1", NatType.UNRESTRICTED);
        CompletableFuture<String> client = asks(Polls.client("v=0 client", NatType.RESTRICTED));

        assertEquals(new ProxyPollResponse("client match", "{\"type\":\"offer\",\"sdp\":\"v=0 client\"}", "restricted",
                20_000, "wss://snowflake.torproject.net/"), proxy.join());
        assertFalse(client.isDone());

        assertEquals(SUCCESS, matchmaker.deliver(answer("proxy-1", "v=0 proxy")));
        assertEquals("{\"type\":\"answer\",\"sdp\":\"v=0 proxy\"}", client.join());
    }

    @Test
    void handsAMatchOverOnceToEachOfTheTwoEventLoopsAndToNoOtherThread() {
        Matchmaker busy = new Matchmaker(rules(NEVER, NEVER, 10), task -> fail("on a thread of its own"),
                NANO_TIME::get, new SimpleMeterRegistry());
        List<String> handedOver = new ArrayList<>();

        CompletionStage<?> proxy = busy.awaitOffer(Polls.proxy("s", NatType.UNRESTRICTED, 0), null, null,
                loop("proxy", handedOver));
        CompletionStage<?> client = busy.awaitAnswer(Polls.CLIENT, null, null, loop("client", handedOver),
                new DefaultExchange(CAMEL));
        busy.deliver(answer("s", "v=0"));

        assertTrue(proxy.toCompletableFuture().isDone() && client.toCompletableFuture().isDone());
        assertEquals(List.of("proxy", "client"), handedOver);
    }

    private static Executor loop(String name, List<String> handedOver) {
        return task -> {
            handedOver.add(name);
            task.run();
        };
    }

    @ParameterizedTest
    @CsvSource({"unrestricted, 20000", "open, 20000", "moderate, 15000", "restricted, 10000", "strict, 10000", "unknown, 10000"})
    void tellsAProxyOfEachPoolWhenToComeAgain(String nat, long nextPoll) {
        Matchmaker impatient = matchmaker(NEVER, SOON, 10);

        ProxyPollResponse response = impatient
                .awaitOffer(Polls.proxy("s", NatType.of(nat), 0), null, null, null).toCompletableFuture().join();

        assertEquals(new ProxyPollResponse("no match", "", "", nextPoll, ""), response);
        assertNobodyWaits(impatient);
    }

    @ParameterizedTest
    @CsvSource({"0, 10000", "4500, 5500", "9999, 1", "10000, 0", "12000, 0"})
    void countsTheNextPollFromTheArrivalOfThisOne(long heldFor, long nextPoll) {
        CompletableFuture<ProxyPollResponse> idle = holds("idle", NatType.STRICT);
        CompletableFuture<ProxyPollResponse> busy = holds("busy", NatType.STRICT);

        NANO_TIME.addAndGet(TimeUnit.MILLISECONDS.toNanos(heldFor));

        asks(Polls.client(NatType.OPEN));
        matchmaker.close();
        assertEquals(List.of(nextPoll, nextPoll), List.of(idle.join().nextPoll(), busy.join().nextPoll()));
    }

    @Test
    void sendsProxiesElsewhereSoonAndNotAllAtOnce() {
        List<CompletableFuture<ProxyPollResponse>> polls = new ArrayList<>();
        IntStream.range(0, 5).forEach(i -> polls.add(holds("held-" + i, NatType.STRICT)));

        matchmaker.sendAway(Duration.ofSeconds(2));

        IntStream.range(0, 5).forEach(i -> polls.add(holds("late-" + i, NatType.STRICT)));
        List<Long> times = polls.stream().map(CompletableFuture::join).map(ProxyPollResponse::nextPoll).toList();
        assertTrue(times.stream().allMatch(time -> time >= 2000 && time <= 4000), times.toString());
        assertTrue(times.stream().distinct().count() > 1, times.toString());
        assertTrue(polls.stream().allMatch(poll -> poll.join().status().equals("no match")));
    }

    @Test
    void takesTheShorterIntervalWhenItWasChangedWhileAProxyWasHeld() {
        AtomicReference<Duration> interval = new AtomicReference<>(Duration.ofSeconds(20));
        Matchmaker changed = new Matchmaker(new MatchRules(NEVER, Duration.ZERO, NEVER, 10,
                () -> new PollIntervals(interval.get(), interval.get(), interval.get()), BridgeList.DEFAULT, Duration.ZERO, 0),
                Runnable::run, NANO_TIME::get,
                    new SimpleMeterRegistry());
        CompletableFuture<ProxyPollResponse> before = holds(changed, "before", NatType.OPEN);
        interval.set(Duration.ofSeconds(5));
        CompletableFuture<ProxyPollResponse> after = holds(changed, "after", NatType.OPEN);
        interval.set(Duration.ofSeconds(60));

        asks(changed, Polls.client(NatType.OPEN), new DefaultExchange(CAMEL));
        asks(changed, Polls.client(NatType.OPEN), new DefaultExchange(CAMEL));

        assertEquals(List.of(20_000L, 5000L), List.of(before.join().nextPoll(), after.join().nextPoll()));
    }

    @Test
    void refusesAClientAtOnceWhenNoFittingProxyWaits() {
        holds("s", NatType.RESTRICTED);

        RendezvousException refused = Polls.refusal(RendezvousException.NoProxyAvailable.class,
                asks(Polls.client(NatType.UNKNOWN)));
        assertEquals("no snowflake proxies currently available", refused.getMessage());
    }

    @Test
    void spendsNoProxyOnAnUnknownBridge() {
        CompletableFuture<ProxyPollResponse> proxy = holds("s", NatType.UNRESTRICTED);
        ClientPoll lost = new ClientPoll(Polls.offer("any"), NatType.UNKNOWN, new Fingerprint("AB".repeat(20)));

        RendezvousException refused = Polls.refusal(RendezvousException.UnknownBridge.class, asks(lost));

        assertEquals("bridge with requested fingerprint is unknown to the broker", refused.getMessage());
        assertFalse(proxy.isDone());
    }

    @Test
    void givesUpOnAProxyThatDoesNotAnswerInTimeAndOnItsLateAnswer() {
        Matchmaker impatient = matchmaker(SOON, NEVER, 10);
        holds(impatient, "s", NatType.UNRESTRICTED);

        CompletableFuture<String> client = asks(impatient, Polls.client(NatType.UNKNOWN), arrived(Duration.ZERO));

        assertEquals("timed out waiting for answer!", timeoutOf(client).getMessage());
        assertEquals(CLIENT_GONE, impatient.deliver(answer("s", "late")));
    }

    @Test
    void countsAClientsTimeFromTheArrivalOfItsPoll() {
        holds("s", NatType.UNRESTRICTED);

        CompletableFuture<String> client = asks(Polls.client(NatType.UNKNOWN), arrived(NEVER.minus(SOON)));

        timeoutOf(client);
        assertEquals(CLIENT_GONE, matchmaker.deliver(answer("s", "late")));
    }

    @Test
    void spendsNoProxyOnAClientWhoseTimeIsOver() {
        CompletableFuture<ProxyPollResponse> proxy = holds("s", NatType.UNRESTRICTED);

        Polls.refusal(RendezvousException.AnswerTimedOut.class,
                asks(Polls.client(NatType.UNKNOWN), arrived(NEVER)));

        assertFalse(proxy.isDone());
    }

    @Test
    void takesOneAnswerPerClient() {
        holds("s", NatType.UNRESTRICTED);
        CompletableFuture<String> client = asks(Polls.client(NatType.UNKNOWN));

        assertEquals(SUCCESS, matchmaker.deliver(answer("s", "first")));
        assertEquals(CLIENT_GONE, matchmaker.deliver(answer("s", "second")));
        assertEquals(answer("s", "first").answer(), client.join());
    }

    @Test
    void takesNoAnswerForAnUnknownSessionOrBeforeAMatch() {
        CompletableFuture<ProxyPollResponse> proxy = holds("s", NatType.UNRESTRICTED);

        assertEquals(CLIENT_GONE, matchmaker.deliver(answer("unheard of", "lost")));
        assertEquals(CLIENT_GONE, matchmaker.deliver(answer("s", "too early")));
        assertFalse(proxy.isDone());
    }

    @Test
    void letsAProxyGoAtOnceWhenItHangsUp() {
        CompletableFuture<Void> peerGone = new CompletableFuture<>();
        CompletableFuture<ProxyPollResponse> gone = holds(matchmaker, "gone", NatType.UNRESTRICTED, peerGone);
        CompletableFuture<ProxyPollResponse> next = holds("next", NatType.UNRESTRICTED);

        peerGone.complete(null);

        assertEquals("no match", gone.join().status());
        assertEquals(1, matchmaker.waitingProxies());
        asks(Polls.client(NatType.UNKNOWN));
        assertEquals("client match", next.join().status());
        Polls.refusal(RendezvousException.NoProxyAvailable.class, asks(Polls.client(NatType.UNKNOWN)));
    }

    @Test
    void takesTheAnswerOfAProxyThatHungUpAfterItsMatch() {
        CompletableFuture<Void> peerGone = new CompletableFuture<>();
        holds(matchmaker, "s", NatType.UNRESTRICTED, peerGone);
        CompletableFuture<String> client = asks(Polls.client(NatType.UNKNOWN));

        peerGone.complete(null);

        assertFalse(client.isDone());
        assertEquals(SUCCESS, matchmaker.deliver(answer("s", "on another connection")));
    }

    @Test
    void givesASessionThatIsPolledTwiceToTheLaterPoll() {
        CompletableFuture<ProxyPollResponse> older = holds("twice", NatType.UNRESTRICTED);
        CompletableFuture<ProxyPollResponse> later = holds("twice", NatType.UNRESTRICTED);
        CompletableFuture<String> first = asks(Polls.client("first", NatType.UNKNOWN));

        assertEquals(Polls.offer("first"), older.join().offer());
        assertEquals(CLIENT_GONE, matchmaker.deliver(answer("twice", "of the older poll")));

        CompletableFuture<String> second = asks(Polls.client("second", NatType.UNKNOWN));
        assertEquals(Polls.offer("second"), later.join().offer());
        assertEquals(SUCCESS, matchmaker.deliver(answer("twice", "of the later poll")));
        assertEquals(answer("twice", "of the later poll").answer(), second.join());
        assertFalse(first.isDone());
    }

    @Test
    void keepsTheProxyFromAClientWithLessTimeLeftThanAnAnswerTakes() {
        Matchmaker prudent = new Matchmaker(new MatchRules(NEVER, Duration.ofSeconds(1), NEVER, 10,
                () -> new PollIntervals(NEVER, NEVER, NEVER), BridgeList.DEFAULT, Duration.ZERO, 0),
                Runnable::run, NANO_TIME::get, new SimpleMeterRegistry());
        CompletableFuture<ProxyPollResponse> proxy = holds(prudent, "kept", NatType.UNRESTRICTED);

        Polls.refusal(RendezvousException.AnswerTimedOut.class, asks(prudent, Polls.client(NatType.UNKNOWN),
                arrived(NEVER.minusMillis(999))));
        assertFalse(proxy.isDone());

        asks(prudent, Polls.client(NatType.UNKNOWN), arrived(NEVER.minusMillis(1001)));
        assertTrue(proxy.isDone());
    }

    @Test
    void keepsTheLaterPollOfASessionWhenTheOlderOneLeaves() {
        CompletableFuture<Void> peerGone = new CompletableFuture<>();
        holds(matchmaker, "twice", NatType.UNRESTRICTED, peerGone);
        holds("twice", NatType.UNRESTRICTED);
        peerGone.complete(null);

        asks(Polls.client(NatType.UNKNOWN));

        assertEquals(SUCCESS, matchmaker.deliver(answer("twice", "of the later poll")));
    }

    @Test
    void holdsNoMorePollsThanAllowed() {
        Matchmaker small = matchmaker(NEVER, NEVER, 2);
        CompletableFuture<Void> peerGone = new CompletableFuture<>();
        holds(small, "1", NatType.UNRESTRICTED, peerGone);
        holds(small, "2", NatType.RESTRICTED);

        assertEquals(NO_MATCH, holds(small, "3", NatType.RESTRICTED).join());
        assertEquals(2, small.waitingProxies());

        peerGone.complete(null);
        assertFalse(holds(small, "4", NatType.RESTRICTED).isDone());
    }

    @Test
    void answersEveryHeldPollWhenClosedAndLaterOnesAtOnce() {
        CompletableFuture<ProxyPollResponse> busy = holds("busy", NatType.UNRESTRICTED);
        CompletableFuture<String> client = asks(Polls.client(NatType.UNKNOWN));
        CompletableFuture<ProxyPollResponse> held = holds("held", NatType.RESTRICTED);

        matchmaker.close();

        assertEquals(NO_MATCH, held.join());
        assertEquals(NO_MATCH, holds("later", NatType.RESTRICTED).join());
        assertEquals("client match", busy.join().status());
        assertEquals(SUCCESS, matchmaker.deliver(answer("busy", "the client still waits")));
        assertTrue(client.isDone());
        assertNobodyWaits(matchmaker);
    }

    /** Proxies here are held for so short that clients take many of them in the very moment their time is up. */
    @Test
    void tellsAProxyOfAClientExactlyWhenTheClientHasTheProxy() {
        ExecutorService executor = Executors.newFixedThreadPool(4);
        try {
            Matchmaker hasty = new Matchmaker(rules(NEVER, Duration.ofMillis(1), 10_000), executor, NANO_TIME::get,
                    new SimpleMeterRegistry());
            Map<String, CompletableFuture<ProxyPollResponse>> proxies = new HashMap<>();
            List<CompletableFuture<Boolean>> clients = new ArrayList<>();
            for (int number = 0; number < 2000; number++) {
                String name = String.valueOf(number);
                proxies.put(name, holds(hasty, name, NatType.UNRESTRICTED));
                clients.add(CompletableFuture.supplyAsync(() -> isServed(hasty, name), executor));
            }

            long served = clients.stream().filter(CompletableFuture::join).count();

            List<String> offers = proxies.values().stream().map(CompletableFuture::join)
                    .filter(response -> response.status().equals("client match")).map(ProxyPollResponse::offer).toList();
            assertEquals(served, offers.size());
            assertEquals(served, offers.stream().distinct().count());
            assertNobodyWaits(hasty);
        } finally {
            executor.shutdownNow();
        }
    }

    private static boolean isServed(Matchmaker matchmaker, String name) {
        return !asks(matchmaker, Polls.client(name, NatType.RESTRICTED), arrived(Duration.ZERO))
                .isCompletedExceptionally();
    }

    private static Matchmaker matchmaker(Duration clientTimeout, Duration proxyTimeout, int maxWaiting) {
        return new Matchmaker(rules(clientTimeout, proxyTimeout, maxWaiting), Runnable::run, NANO_TIME::get,
                    new SimpleMeterRegistry());
    }

    private static MatchRules rules(Duration clientTimeout, Duration proxyTimeout, int maxWaiting) {
        return new MatchRules(clientTimeout, Duration.ZERO, proxyTimeout, maxWaiting,
                () -> new PollIntervals(Duration.ofSeconds(20), Duration.ofSeconds(15), Duration.ofSeconds(10)), BridgeList.DEFAULT, Duration.ZERO, 0);
    }

    private CompletableFuture<ProxyPollResponse> holds(String sid, NatType nat) {
        return holds(matchmaker, sid, nat);
    }

    private static CompletableFuture<ProxyPollResponse> holds(Matchmaker matchmaker, String sid, NatType nat) {
        return holds(matchmaker, sid, nat, new CompletableFuture<>());
    }

    private static CompletableFuture<ProxyPollResponse> holds(Matchmaker matchmaker, String sid, NatType nat,
            CompletableFuture<?> peerGone) {
        return matchmaker.awaitOffer(Polls.proxy(sid, nat, 0), null, peerGone, null).toCompletableFuture();
    }

    private CompletableFuture<String> asks(ClientPoll client) {
        return asks(client, new DefaultExchange(CAMEL));
    }

    private CompletableFuture<String> asks(ClientPoll client, Exchange exchange) {
        return asks(matchmaker, client, exchange);
    }

    private static CompletableFuture<String> asks(Matchmaker matchmaker, ClientPoll client, Exchange exchange) {
        return matchmaker.awaitAnswer(client, null, null, null, exchange).toCompletableFuture();
    }

    /** An exchange that came in a while ago, and of which nobody needs to know more. */
    private static Exchange arrived(Duration ago) {
        Clock clock = new Clock() {
            @Override
            public long elapsed() {
                return ago.toMillis();
            }

            @Override
            public long getCreated() {
                throw new UnsupportedOperationException();
            }
        };
        return (Exchange) Proxy.newProxyInstance(Exchange.class.getClassLoader(), new Class<?>[] {Exchange.class},
                (exchange, method, arguments) -> switch (method.getName()) {
                    case "getProperty" -> null;
                    case "getExchangeId" -> "the-id";
                    case "getClock" -> clock;
                    default -> throw new AssertionError(method);
                });
    }

    private static ProxyAnswer answer(String sid, String sdp) {
        return new ProxyAnswer(sid, "{\"type\":\"answer\",\"sdp\":\"" + sdp + "\"}");
    }

    private static Throwable timeoutOf(CompletableFuture<String> client) {
        return assertThrows(RendezvousException.AnswerTimedOut.class,
                () -> client.orTimeout(Broker.patience().toSeconds(), TimeUnit.SECONDS).join());
    }

    private static void assertNobodyWaits(Matchmaker matchmaker) {
        assertEquals(0, matchmaker.waitingProxies());
    }
}
