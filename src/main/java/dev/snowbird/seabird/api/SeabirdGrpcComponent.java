package dev.snowbird.seabird.api;

import dev.snowbird.routes.CheckableComponent;
import java.util.Map;
import org.apache.camel.Component;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;

/**
 * Routes that begin with {@code seabird-grpc:METHOD} are what an RPC of Seabird does. METHOD is its bare name, such as
 * {@code SendMessage}. Camel finds this component by the name that it is bound to, {@code seabird-grpc}.
 */
public final class SeabirdGrpcComponent extends DefaultComponent implements CheckableComponent {

    private final SeabirdGrpcServer server;

    /**
     * Takes the port.
     *
     * @param server whose calls the routes serve
     */
    public SeabirdGrpcComponent(SeabirdGrpcServer server) {
        this.server = server;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        SeabirdGrpcEndpoint endpoint = new SeabirdGrpcEndpoint(uri, this, Rpc.named(remaining));
        setProperties(endpoint, parameters);
        return endpoint;
    }

    @Override
    public Component forCheck() {
        return new SeabirdGrpcComponent(server);
    }

    /** Returns where routes come into service. */
    RpcRoutes routes() {
        return server.routes();
    }
}
