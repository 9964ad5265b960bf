package dev.snowbird.rendezvous.matching;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Scheduler;
import dev.snowbird.net.IpPrefix;
import dev.snowbird.rendezvous.message.NatPool;
import dev.snowbird.rendezvous.message.ProxyPoll;
import dev.snowbird.rendezvous.message.ProxyPollResponse;
import dev.snowbird.rendezvous.message.RouteProperties;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetAddress;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Predicate;

/**
 * Keeps the proxies of one address from polling a pool more often than its interval allows, so that nobody takes all
 * offers (Snowflake contract, section 3). A poll that is turned away does not make the wait longer. Each pool has a
 * limit of its own; all is forgotten when the broker stops.
 */
public final class PollLimit implements Predicate {

    /**
     * The addresses that a pool remembers; with more of them, as in a flood, those that are seen least are forgotten.
     */
    private static final int MOST_ADDRESSES = 200_000;

    private final int pollsPerInterval;
    private final int ipv6Bits;
    private final Supplier<PollIntervals> intervals;
    private final LongSupplier nanoTime;
    private volatile boolean off;
    private final Map<NatPool, Cache<IpPrefix, List<PollTime>>> polls = new EnumMap<>(NatPool.class);
    private final Map<NatPool, Counter> refusals = new EnumMap<>(NatPool.class);

    /**
     * @param pollsPerInterval how many polls of one address a pool takes in its interval; 0 for any number
     * @param ipv6Bits         how many bits of an IPv6 address tell one proxy from another
     * @param intervals        the intervals of the moment
     * @param nanoTime         the monotonic clock, in nanoseconds
     * @param meters           counts those that are turned away
     */
    public PollLimit(int pollsPerInterval, int ipv6Bits, Supplier<PollIntervals> intervals, LongSupplier nanoTime,
            MeterRegistry meters) {
        this.pollsPerInterval = pollsPerInterval;
        this.ipv6Bits = ipv6Bits;
        this.intervals = intervals;
        this.nanoTime = nanoTime;
        for (NatPool pool : NatPool.values()) {
            // Whoever writes tidies up as well: another thread would have to be woken for nearly each poll. When nobody
            // comes any more the scheduler does, for a flood may have left millions of bytes.
            polls.put(pool, Caffeine.newBuilder().executor(Runnable::run).scheduler(Scheduler.systemScheduler())
                    .maximumSize(MOST_ADDRESSES).ticker(nanoTime::getAsLong).expireAfter(Expiry.writing(
                            (IpPrefix network, List<PollTime> times) -> lifetime(times))).build());
            refusals.put(pool, Counter.builder("snowbird.polls.too.soon").tag("pool", pool.toString())
                    .description("Polls of addresses that had polled a moment ago").register(meters));
        }
    }

    /**
     * Tells whether a poll may be held, which then counts for the next ones.
     *
     * @param poll     the poll
     * @param address  where it came from; nobody is limited when that can't be told
     * @param exchange is told in {@value RouteProperties#POLL_AGAIN_IN} when the proxy may come again
     * @return false when the pool has taken as many polls of that address as it may
     */
    public boolean admits(@Body ProxyPoll poll,
            @ExchangeProperty(RouteProperties.CLIENT_ADDRESS) InetAddress address, Exchange exchange) {
        NatPool pool = NatPool.of(poll.nat());
        boolean limited = pollsPerInterval > 0 && address != null && !off;
        OptionalLong rest = limited ? take(pool, address) : OptionalLong.empty();
        if (rest.isPresent()) {
            refusals.get(pool).increment();
            exchange.setProperty(RouteProperties.POLL_AGAIN_IN, Duration.ofNanos(rest.getAsLong()));
        }
        return rest.isEmpty();
    }

    /** Tells the same of the poll that is an exchange's body, without the copy that Camel makes to ask a method. */
    @Override
    public boolean matches(Exchange exchange) {
        return admits(exchange.getMessage().getBody(ProxyPoll.class),
                exchange.getProperty(RouteProperties.CLIENT_ADDRESS, InetAddress.class), exchange);
    }

    /** Admits every poll from now on, of proxies that will soon poll elsewhere. */
    public void admitAll() {
        off = true;
    }

    /** Returns what a proxy that is not admitted is told. */
    public ProxyPollResponse turnAway(@ExchangeProperty(RouteProperties.POLL_AGAIN_IN) Duration rest) {
        return ProxyPollResponse.tooSoon(rest);
    }

    /**
     * Counts a poll and returns nothing, or returns how long it is until the first of those before no longer counts.
     */
    private OptionalLong take(NatPool pool, InetAddress address) {
        Duration interval = intervals.get().of(pool);
        Decision decision = new Decision();
        polls.get(pool).asMap().compute(IpPrefix.of(address, ipv6Bits), (network, before) -> {
            long now = nanoTime.getAsLong();
            List<PollTime> counting = before == null ? List.of()
                    : before.stream().filter(poll -> poll.rest(now, interval) > 0).toList();
            if (counting.size() < pollsPerInterval) {
                PollTime poll = PollTime.of(now, interval);
                // A list of one, as nearly all are, takes a third of the memory of one for any number.
                return counting.isEmpty() ? List.of(poll) : Stream.concat(counting.stream(), Stream.of(poll)).toList();
            }
            decision.rest = counting.stream().mapToLong(poll -> poll.rest(now, interval)).min();
            return before;
        });
        return decision.rest;
    }

    /** How long the last of some polls counts, whatever the interval becomes. */
    private Duration lifetime(List<PollTime> times) {
        long now = nanoTime.getAsLong();
        return Duration.ofNanos(Math.max(1, times.stream()
                .mapToLong(poll -> poll.rest(now, Duration.ofNanos(poll.interval()))).max().orElse(0)));
    }

    /** Lets the one step that looks and counts say what it found. */
    private static final class Decision {
        private OptionalLong rest = OptionalLong.empty();
    }
}
