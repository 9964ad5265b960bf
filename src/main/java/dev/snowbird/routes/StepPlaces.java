package dev.snowbird.routes;

import org.apache.camel.CamelContext;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.WhenDefinition;
import org.apache.camel.reifier.ProcessorReifier;
import org.apache.camel.reifier.language.ExpressionReifier;
import org.apache.camel.spi.ProcessorFactory;
import org.apache.camel.support.PluginHelper;

/**
 * Makes the steps of routes as Camel does, and says of the one that can't be made where it is. Camel itself names the
 * route and the line that it begins at.
 */
final class StepPlaces implements ProcessorFactory {

    private final ProcessorFactory camels;

    private StepPlaces(ProcessorFactory camels) {
        this.camels = camels;
    }

    /** Has the routes of a context made so from now on. */
    static void tell(CamelContext context) {
        context.getCamelContextExtension().addContextPlugin(ProcessorFactory.class,
                new StepPlaces(PluginHelper.getProcessorFactory(context)));
    }

    @Override
    public Processor createProcessor(Route route, NamedNode step) throws Exception {
        try {
            Processor made = camels.createProcessor(route, step);
            return made != null ? made
                    : ProcessorReifier.reifier(route, (ProcessorDefinition<?>) step).createProcessor();
        } catch (Exception e) {
            RouteMistakeException within = RouteMistakeException.in(e);
            throw within != null ? within : new RouteMistakeException(blame(route, step),
                    "route %s, step %s".formatted(route.getRouteId(), step.getShortName()),
                    RouteTrouble.describe(e, route.getCamelContext()), e);
        }
    }

    /** A condition of a choice is no step, but has a line of its own. */
    private static Object blame(Route route, NamedNode step) {
        if (step instanceof ChoiceDefinition choice) {
            for (WhenDefinition when : choice.getWhenClauses()) {
                try {
                    ExpressionReifier.reifier(route.getCamelContext(), when.getExpression()).createPredicate();
                } catch (RuntimeException e) {
                    return when;
                }
            }
        }
        return step;
    }

    @Override
    public Processor createChildProcessor(Route route, NamedNode step, boolean mandatory) throws Exception {
        return camels.createChildProcessor(route, step, mandatory);
    }

    @Override
    public Processor createProcessor(CamelContext context, String definition, Object[] arguments) throws Exception {
        return camels.createProcessor(context, definition, arguments);
    }
}
