package dev.snowbird.settings;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The settings of one run: checked, complete and never changing. What each means is told in
 * {@code config/application.properties}; its head names the layers they come from, of which later ones win.
 */
public final class Settings {

    private final Map<String, String> values;
    private final List<String> warnings;

    private Settings(Map<String, String> values, List<String> warnings) {
        this.values = Collections.unmodifiableMap(values);
        this.warnings = List.copyOf(warnings);
    }

    /**
     * Reads every layer: the packaged defaults, the operator's file if there is one, the environment, and the
     * overrides. A later layer wins.
     *
     * @param file        the operator's file
     * @param environment the environment variables; only those that name a setting are read
     * @param overrides   the command line's settings by key
     * @throws SettingException when a value is wrong, a key of ours is unknown, the file can't be read, or settings
     *                          contradict each other
     */
    public static Settings load(SettingFile file, Map<String, String> environment, Map<String, String> overrides) {
        SettingLayers layers = new SettingLayers();
        layers.addDefaults();
        layers.addFile(file);
        layers.addEnvironment(environment);
        layers.addOverrides(overrides);
        return checked(layers, IgnoredSettings.warnings(file, environment, layers.all().values()));
    }

    /**
     * Returns the packaged defaults with the overrides, whatever the working directory and the environment hold.
     *
     * @param overrides settings by key
     * @throws SettingException as {@link #load}
     */
    public static Settings builtIn(Map<String, String> overrides) {
        SettingLayers layers = new SettingLayers();
        layers.addDefaults();
        layers.addOverrides(overrides);
        return checked(layers, List.of());
    }

    private static Settings checked(SettingLayers layers, List<String> warnings) {
        layers.all().values().forEach(Settings::checkType);
        SqsRules.apply(layers);
        TlsRules.check(layers);
        PortRules.check(layers);
        ManagementRules.check(layers);
        DrainRules.check(layers);
        ClusterRules.apply(layers);
        Map<String, String> values = new TreeMap<>();
        layers.all().forEach((key, value) -> values.put(key, value.text()));
        return new Settings(values, warnings);
    }

    private static void checkType(SettingValue value) {
        SettingTable.type(value.key()).filter(type -> !type.accepts(value.text())).ifPresent(type -> {
            throw value.refused("expected " + type.expectation());
        });
    }

    /** Returns a line for each thing that was given but counts for nothing, and what was probably meant. */
    public List<String> warnings() {
        return warnings;
    }

    /**
     * Returns a value as text, empty when it is not set.
     *
     * @throws IllegalArgumentException when there is no setting of that name
     */
    public String text(String key) {
        String value = values.get(key);
        if (value == null) {
            throw new IllegalArgumentException("no setting is called " + key);
        }
        return value;
    }

    /**
     * Returns a value as text, if it is set.
     *
     * @throws IllegalArgumentException when there is no setting of that name
     */
    public Optional<String> optional(String key) {
        return Optional.of(text(key)).filter(value -> !value.isEmpty());
    }

    /**
     * Returns a setting that is a length of time.
     *
     * @throws IllegalArgumentException when there is no such setting, or it is of another type
     */
    public Duration duration(String key) {
        return DurationText.parse(text(key));
    }

    /**
     * Returns a setting that is a port or a number.
     *
     * @throws IllegalArgumentException when there is no such setting, or it is of another type
     */
    public int integer(String key) {
        return Integer.parseInt(text(key));
    }

    /**
     * Returns a setting that is a switch.
     *
     * @throws IllegalArgumentException when there is no such setting
     */
    public boolean flag(String key) {
        return Boolean.parseBoolean(text(key));
    }

    /** Returns where the queues are; when {@code sqs.endpoint} is not set, what follows from the others. */
    public SqsEndpoint sqsEndpoint() {
        return SqsEndpoint.parse(text("sqs.endpoint"));
    }

    /** Says whether clients come over SQS. */
    public boolean usesSqs() {
        return flag("rendezvous.enabled") && sqsEndpoint().kind() != SqsEndpoint.Kind.NONE;
    }

    /** Returns where the AMQP broker is. */
    public AmqpUri amqpUri() {
        return AmqpUri.parse(text("amqp.uri"));
    }

    /**
     * Returns a setting that is an address to listen on.
     *
     * @throws IllegalArgumentException when there is no such setting, or it is of another type
     */
    public HostAndPort hostAndPort(String key) {
        return HostAndPort.parse(text(key));
    }

    /** Returns the name of the broker queue; empty only when no queues are used and none was given. */
    public String brokerQueueName() {
        return text("rendezvous.broker-sqs-name");
    }

    /**
     * Returns every value by its key, in order of the keys, for Camel to replace placeholders with: ours, those that
     * follow from others included, and whatever else was given. Values are as they were written.
     */
    public Map<String, String> asMap() {
        return values;
    }
}
