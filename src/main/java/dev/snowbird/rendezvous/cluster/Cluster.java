package dev.snowbird.rendezvous.cluster;

import dev.snowbird.amqp.AmqpAddress;
import dev.snowbird.amqp.AmqpConnections;
import dev.snowbird.rendezvous.matching.Matchmaker;
import dev.snowbird.settings.Settings;
import dev.snowbird.start.StartContext;
import dev.snowbird.start.StartException;
import dev.snowbird.status.History;
import dev.snowbird.status.Section;
import io.github.bucket4j.TimeMeter;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * What makes a rendezvous one node of several: its objects as the routes know them, by the names that the routes use,
 * and its hold on the broker, which closes after the routes.
 */
public final class Cluster {

    private final StartContext start;
    private final NodeLink link;
    private final Neighbours neighbours;
    private final OwnNews ownNews;
    private final AnswersElsewhere answers;
    private final Forwards forwards;
    private final ForwardedOffers forwardedOffers;

    /**
     * Prepares a node, which is not connected before it is opened.
     *
     * @param start      what both halves stand on
     * @param matchmaker holds this node's proxies
     * @throws StartException when a file that the settings name is no use
     */
    public Cluster(StartContext start, Matchmaker matchmaker) throws StartException {
        this.start = start;
        Settings settings = start.settings();
        String node = settings.optional("cluster.node-id").orElseGet(NodeNames::random);
        AmqpConnections connections = new AmqpConnections(AmqpAddress.of(settings), settings);
        start.parts().push("AMQP connections of the cluster", connections);
        link = new NodeLink(node, connections, settings.integer("http.max-body-size"));
        start.parts().push("the cluster", link);
        neighbours = new Neighbours(node, start.nanoTime());
        Stalls stalls = new Stalls(start.nanoTime());
        ownNews = new OwnNews(node, matchmaker, neighbours, stalls, start.nanoTime());
        ClusterMeters meters = new ClusterMeters(link, neighbours, start.meters());
        forwards = new Forwards(link, neighbours, matchmaker, settings.integer("cluster.tries"), start.executor(),
                meters);
        forwardedOffers = new ForwardedOffers(stalls, meters);
        answers = new AnswersElsewhere(settings.flag("cluster.forward-answers"), link, neighbours, matchmaker,
                start.executor(), TimeMeter.SYSTEM_NANOTIME, start.meters());
    }

    /**
     * Makes the objects known to the routes of a Camel context.
     *
     * @param registry takes each object by its name
     */
    public void bind(BiConsumer<String, Object> registry) {
        registry.accept("nodes", new NodesComponent(link));
        registry.accept("neighbours", neighbours);
        registry.accept("ownNews", ownNews);
        registry.accept("answersElsewhere", answers);
        registry.accept("forwards", forwards);
        registry.accept("forwardedOffers", forwardedOffers);
        registry.accept("clusterHealth", new ClusterHealth(link));
    }

    /** Joins the others as soon as the broker lets it, and waits for nothing. */
    public void open() {
        link.open(neighbours::forgetAll);
    }

    /** Has the others send no more offers; those that have come are finished. */
    public void leave() {
        ownNews.drain();
    }

    /** Waits for no offer any more that is at another node. */
    public void endOffers() {
        link.replies().lost();
    }

    /** Returns this node's hold on the broker, for what else nodes tell each other. */
    public NodeLink link() {
        return link;
    }

    /** Returns why this node serves alone, in words for an operator; empty while it does not. */
    public Optional<String> trouble() {
        return link.trouble();
    }

    /** Returns what computes what the status page tells. */
    public Supplier<Section> status(History history) {
        return new ClusterStatus(link.node(), neighbours, start.nanoTime(), start.meters(), history)::section;
    }
}
