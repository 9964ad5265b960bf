package dev.snowbird.rendezvous.matching;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snowbird.rendezvous.message.ClientPoll;
import dev.snowbird.rendezvous.message.NatType;
import dev.snowbird.rendezvous.message.ProxyAnswer;
import dev.snowbird.rendezvous.message.ProxyPollResponse;
import dev.snowbird.testing.Broker;
import dev.snowbird.testing.Polls;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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
import org.junit.jupiter.api.Timeout;

/** What the matchmaker does where there are fewer proxies than clients. */
@Timeout(120)
class ShortOfProxiesTest {

    private static final CamelContext CAMEL = new DefaultCamelContext();
    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration SOON = Duration.ofMillis(30);

    private final AtomicLong nanoTime = new AtomicLong();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private Matchmaker matchmaker = matchmaker(LONG, LONG, 0);

    @Test
    void letsAnOfferWaitForAProxyThatFits() {
        CompletableFuture<String> client = asks("first", NatType.STRICT);
        CompletableFuture<ProxyPollResponse> unfit = holds("unfit", NatType.STRICT, 0);
        assertEquals(1, waiting());

        CompletableFuture<ProxyPollResponse> proxy = holds("fit", NatType.OPEN, 0);

        assertEquals(Polls.offer("first"), proxy.join().offer());
        assertFalse(unfit.isDone());
        assertEquals(0, waiting());
        answers("fit");
        assertEquals(answer("fit").answer(), client.join());
        assertEquals(1, waited("served"));
    }

    @Test
    void deniesAnOfferThatHasWaitedInVain() {
        matchmaker = matchmaker(LONG, SOON, 0);

        CompletableFuture<String> client = asks("o", NatType.STRICT);

        assertDenied(client);
        assertEquals(0, waiting());
        assertEquals(1, waited("denied"));
        assertFalse(holds("late", NatType.OPEN, 0).isDone());
    }

    @Test
    void leavesHalfOfAClientsTimeToTheProxy() {
        matchmaker = matchmaker(SOON, LONG, 0);

        assertDenied(asks("o", NatType.STRICT));
    }

    @Test
    void servesTheNeediestFirstAndOfEqualsWhoCameFirst() {
        for (NatType nat : List.of(NatType.OPEN, NatType.MODERATE, NatType.STRICT)) {
            asks(nat + " 1", nat);
            asks(nat + " 2", nat);
        }

        List<String> served = IntStream.range(0, 6).mapToObj(i -> holds("p" + i, NatType.OPEN, 0).join().offer()).toList();

        assertEquals(Stream.of("strict 1", "strict 2", "moderate 1", "moderate 2", "open 1", "open 2")
                .map(Polls::offer).toList(), served);
    }

    @Test
    void servesWhomTheProxyCanServe() {
        asks("strict", NatType.STRICT);
        asks("moderate", NatType.MODERATE);
        asks("open", NatType.OPEN);

        assertEquals(Polls.offer("open"), holds("s", NatType.STRICT, 0).join().offer());
        assertEquals(Polls.offer("moderate"), holds("m", NatType.MODERATE, 0).join().offer());
    }

    @Test
    void spendsNoProxyOnAClientThatHasHungUpWhileItWaited() {
        CompletableFuture<Void> gone = new CompletableFuture<>();
        CompletableFuture<String> client = matchmaker.awaitAnswer(
                Polls.client(NatType.STRICT), null, gone, null, new DefaultExchange(CAMEL)).toCompletableFuture();

        gone.complete(null);

        assertDenied(client);
        assertFalse(holds("p", NatType.OPEN, 0).isDone());
    }

    @Test
    void deniesAllThatWaitWhenItCloses() {
        CompletableFuture<String> client = asks("o", NatType.STRICT);

        matchmaker.close();

        assertDenied(client);
        Polls.refusal(RendezvousException.NoProxyAvailable.class, asks("later", NatType.STRICT));
    }

