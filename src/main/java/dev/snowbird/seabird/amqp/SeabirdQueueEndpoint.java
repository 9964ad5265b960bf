package dev.snowbird.seabird.amqp;

import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.UriParam;
import org.apache.camel.support.DefaultEndpoint;

/** All queues of one kind, which one route may begin with. */
public final class SeabirdQueueEndpoint extends DefaultEndpoint {

    private final SeabirdQueueComponent component;
    private final QueueKind kind;

    @UriParam(description = "Whether the route runs once for an event, which many streams get, or for each of them.")
    private boolean oncePerEvent;

    SeabirdQueueEndpoint(String uri, SeabirdQueueComponent component, QueueKind kind) {
        super(uri, component);
        this.component = component;
        this.kind = kind;
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        if (oncePerEvent && kind != QueueKind.PLUGIN) {
            throw new IllegalArgumentException("oncePerEvent is for seabird-queue:plugin, which alone brings events");
        }
        SeabirdQueueConsumer consumer = new SeabirdQueueConsumer(this, processor, component.routes(), kind);
        configureConsumer(consumer);
        return consumer;
    }

    @Override
    public Producer createProducer() {
        throw new UnsupportedOperationException("seabird-queue: is where routes begin; what goes to a queue goes"
                + " through spring-rabbitmq:");
    }

    /** Returns whether the route runs once for an event, which many streams get, or for each of them. */
    public boolean isOncePerEvent() {
        return oncePerEvent;
    }

    /** Sets whether the route runs once for an event; only for the queues of plugins. */
    public void setOncePerEvent(boolean oncePerEvent) {
        this.oncePerEvent = oncePerEvent;
    }
}
