package dev.snowbird.testkit;

import dev.snowbird.routes.CheckableComponent;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.Component;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;

/** A component in the place of one that routes begin with: they run when a test says so ({@link Routes#run}). */
class EdgeByHand extends DefaultComponent implements CheckableComponent {

    private final Supplier<Component> real;

    /**
     * @param real makes the component whose place this takes; routes are checked with that
     */
    EdgeByHand(Supplier<Component> real) {
        this.real = real;
        // What Camel would wire into the one of that name is not for this.
        setAutowiredEnabled(false);
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
        parameters.clear();
        return new DefaultEndpoint(uri, this) {
            @Override
            public Consumer createConsumer(Processor processor) {
                return new DefaultConsumer(this, processor);
            }

            @Override
            public Producer createProducer() {
                return producerOf(this, remaining);
            }
        };
    }

    /** Returns what takes the messages that routes send to such an endpoint; as a rule routes only begin there. */
    Producer producerOf(Endpoint endpoint, String remaining) {
        throw new UnsupportedOperationException(endpoint.getEndpointUri() + " is where routes begin");
    }

    @Override
    public Component forCheck() {
        return real.get();
    }
}
