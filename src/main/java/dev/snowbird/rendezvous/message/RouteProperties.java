package dev.snowbird.rendezvous.message;

/**
 * The exchange properties that the rendezvous' routes and beans share, by the names that routes use. Each name means
 * one thing, and is of one type.
 */
public final class RouteProperties {

    /** The address of a request's peer, client or proxy; absent where none is known, as over SQS. */
    public static final String CLIENT_ADDRESS = "clientAddress";
    /** A {@code CompletionStage} that completes when the peer of a held request has hung up. */
    public static final String PEER_GONE = "peerGone";
    /** An {@code Executor} that goes on with a request that was held, where its answer is sent; absent over SQS. */
    public static final String EVENT_LOOP = "eventLoop";

    /** The {@code Delivery} of another node, whose bytes a route begins with. */
    public static final String DELIVERY = "delivery";
    /** The {@code Forward} that an offer is on, to other nodes. */
    public static final String FORWARD = "forward";
    /** How long the client of another node still waited when its offer came from there, in milliseconds, a Long. */
    public static final String REMAINING_MILLIS = "remainingMillis";

    /** The {@link ProxyPoll} that is held. */
    public static final String PROXY_POLL = "proxyPoll";
    /** In what time a proxy that polled too soon may come again, a {@code Duration}. */
    public static final String POLL_AGAIN_IN = "pollAgainIn";
    /** The {@link ProxyAnswer} of a proxy. */
    public static final String PROXY_ANSWER = "proxyAnswer";
    /** The {@link ProxyType} of the proxy that answers. */
    public static final String PROXY_TYPE = "proxyType";
    /** A {@code CompletionStage} of what another node replies, an {@code Optional} of a {@code Delivery}. */
    public static final String NODE_REPLY = "nodeReply";

    /** The {@link ClientPoll}, from when it is known to be valid. */
    public static final String CLIENT_POLL = "clientPoll";
    /** How a client's poll came: {@code http}, {@code ampcache} or {@code sqs}. */
    public static final String RENDEZVOUS_METHOD = "rendezvousMethod";

    /** The URL of the queue that a client finds its answer on. */
    public static final String CLIENT_QUEUE = "clientQueue";
    /** The name of that queue, on the client's side, where its URL is not known at first. */
    public static final String CLIENT_QUEUE_NAME = "clientQueueName";
    /** What the client found there, a text. */
    public static final String RESPONSE = "response";
    /** Where the list of queues goes on: empty at its start, absent at its end. */
    public static final String NEXT_PAGE = "nextPage";

    private RouteProperties() {
    }
}
