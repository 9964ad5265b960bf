package dev.snowbird.settings;

import dev.snowbird.net.Network;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The kinds of value that settings have: what each accepts, and how to tell an operator what that is. */
enum SettingType {

    /** Anything, nothing included. */
    TEXT("any text", text -> text),

    /** A file or folder, or nothing. */
    FILE("the path of a file", Path::of),

    /** A TCP port; 0 lets the system choose. */
    PORT("a port from 0 to 65535", text -> number(text, 0, 65535)),

    /** An address to listen on. */
    HOST("a host name or an IP address", HostText::parse),

    /** Any number of host names and addresses, none included. */
    HOSTS("host names and IP addresses, with commas between them", HostText::parseAll),

    /** A length of time over zero. */
    DURATION("a duration such as 100ms, 5s, 2m or 1h", DurationText::parse),

    /** A length of time, or none. */
    PAUSE("a duration such as 100ms, 5s, 2m or 1h, or 0s", DurationText::parseOrZero),

    /** A length of time over zero, or nothing. */
    DURATION_IF_ANY("a duration such as 100ms, 5s, 2m or 1h, or nothing",
            text -> text.isEmpty() ? text : DurationText.parse(text)),

    /** How long an offer may wait, which leaves its proxy enough of the client's time. */
    SHORT_WAIT("a duration from 0s to 2s", text -> upTo(Duration.ofSeconds(2), text)),

    /** The wait of one receive; the bounds are SQS's own for long polling. */
    RECEIVE_WAIT("a duration of whole seconds from 1s to 20s", text -> seconds(text, 1, 20)),

    /** How long a received message is hidden: longer than an offer is held, up to SQS's own bound. */
    VISIBILITY_TIMEOUT("a duration of whole seconds from 10s to 12h", text -> seconds(text, 10, 43_200)),

    /** How many of something, one at least. */
    COUNT("a whole number from 1 to " + Integer.MAX_VALUE, text -> number(text, 1, Integer.MAX_VALUE)),

    /** The same, or nothing. */
    COUNT_OR_NONE("a whole number from 1 to %d, or nothing".formatted(Integer.MAX_VALUE),
            text -> text.isEmpty() ? text : number(text, 1, Integer.MAX_VALUE)),

    /** How many times; 0 or nothing for no limit. */
    RATE("a whole number, 0 for no limit", text -> text.isEmpty() ? text : number(text, 0, Integer.MAX_VALUE)),

    /** How many reverse proxies there are in a row, none included. */
    HOPS("a whole number, 0 for none", text -> number(text, 0, Integer.MAX_VALUE)),

    /** How much of an IPv6 address counts. */
    IPV6_BITS("a whole number from 1 to 128", text -> number(text, 1, 128)),

    /** A switch. */
    FLAG("true or false", text -> oneOf(List.of("true", "false"), text)),

    /** How much of what happens is logged. */
    LOG_LEVEL("OFF, ERROR, WARN, INFO, DEBUG or TRACE", text -> oneOf(
            List.of("OFF", "ERROR", "WARN", "INFO", "DEBUG", "TRACE"), text.toUpperCase(Locale.ROOT))),

    /** How a line of the log is written; the Go core of Seabird has these three. */
    LOG_FORMAT("text, json or pretty", text -> oneOf(List.of("text", "json", "pretty"), text.toLowerCase(Locale.ROOT))),

    /** Any number of IP addresses and networks, none included. */
    NETWORKS("IP addresses and networks such as 10.0.0.0/8, with commas between them", Network::parseAll),

    /** The name of an SQS queue, or nothing; SQS's own rule. */
    QUEUE_NAME("1 to 80 letters, digits, - or _", text -> matching("[A-Za-z0-9_-]{0,80}", text)),

    /** What the names of client queues begin with: SQS's rule for names, less a client ID of 16 characters. */
    QUEUE_PREFIX("1 to 64 letters, digits, - or _", text -> matching("[A-Za-z0-9_-]{0,64}", text)),

