package dev.snowbird.rendezvous.statistics;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * The reference's own Prometheus page, in text format 0.0.4 as Go's client writes it (Snowflake contract, section 16).
 * Java's client library would write 8 as 8.0. Values are never reset. Not thread-safe: its owner holds a lock.
 */
final class PrometheusPage {

    private static final Comparator<List<Object>> BY_LABEL_VALUES = PrometheusPage::compare;

    private final Map<PrometheusFamily, Tally<List<Object>>> families = new EnumMap<>(PrometheusFamily.class);

    /**
     * Changes one value, which is on the page from then on.
     *
     * @param family      the metric
     * @param change      what to add
     * @param labelValues the values of its labels, in the order of {@link PrometheusFamily#labels}, as what they are
     *     and not yet as text; known words only, since nothing is escaped
     */
    void add(PrometheusFamily family, long change, Object... labelValues) {
        families.computeIfAbsent(family, absent -> new Tally<>())
                .add(List.of(labelValues), change);
    }

    /** Writes the page; families without values are absent. */
    String text() {
        StringBuilder page = new StringBuilder();
        families.forEach((family, values) -> {
            page.append("# HELP ").append(family.metric()).append(' ').append(family.help()).append('\n');
            page.append("# TYPE ").append(family.metric()).append(' ').append(family.type()).append('\n');
            values.counts().entrySet().stream().sorted(Map.Entry.comparingByKey(BY_LABEL_VALUES)).forEach(value ->
                    page.append(family.metric()).append(labels(family, value.getKey())).append(' ')
                            .append(number(family.shown(value.getValue()))).append('\n'));
        });
        return page.toString();
    }

    private static String labels(PrometheusFamily family, List<Object> values) {
        StringBuilder text = new StringBuilder("{");
        for (int i = 0; i < values.size(); i++) {
            text.append(i == 0 ? "" : ",").append(family.labels().get(i)).append("=\"").append(values.get(i))
                    .append('"');
        }
        return text.append('}').toString();
    }

    /** Writes a count as Go does, which from a million on is with an exponent: 1.000008e+06. */
    static String number(long count) {
        String digits = Long.toString(count);
        if (count < 1_000_000) {
            return digits;
        }
        String fraction = digits.substring(1).replaceAll("0+$", "");
        int exponent = digits.length() - 1;
        String mantissa = digits.charAt(0) + (fraction.isEmpty() ? "" : "." + fraction);
        return mantissa + (exponent < 10 ? "e+0" : "e+") + exponent;
    }

    private static int compare(List<Object> left, List<Object> right) {
        Iterator<Object> others = right.iterator();
        return left.stream().mapToInt(value -> value.toString().compareTo(others.next().toString()))
                .filter(difference -> difference != 0).findFirst().orElse(0);
    }
}
