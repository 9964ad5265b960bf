package dev.snowbird.testkit;

import dev.snowbird.rendezvous.cluster.NodeMessage;
import dev.snowbird.routes.CheckableComponent;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.apache.camel.Component;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;

/**
 * The other nodes of a cluster, for {@code nodes:}. What is sent to them is remembered, and gets no reply; routes that
 * begin with what they send run when a test says so ({@link Routes#run}).
 */
public final class FakeNodes extends DefaultComponent implements CheckableComponent {

    private final Supplier<Component> real;
    private final Map<String, List<Object>> sent = new ConcurrentHashMap<>();

    /**
     * @param real makes the component whose place this takes; routes are checked with that
     */
    public FakeNodes(Supplier<Component> real) {
        this.real = real;
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
    protected Endpoint createEndpoint(String uri, String type, Map<String, Object> parameters) {
        parameters.clear();
        return new DefaultEndpoint(uri, this) {
            @Override
            public Consumer createConsumer(Processor processor) {
                return new DefaultConsumer(this, processor);
            }

            @Override
            public Producer createProducer() {
                return new DefaultProducer(this) {
                    @Override
                    public void process(Exchange exchange) {
                        Object body = exchange.getMessage().getBody();
                        sent.computeIfAbsent(type, any -> new CopyOnWriteArrayList<>()).add(
                                body instanceof NodeMessage ? body : exchange.getMessage().getBody(String.class));
                    }
                };
            }
        };
    }

    @Override
    public Component forCheck() {
        return real.get();
    }
}
