package dev.snowbird.amqp;

import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.component.springrabbit.SpringRabbitMQConsumer;
import org.apache.camel.component.springrabbit.SpringRabbitMQEndpoint;
import org.springframework.amqp.core.AmqpAdmin;
import org.springframework.amqp.rabbit.listener.AbstractMessageListenerContainer;

/**
 * An exchange; {@code default} is AMQP's default exchange. What exchanges of the link's owner are to publish goes over
 * {@link AmqpLink}; all else is Camel's stock endpoint, which touches the broker only when the link is open.
 */
final class PublishingEndpoint extends SpringRabbitMQEndpoint {

    private final AmqpLink link;
    private final RoutesConnection routes;
    private final boolean ofTheLink;

    PublishingEndpoint(String uri, PublishingComponent component, String exchange, AmqpLink link,
            RoutesConnection routes) {
        super(uri, component, exchange);
        this.link = link;
        this.routes = routes;
        this.ofTheLink = link.topology().publishesTo(exchange);
    }

    @Override
    public Producer createProducer() throws Exception {
        return ofTheLink ? new PublishingProducer(this, link) : super.createProducer();
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        Consumer consumer = new WaitingConsumer(processor, createMessageListenerContainer());
        configureConsumer(consumer);
        return consumer;
    }

    @Override
    public void declareElements(AbstractMessageListenerContainer container, AmqpAdmin admin) {
        routes.whenOpen("spring-rabbitmq:" + getExchangeName(), () -> super.declareElements(container, admin));
    }

    private final class WaitingConsumer extends SpringRabbitMQConsumer {

        WaitingConsumer(Processor processor, AbstractMessageListenerContainer container) {
            super(PublishingEndpoint.this, processor, container);
        }

        @Override
        protected void prepareAndStartListenerContainer() {
            routes.whenOpen("the route " + getRouteId(), super::prepareAndStartListenerContainer);
        }
    }
}
