package dev.snowbird.rendezvous.matching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snowbird.rendezvous.message.ClientPoll;
import dev.snowbird.rendezvous.message.NatType;
import dev.snowbird.testing.Polls;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxyPoolTest {

    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final ProxyPool pool = new ProxyPool(meters);
    private long turn;

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {
        // client's NAT, NATs of the waiting proxies: who serves it
        "unrestricted, unrestricted restricted unknown, restricted",
        "unrestricted, unrestricted unknown, unknown",
        "unrestricted, unrestricted, unrestricted",
        "restricted, restricted unknown unrestricted, unrestricted",
        "restricted, restricted unknown, -",
        "unknown, restricted unknown unrestricted, unrestricted",
        "unknown, restricted unknown, -",
        "unrestricted, '', -",
    })
    void servesPeersOfTwoPoolsAsBefore(String client, String waiting, String serves) {
        assertServes(client, waiting, serves);
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {
        // client's NAT, NATs of the waiting proxies: who serves it (Snowflake contract, section 26.2)
        "open, open moderate strict, strict",
        "open, moderate strict, strict",
        "open, open strict, strict",
        "open, open moderate, moderate",
        "open, '', -",
        "unrestricted, open moderate strict, strict",
        "unrestricted, open moderate, moderate",
        "moderate, open moderate strict, moderate",
        "moderate, moderate strict, moderate",
        "moderate, open strict, open",
        "moderate, open moderate, moderate",
        "moderate, strict, -",
        "moderate, '', -",
        "strict, open moderate strict, open",
        "strict, moderate strict, -",
        "strict, open strict, open",
        "strict, open moderate, open",
        "strict, '', -",
        "restricted, open moderate strict, open",
        "restricted, moderate strict, -",
        "unknown, open moderate strict, open",
        "unknown, moderate strict, -",
    })
    void leavesBetterProxiesToClientsThatNeedThem(String client, String waiting, String serves) {
        assertServes(client, waiting, serves);
    }

    @ParameterizedTest
    @CsvSource({
        // client's NAT: the NATs of single proxies that serve it (Snowflake contract, section 26.2)
        "open, open unrestricted moderate strict restricted unknown",
        "unrestricted, open unrestricted moderate strict restricted unknown",
        "moderate, open unrestricted moderate",
        "strict, open unrestricted",
        "restricted, open unrestricted",
        "unknown, open unrestricted",
    })
    void servesEachPairOfOldAndNewNamesOrDeniesIt(String client, String serving) {
        for (NatType proxy : NatType.values()) {
            boolean serves = List.of(serving.split(" ")).contains(proxy.toString());
            assertServes(client, proxy.toString(), serves ? proxy.toString() : null);
            pool.claim(Polls.client(NatType.OPEN));
        }
    }

    private void assertServes(String client, String waiting, String serves) {
        Stream.of(waiting.split(" ")).filter(nat -> !nat.isEmpty()).forEach(nat -> waits(NatType.of(nat), 0));

        assertEquals(Optional.ofNullable(serves).map(NatType::of),
                pool.claim(Polls.client(NatType.of(client))).map(proxy -> proxy.poll().nat()), waiting);
    }

    @Test
    void asksTheWorsePoolFirstEvenWhenItIsBusier() {
        waits(NatType.OPEN, 0);
        waits(NatType.MODERATE, 0);
        WaitingProxy busy = waits(NatType.STRICT, 800);

        assertEquals(Optional.of(busy), pool.claim(Polls.client(NatType.UNRESTRICTED)));
    }

    @Test
    void takesTheProxyWithTheFewestClientsFirstThenTheOneThatWaitedLongest() {
        WaitingProxy third = waits(NatType.UNKNOWN, 8);
        WaitingProxy first = waits(NatType.RESTRICTED, 0);
        WaitingProxy fourth = waits(NatType.UNKNOWN, 8);
        WaitingProxy second = waits(NatType.UNKNOWN, 0);
        WaitingProxy last = waits(NatType.RESTRICTED, Long.MAX_VALUE);

        assertEquals(List.of(first, second, third, fourth, last), Stream.generate(this::claim).limit(5).toList());
        assertEquals(Optional.empty(), pool.claim(Polls.client(NatType.UNRESTRICTED)));
    }

    @Test
    void passesOverAProxyThatHasJustGivenUp() {
        waits(NatType.RESTRICTED, 0).giveUp();
        WaitingProxy next = waits(NatType.RESTRICTED, 1);

        assertEquals(next, claim());
    }

    @Test
    void forgetsAProxyThatIsTakenOut() {
        WaitingProxy proxy = waits(NatType.UNRESTRICTED, 0);
        pool.remove(proxy);

        assertEquals(Optional.empty(), pool.claim(Polls.client(NatType.RESTRICTED)));
        assertFalse(proxy.offer().isDone());
    }

    @Test
    void tellsHowManyWaitInEachPoolAndWhoTookAnOffer() {
        waits(NatType.OPEN, 0);
        waits(NatType.UNRESTRICTED, 0);
        waits(NatType.UNKNOWN, 0);
        pool.claim(Polls.client(NatType.STRICT));
        pool.claim(Polls.client(NatType.STRICT));
        pool.claim(Polls.client(NatType.STRICT));
        waits(NatType.OPEN, 0);

        assertEquals(List.of(1.0, 0.0, 1.0), Stream.of("open", "moderate", "strict")
                .map(name -> meters.get("snowbird.proxies.in.pool").tag("pool", name).gauge().value()).toList());
        assertEquals(2, meters.get("snowbird.proxies.claimed").tag("type", "standalone").counter().count());
    }

    @Test
    void endsTheWaitOfAllWithoutTouchingTheClaimed() {
        ClientPoll client = Polls.client(NatType.RESTRICTED);
        WaitingProxy restricted = waits(NatType.RESTRICTED, 0);
        WaitingProxy claimed = waits(NatType.UNRESTRICTED, 0);
        WaitingProxy unrestricted = waits(NatType.UNRESTRICTED, 1);
        pool.claim(client);

        pool.giveUpAll();

        assertEquals(Optional.empty(), restricted.offer().join());
        assertEquals(Optional.empty(), unrestricted.offer().join());
        assertEquals(Optional.of(client), claimed.offer().join());
    }

    @RepeatedTest(20)
    void givesEachProxyToAtMostOneOfManyClientsThatComeAtOnce() throws Exception {
        List<WaitingProxy> proxies = IntStream.range(0, 50).mapToObj(n -> waits(NatType.UNRESTRICTED, n % 3)).toList();
        List<WaitingProxy> leaving = proxies.subList(0, 10);
        List<Claim> claims = Collections.synchronizedList(new ArrayList<>());
        List<Runnable> rush = new ArrayList<>();
        for (int number = 0; number < 400; number++) {
            ClientPoll client = Polls.client("client " + number, NatType.RESTRICTED);
            rush.add(() -> pool.claim(client).ifPresent(proxy -> claims.add(new Claim(client, proxy))));
        }
        leaving.forEach(proxy -> rush.add(proxy::giveUp));

        allAtOnce(rush);

        Set<WaitingProxy> claimed = new HashSet<>();
        for (Claim claim : claims) {
            assertTrue(claimed.add(claim.proxy()), "a proxy serves two clients");
            assertEquals(Optional.of(claim.client()), claim.proxy().offer().join());
        }
        for (WaitingProxy proxy : proxies) {
            assertEquals(proxy.offer().join().isPresent(), claimed.contains(proxy));
            assertTrue(claimed.contains(proxy) || leaving.contains(proxy), "a proxy was left out");
        }
    }

    private record Claim(ClientPoll client, WaitingProxy proxy) {
    }

    private static void allAtOnce(List<Runnable> work) throws Exception {
        Collections.shuffle(work);
        int threads = 8;
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            CountDownLatch ready = new CountDownLatch(threads);
            List<Future<?>> shares = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                int first = thread;
                shares.add(executor.submit(() -> {
                    ready.countDown();
                    ready.await();
                    for (int next = first; next < work.size(); next += threads) {
                        work.get(next).run();
                    }
                    return null;
                }));
            }
            for (Future<?> share : shares) {
                share.get();
            }
        } finally {
            executor.shutdownNow();
        }
    }

    private WaitingProxy waits(NatType nat, long clients) {
        WaitingProxy proxy = new WaitingProxy(Polls.proxy("sid", nat, clients), ++turn, new PollTime(0, 0),
                new WaitingProxy.Origin(Optional.empty(), false));
        pool.add(proxy);
        return proxy;
    }

    private WaitingProxy claim() {
        return pool.claim(Polls.client(NatType.UNRESTRICTED)).orElseThrow();
    }
}
