package dev.snowbird.rendezvous.cluster;

import dev.snowbird.log.BoundedLog;
import dev.snowbird.rendezvous.message.NatPool;
import dev.snowbird.rendezvous.message.NatType;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.apache.camel.Body;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The other nodes that have told of themselves lately. */
public final class Neighbours {

    /** After so much silence a node is forgotten: three of the seconds in which it says something at least. */
    static final Duration MEMORY = Duration.ofSeconds(3);
    /** More nodes than anybody runs; who can write to the exchange must not fill the memory. */
    private static final int MOST = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(Neighbours.class);

    private final BoundedLog often = new BoundedLog(Neighbours.class);
    private final String self;
    private final LongSupplier nanoTime;
    private final Map<String, Neighbour> known = new ConcurrentHashMap<>();
    private final AtomicBoolean newcomer = new AtomicBoolean();

    /**
     * @param self     what this node is called, which hears itself, too
     * @param nanoTime the monotonic clock, in nanoseconds
     */
    public Neighbours(String self, LongSupplier nanoTime) {
        this.self = self;
        this.nanoTime = nanoTime;
    }

    /** A node has told of itself. */
    public void heard(@Body News news) {
        if (news.node().equals(self)) {
            return;
        }
        if (known.size() >= MOST && !known.containsKey(news.node())) {
            often.warn("The node {} is passed over, since {} others are known", news.node(), MOST);
        } else if (known.put(news.node(), new Neighbour(news, nanoTime.getAsLong())) == null) {
            newcomer.set(true);
            LOG.info("The node {} has come; others there are now: {}", news.node(), known.size());
        }
    }

    /** Says whether a node has come since this was last asked, which does not know this one yet. */
    boolean hasNewcomer() {
        return newcomer.getAndSet(false);
    }

    /** Forgets the nodes that have said nothing for three seconds. */
    public void forgetSilent() {
        long now = nanoTime.getAsLong();
        known.forEach((node, neighbour) -> {
            if (isSilent(neighbour, now) && known.remove(node, neighbour)) {
                LOG.info("The node {} has gone, or says nothing; others there are now: {}", node, known.size());
            }
        });
    }

    private static boolean isSilent(Neighbour neighbour, long now) {
        return neighbour.age(now) > MEMORY.toNanos();
    }

    /** Forgets all: nothing can be sent to them, or heard of them. */
    void forgetAll() {
        known.clear();
    }

    /**
     * Chooses the node that is sent a client's offer: of the first pool, in the order for that client, of which any
     * node has a proxy left, the one with the most; of equals, the one with the least loaded proxy.
     *
     * @param client the client's NAT
     * @param tried  the nodes that have none
     * @return the node, which counts as having one proxy less until it tells of itself; empty when none has any
     */
    Optional<String> choose(NatType client, Collection<String> tried) {
        long now = nanoTime.getAsLong();
        for (NatPool pool : NatPool.serving(client)) {
            Optional<Neighbour> best = known.values().stream()
                    .filter(neighbour -> neighbour.left(pool) > 0 && !isSilent(neighbour, now)
                            && !tried.contains(neighbour.news().node()))
                    .max(Comparator.<Neighbour>comparingLong(neighbour -> neighbour.left(pool))
                            .thenComparing(Comparator.<Neighbour>comparingLong(
                                    neighbour -> neighbour.news().leastLoad().of(pool)).reversed())
                            .thenComparing(neighbour -> neighbour.news().node(), Comparator.reverseOrder()));
            if (best.isPresent()) {
                best.get().send(pool);
                return best.map(node -> node.news().node());
            }
        }
        return Optional.empty();
    }

    /** Returns how many proxies of a pool the other nodes probably have for this one. */
    long left(NatPool pool) {
        return known.values().stream().mapToLong(neighbour -> Math.max(0, neighbour.left(pool))).sum();
    }

    /** Returns how many nodes are known. */
    int count() {
        return known.size();
    }

    /** Returns the nodes that are known, by name. */
    List<Neighbour> all() {
        return known.values().stream().sorted(Comparator.comparing(neighbour -> neighbour.news().node())).toList();
    }
}
