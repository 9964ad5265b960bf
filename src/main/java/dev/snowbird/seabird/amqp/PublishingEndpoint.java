package dev.snowbird.seabird.amqp;

import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.component.springrabbit.SpringRabbitMQEndpoint;
import org.springframework.amqp.rabbit.core.RabbitTemplate;

/** An exchange to publish to; {@code default} is AMQP's default exchange. */
final class PublishingEndpoint extends SpringRabbitMQEndpoint {

    private final AmqpLink link;

    PublishingEndpoint(String uri, PublishingComponent component, String exchange, AmqpLink link) {
        super(uri, component, exchange);
        this.link = link;
    }

    @Override
    public RabbitTemplate createInOnlyTemplate() {
        return new PublishingTemplate(link);
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("the queues of streams are opened for each stream, not by a route");
    }
}
