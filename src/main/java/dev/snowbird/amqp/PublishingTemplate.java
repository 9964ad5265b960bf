package dev.snowbird.amqp;

import io.grpc.StatusException;
import java.nio.charset.StandardCharsets;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.connection.CorrelationData;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.amqp.rabbit.support.DefaultMessagePropertiesConverter;
import org.springframework.amqp.rabbit.support.MessagePropertiesConverter;
import org.springframework.lang.Nullable;

/** Sends what Camel has formed over {@link AmqpLink}, not over a connection of Spring's. */
final class PublishingTemplate extends RabbitTemplate {

    private final MessagePropertiesConverter converter = new DefaultMessagePropertiesConverter();
    private final AmqpLink link;

    PublishingTemplate(AmqpLink link) {
        this.link = link;
    }

    /**
     * Publishes a message. Only the default exchange returns what finds no queue: the exchange of requests has an
     * alternate one, and events need nobody to take them.
     *
     * @throws io.grpc.StatusRuntimeException UNAVAILABLE when the broker can't be reached
     */
    @Override
    public void send(String exchange, String routingKey, Message message, @Nullable CorrelationData correlation) {
        try {
            link.publish(exchange, routingKey, exchange.isEmpty(),
                    converter.fromMessageProperties(message.getMessageProperties(), StandardCharsets.UTF_8.name()),
                    message.getBody());
        } catch (StatusException e) {
            throw e.getStatus().asRuntimeException();
        }
    }
}
