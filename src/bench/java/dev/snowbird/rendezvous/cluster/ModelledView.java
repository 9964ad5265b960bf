package dev.snowbird.rendezvous.cluster;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.snowbird.rendezvous.message.NatPool;
import dev.snowbird.rendezvous.message.NatType;
import java.util.Collection;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;
import org.slf4j.LoggerFactory;

/** What one node of a model knows of the others: that of the program, with the model's clock. */
public final class ModelledView {

    static {
        // A model has many nodes that come and go.
        ((Logger) LoggerFactory.getLogger(Neighbours.class)).setLevel(Level.WARN);
    }

    private final Neighbours neighbours;

    /**
     * @param self     what the node is called
     * @param nanoTime the time of the model, in nanoseconds
     */
    public ModelledView(String self, LongSupplier nanoTime) {
        neighbours = new Neighbours(self, nanoTime);
    }

    /** Makes what a node tells the others. */
    public static News news(String node, ToLongFunction<NatPool> held) {
        return new News(node, PerPool.of(held), PerPool.NONE, false);
    }

    /** A node has told of itself. */
    public void heard(News news) {
        neighbours.heard(news);
    }

    /** Chooses the node that an offer goes to, as the program does. */
    public Optional<String> choose(NatType client, Collection<String> tried) {
        return neighbours.choose(client, tried);
    }
}
