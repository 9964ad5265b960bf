package dev.snowbird.settings;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** The places that settings come from, laid over each other: each value remembers the place that gave it. */
final class SettingLayers {

    /** The operator's file, under the working directory, and the packaged one. */
    static final String FILE = "config/application.properties";

    private final Map<String, SettingValue> values = new TreeMap<>();

    /** Lays down the defaults of the packaged manual. */
    void addDefaults() {
        try (InputStream manual = SettingLayers.class.getResourceAsStream("/" + FILE);
                Reader reader = new InputStreamReader(manual, StandardCharsets.UTF_8)) {
            addAll(reader, "default");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Lays the operator's file over what is there, if it exists.
     *
     * @throws SettingException when it can't be read, or names an unknown setting of ours
     */
    void addFile(Path workingDirectory) {
        Path file = workingDirectory.resolve(FILE);
        if (!Files.exists(file)) {
            return;
        }
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            addAll(reader, file.toString());
        } catch (IOException | IllegalArgumentException e) {
            throw new SettingException("can't read " + file + ": " + e);
        }
    }

    /** Lays the environment's values of known settings over what is there, and passes over everything else in it. */
    void addEnvironment(Map<String, String> environment) {
        // The AWS tools' own name for it; empty counts as absent there, so here, too.
        if (!environment.getOrDefault("AWS_ENDPOINT_URL_SQS", "").isEmpty()) {
            addVariable("sqs.endpoint", "AWS_ENDPOINT_URL_SQS", environment);
        }
        // The reference's own name for it.
        if (!environment.getOrDefault("DATABASE_URL", "").isEmpty()) {
            addVariable("seabird.database-url", "DATABASE_URL", environment);
        }
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

    private void addAll(Reader reader, String origin) throws IOException {
        Properties properties = new Properties();
        properties.load(reader);
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
