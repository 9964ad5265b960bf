package dev.snowbird.routes;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.NamedNode;
import org.apache.camel.Route;
import org.apache.camel.Service;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.impl.engine.DefaultRouteController;
import org.apache.camel.impl.engine.DefaultRouteStartupOrder;
import org.apache.camel.impl.engine.RouteService;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.Resource;
import org.apache.camel.spi.RouteFactory;
import org.apache.camel.spi.RouteStartupOrder;
import org.apache.camel.support.service.ServiceHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets Camel's own update of routes take place while messages are under way. Camel stops a route, waits for what is in
 * it, and starts the next: that would hold up or break off polls that are held for seconds. Here the new route is made
 * first, gets the consumer of the old one, and the old one stops when it is empty.
 */
final class RouteHandover extends DefaultRouteController implements RouteFactory {

    private static final Logger LOG = LoggerFactory.getLogger(RouteHandover.class);

    private final DefaultCamelContext context;
    /** What an update under way takes out of service, by id; null at other times. */
    private Map<String, Leaving> leaving;
    private final List<Leaving> retired = new ArrayList<>();

    /** A route that has been told to stop, and what is needed to have it back. */
    private record Leaving(HandoverRoute route, RouteService service, RouteDefinition definition) {
    }

    /** Something that Camel does to its routes. */
    interface Update {

        /**
         * Adds, replaces and removes routes.
         *
         * @throws Exception when that can't be; then all is as it was before
         */
        void run() throws Exception;
    }

    private RouteHandover(DefaultCamelContext context) {
        super(context);
        this.context = context;
    }

    /**
     * Makes the routes of a context such that they can be exchanged.
     *
     * @param context not yet started
     */
    static RouteHandover of(CamelContext context) {
        RouteHandover handover = new RouteHandover((DefaultCamelContext) context);
        context.setRouteController(handover);
        context.getCamelContextExtension().addContextPlugin(RouteFactory.class, handover);
        return handover;
    }

    @Override
    public synchronized Route createRoute(CamelContext of, NamedNode definition, String id, String description,
            String note, Endpoint endpoint, Resource resource) {
        Optional<HandoverRoute> before = Optional.ofNullable(leaving).map(those -> those.get(id)).map(Leaving::route);
        return new HandoverRoute(of, definition, id, description, note, endpoint, resource, before);
    }

    /** An update calls this for each route that it replaces or removes. */
    @Override
    public synchronized void stopRoute(String id) throws Exception {
        if (leaving == null) {
            super.stopRoute(id);
            return;
        }
        if (!leaving.containsKey(id) && context.getRoute(id) instanceof HandoverRoute route) {
            List<RouteStartupOrder> order = context.getCamelContextExtension().getRouteStartupOrder();
            RouteService service = order.stream().filter(started -> started.getRoute() == route).findFirst()
                    .map(started -> ((DefaultRouteStartupOrder) started).getRouteService()).orElse(null);
            leaving.put(id, new Leaving(route, service, model().getRouteDefinition(id)));
            order.removeIf(started -> started.getRoute() == route);
            // From now on Camel does not know it, and takes what comes as a new one.
            context.getCamelContextExtension().removeRoute(route);
        }
    }

    private Model model() {
        return context.getCamelContextExtension().getContextPlugin(Model.class);
    }

    /**
     * Does an update. Messages that are under way go on with the routes that they are in.
     *
     * @throws Exception what the update throws; then the routes are those from before
     */
    synchronized void update(Update update) throws Exception {
        leaving = new HashMap<>();
        List<RouteConfigurationDefinition> handling = List.copyOf(model().getRouteConfigurationDefinitions());
        try {
            update.run();
            leaving.values().forEach(this::retire);
        } catch (Exception e) {
            model().getRouteConfigurationDefinitions().clear();
            model().getRouteConfigurationDefinitions().addAll(handling);
            for (Leaving gone : leaving.values()) {
                putBack(gone);
            }
            throw e;
        } finally {
            leaving = null;
        }
    }

    /** Takes a route out of service at once; to be called by an update, which others may need its place for. */
    void remove(RouteDefinition route) throws Exception {
        stopRoute(route.getRouteId());
        leaving.get(route.getRouteId()).route().stopConsuming();
        model().removeRouteDefinition(route);
    }

    private void retire(Leaving old) {
        if (old.route().hasHandedOver()) {
            old.route().forgetConsumer();
        } else {
            old.route().stopConsuming();
        }
        retired.add(old);
    }

    private void putBack(Leaving old) throws Exception {
        String id = old.route().getId();
        Route failed = context.getRoute(id);
        if (failed != null) {
            context.getCamelContextExtension().removeRoute(failed);
        }
        context.getCamelContextExtension().getRouteStartupOrder().removeIf(order -> order.getRoute() == failed);
        model().getRouteDefinitions().removeIf(definition -> id.equals(definition.getRouteId()));
        model().getRouteDefinitions().add(old.definition());
        context.getCamelContextExtension().addRoute(old.route());
        old.route().goOn();
        context.startRouteService(old.service(), true);
    }

    /** Stops what has been replaced or removed and is empty by now. To be called now and then. */
    synchronized void stopEmptyRoutes() {
        retired.removeIf(old -> {
            if (old.route().isBusy()) {
                return false;
            }
            stop(old);
            return true;
        });
    }

    private void stop(Leaving old) {
        String id = old.route().getId();
        List<Service> parts = List.copyOf(old.route().getServices());
        try {
            old.service().stop();
            // Some have threads that only this ends.
            ServiceHelper.stopAndShutdownServices(parts);
            if (context.getRoute(id) == null) {
                context.removeRoute(id);
            }
        } catch (Exception e) {
            LOG.warn("What the route {} was before it was edited can't be stopped: {}", id, e.getMessage());
        }
    }

    @Override
    protected synchronized void doStop() throws Exception {
        retired.forEach(this::stop);
        retired.clear();
        super.doStop();
    }
}
