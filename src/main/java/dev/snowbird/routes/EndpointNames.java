package dev.snowbird.routes;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.DisabledAwareDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.SendDefinition;
import org.apache.camel.model.ToDynamicDefinition;

/** Endpoints as routes name them: settings are filled in, slashes and options left out. */
final class EndpointNames {

    static final String DIRECT = "direct:";

    private final CamelContext context;

    /**
     * @param context knows the settings
     */
    EndpointNames(CamelContext context) {
        this.context = context;
    }

    /** Returns the name of an endpoint. A setting that nobody knows is left as it is: its step will be told of. */
    String of(String uri) {
        // A setting may be the whole endpoint, and one among the options does not count.
        return withoutOptions(resolved(withoutOptions(uri))).replaceFirst("^direct:(//)?", DIRECT);
    }

    private static String withoutOptions(String uri) {
        return uri.split("\\?(?!}})", 2)[0];
    }

    private String resolved(String uri) {
        try {
            return context.resolvePropertyPlaceholders(uri);
        } catch (IllegalArgumentException e) {
            return uri;
        }
    }

    /** Does the same as {@link #sends}, but leaves out the steps that a setting has switched off. */
    Map<ProcessorDefinition<?>, String> sendsThatRun(List<ProcessorDefinition<?>> steps) {
        Map<ProcessorDefinition<?>, String> sends = sends(steps);
        ProcessorDefinitionHelper.filterTypeInOutputs(steps, ProcessorDefinition.class).stream().filter(this::isOff)
                .forEach(step -> {
                    sends.remove(step);
                    sends.keySet().removeAll(sends(step.getOutputs()).keySet());
                });
        ProcessorDefinitionHelper.filterTypeInOutputs(steps, ChoiceDefinition.class).stream()
                .flatMap(choice -> choice.getWhenClauses().stream()).filter(this::isOff)
                .forEach(when -> sends.keySet().removeAll(sends(when.getOutputs()).keySet()));
        return sends;
    }

    private boolean isOff(DisabledAwareDefinition step) {
        return step.getDisabled() != null && Boolean.parseBoolean(resolved(step.getDisabled()));
    }

    /** Returns the steps that send somewhere, at any depth, and where. */
    Map<ProcessorDefinition<?>, String> sends(List<ProcessorDefinition<?>> steps) {
        Map<ProcessorDefinition<?>, String> sends = new LinkedHashMap<>();
        ProcessorDefinitionHelper.filterTypeInOutputs(steps, SendDefinition.class)
                .forEach(step -> sends.put(step, step.getEndpointUri()));
        ProcessorDefinitionHelper.filterTypeInOutputs(steps, ToDynamicDefinition.class)
                .forEach(step -> sends.put(step, step.getUri()));
        sends.replaceAll((step, uri) -> uri == null ? "" : of(uri));
        return sends;
    }
}
