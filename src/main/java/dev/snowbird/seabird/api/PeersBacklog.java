package dev.snowbird.seabird.api;

import dev.snowbird.log.BoundedLog;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What all peers together have not taken yet, here and in the transport. Beside the bound of each stream it has one for
 * the whole core, since many that do not read would fill the memory. At the bound those give way who lag: first those
 * whose stream has ended already, and then those for whom messages wait behind what they do not take; of either the one
 * that has taken nothing for the longest time. Who takes what it gets stays, whatever others do; so a message that goes
 * to all at once may exceed the bound for the moment that it takes.
 */
final class PeersBacklog {

    private final BoundedLog log = new BoundedLog(PeersBacklog.class);
    private final long most;
    private final AtomicLong bytes = new AtomicLong();
    private final Set<GrpcStream> holders = ConcurrentHashMap.newKeySet();

    /**
     * @param most how many bytes may wait in all
     */
    PeersBacklog(long most) {
        this.most = most;
    }

    /**
     * Takes note of what a stream holds.
     *
     * @param holder the stream
     * @param before how many bytes it held
     * @param now    how many it holds now
     */
    void note(GrpcStream holder, long before, long now) {
        if (before == now) {
            return;
        }
        bytes.addAndGet(now - before);
        if (now == 0) {
            holders.remove(holder);
        } else if (before == 0) {
            holders.add(holder);
        }
    }

    /** Makes room while there is too much. Called without the lock of any stream. */
    void relieve() {
        while (bytes.get() > most && giveUpOne()) {
            log.warn("Peers that do not read hold more than seabird.max-waiting-bytes: what waits for one of them is"
                    + " dropped, and its stream ends if it needs that");
        }
    }

    /** One at a time, lest two give up more than one has to. */
    private synchronized boolean giveUpOne() {
        if (bytes.get() <= most) {
            return false;
        }
        Optional<GrpcStream> worst = holders.stream().filter(GrpcStream::lags)
                .min(Comparator.comparing((GrpcStream stream) -> !stream.isEnded())
                        .thenComparing(GrpcStream::age, Comparator.reverseOrder()));
        worst.ifPresent(GrpcStream::giveUp);
        return worst.isPresent();
    }
}
