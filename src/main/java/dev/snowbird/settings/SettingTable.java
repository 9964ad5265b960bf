package dev.snowbird.settings;

import static java.util.Map.entry;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Every setting and the type of its value. What each means, and its default, is told in
 * {@code config/application.properties}; a test holds the two together.
 */
final class SettingTable {

    /** The settings by name. */
    static final Map<String, SettingType> TYPES = Map.ofEntries(
            entry("http.host", SettingType.HOST),
            entry("http.port", SettingType.PORT),
            entry("http.tls-cert", SettingType.FILE),
            entry("http.tls-key", SettingType.FILE),
            entry("http.disable-tls", SettingType.FLAG),
            entry("http.max-body-size", SettingType.COUNT),
            entry("http.trusted-proxies", SettingType.NETWORKS),
            entry("http.trusted-hops", SettingType.HOPS),
            entry("http.max-header-size", SettingType.COUNT),
            entry("http.header-timeout", SettingType.DURATION),
            entry("http.body-timeout", SettingType.DURATION),
            entry("http.max-connections", SettingType.COUNT),
            entry("http.polls-per-minute", SettingType.RATE),
            entry("http.offers-per-minute", SettingType.RATE),
            entry("management.host", SettingType.HOST),
            entry("management.port", SettingType.PORT),
            entry("management.allowed-hosts", SettingType.HOSTS),
            entry("management.dev-console", SettingType.FLAG),
            entry("rendezvous.enabled", SettingType.FLAG),
            entry("rendezvous.broker-sqs-name", SettingType.QUEUE_NAME),
            entry("rendezvous.broker-sqs-region", SettingType.TEXT),
            entry("rendezvous.sqs-profiles", SettingType.TEXT),
            entry("rendezvous.client-queue-prefix", SettingType.QUEUE_PREFIX),
            entry("rendezvous.client-timeout", SettingType.DURATION),
            entry("rendezvous.least-answer-time", SettingType.DURATION),
            entry("rendezvous.proxy-timeout", SettingType.DURATION),
            entry("rendezvous.cleanup-interval", SettingType.DURATION),
            entry("rendezvous.cleanup-age", SettingType.DURATION),
            entry("rendezvous.max-offers-in-flight", SettingType.COUNT),
            entry("rendezvous.max-receives", SettingType.COUNT),
            entry("rendezvous.max-offer-age", SettingType.DURATION),
            entry("rendezvous.max-redelivered-offer-age", SettingType.DURATION),
            entry("rendezvous.max-waiting-proxies", SettingType.COUNT),
            entry("rendezvous.allowed-relay-pattern", SettingType.TEXT),
            entry("rendezvous.next-poll-open", SettingType.DURATION_IF_ANY),
            entry("rendezvous.next-poll-moderate", SettingType.DURATION_IF_ANY),
            entry("rendezvous.next-poll-strict", SettingType.DURATION_IF_ANY),
            entry("rendezvous.next-poll-unrestricted", SettingType.DURATION),
            entry("rendezvous.next-poll-restricted", SettingType.DURATION),
            entry("rendezvous.next-poll-rejected", SettingType.DURATION),
            entry("rendezvous.polls-per-interval", SettingType.RATE),
            entry("rendezvous.poll-limit-ipv6-bits", SettingType.IPV6_BITS),
            entry("rendezvous.wait-for-proxy", SettingType.SHORT_WAIT),
            entry("rendezvous.proxies-per-client", SettingType.RATE),
            entry("rendezvous.bridge-list-path", SettingType.FILE),
            entry("rendezvous.poll-interval-filepath", SettingType.FILE),
            entry("rendezvous.geoipdb", SettingType.FILE),
            entry("rendezvous.geoip6db", SettingType.FILE),
            entry("rendezvous.disable-geoip", SettingType.FLAG),
            entry("rendezvous.reload-interval", SettingType.DURATION),
            entry("rendezvous.receive-wait", SettingType.RECEIVE_WAIT),
            entry("rendezvous.visibility-timeout", SettingType.VISIBILITY_TIMEOUT),
            entry("rendezvous.remembered-offers", SettingType.COUNT),
            entry("rendezvous.metrics-log", SettingType.FILE),
            entry("rendezvous.metrics-check-interval", SettingType.DURATION),
            entry("rendezvous.max-counted-addresses", SettingType.COUNT),
            entry("rendezvous.ip-count-prefix", SettingType.FILE),
            entry("rendezvous.ip-count-interval", SettingType.DURATION),
            entry("cluster.enabled", SettingType.FLAG),
            entry("cluster.node-id", SettingType.NODE_ID),
            entry("cluster.tell-interval", SettingType.TELL_INTERVAL),
            entry("cluster.tries", SettingType.COUNT),
            entry("cluster.forward-answers", SettingType.FLAG),
            entry("cluster.debug-interval", SettingType.DURATION),
            entry("cluster.counts-interval", SettingType.DURATION),
            entry("client.look-interval", SettingType.DURATION),
            entry("client.receive-wait", SettingType.RECEIVE_WAIT),
            entry("drain.notice", SettingType.PAUSE),
            entry("drain.next-poll", SettingType.DURATION),
            entry("drain.timeout", SettingType.DURATION),
            entry("start.timeout", SettingType.DURATION),
            entry("start.warm-up", SettingType.PAUSE),
            entry("routes.reload", SettingType.FLAG),
            entry("log.level", SettingType.LOG_LEVEL),
            entry("log.format", SettingType.LOG_FORMAT),
            entry("log.unsafe", SettingType.FLAG),
            entry("sqs.endpoint", SettingType.SQS_ENDPOINT),
            entry("sqs.embedded.port", SettingType.PORT),
            entry("sqs.max-connections", SettingType.COUNT),
            entry("seabird.enabled", SettingType.FLAG),
            entry("seabird.bind-host", SettingType.HOST_AND_PORT),
            entry("seabird.tls-cert", SettingType.FILE),
            entry("seabird.tls-key", SettingType.FILE),
            entry("seabird.database-url", SettingType.DATABASE_URL),
            entry("seabird.max-connections", SettingType.COUNT),
            entry("seabird.handshake-timeout", SettingType.DURATION),
            entry("seabird.first-call-timeout", SettingType.DURATION),
            entry("seabird.keepalive-interval", SettingType.PING_INTERVAL),
            entry("seabird.keepalive-timeout", SettingType.DURATION),
            entry("seabird.request-timeout", SettingType.DURATION),
            entry("seabird.max-message-size", SettingType.COUNT),
            entry("seabird.max-streams", SettingType.COUNT),
            entry("seabird.max-lag-events", SettingType.COUNT),
            entry("seabird.max-lag-bytes", SettingType.COUNT),
            entry("seabird.max-waiting-bytes", SettingType.COUNT_OR_NONE),
            entry("seabird.max-waiting-requests", SettingType.COUNT),
            entry("seabird.events-exchange", SettingType.EXCHANGE_NAME),
            entry("seabird.requests-exchange", SettingType.EXCHANGE_NAME),
            entry("seabird.unroutable-exchange", SettingType.EXCHANGE_NAME),
            entry("seabird.directory-exchange", SettingType.EXCHANGE_NAME),
            entry("seabird.queue-prefix", SettingType.EXCHANGE_NAME),
            entry("seabird.directory-interval", SettingType.DIRECTORY_INTERVAL),
            entry("seabird.event-queues", SettingType.EVENT_QUEUES),
            entry("amqp.uri", SettingType.AMQP_URI),
            entry("amqp.username", SettingType.TEXT),
            entry("amqp.password", SettingType.TEXT),
            entry("amqp.virtual-host", SettingType.TEXT),
            entry("amqp.tls-ca", SettingType.FILE),
            entry("amqp.heartbeat", SettingType.HEARTBEAT),
            entry("amqp.timeout", SettingType.DURATION),
            entry("amqp.embedded.port", SettingType.PORT));

    // Ours even where no setting is defined yet, so that a mistyped or misplaced one never passes unseen.
    private static final List<String> NAMESPACES =
            List.of("http.", "management.", "rendezvous.", "sqs.", "seabird.", "amqp.", "client.", "log.", "start.",
                    "drain.", "routes.", "cluster.");

    /** What begins the names of settings of which there may be any number, and the type of their values. */
    private static final Map<String, SettingType> FAMILIES = Map.of("log.level.", SettingType.LOG_LEVEL);

    private SettingTable() {
    }

    /** Returns the type of a setting's value; none when there is no such setting. */
    static Optional<SettingType> type(String key) {
        return Optional.ofNullable(TYPES.get(key)).or(() -> FAMILIES.entrySet().stream()
                .filter(family -> key.startsWith(family.getKey()) && key.length() > family.getKey().length())
                .map(Map.Entry::getValue).findFirst());
    }

    /** Says whether a key is of a kind that only Snowbird defines, so that it must be in the table. */
    static boolean isOurs(String key) {
        return NAMESPACES.stream().anyMatch(key::startsWith);
    }
}
