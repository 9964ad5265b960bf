package dev.snowbird.testkit;

import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.util.StringHelper;

/** The routes that run in a test. */
public final class Routes {

    private record Line(String route, String text) {
    }

    private final CamelContext camel;
    private final List<Line> lines = new CopyOnWriteArrayList<>();

    Routes(CamelContext camel) {
        this.camel = camel;
        camel.getCamelContextExtension().addLogListener((exchange, logger, text) -> {
            lines.add(new Line(exchange.getFromRouteId(), text));
            return text;
        });
    }

    /**
     * Runs a route once, as if its time had come. Routes that begin with a timer run in a test only by this.
     *
     * @param id the route's id
     * @return what the exchange was when the route was done; what a step threw is its exception
     */
    public Exchange run(String id) {
        return run(id, null, Map.of());
    }

    /**
     * Runs a route once, with a message.
     *
     * @param id         the route's id
     * @param body       the message's body, or null
     * @param properties of the exchange; docs/editing-routes.md has a table of those that come into each route
     * @return what the exchange was when the route was done; what a step threw is its exception
     */
    public Exchange run(String id, Object body, Map<String, ?> properties) {
        Route route = camel.getRoute(id);
        if (route == null) {
            throw new NoSuchElementException("there is no route " + id + " that is used; there are "
                    + camel.getRoutes().stream().map(Route::getId).sorted().toList());
        }
        return run(route, body, properties);
    }

    /** Runs the one route that begins with an endpoint, whatever its parameters. */
    Exchange runFrom(String uri, Object body, Map<String, ?> properties) {
        return run(camel.getRoutes().stream().filter(route -> uri.equals(
                StringHelper.before(route.getEndpoint().getEndpointUri(), "?", route.getEndpoint().getEndpointUri())))
                .findFirst().orElseThrow(() -> new NoSuchElementException("no route begins with " + uri)),
                body, properties);
    }

    private static Exchange run(Route route, Object body, Map<String, ?> properties) {
        Exchange exchange = route.getEndpoint().createExchange();
        exchange.getMessage().setBody(body);
        properties.forEach(exchange::setProperty);
        try {
            ((DefaultConsumer) route.getConsumer()).getProcessor().process(exchange);
        } catch (Exception e) {
            exchange.setException(e);
        }
        return exchange;
    }

    /**
     * Returns the mock in the place of an endpoint.
     *
     * @param uri the endpoint, one of {@link SnowbirdTest#mocks}
     */
    public MockEndpoint mock(String uri) {
        return camel.getEndpoint("mock:" + uri, MockEndpoint.class);
    }

    /** Returns what {@code log} steps wrote of messages that had begun in a route, the first line first. */
    public List<String> logged(String id) {
        return lines.stream().filter(line -> id.equals(line.route)).map(Line::text).toList();
    }

    /** Returns Camel itself, for what is not here. */
    public CamelContext camel() {
        return camel;
    }
}
