package dev.snowbird.routes;

import java.util.function.Consumer;
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
    private final Consumer<RouteMistakeException> mistakes;

    private StepPlaces(ProcessorFactory camels, Consumer<RouteMistakeException> mistakes) {
        this.camels = camels;
        this.mistakes = mistakes;
    }

    /** Has the routes of a context made so from now on. */
    static void tell(CamelContext context) {
        collect(context, mistake -> {
            throw mistake;
        });
    }

    /** Does the same, but goes on with the next step when it has told of one. */
    static void collect(CamelContext context, Consumer<RouteMistakeException> mistakes) {
        context.getCamelContextExtension().addContextPlugin(ProcessorFactory.class,
                new StepPlaces(PluginHelper.getProcessorFactory(context), mistakes));
    }

    @Override
    public Processor createProcessor(Route route, NamedNode step) throws Exception {
        try {
            Processor made = camels.createProcessor(route, step);
            return made != null ? made
                    : ProcessorReifier.reifier(route, (ProcessorDefinition<?>) step).createProcessor();
        } catch (Exception e) {
            RouteMistakeException within = RouteMistakeException.in(e);
            mistakes.accept(within != null ? within : new RouteMistakeException(blame(route, step),
                    "route %s, step %s".formatted(route.getRouteId(), step.getShortName()),
                    RouteTrouble.describe(e, route.getCamelContext()), e));
            return exchange -> { };
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
