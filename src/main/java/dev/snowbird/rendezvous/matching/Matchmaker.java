package dev.snowbird.rendezvous.matching;

import dev.snowbird.log.LifeLog;
import dev.snowbird.rendezvous.message.ClientPoll;
import dev.snowbird.rendezvous.message.NatPool;
import dev.snowbird.rendezvous.message.ProxyAnswer;
import dev.snowbird.rendezvous.message.ProxyAnswerResponse;
import dev.snowbird.rendezvous.message.ProxyPoll;
import dev.snowbird.rendezvous.message.ProxyPollResponse;
import dev.snowbird.rendezvous.message.ProxyType;
import dev.snowbird.rendezvous.message.RouteProperties;
import dev.snowbird.rendezvous.statistics.OfferAddress;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;

/**
 * Brings a client and a waiting proxy together, and the proxy's answer back (Snowflake contract, sections 1 and 9).
 * All state is in memory; nothing here blocks a thread.
 */
public final class Matchmaker {

    private final MatchRules rules;
    private final Executor executor;
    private final LongSupplier nanoTime;
    private final ProxyPool pool;
    private final OfferLine line;
    private final SilentProxies silent;
    private final ClientQuota quota;
    private final Map<String, WaitingProxy> sessions = new ConcurrentHashMap<>();
    private final AtomicLong turns = new AtomicLong();
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile boolean closed;
    /** None for a node alone, which nobody asks. */
    private volatile Optional<EndedMatches> ended = Optional.empty();
    /** In what time proxies are to poll elsewhere, at the least; null while they are to poll here. */
    private volatile Duration elsewhere;

    /**
     * @param rules    the times, limits and bridges to go by
     * @param executor runs what follows a match or a timeout where no event loop does; its threads are never blocked
     * @param nanoTime the monotonic clock, in nanoseconds
     * @param meters   counts what is rare
     */
    public Matchmaker(MatchRules rules, Executor executor, LongSupplier nanoTime, MeterRegistry meters) {
        this.rules = rules;
        this.executor = executor;
        this.nanoTime = nanoTime;
        this.pool = new ProxyPool(meters);
        this.line = new OfferLine(pool, executor, meters);
        this.silent = new SilentProxies(meters);
        this.quota = new ClientQuota(rules.proxiesPerClient(), nanoTime, meters);
    }

