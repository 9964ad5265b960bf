package dev.snowbird.seabird.amqp;

import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;

/** All queues of one kind, which one route may begin with. */
public final class SeabirdQueueEndpoint extends DefaultEndpoint {

    private final SeabirdQueueComponent component;
    private final QueueKind kind;

    SeabirdQueueEndpoint(String uri, SeabirdQueueComponent component, QueueKind kind) {
        super(uri, component);
        this.component = component;
        this.kind = kind;
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        SeabirdQueueConsumer consumer = new SeabirdQueueConsumer(this, processor, component.routes(), kind);
        configureConsumer(consumer);
        return consumer;
    }

    @Override
    public Producer createProducer() {
        throw new UnsupportedOperationException("seabird-queue: is where routes begin; what goes to a queue goes"
                + " through spring-rabbitmq:");
    }
}
