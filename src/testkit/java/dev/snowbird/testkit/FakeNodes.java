package dev.snowbird.testkit;

import dev.snowbird.rendezvous.cluster.NodeMessage;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.apache.camel.Component;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultProducer;

/**
 * The other nodes of a cluster, for {@code nodes:}. What is sent to them is remembered, and gets no reply; routes that
 * begin with what they send run when a test says so ({@link Routes#run}).
 */
public final class FakeNodes extends EdgeByHand {

    private final Map<String, List<Object>> sent = new ConcurrentHashMap<>();

    /**
     * @param real makes the component whose place this takes; routes are checked with that
     */
    public FakeNodes(Supplier<Component> real) {
        super(real);
    }

    /**
     * Returns what has been sent to other nodes.
     *
     * @param type the type of the messages, as routes have it after {@code nodes:}
     * @return the {@link NodeMessage} or the text of each, the oldest first
     */
    public List<Object> sent(String type) {
        return List.copyOf(sent.getOrDefault(type, List.of()));
    }

    @Override
    Producer producerOf(Endpoint endpoint, String type) {
        return new DefaultProducer(endpoint) {
            @Override
            public void process(Exchange exchange) {
                Object body = exchange.getMessage().getBody();
                sent.computeIfAbsent(type, any -> new CopyOnWriteArrayList<>()).add(
                        body instanceof NodeMessage ? body : exchange.getMessage().getBody(String.class));
            }
        };
    }
}
