package dev.snowbird.routes;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Route;
import org.apache.camel.StreamCache;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.CamelEvent.ExchangeCompletedEvent;
import org.apache.camel.spi.CamelEvent.ExchangeEvent;
import org.apache.camel.spi.CamelEvent.ExchangeSentEvent;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.spi.RoutePolicyFactory;
import org.apache.camel.support.EventNotifierSupport;
import org.apache.camel.support.RoutePolicySupport;

/**
 * Sees what comes to the first step of each route of a running program, and what leaves the route, without changing one. Camel makes it as a bean of the program, before there are routes.
 */
public final class FlowProbe extends EventNotifierSupport implements RoutePolicyFactory {

    /** Has a program make one. */
    static final Map<String, String> SETTING = Map.of("camel.beans.flowProbe", "#class:" + FlowProbe.class.getName());

    private static final String DIRECT = "direct://";

    private final Set<String> known = RouteVocabulary.properties();
    private final Map<String, Flow> flows = new TreeMap<>();
    private final Map<String, Set<Class<?>>> types = new TreeMap<>();
    private final RoutePolicy beginnings = new RoutePolicySupport() {
        @Override
        public void onExchangeBegin(Route route, Exchange exchange) {
            begins(route.getRouteId(), exchange);
        }
    };

    /**
     * What was seen of a route.
     *
     * @param bodiesIn      the types of the bodies that came in, {@code null} for none
     * @param headersIn     the headers that came in
     * @param propertiesIn  the exchange properties that came in
     * @param bodiesOut     the types of the bodies that left
     * @param propertiesOut the exchange properties that left
     * @param threads       the names of the threads that it began on
     */
    record Flow(Set<String> bodiesIn, Set<String> headersIn, Set<String> propertiesIn, Set<String> bodiesOut,
            Set<String> propertiesOut, Set<String> threads) {

        private Flow() {
            this(new TreeSet<>(), new TreeSet<>(), new TreeSet<>(), new TreeSet<>(), new TreeSet<>(), new TreeSet<>());
        }
    }

    /** Returns what was seen until now, by route. */
    synchronized Map<String, Flow> flows() {
        return new TreeMap<>(flows);
    }

    /** Returns the classes of all exchange properties that were seen, by name. */
    synchronized Map<String, Set<Class<?>>> types() {
        return new TreeMap<>(types);
    }

    @Override
    public void setCamelContext(CamelContext context) {
        boolean added = getCamelContext() != null;
        super.setCamelContext(context);
        if (!added) {
            context.addRoutePolicyFactory(this);
            context.getManagementStrategy().addEventNotifier(this);
        }
    }

    @Override
    public RoutePolicy createRoutePolicy(CamelContext context, String id, NamedNode node) {
        return beginnings;
    }

    /** Returns whether something that is told of every exchange tells it to this one. */
    boolean is(Object watcher) {
        return watcher == this || watcher == beginnings;
    }

    @Override
    public synchronized void notify(CamelEvent event) {
        Exchange exchange = ((ExchangeEvent) event).getExchange();
        if (event instanceof ExchangeSentEvent sent) {
            called(sent.getEndpoint()).ifPresent(route -> ends(route, exchange));
        } else if (event instanceof ExchangeCompletedEvent) {
            ends(exchange.getFromRouteId(), exchange);
        }
    }

    @Override
    public boolean isEnabled(CamelEvent event) {
        return event instanceof ExchangeEvent;
    }

    private static Optional<String> called(Endpoint endpoint) {
        String uri = endpoint.getEndpointUri();
        return uri.startsWith(DIRECT) ? Optional.of(uri.substring(DIRECT.length())) : Optional.empty();
    }

    private synchronized void begins(String route, Exchange exchange) {
        Flow flow = flows.computeIfAbsent(route, id -> new Flow());
        flow.bodiesIn.add(type(exchange.getMessage().getBody()));
        flow.headersIn.addAll(exchange.getMessage().getHeaders().keySet());
        flow.propertiesIn.addAll(properties(exchange));
        flow.threads.add(Thread.currentThread().getName());
    }

    private void ends(String route, Exchange exchange) {
        if (exchange.getException() == null) {
            Flow flow = flows.computeIfAbsent(route, id -> new Flow());
            flow.bodiesOut.add(type(exchange.getMessage().getBody()));
            flow.propertiesOut.addAll(properties(exchange));
        }
    }

    private Set<String> properties(Exchange exchange) {
        Set<String> names = new TreeSet<>();
        for (String name : known) {
            Object value = exchange.getProperty(name);
            if (value != null) {
                names.add(name);
                types.computeIfAbsent(name, property -> new TreeSet<>(Comparator.comparing(Class::getName)))
                        .add(value.getClass());
            }
        }
        return names;
    }

    /** Bytes are bytes, however Camel holds them. */
    private static String type(Object body) {
        if (body == null) {
            return "null";
        }
        return body instanceof StreamCache ? "byte[]" : body.getClass().getSimpleName();
    }
}