    /**
     * Holds a proxy's poll until a client's offer comes, the time is up, the proxy hangs up or the broker stops.
     *
     * @param poll     the poll
     * @param address  where it came from, {@code null} when that is not known
     * @param peerGone completes when the proxy has hung up; {@code null} when that can't be noticed
     * @param eventLoop runs what follows; {@code null} for the matchmaker's own threads
     * @return what the proxy is told; at once without an offer when too many polls are held already
     */
    public CompletionStage<ProxyPollResponse> awaitOffer(@Body ProxyPoll poll,
            @ExchangeProperty(RouteProperties.CLIENT_ADDRESS) InetAddress address,
            @ExchangeProperty(RouteProperties.PEER_GONE) CompletionStage<?> peerGone,
            @ExchangeProperty(RouteProperties.EVENT_LOOP) Executor eventLoop) {
        WaitingProxy proxy = new WaitingProxy(poll, turns.incrementAndGet(),
                PollTime.of(nanoTime.getAsLong(), interval(poll)), origin(address));
        if (waiting.incrementAndGet() > rules.maxWaitingProxies() || closed) {
            waiting.decrementAndGet();
            return CompletableFuture.completedFuture(noMatch(proxy));
        }
        // From here on this proxy, not an older poll of the same session, is the one whose answer counts.
        sessions.put(poll.sid(), proxy);
        pool.add(proxy);
        if (closed) {
            proxy.giveUp();
        }
        if (peerGone != null) {
            peerGone.thenRun(proxy::giveUp);
        }
        line.proxyCame();
        return proxy.offer()
                .completeOnTimeout(Optional.empty(), rules.proxyTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .thenApplyAsync(offer -> {
                    waiting.decrementAndGet();
                    return offer.map(client -> match(proxy, client)).orElseGet(() -> leave(proxy));
                }, eventLoop == null ? executor : eventLoop);
    }

    private WaitingProxy.Origin origin(InetAddress address) {
        return new WaitingProxy.Origin(Optional.ofNullable(address), address != null && silent.contain(address));
    }

    private ProxyPollResponse match(WaitingProxy proxy, ClientPoll client) {
        String relay = rules.bridges().find(client.fingerprint()).map(Bridge::webSocketAddress).orElse("");
        return ProxyPollResponse.match(client.offer(), client.nat(), nextPoll(proxy), relay);
    }

    private ProxyPollResponse leave(WaitingProxy proxy) {
        pool.remove(proxy);
        forget(proxy);
        return noMatch(proxy);
    }

    private ProxyPollResponse noMatch(WaitingProxy proxy) {
        Duration soon = elsewhere;
        return ProxyPollResponse.noMatch(soon == null ? nextPoll(proxy) : spread(soon));
    }

    /** All are sent away at once, and should not all come at once where they go. */
    private static Duration spread(Duration least) {
        return least.plusNanos(ThreadLocalRandom.current().nextLong(least.toNanos()));
    }

    /** Counted from the arrival of the poll, as {@link PollLimit} counts. */
    private Duration nextPoll(WaitingProxy proxy) {
        return Duration.ofNanos(proxy.time().rest(nanoTime.getAsLong(), interval(proxy.poll())));
    }

    private Duration interval(ProxyPoll poll) {
        return rules.pollIntervals().get().of(NatPool.of(poll.nat()));
    }

    /**
     * Takes the best waiting proxy for a client. A client with less time left than an answer takes, for example because
     * its queue took so long to make, takes no proxy, and neither does one whose address has used up its proxies.
     *
     * @param client   the client's poll
     * @param address  where it came from, {@code null} when that is not known but from the offer
     * @param exchange tells when the poll arrived, from which on the client's time runs
     * @return the proxy, which has the client's offer now; null when none of a fitting kind waits
     * @throws RendezvousException when the client is to get none; it says what to tell the client
     */
    public WaitingProxy claim(@Body ClientPoll client,
            @ExchangeProperty(RouteProperties.CLIENT_ADDRESS) InetAddress address, Exchange exchange) {
        LifeLog.OFFERS.tell(LifeLog.OFFERS.idOf(exchange), "came over {}, from behind {} NAT",
                exchange.getProperty(RouteProperties.RENDEZVOUS_METHOD), client.nat());
        if (rules.bridges().find(client.fingerprint()).isEmpty()) {
            throw new RendezvousException.UnknownBridge();
        }
        if (!hasTimeForAProxy(exchange)) {
            throw new RendezvousException.AnswerTimedOut();
        }
        if (limited(client, address).filter(quota::isUsedUp).isPresent()) {
            throw new RendezvousException.NoProxyAvailable();
        }
        WaitingProxy proxy = pool.claim(client).orElse(null);
        if (proxy != null) {
            countProxy(client, address);
        }
        return proxy;
    }

    /**
     * Waits for the answer of a client's proxy. A client that has none yet waits for one as long as the rules say. For
     * one that hangs up the time is over then (Snowflake contract, section 24).
     *
     * @param claimed  the client's proxy; {@code null} when it has none
     * @param client   the client's poll
     * @param address  where it came from, {@code null} when that is not known but from the offer
     * @param peerGone completes when the client has hung up; {@code null} when that can't be noticed
     * @param eventLoop runs what follows; {@code null} for the matchmaker's own threads
     * @param exchange tells when the poll arrived, from which on the client's time runs
     * @return the proxy's answer, unchanged; fails with a {@link RendezvousException} that says what to tell the client
     */
    public CompletionStage<String> answerOf(@Body WaitingProxy claimed,
            @ExchangeProperty(RouteProperties.CLIENT_POLL) ClientPoll client,
            @ExchangeProperty(RouteProperties.CLIENT_ADDRESS) InetAddress address,
            @ExchangeProperty(RouteProperties.PEER_GONE) CompletionStage<?> peerGone,
            @ExchangeProperty(RouteProperties.EVENT_LOOP) Executor eventLoop, Exchange exchange) {
        Executor next = eventLoop == null ? executor : eventLoop;
        if (claimed != null) {
            return answerOf(claimed, remainingMillis(exchange), exchange, peerGone, next);
        }
        if (rules.waitForProxy().isZero() || closed) {
            return CompletableFuture.failedFuture(new RendezvousException.NoProxyAvailable());
        }
        LifeLog.OFFERS.tell(LifeLog.OFFERS.idOf(exchange), "waits for a proxy");
        // The rest is for the proxy to answer in.
        long remaining = remainingMillis(exchange);
        Duration patience = Duration.ofMillis(Math.max(0, Math.min(
                Math.min(remaining / 2, rules.spareMillis(remaining)), rules.waitForProxy().toMillis())));
        return line.await(client, patience, peerGone).thenCompose(found -> {
            countProxy(client, address);
            return answerOf(found, remainingMillis(exchange), exchange, peerGone, next);
        });
    }

    /** Does both, for a route that does nothing between the two: {@link #claim}, then {@link #answerOf}. */
    public CompletionStage<String> awaitAnswer(@Body ClientPoll client,
            @ExchangeProperty(RouteProperties.CLIENT_ADDRESS) InetAddress address,
            @ExchangeProperty(RouteProperties.PEER_GONE) CompletionStage<?> peerGone,
            @ExchangeProperty(RouteProperties.EVENT_LOOP) Executor eventLoop, Exchange exchange) {
        try {
            return answerOf(claim(client, address, exchange), client, address, peerGone, eventLoop, exchange);
        } catch (RendezvousException refused) {
            return CompletableFuture.failedFuture(refused);
        }
    }

    /**
     * Takes the best waiting proxy for a client of another node, and waits for its answer. It is there that the client
     * is counted, and may wait for a proxy, which it can't here.
     *
     * @param client    the client's poll
     * @param remaining how many milliseconds the client still waits
     * @param exchange  tells when its offer came here
     * @return the proxy's answer, unchanged; fails with a {@link RendezvousException}: no proxy was available, none has
     *         its offer; or it timed out
     */
    public CompletionStage<String> serveOtherNode(@Body ClientPoll client,
            @ExchangeProperty(RouteProperties.REMAINING_MILLIS) Long remaining, Exchange exchange) {
        LifeLog.OFFERS.tell(LifeLog.OFFERS.idOf(exchange), "came from another node, from behind {} NAT", client.nat());
        long left = Math.min(remaining, rules.clientTimeout().toMillis()) - exchange.getClock().elapsed();
        // Another node may know a bridge that this one does not, and have proxies for it.
        boolean may = rules.spareMillis(left) >= 0 && rules.bridges().find(client.fingerprint()).isPresent();
        Optional<WaitingProxy> proxy = may ? pool.claim(client) : Optional.empty();
        return proxy.map(found -> answerOf(found, left, exchange, null, executor))
                .orElseGet(() -> CompletableFuture.failedFuture(new RendezvousException.NoProxyAvailable()));
    }

    /** Returns how many milliseconds a client still waits for its answer. */
    public long remainingMillis(Exchange exchange) {
        return rules.clientTimeout().toMillis() - exchange.getClock().elapsed();
    }

    /** Says whether a client waits for as long as a proxy takes to answer, at least. */
    public boolean hasTimeForAProxy(Exchange exchange) {
        return rules.spareMillis(remainingMillis(exchange)) >= 0;
    }

    /** Counts a proxy that a client was given, here or elsewhere, where those of an address are limited. */
    public void countProxy(ClientPoll client, InetAddress address) {
        limited(client, address).ifPresent(quota::use);
    }

    /** Returns whose proxies are limited: nobody's, without a limit. */
    private Optional<InetAddress> limited(ClientPoll client, InetAddress address) {
        return quota.isSet() ? Optional.ofNullable(address).or(() -> OfferAddress.find(client)) : Optional.empty();
    }

    private CompletionStage<String> answerOf(WaitingProxy proxy, long millis, Exchange exchange,
            CompletionStage<?> peerGone, Executor next) {
        String id = LifeLog.OFFERS.idOf(exchange);
        LifeLog.OFFERS.tell(id, "is given to a {} proxy behind {} NAT", proxy.poll().type(), proxy.poll().nat());
        if (peerGone != null) {
            peerGone.thenRun(proxy::cancelAnswer);
        }
        return proxy.answer()
                .orTimeout(millis, TimeUnit.MILLISECONDS)
                .handleAsync((answer, late) -> {
                    ended.ifPresent(matches -> matches.add(proxy));
                    forget(proxy);
                    if (late instanceof TimeoutException) {
                        silent.keptSilent(proxy);
                    }
                    if (late != null) {
                        throw new RendezvousException.AnswerTimedOut();
                    }
                    silent.answered(proxy);
                    LifeLog.OFFERS.tell(id, "has its proxy's answer");
                    return answer;
                }, next);
    }

    /**
     * Hands a proxy's answer to its client.
     *
     * @param answer the answer and the session it belongs to
     * @return success when a client was waiting for just this answer; otherwise the client is gone
     */
    public ProxyAnswerResponse deliver(@Body ProxyAnswer answer) {
        WaitingProxy proxy = sessions.get(answer.sid());
        return proxy != null && proxy.answer(answer.answer())
                ? ProxyAnswerResponse.success()
                : ProxyAnswerResponse.clientGone();
    }

    /** Has this matchmaker remember the matches that are over from now on, as one node of several must. */
    public void rememberEnded() {
        ended = Optional.of(new EndedMatches());
    }

    /**
     * Tells whether a proxy's poll came here, or may have come to another node.
     *
     * @param answer what it answers now
     * @return true also when its client has gone in the last minute, if that {@linkplain #rememberEnded is remembered}
     */
    public boolean knows(@Body ProxyAnswer answer) {
        return sessions.containsKey(answer.sid())
                || ended.filter(matches -> matches.contain(answer.sid())).isPresent();
    }

    /**
     * Finds out which proxy an answer is from.
     *
     * @param answer   not yet handed over
     * @param exchange is told in {@value RouteProperties#PROXY_TYPE} of what type the proxy is: unknown also when there
     *                 is no such session
     */
    public void identify(@Body ProxyAnswer answer, Exchange exchange) {
        WaitingProxy proxy = sessions.get(answer.sid());
        exchange.setProperty(RouteProperties.PROXY_TYPE, proxy == null ? ProxyType.UNKNOWN : proxy.poll().type());
    }

    /** Returns the polls of all sessions: proxies that wait, and those whose client waits for their answer. */
    public Collection<ProxyPoll> sessions() {
        return sessions.values().stream().map(WaitingProxy::poll).toList();
    }

    /** Has the time of every client be over that waits for its proxy's answer. */
    public void endAnswers() {
        sessions.values().forEach(WaitingProxy::cancelAnswer);
    }

    private void forget(WaitingProxy proxy) {
        sessions.remove(proxy.poll().sid(), proxy);
    }

    /** Returns how many proxies wait for a client now. */
    public int waitingProxies() {
        return waiting.get();
    }

    /** Returns what a pool has now, without looking at each proxy. */
    public Supply supplyOf(NatPool of) {
        return pool.supplyOf(of);
    }

    /** Counts the proxies that wait for a client now, by pool and kind of program. Looks at each of them. */
    public Map<NatPool, Map<ProxyType, Long>> waitingByKind() {
        return pool.waiting();
    }

    /**
     * Has proxies poll elsewhere: answers their polls as {@link #close} does, but so that they come again soon.
     *
     * @param nextPoll in what time, at the least; at the most in twice that
     */
    public void sendAway(Duration nextPoll) {
        elsewhere = nextPoll;
        close();
    }

    /**
     * Answers every held poll {@code no match}, and later ones at once. Clients that wait for an answer keep waiting;
     * those that wait for a proxy are denied.
     */
    public void close() {
        closed = true;
        pool.giveUpAll();
        line.close();
    }
}
