package dev.snowbird.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a page in Prometheus' format has, to hold expressions of PromQL against. */
final class MetricsPage {

    private static final Pattern SAMPLE = Pattern.compile("(?m)^([a-z]\\w*)(?:\\{(.*)})? \\S+$");
    private static final Pattern LABEL = Pattern.compile("(\\w+)\\s*(=~|!~|!=|=)\\s*\"([^\"]*)\"");
    private static final Pattern GROUPING = Pattern.compile("\\b(?:by|on)\\s*\\(([^)]*)\\)");
    private static final Pattern SELECTOR = Pattern.compile("([A-Za-z_][\\w:]*)\\s*(?:\\{([^}]*)})?");
    private static final Set<String> WORDS =
            Set.of("sum", "max", "rate", "increase", "round", "histogram_quantile", "and");
    /** What Prometheus itself adds. */
    private static final Set<String> OF_PROMETHEUS = Set.of("instance", "job");

    /** The values of each label of each metric. */
    private final Map<String, Map<String, Set<String>>> metrics = new TreeMap<>();

    MetricsPage(String text) {
        for (Matcher sample = SAMPLE.matcher(text); sample.find();) {
            Map<String, Set<String>> labels = metrics.computeIfAbsent(sample.group(1), name -> new HashMap<>());
            for (Matcher label = LABEL.matcher(sample.group(2) == null ? "" : sample.group(2)); label.find();) {
                labels.computeIfAbsent(label.group(1), name -> new HashSet<>()).add(label.group(3));
            }
        }
        metrics.put("up", Map.of("job", Set.of("snowbird")));
    }

    Set<String> names() {
        return metrics.keySet();
    }

    /**
     * Returns what an expression asks for that is not on the page: metrics, their labels and the values of these.
     *
     * @param expression in PromQL, of the few functions that are used here
     * @param shown      further labels that its result must have
     */
    List<String> missing(String expression, Set<String> shown) {
        Set<String> grouped = new HashSet<>();
        GROUPING.matcher(expression).results().filter(by -> !by.group(1).isBlank())
                .forEach(by -> grouped.addAll(List.of(by.group(1).split("\\s*,\\s*"))));
        List<String> missing = new ArrayList<>();
        String asked = GROUPING.matcher(expression.replaceAll("\\[[^]]*]", "")).replaceAll("");
        for (Matcher selector = SELECTOR.matcher(asked); selector.find();) {
            if (!WORDS.contains(selector.group(1))) {
                missing.addAll(missing(selector.group(1), selector.group(2), grouped));
            }
        }
        Set<String> kept = grouped.isEmpty() && !asked.contains("(") ? OF_PROMETHEUS : grouped;
        shown.stream().filter(label -> !kept.contains(label)).forEach(label -> missing.add("{{" + label + "}}"));
        return missing;
    }

    private List<String> missing(String metric, String conditions, Set<String> grouped) {
        Map<String, Set<String>> labels = metrics.get(metric);
        if (labels == null) {
            return List.of(metric);
        }
        List<String> missing = new ArrayList<>();
        // The bounds of a histogram are not those of the counter that may stand beside it.
        grouped.stream().filter(label -> !labels.containsKey(label) && !OF_PROMETHEUS.contains(label))
                .filter(label -> !label.equals("le") || metric.endsWith("_bucket"))
                .forEach(label -> missing.add(metric + " by " + label));
        for (Matcher label = LABEL.matcher(conditions == null ? "" : conditions); label.find();) {
            Set<String> values = labels.getOrDefault(label.group(1), Set.of());
            List.of(label.group(3).split("\\|")).stream().filter(value -> !values.contains(value))
                    .forEach(value -> missing.add(metric + " of " + label.group(1) + " " + value));
        }
        return missing;
    }
}
