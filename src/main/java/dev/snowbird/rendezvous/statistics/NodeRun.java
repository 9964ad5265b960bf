package dev.snowbird.rendezvous.statistics;

import dev.snowbird.rendezvous.message.BadMessageException;
import java.time.Instant;
import java.util.Comparator;
import java.util.regex.Pattern;

/**
 * A node from a start to its end. One that is started again, even by the same name, has counted nothing yet.
 *
 * @param node  its id
 * @param since when it started
 */
record NodeRun(String node, Instant since) {

    /** The oldest first; of equal age, all nodes say the same of them. */
    static final Comparator<NodeRun> BY_AGE = Comparator.comparing(NodeRun::since).thenComparing(NodeRun::node);

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    /** Throws {@link BadMessageException} for an id that a log could not show. */
    NodeRun {
        if (node == null || !ID.matcher(node).matches()) {
            throw new BadMessageException("no node's id");
        }
    }
}
