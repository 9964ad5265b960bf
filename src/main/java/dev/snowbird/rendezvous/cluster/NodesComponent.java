package dev.snowbird.rendezvous.cluster;

import dev.snowbird.routes.CheckableComponent;
import java.util.Map;
import org.apache.camel.Component;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;

/**
 * The other nodes of the cluster. A route that begins with {@code nodes:TYPE} gets the messages of that type, and one
 * that sends to it sends one: a {@link NodeMessage} to whom that says, else the body's bytes to all nodes, this one
 * among them. Camel finds this component by the name that it is bound to, {@code nodes}.
 */
public final class NodesComponent extends DefaultComponent implements CheckableComponent {

    private final NodeLink link;

    /**
     * @param link this node's hold on the broker
     */
    NodesComponent(NodeLink link) {
        this.link = link;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        NodesEndpoint endpoint = new NodesEndpoint(uri, this, link, remaining);
        setProperties(endpoint, parameters);
        return endpoint;
    }

    @Override
    public Component forCheck() {
        return new NodesComponent(link);
    }
}
