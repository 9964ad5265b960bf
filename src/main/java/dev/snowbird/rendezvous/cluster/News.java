package dev.snowbird.rendezvous.cluster;

import dev.snowbird.rendezvous.message.BadMessageException;

/**
 * What a node tells the others of itself, as JSON.
 *
 * @param node      what it is called
 * @param held      how many proxies it holds
 * @param leastLoad how many clients the least loaded of them has; 0 where there is none
 * @param draining  whether it is about to go, and wants no offers of others
 */
public record News(String node, PerPool held, PerPool leastLoad, boolean draining) {

    /** Throws {@link BadMessageException} unless the node has a name, and says what it holds. */
    public News {
        if (node == null || !node.matches(NodeNames.NODE_ID)) {
            throw new BadMessageException("no name of a node");
        }
        if (held == null || leastLoad == null) {
            throw new BadMessageException("a node that does not say what it holds");
        }
    }
}
