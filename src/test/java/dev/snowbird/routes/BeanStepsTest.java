package dev.snowbird.routes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import dev.snowbird.testing.RouteFile;
import java.beans.Introspector;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.junit.jupiter.api.Test;

/** There is one way in which routes call beans. */
class BeanStepsTest {

    @Test
    void aBeanIsCalledLikeItsClass() throws IOException {
        assertFalse(steps().isEmpty());
        assertEquals(List.of(), steps().stream().filter(step -> step.type().isEmpty()).map(Step::bean).toList());
    }

    @Test
    void everyParameterSaysWhatItTakes() throws IOException {
        assertEquals(List.of(), steps().stream().flatMap(step -> step.methods()
                .flatMap(method -> Stream.of(method.getParameters()).filter(parameter -> !saysWhatItTakes(parameter))
                        .map(parameter -> method + ": " + parameter))).distinct().toList());
    }

    @Test
    void anExchangePropertyIsOfOneTypeWhoeverTakesIt() throws IOException {
        Map<String, Set<String>> types = new TreeMap<>();
        for (Class<?> type : RouteVocabulary.classes()) {
            for (Method method : type.getDeclaredMethods()) {
                for (Parameter parameter : method.getParameters()) {
                    Optional.ofNullable(parameter.getAnnotation(ExchangeProperty.class)).ifPresent(property ->
                            types.computeIfAbsent(property.value(), name -> new TreeSet<>())
                                    .add(parameter.getType().getSimpleName()));
                }
            }
        }

        assertEquals(Set.of("InetAddress"), types.get("clientAddress"));
        assertEquals(List.of(), types.entrySet().stream().filter(property -> property.getValue().size() > 1).toList());
        assertEquals(List.of(), types.keySet().stream()
                .filter(name -> !RouteVocabulary.properties().contains(name)).toList());
    }

    private static boolean saysWhatItTakes(Parameter parameter) {
        return parameter.getType().equals(Exchange.class) || Stream.of(parameter.getAnnotations()).anyMatch(
                annotation -> annotation.annotationType().getPackage().equals(Exchange.class.getPackage()));
    }

    /**
     * A method that a route has called.
     *
     * @param bean   the bean's name, or its class'
     * @param type   its class, if there is one of that name
     * @param method the method's name
     */
    private record Step(String bean, Optional<Class<?>> type, String method) {

        Stream<Method> methods() {
            return type.stream().flatMap(found -> Stream.of(found.getMethods()))
                    .filter(found -> found.getName().equals(method));
        }
    }

    private static List<Step> steps() throws IOException {
        List<Class<?>> classes = RouteVocabulary.classes();
        List<Step> steps = new ArrayList<>();
        for (RouteFile file : RouteFile.builtIn()) {
            for (String key : List.of("bean", "method")) {
                file.tree().findValues(key).stream().filter(JsonNode::isObject).forEach(call -> steps.add(
                        call.has("beanType")
                                ? step(call.path("beanType").asText(), call, classes, Class::getName)
                                : step(call.path("ref").asText(), call, classes,
                                        type -> Introspector.decapitalize(type.getSimpleName()))));
            }
        }
        return steps;
    }

    private static Step step(String bean, JsonNode call, List<Class<?>> classes,
            Function<Class<?>, String> name) {
        return new Step(bean, classes.stream().filter(type -> name.apply(type).equals(bean)).findFirst(),
                call.path("method").asText());
    }
}