    @RepeatedTest(5)
    void givesEachProxyToOneOfferWhenBothComeAtOnce() {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            int crowd = 300;
            matchmaker = new Matchmaker(rules(LONG, LONG, 0), threads, nanoTime::get, meters);
            IntStream.range(0, crowd).forEach(i -> threads.execute(() -> asks("o" + i, NatType.STRICT)));
            List<CompletableFuture<ProxyPollResponse>> proxies = IntStream.range(0, crowd)
                    .mapToObj(i -> CompletableFuture.supplyAsync(() -> holds("p" + i, NatType.OPEN, 0), threads)
                            .thenCompose(held -> held)).toList();

            assertEquals(crowd, proxies.stream().map(proxy -> proxy.join().offer()).distinct().count());
            await().atMost(Broker.patience()).until(() -> waiting() == 0);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void asksAProxyThatKeptSilentAfterItsEqualsUntilItAnswers() {
        Duration aWhile = Duration.ofMillis(500);
        matchmaker = matchmaker(aWhile, Duration.ZERO, 0);
        holds("silent", NatType.OPEN, 0, "129.97.208.23");
        assertInstanceOf(RendezvousException.AnswerTimedOut.class, failure(asks("o1", NatType.STRICT)));
        assertEquals(1, meters.get("snowbird.proxies.silent").tag("type", "standalone").counter().count());

        CompletableFuture<ProxyPollResponse> silent = holds("silent", NatType.OPEN, 3, "129.97.208.23");
        CompletableFuture<ProxyPollResponse> equal = holds("equal", NatType.OPEN, 3, "129.97.208.24");
        CompletableFuture<ProxyPollResponse> busier = holds("busier", NatType.OPEN, 4, "129.97.208.25");
        asks("o2", NatType.STRICT);
        assertEquals(Polls.offer("o2"), equal.join().offer());
        assertFalse(silent.isDone());
        asks("o3", NatType.STRICT);
        assertEquals(Polls.offer("o3"), silent.join().offer());
        assertFalse(busier.isDone());
    }

    @Test
    void forgetsThatAProxyKeptSilentWhenItAnswers() {
        WaitingProxy proxy = new WaitingProxy(Polls.proxy("s", NatType.OPEN, 0), 1, new PollTime(0, 0),
                new WaitingProxy.Origin(Optional.of(address("129.97.208.23")), false));
        SilentProxies silent = new SilentProxies(meters);

        silent.keptSilent(proxy);
        assertTrue(silent.contain(address("129.97.208.23")));
        assertFalse(silent.contain(address("129.97.208.24")));

        silent.answered(proxy);
        assertFalse(silent.contain(address("129.97.208.23")));
    }

    @Test
    void deniesAnAddressThatHasUsedUpItsProxies() {
        matchmaker = matchmaker(LONG, Duration.ZERO, 2);
        for (int i = 0; i < 9; i++) {
            holds("p" + i, NatType.OPEN, 0);
        }

        asksFrom("8.8.8.8");
        asksFrom("8.8.8.8");
        for (int i = 0; i < 3; i++) {
            Polls.refusal(RendezvousException.NoProxyAvailable.class, asksFrom("8.8.8.8"));
        }
        asksFrom("8.8.8.9");
        asksFrom(null);
        asksFrom(null);
        asksFrom(null);
        assertEquals(3, meters.get("snowbird.offers.over.quota").counter().count());
        assertEquals(3, matchmaker.waitingProxies());

        nanoTime.addAndGet(TimeUnit.SECONDS.toNanos(30));
        asksFrom("8.8.8.8");
        Polls.refusal(RendezvousException.NoProxyAvailable.class, asksFrom("8.8.8.8"));
    }

    @Test
    void countsOnlyProxiesThatWereUsedUp() {
        matchmaker = matchmaker(LONG, Duration.ZERO, 1);
        for (int i = 0; i < 3; i++) {
            Polls.refusal(RendezvousException.NoProxyAvailable.class, asksFrom("8.8.8.8"));
        }
        holds("p", NatType.OPEN, 0);

        asksFrom("8.8.8.8");

        assertEquals(0, meters.get("snowbird.offers.over.quota").counter().count());
    }

    @Test
    void takesTheAddressOfAnOfferWhereNoConnectionShowsOne() {
        matchmaker = matchmaker(LONG, Duration.ZERO, 1);
        holds("p1", NatType.OPEN, 0);
        holds("p2", NatType.OPEN, 0);
        ClientPoll client = Polls.client("v=0\r\na=candidate:1 1 udp 1 8.8.8.8 9 typ host\r\n", NatType.STRICT);

        asks(client, new DefaultExchange(CAMEL));

        Polls.refusal(RendezvousException.NoProxyAvailable.class, asks(client, new DefaultExchange(CAMEL)));
    }

    private Matchmaker matchmaker(Duration clientTimeout, Duration waitForProxy, int proxiesPerClient) {
        return new Matchmaker(rules(clientTimeout, waitForProxy, proxiesPerClient), Runnable::run, nanoTime::get, meters);
    }

    private static MatchRules rules(Duration clientTimeout, Duration waitForProxy, int proxiesPerClient) {
        return new MatchRules(clientTimeout, Duration.ZERO, LONG, 1000,
                () -> new PollIntervals(LONG, LONG, LONG), BridgeList.DEFAULT, waitForProxy, proxiesPerClient);
    }

    private CompletableFuture<ProxyPollResponse> holds(String sid, NatType nat, long clients) {
        return matchmaker.awaitOffer(Polls.proxy(sid, nat, clients), null, null, null).toCompletableFuture();
    }

    private CompletableFuture<ProxyPollResponse> holds(String sid, NatType nat, long clients, String address) {
        return matchmaker.awaitOffer(Polls.proxy(sid, nat, clients), address(address), null, null).toCompletableFuture();
    }

    private CompletableFuture<String> asks(String sdp, NatType nat) {
        return asks(Polls.client(sdp, nat), new DefaultExchange(CAMEL));
    }

    private CompletableFuture<String> asks(ClientPoll client, Exchange exchange) {
        return matchmaker.awaitAnswer(client, null, null, null, exchange).toCompletableFuture();
    }

    private CompletionStage<String> asksFrom(String address) {
        return matchmaker.awaitAnswer(Polls.client(NatType.STRICT), address == null ? null : address(address), null,
                null, new DefaultExchange(CAMEL));
    }

    private void answers(String sid) {
        assertEquals("success", matchmaker.deliver(answer(sid)).status());
    }

    private static ProxyAnswer answer(String sid) {
        return new ProxyAnswer(sid, "{\"type\":\"answer\",\"sdp\":\"of " + sid + "\"}");
    }

    private int waiting() {
        return (int) meters.get("snowbird.offers.waiting").gauge().value();
    }

    private int waited(String outcome) {
        return (int) meters.get("snowbird.offers.waited").tag("outcome", outcome).counter().count();
    }

    private static void assertDenied(CompletableFuture<String> client) {
        assertInstanceOf(RendezvousException.NoProxyAvailable.class, failure(client));
    }

    private static Throwable failure(CompletableFuture<String> client) {
        return assertThrows(RendezvousException.class, client::join);
    }

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}
