package dev.snowbird.rendezvous.cluster;

import dev.snowbird.amqp.Delivery;
import dev.snowbird.rendezvous.http.RateLimit;
import dev.snowbird.rendezvous.matching.Matchmaker;
import dev.snowbird.rendezvous.message.BadMessageException;
import dev.snowbird.rendezvous.message.ProxyAnswer;
import dev.snowbird.rendezvous.message.ProxyAnswerResponse;
import dev.snowbird.rendezvous.message.ProxyType;
import dev.snowbird.rendezvous.message.RouteProperties;
import io.github.bucket4j.TimeMeter;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;

/**
 * The answers of proxies whose poll came to another node. All are asked at once, with the answer; the one that has the
 * session hands it to the client and says so, and the others keep silent. A balancer that sends each address to one
 * node makes that rare, and anybody can make up sessions, so it is bounded.
 */
public final class AnswersElsewhere {

    /** How long all together may take to say that the session is theirs. */
    static final Duration PATIENCE = Duration.ofSeconds(1);
    /** How many may be asked about at once: each goes to all nodes, and lasts no longer than the patience. */
    static final int MOST_AT_ONCE = 100;
    /** How many of one address in a minute. A proxy answers once in an interval of its polls. */
    static final int PER_MINUTE = 20;
    /** Far longer than a real answer is, as JSON. */
    static final int LONGEST = 16_384;

    private static final String OUTCOME = "outcome";
    private static final String PROXY_TYPE = "proxy-type";

    private final boolean enabled;
    private final NodeLink link;
    private final Neighbours neighbours;
    private final Matchmaker matchmaker;
    private final Executor executor;
    private final RateLimit limit;
    private final AnswerMeters meters;
    private final AtomicInteger asked = new AtomicInteger();

    /**
     * @param enabled    whether others are asked at all; they are answered in any case
     * @param link       by which they are asked
     * @param neighbours knows whether there are any
     * @param matchmaker knows the sessions of this node, from now on also those that are over
     * @param executor   goes on where no event loop does; its threads are never blocked
     * @param clock      tells when a minute is over
     * @param meters     counts what came of it
     */
    AnswersElsewhere(boolean enabled, NodeLink link, Neighbours neighbours, Matchmaker matchmaker, Executor executor,
            TimeMeter clock, MeterRegistry meters) {
        this.enabled = enabled;
        this.link = link;
        this.neighbours = neighbours;
        this.matchmaker = matchmaker;
        this.executor = executor;
        this.limit = new RateLimit(PER_MINUTE, clock);
        this.meters = new AnswerMeters(meters);
        // Or each answer that comes too late would be taken for another node's.
        matchmaker.rememberEnded();
    }

    /**
     * Says whether other nodes are to be asked, which counts for the address that the answer came from.
     *
     * @param here    what came of the answer at this node
     * @param answer  the answer
     * @param address where it came from, {@code null} when that is not known
     */
    public boolean areToBeAsked(@Body ProxyAnswerResponse here,
            @ExchangeProperty(RouteProperties.PROXY_ANSWER) ProxyAnswer answer,
            @ExchangeProperty(RouteProperties.CLIENT_ADDRESS) InetAddress address) {
        if (!enabled || here.equals(ProxyAnswerResponse.success()) || matchmaker.knows(answer)
                || neighbours.count() == 0) {
            return false;
        }
        boolean bounded = asked.get() < MOST_AT_ONCE
                && (address == null || limit.secondsToWait(address).isEmpty()) && bytes(answer).length <= LONGEST;
        if (!bounded) {
            meters.count(AnswerMeters.LIMITED);
        }
        return bounded;
    }

    /**
     * Asks all nodes, as the next step sends it.
     *
     * @param answer   the answer
     * @param exchange gets what will be replied, as a property
     */
    public NodeMessage question(@ExchangeProperty(RouteProperties.PROXY_ANSWER) ProxyAnswer answer,
            Exchange exchange) {
        String id = UUID.randomUUID().toString();
        asked.incrementAndGet();
        CompletableFuture<Optional<Delivery>> reply = link.replies().await(id);
        reply.orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((came, silence) -> asked.decrementAndGet());
        exchange.setProperty(RouteProperties.NODE_REPLY, reply);
        return new NodeMessage("", link.replyQueue(), id, Map.of(), bytes(answer));
    }

    private static byte[] bytes(ProxyAnswer answer) {
        return answer.toJson().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Waits for the node that has the session.
     *
     * @param reply     what it will say
     * @param eventLoop runs what follows; {@code null} for other threads
     * @param exchange  gets the type of the proxy, as that node knows it
     * @return what the proxy is told; that its client is gone when no node says anything in time
     */
    public CompletionStage<ProxyAnswerResponse> outcome(
            @ExchangeProperty(RouteProperties.NODE_REPLY) CompletionStage<Optional<Delivery>> reply,
            @ExchangeProperty(RouteProperties.EVENT_LOOP) Executor eventLoop, Exchange exchange) {
        return reply.handleAsync((came, silence) -> {
            if (silence != null || came.isEmpty()) {
                meters.count(AnswerMeters.SILENT);
                return ProxyAnswerResponse.clientGone();
            }
            Map<String, String> said = came.get().headers();
            if (!AnswerMeters.SUCCESS.equals(said.get(OUTCOME))) {
                meters.count(AnswerMeters.GONE);
                return ProxyAnswerResponse.clientGone();
            }
            meters.count(AnswerMeters.SUCCESS);
            exchange.setProperty(RouteProperties.PROXY_TYPE, ProxyType.of(said.get(PROXY_TYPE)));
            return ProxyAnswerResponse.success();
        }, eventLoop == null ? executor : eventLoop);
    }

    /**
     * Tells the node that asked what came of the answer here.
     *
     * @param response what the proxy is to be told
     * @param type     the type of the proxy
     * @param question says who waits for it
     * @throws BadMessageException when nobody does
     */
    public NodeMessage reply(@Body ProxyAnswerResponse response,
            @ExchangeProperty(RouteProperties.PROXY_TYPE) ProxyType type,
            @ExchangeProperty(RouteProperties.DELIVERY) Delivery question) {
        if (!NodeNames.isForReplies(question.replyTo())) {
            throw new BadMessageException("no queue for a reply");
        }
        boolean success = response.equals(ProxyAnswerResponse.success());
        return new NodeMessage(question.replyTo(), "", question.correlationId(), Map.of(
                OUTCOME, success ? AnswerMeters.SUCCESS : AnswerMeters.GONE, PROXY_TYPE, type.toString()), new byte[0]);
    }
}
