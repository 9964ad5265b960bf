package dev.snowbird.rendezvous.cluster;

import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * What nodes have at their broker, and how it is called. All names begin with {@code snowbird.}, which is what a user
 * of the broker needs rights for; nodes that share a virtual host are one cluster.
 */
final class NodeNames {

    /** What a node may be called, as {@code cluster.node-id} has it. */
    static final String NODE_ID = "[A-Za-z0-9_-]{1,40}";
    /** The exchange that takes a message to all nodes. */
    static final String NODES = "snowbird.nodes";

    private static final String NEWS = "snowbird.news.";
    private static final String OFFERS = "snowbird.offers.";
    private static final String REPLIES = "snowbird.replies.";
    private static final int RANDOM_BYTES = 4;

    private NodeNames() {
    }

    /** Makes a name that no other node has. */
    static String random() {
        byte[] bytes = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** Returns the queue of what is sent to all nodes. */
    static String news(String node) {
        return NEWS + node;
    }

    /** Returns the queue of offers for one node. */
    static String offers(String node) {
        return OFFERS + node;
    }

    /** Returns the queue of replies to one node. */
    static String replies(String node) {
        return REPLIES + node;
    }

    /** Says whether a queue is some node's for replies, so that nobody has this node write into others. */
    static boolean isForReplies(String queue) {
        return queue.startsWith(REPLIES);
    }
}
