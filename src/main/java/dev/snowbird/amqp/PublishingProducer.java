package dev.snowbird.amqp;

import dev.snowbird.log.RootCause;
import io.grpc.StatusException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.component.springrabbit.SpringRabbitMQConstants;
import org.apache.camel.component.springrabbit.SpringRabbitMQHelper;
import org.apache.camel.component.springrabbit.SpringRabbitMQProducer;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.support.DefaultMessagePropertiesConverter;
import org.springframework.amqp.rabbit.support.MessagePropertiesConverter;

/**
 * Sends what Camel has formed over {@link AmqpLink}, not over a connection of Spring's. A route that publishes more
 * than the broker takes goes on when there is room again, and holds no thread meanwhile.
 */
final class PublishingProducer extends SpringRabbitMQProducer {

    private final MessagePropertiesConverter converter = new DefaultMessagePropertiesConverter();
    private final AmqpLink link;

    PublishingProducer(PublishingEndpoint endpoint, AmqpLink link) {
        super(endpoint);
        this.link = link;
    }

    /**
     * Publishes a message. Only the default exchange returns what finds no queue: the exchange of requests has an
     * alternate one, and events need nobody to take them. What fails, fails with a status UNAVAILABLE.
     */
    @Override
    protected boolean processInOnly(Exchange exchange, AsyncCallback callback) {
        String name = override(exchange, SpringRabbitMQConstants.EXCHANGE_OVERRIDE_NAME,
                getEndpoint().getExchangeName());
        String target = SpringRabbitMQHelper.isDefaultExchange(name) ? "" : name;
        String key = override(exchange, SpringRabbitMQConstants.ROUTING_OVERRIDE_KEY, getEndpoint().getRoutingKey());
        CompletableFuture<Void> room;
        try {
            Message message = message(exchange);
            room = link.publish(target, key, target.isEmpty(), converter.fromMessageProperties(
                    message.getMessageProperties(), StandardCharsets.UTF_8.name()), message.getBody())
                    .toCompletableFuture();
        } catch (Exception e) {
            room = CompletableFuture.failedFuture(e);
        }
        boolean now = room.isDone();
        room.whenComplete((ready, failure) -> {
            if (failure != null) {
                exchange.setException(unchecked(RootCause.ofStage(failure)));
            }
            callback.done(now);
        });
        return now;
    }

    private static Throwable unchecked(Throwable failure) {
        return failure instanceof StatusException refused ? refused.getStatus().asRuntimeException() : failure;
    }

    /** Takes a header that stands for the endpoint's own value from the message, so that it does not go out. */
    private static String override(Exchange exchange, String header, String otherwise) {
        Object value = exchange.getMessage().removeHeader(header);
        return value == null ? otherwise : (String) value;
    }

    private Message message(Exchange exchange) {
        Object body = exchange.getMessage().getBody();
        return body instanceof Message formed ? formed : getEndpoint().getMessageConverter().toMessage(body,
                getEndpoint().getMessagePropertiesConverter().toMessageProperties(exchange));
    }
}
