package dev.snowbird.rendezvous.statistics;

import java.util.List;

/** The metrics of the Prometheus page (Snowflake contract, section 16), ordered by their names as on the page. */
enum PrometheusFamily {
    AVAILABLE_PROXIES("snowflake_available_proxies", "gauge",
            "The number of currently available snowflake proxies", false, "nat", "type"),
    PROXY("snowflake_proxy_total", "counter",
            "The number of unique snowflake IPs", false, "cc", "nat", "type"),
    CLIENT_POLL("snowflake_rounded_client_poll_total", "counter",
            "The number of snowflake client polls, rounded up to a multiple of 8", true,
            "cc", "nat", "rendezvous_method", "status"),
    PROXY_ANSWER("snowflake_rounded_proxy_answer_total", "counter",
            "The number of snowflake proxy answers, rounded up to a multiple of 8", true, "status", "type"),
    PROXY_POLL_REJECTED("snowflake_rounded_proxy_poll_rejected_relay_url_extension_total", "counter",
            "The number of snowflake proxy polls rejected by Relay URL Extension, rounded up to a multiple of 8", true,
            "nat", "type"),
    PROXY_POLL("snowflake_rounded_proxy_poll_total", "counter",
            "The number of snowflake proxy polls, rounded up to a multiple of 8", true, "nat", "status", "type"),
    PROXY_POLL_WITH_PATTERN("snowflake_rounded_proxy_poll_with_relay_url_extension_total", "counter",
            "The number of snowflake proxy polls with Relay URL Extension, rounded up to a multiple of 8", true,
            "nat", "type"),
    PROXY_POLL_WITHOUT_PATTERN("snowflake_rounded_proxy_poll_without_relay_url_extension_total", "counter",
            "The number of snowflake proxy polls without Relay URL Extension, rounded up to a multiple of 8", true,
            "nat", "type");

    private final String metric;
    private final String type;
    private final String help;
    private final boolean rounded;
    private final List<String> labels;

    /** The labels are named in alphabetical order, as Go's client writes them. */
    PrometheusFamily(String metric, String type, String help, boolean rounded, String... labels) {
        this.metric = metric;
        this.type = type;
        this.help = help;
        this.rounded = rounded;
        this.labels = List.of(labels);
    }

    /** Returns the name on the page. */
    String metric() {
        return metric;
    }

    /** Returns {@code counter} or {@code gauge}. */
    String type() {
        return type;
    }

    String help() {
        return help;
    }

    List<String> labels() {
        return labels;
    }

    /** Returns the value to show for a true count. */
    long shown(long count) {
        return rounded ? Rounding.up(count) : count;
    }
}
