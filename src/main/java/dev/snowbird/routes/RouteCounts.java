package dev.snowbird.routes;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.apache.camel.Exchange;
import org.apache.camel.impl.engine.DefaultInflightRepository;

/**
 * Camel's list of what is in each route, which counts what has come and gone instead of only what is there: to stop a
 * route Camel keeps that number anyway, so nothing is added to a message's way. Camel's own statistics are with JMX, a
 * dozen counters for each message and route.
 */
public final class RouteCounts extends DefaultInflightRepository {

    private final Map<String, Counts> routes = new ConcurrentHashMap<>();

    private static final class Counts {
        private final LongAdder begun = new LongAdder();
        private final LongAdder ended = new LongAdder();
        private final LongAdder failed = new LongAdder();
    }

    @Override
    public void addRoute(String routeId) {
        routes.putIfAbsent(routeId, new Counts());
    }

    @Override
    public void removeRoute(String routeId) {
        routes.remove(routeId);
    }

    @Override
    public void add(Exchange exchange, String routeId) {
        Counts counts = routes.get(routeId);
        if (counts != null) {
            counts.begun.increment();
        }
    }

    @Override
    public void remove(Exchange exchange, String routeId) {
        Counts counts = routes.get(routeId);
        if (counts == null) {
            return;
        }
        if (exchange.getException() != null) {
            counts.failed.increment();
        }
        counts.ended.increment();
    }

    @Override
    public int size(String routeId) {
        Counts counts = routes.get(routeId);
        if (counts == null) {
            return 0;
        }
        // In this order, so that what comes meanwhile makes it no less than it is.
        long ended = counts.ended.sum();
        return (int) (counts.begun.sum() - ended);
    }

    /** Returns how many messages have come into a route. */
    long begun(String routeId) {
        Counts counts = routes.get(routeId);
        return counts == null ? 0 : counts.begun.sum();
    }

    /** Returns how many messages have left a route with an exception that it did not handle. */
    long failed(String routeId) {
        Counts counts = routes.get(routeId);
        return counts == null ? 0 : counts.failed.sum();
    }
}
