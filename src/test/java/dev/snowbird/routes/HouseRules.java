package dev.snowbird.routes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.snowbird.testing.RouteFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/** What this project asks of a route file beyond Camel's schema, so that a folder of routes reads like a list. */
final class HouseRules {

    private static final String NOT_A_ROUTE_FILE = "errors";
    private static final int MOST_LINES = 45;
    private static final Pattern KEBAB_CASE = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
    private static final Pattern ONE_SENTENCE = Pattern.compile("\\p{Lu}(?!.*[.!?] ).*\\.");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{!?(.*?)}}");
    private static final Set<String> SCRIPTS = Set.of("datasonnet", "groovy", "java", "joor", "jq", "js", "mvel",
            "ognl", "python", "script", "spel", "wasm");

    private final Set<String> settings;
    private final Set<String> properties;

    /**
     * @param settings   what may be between {{ and }}
     * @param properties what exchange properties may be called
     */
    HouseRules(Set<String> settings, Set<String> properties) {
        this.settings = settings;
        this.properties = properties;
    }

    /** Returns a line for every rule that the file breaks. */
    List<String> broken(RouteFile file) {
        List<String> broken = new ArrayList<>();
        BiConsumer<Boolean, String> rule = (kept, otherwise) -> {
            if (!kept) {
                broken.add(file.name() + ": " + otherwise);
            }
        };
        rule.accept(KEBAB_CASE.matcher(file.name()).matches(), "the file's name is not kebab-case.camel.yaml");
        if (file.name().equals(NOT_A_ROUTE_FILE)) {
            file.tree().forEach(item -> checkConfiguration(item.path("routeConfiguration"), rule));
        } else {
            rule.accept(file.tree().size() == 1, "there is not exactly one route");
            checkRoute(file, rule);
        }
        checkSteps(file.tree(), rule);
        PLACEHOLDER.matcher(file.text()).results().map(found -> found.group(1)).forEach(name ->
                rule.accept(settings.contains(name), "{{" + name + "}} is not a setting"));
        file.exchangeProperties().forEach(name ->
                rule.accept(properties.contains(name), "the property " + name + " is not in RouteProperties"));
        return broken;
    }

    private static void checkConfiguration(JsonNode configuration, BiConsumer<Boolean, String> rule) {
        rule.accept(KEBAB_CASE.matcher(configuration.path("id").asText()).matches(), "a configuration's id is missing");
        rule.accept(isSentence(configuration.path("description")), "a configuration's description is not one sentence");
    }

    private static void checkRoute(RouteFile file, BiConsumer<Boolean, String> rule) {
        JsonNode route = file.route();
        String from = route.path("from").path("uri").asText();
        rule.accept(file.name().equals(route.path("id").asText()), "the route's id is not the file's name");
        rule.accept(isSentence(route.path("description")), "the description is not one sentence");
        rule.accept(file.folder().equals(route.path("group").asText()), "the group is not the folder's name");
        rule.accept(!from.startsWith("direct:") || from.equals("direct:" + file.name()),
                "the direct: name is not the route's id");
        rule.accept(file.text().lines().count() <= MOST_LINES, "there are more than " + MOST_LINES + " lines");
    }

    private static boolean isSentence(JsonNode description) {
        return ONE_SENTENCE.matcher(description.asText()).matches();
    }

    /** Goes through everything below a node. */
    private static void checkSteps(JsonNode node, BiConsumer<Boolean, String> rule) {
        node.fields().forEachRemaining(member -> {
            String key = member.getKey();
            JsonNode value = member.getValue();
            boolean isUri = Set.of("uri", "to", "toD", "wireTap", "enrich", "pollEnrich").contains(key);
            rule.accept(!isUri || !value.asText().contains("?"), key + " has a query string");
            rule.accept(!SCRIPTS.contains(key), "there is a script: " + key);
            rule.accept(!key.equals("method") || !value.asText().contains("("),
                    "the method is given arguments: " + value.asText());
        });
        node.forEach(child -> checkSteps(child, rule));
    }
}
