package dev.snowbird.routes;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.RouteAware;
import org.apache.camel.Service;
import org.apache.camel.Suspendable;
import org.apache.camel.SuspendableService;
import org.apache.camel.impl.engine.DefaultRoute;
import org.apache.camel.spi.Resource;
import org.apache.camel.spi.RouteIdAware;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.AsyncProcessorConverterHelper;
import org.apache.camel.support.service.ServiceHelper;

/**
 * A route that may take the place of a running one. If both begin alike it goes on with the consumer of that one, which
 * never stops: nothing that comes in is turned away, and what the other has begun it finishes.
 */
final class HandoverRoute extends DefaultRoute {

    private Optional<HandoverRoute> before;
    private Entrance.Steps steps;
    private Entrance entrance;
    private Consumer consumer;

    /**
     * Takes what {@link org.apache.camel.spi.RouteFactory} gives.
     *
     * @param before whose place it takes; empty when it is the first of its id
     */
    HandoverRoute(CamelContext context, NamedNode definition, String id, String description, String note,
            Endpoint endpoint, Resource resource, Optional<HandoverRoute> before) {
        super(context, definition, id, description, note, endpoint, resource);
        this.before = before;
    }

    /** Says whether it goes on with the consumer of the route before it. */
    private boolean goesOn() {
        // Of one URI with its options there is one endpoint.
        return before.isPresent() && before.get().getEndpoint() == getEndpoint();
    }

    /** As Camel's, but for the consumer. */
    @Override
    protected void gatherServices(List<Service> services) throws Exception {
        steps = new Entrance.Steps(AsyncProcessorConverterHelper.convert(getProcessor()));
        if (goesOn()) {
            entrance = before.get().entrance;
            consumer = before.get().consumer;
        } else {
            entrance = new Entrance();
            entrance.leadTo(steps);
            consumer = getEndpoint().createConsumer(entrance);
        }
        if (consumer instanceof RouteAware aware) {
            aware.setRoute(this);
        }
        if (consumer instanceof RouteIdAware aware) {
            aware.setRouteId(getId());
        }
        services.add(consumer);
        List<Processor> own = new ArrayList<>(List.of(getProcessor()));
        own.addAll(getOnCompletions());
        own.addAll(getOnExceptions());
        own.stream().filter(Service.class::isInstance).map(Service.class::cast).forEach(services::add);
        List.copyOf(services).stream().flatMap(service -> ServiceHelper.getChildServices(service).stream())
                .filter(child -> !services.contains(child)).forEach(services::add);
    }

    @Override
    public void warmUp() {
        if (!goesOn()) {
            // Just before the own one starts: both may want the same address.
            before.ifPresent(HandoverRoute::stopConsuming);
        }
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        entrance.leadTo(steps);
        before = Optional.empty();
    }

    @Override
    public Consumer getConsumer() {
        return consumer;
    }

    @Override
    public boolean supportsSuspension() {
        return consumer instanceof Suspendable && consumer instanceof SuspendableService;
    }

    /** Takes again what comes in. */
    void goOn() {
        entrance.leadTo(steps);
    }

    /** Takes nothing more in. */
    void stopConsuming() {
        ServiceHelper.stopService(consumer);
    }

    /** Says whether another route goes on with its consumer. */
    boolean hasHandedOver() {
        return !entrance.leadsTo(steps);
    }

    /** Lets its consumer be, when its other parts stop. */
    void forgetConsumer() {
        getServices().remove(consumer);
    }

    /** Says whether any message is still in it. */
    boolean isBusy() {
        return steps.underWay() > 0 || Stream.concat(getServices().stream(), Stream.of(getProcessor()))
                .anyMatch(part -> part instanceof ShutdownAware aware && aware.getPendingExchangesSize() > 0);
    }
}
