package dev.snowbird.amqp;

import dev.snowbird.routes.CheckableComponent;
import dev.snowbird.start.StartException;
import java.util.Map;
import org.apache.camel.Component;
import org.apache.camel.Endpoint;
import org.apache.camel.component.springrabbit.SpringRabbitMQComponent;
import org.apache.camel.component.springrabbit.SpringRabbitMQEndpoint;
import org.apache.camel.util.PropertiesHelper;

/**
 * Camel's {@code spring-rabbitmq}. What is published to an exchange of the link's owner goes over the one channel of
 * {@link AmqpLink}, so that all messages of an owner have one order; a reply to it is never awaited, whatever the
 * exchange's pattern, and nothing is declared. Routes that consume, and those that publish elsewhere, have connections
 * of their own.
 */
public final class PublishingComponent extends SpringRabbitMQComponent implements CheckableComponent {

    /** Some messages; each may be as long as the longest that there are. */
    private static final int PREFETCH = 20;
    private static final int MAX_PREFETCH = 1000;

    private final AmqpLink link;
    private final RoutesConnection routes;

    /**
     * @param link publishes for its owner, and knows the broker
     */
    public PublishingComponent(AmqpLink link) {
        this.link = link;
        this.routes = new RoutesConnection(link.connections());
        setConnectionFactory(routes.factory());
        setAmqpAdmin(routes.admin());
        setErrorHandler(new RejectedMessages());
        setPrefetchCount(PREFETCH);
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        PublishingEndpoint endpoint = new PublishingEndpoint(uri, this, remaining, link, routes);
        endpoint.setConnectionFactory(getConnectionFactory());
        endpoint.setMessageConverter(getMessageConverter());
        getMessagePropertiesConverter().setHeaderFilterStrategy(getHeaderFilterStrategy());
        endpoint.setMessagePropertiesConverter(getMessagePropertiesConverter());
        endpoint.setPrefetchCount(getPrefetchCount());
        endpoint.setConcurrentConsumers(getConcurrentConsumers());
        endpoint.setUsePublisherConnection(true);
        // Events say by reply-to where their backend is; what a route makes of one is no request.
        endpoint.setDisableReplyTo(true);
        endpoint.setConfirm("disabled");
        endpoint.setArgs(PropertiesHelper.extractProperties(parameters, SpringRabbitMQEndpoint.ARG_PREFIX));
        setProperties(endpoint, parameters);
        if (endpoint.getPrefetchCount() < 1 || endpoint.getPrefetchCount() > MAX_PREFETCH) {
            throw new IllegalArgumentException("prefetchCount is %d; it must be from 1 to %d, or a queue could fill the"
                    .formatted(endpoint.getPrefetchCount(), MAX_PREFETCH) + " memory");
        }
        return endpoint;
    }

    /**
     * Lets routes use the broker, now that the link is open; those that consume begin with it.
     *
     * @throws StartException when one of them can't, in one line that names it
     */
    public void open() throws StartException {
        routes.open();
    }

    @Override
    public Component forCheck() {
        return new PublishingComponent(link);
    }

    @Override
    protected void doShutdown() throws Exception {
        super.doShutdown();
        routes.close();
    }
}
