package dev.snowbird.seabird.amqp;

import dev.snowbird.routes.CheckableComponent;
import java.util.Map;
import org.apache.camel.Component;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;

/**
 * Routes that begin with {@code seabird-queue:KIND} get what comes to all queues of that {@linkplain QueueKind kind}.
 * Camel finds this component by the name that it is bound to, {@code seabird-queue}.
 */
public final class SeabirdQueueComponent extends DefaultComponent implements CheckableComponent {

    private final QueueRoutes routes;

    /**
     * @param routes where routes begin to take messages
     */
    public SeabirdQueueComponent(QueueRoutes routes) {
        this.routes = routes;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        SeabirdQueueEndpoint endpoint = new SeabirdQueueEndpoint(uri, this, QueueKind.named(remaining));
        setProperties(endpoint, parameters);
        return endpoint;
    }

    @Override
    public Component forCheck() {
        return new SeabirdQueueComponent(new QueueRoutes());
    }

    /** Returns where routes begin to take messages. */
    QueueRoutes routes() {
        return routes;
    }
}
