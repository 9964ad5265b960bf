package dev.snowbird.settings;

import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** The places that settings come from, laid over each other: each value remembers the place that gave it. */
final class SettingLayers {

    /** Names that the AWS tools and the cores of Seabird have for settings; our own name counts before these. */
    private static final Map<String, String> OTHERS_NAMES = Map.of("AWS_ENDPOINT_URL_SQS", "sqs.endpoint",
            "DATABASE_URL", "seabird.database-url", "BIND_HOST", "seabird.bind-host");

    private final Map<String, SettingValue> values = new TreeMap<>();

    /** Lays down the defaults of the packaged manual. */
    void addDefaults() {
        addAll(SettingFile.defaults(), "default");
    }

    /**
     * Lays the operator's file over what is there, if it exists.
     *
     * @throws SettingException when it can't be read, or names an unknown setting of ours
     */
    void addFile(SettingFile file) {
        if (file.exists()) {
            addAll(file.read(), file.path().toString());
        }
    }

    /** Lays the environment's values of known settings over what is there, and passes over everything else in it. */
    void addEnvironment(Map<String, String> environment) {
        // Empty counts as absent where these names are from, so here, too.
        OTHERS_NAMES.forEach((variable, key) -> {
            if (!environment.getOrDefault(variable, "").isEmpty()) {
                addVariable(key, variable, environment);
            }
        });
        for (String key : SettingTable.TYPES.keySet()) {
            String variable = variable(key);
            if (environment.containsKey(variable)) {
                addVariable(key, variable, environment);
            }
        }
    }

    /** Returns the name of the environment variable that gives a setting. */
    static String variable(String key) {
        return key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }

    /**
     * Lays the command line's values over what is there.
     *
     * @throws SettingException when one is for an unknown setting of ours
     */
    void addOverrides(Map<String, String> overrides) {
        overrides.forEach((key, text) -> add(key, text, SettingValue.COMMAND_LINE));
    }

    /** Replaces a value by what follows from it and others. */
    void resolve(String key, String text) {
        values.put(key, new SettingValue(key, text, values.get(key).origin()));
    }

    /** Returns the uppermost value of a known setting. */
    SettingValue get(String key) {
        return values.get(key);
    }

    /** Returns the uppermost value of every setting, known or not, by key. */
    Map<String, SettingValue> all() {
        return values;
    }

    private void addAll(Properties properties, String origin) {
        properties.stringPropertyNames().forEach(key -> add(key, properties.getProperty(key), origin));
    }

    private void addVariable(String key, String variable, Map<String, String> environment) {
        add(key, environment.get(variable), "environment variable " + variable);
    }

    private void add(String key, String text, String origin) {
        boolean known = SettingTable.type(key).isPresent();
        SettingValue value = new SettingValue(key, known ? text.strip() : text, origin);
        if (!known && SettingTable.isOurs(key)) {
            String hint = NearestKey.to(key).map(near -> "; did you mean " + near + "?").orElse("");
            throw value.blame(key + " (" + origin + ") is not a setting" + hint);
        }
        values.put(key, value);
    }
}
