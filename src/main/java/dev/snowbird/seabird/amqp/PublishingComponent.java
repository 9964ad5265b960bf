package dev.snowbird.seabird.amqp;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.component.springrabbit.SpringRabbitMQComponent;

/**
 * Camel's {@code spring-rabbitmq} for routes that publish: over the one channel of {@link AmqpLink}, so that all
 * messages of a core have one order. A reply to a message is never awaited, whatever the exchange's pattern, and
 * nothing is declared.
 */
public final class PublishingComponent extends SpringRabbitMQComponent {

    private final AmqpLink link;

    /**
     * @param link publishes
     */
    public PublishingComponent(AmqpLink link) {
        this.link = link;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        PublishingEndpoint endpoint = new PublishingEndpoint(uri, this, remaining, link);
        endpoint.setMessageConverter(getMessageConverter());
        getMessagePropertiesConverter().setHeaderFilterStrategy(getHeaderFilterStrategy());
        endpoint.setMessagePropertiesConverter(getMessagePropertiesConverter());
        endpoint.setDisableReplyTo(true);
        endpoint.setConfirm("disabled");
        setProperties(endpoint, parameters);
        return endpoint;
    }
}