    /** Where the queues are, or nothing. */
    SQS_ENDPOINT("embedded, aws, none or an http(s) URL without a user name",
            text -> text.isEmpty() ? text : SqsEndpoint.parse(text)),

    /** Where to listen, in one text. */
    HOST_AND_PORT("HOST:PORT, with an IPv6 address in brackets", HostAndPort::parse),

    /** A file of SQLite, in the form that sqlx takes it, or a database of PostgreSQL, in the form of libpq. */
    DATABASE_URL("sqlite: and the path of a file, or postgres://USER:PASSWORD@HOST:PORT/DATABASE",
            text -> matching("(sqlite:|postgres(ql)?://).+", text)),

    /**
     * The name of an exchange, or what names of queues begin with; short enough for what is added to it. Names that
     * begin with amq. belong to the broker, and Camel takes default for AMQP's default exchange.
     */
    EXCHANGE_NAME("1 to 100 letters, digits, ., _ or -, not default and not beginning with amq.",
            text -> matching("(?!amq\\.|default$)[A-Za-z0-9._-]{1,100}", text)),

    /** What a node of a cluster is called, or nothing; it is part of the names of queues. */
    NODE_ID("1 to 40 letters, digits, - or _, or nothing", text -> matching("[A-Za-z0-9_-]{0,40}", text)),

    /** How often a node tells the others of itself: well within the time after which they forget it. */
    TELL_INTERVAL("a duration from 50ms to 1s",
            text -> between(Duration.ofMillis(50), Duration.ofSeconds(1), text)),

    /** How often a core tells the others what it has. */
    DIRECTORY_INTERVAL("a duration from 100ms to 1m",
            text -> between(Duration.ofMillis(100), Duration.ofMinutes(1), text)),

    /** Through how many queues a core gets events. */
    EVENT_QUEUES("stream or core", text -> oneOf(List.of("stream", "core"), text)),

    /** An AMQP broker. */
    AMQP_URI("embedded or amqp(s)://USER:PASSWORD@HOST:PORT/VHOST", AmqpUri::parse),

    /** How often two AMQP peers let each other know that they live; the bounds are the protocol's own. */
    HEARTBEAT("a duration of whole seconds from 1s to 18h", text -> seconds(text, 1, 65_535)),

    /** How often a gRPC peer is pinged; gRPC's library would take less for its own least. */
    PING_INTERVAL("a duration of whole seconds from 10s to 18h", text -> seconds(text, 10, 65_535));

    private final String expectation;
    private final Function<String, Object> parser;

    SettingType(String expectation, Function<String, Object> parser) {
        this.expectation = expectation;
        this.parser = parser;
    }

    /** Returns what to write instead of a value that is not accepted, as the end of "expected ...". */
    String expectation() {
        return expectation;
    }

    /** Says whether the text is a value of this type. */
    boolean accepts(String text) {
        try {
            parser.apply(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static int number(String text, int least, int most) {
        int number = Integer.parseInt(matching("\\d+", text));
        if (number < least || number > most) {
            throw new IllegalArgumentException("out of range");
        }
        return number;
    }

    private static Duration seconds(String text, int least, int most) {
        Duration duration = DurationText.parse(text);
        if (duration.toMillisPart() != 0 || duration.toSeconds() < least || duration.toSeconds() > most) {
            throw new IllegalArgumentException("not whole seconds in bounds");
        }
        return duration;
    }

    private static Duration upTo(Duration most, String text) {
        return between(Duration.ZERO, most, text);
    }

    private static Duration between(Duration least, Duration most, String text) {
        Duration duration = DurationText.parseOrZero(text);
        if (duration.compareTo(least) < 0 || duration.compareTo(most) > 0) {
            throw new IllegalArgumentException("not in bounds");
        }
        return duration;
    }

    private static String oneOf(List<String> choices, String text) {
        if (!choices.contains(text)) {
            throw new IllegalArgumentException("not a choice");
        }
        return text;
    }

    private static String matching(String form, String text) {
        if (!Pattern.matches(form, text)) {
            throw new IllegalArgumentException("not of the form");
        }
        return text;
    }
}
