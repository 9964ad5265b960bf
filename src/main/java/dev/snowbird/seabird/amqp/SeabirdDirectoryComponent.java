package dev.snowbird.seabird.amqp;

import dev.snowbird.routes.CheckableComponent;
import java.util.Map;
import org.apache.camel.Component;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;

/**
 * What this core tells the others: a route that begins with {@code seabird-directory:changes} runs whenever there is
 * something to tell. Camel finds this component by the name that it is bound to, {@code seabird-directory}.
 */
public final class SeabirdDirectoryComponent extends DefaultComponent implements CheckableComponent {

    private final DirectoryTelling telling;

    /**
     * @param telling knows when there is something
     */
    public SeabirdDirectoryComponent(DirectoryTelling telling) {
        this.telling = telling;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        if (!remaining.equals("changes")) {
            throw new IllegalArgumentException("expected seabird-directory:changes");
        }
        SeabirdDirectoryEndpoint endpoint = new SeabirdDirectoryEndpoint(uri, this, telling);
        setProperties(endpoint, parameters);
        return endpoint;
    }

    @Override
    public Component forCheck() {
        return new SeabirdDirectoryComponent(telling);
    }
}
