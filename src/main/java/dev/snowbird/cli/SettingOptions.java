package dev.snowbird.cli;

import dev.snowbird.settings.LogSettings;
import dev.snowbird.settings.ProgramFolder;
import dev.snowbird.settings.SettingException;
import dev.snowbird.settings.SettingFile;
import dev.snowbird.settings.Settings;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/**
 * The options that every command has that reads settings. A flag is the same as its {@code --property}, and as picocli
 * calls the methods here in the order of the command line, the last one wins. One dash is as good as two, as in the
 * reference (section 19 of the Snowflake contract).
 */
public final class SettingOptions {

    private final Map<String, String> overrides = new LinkedHashMap<>();
    private Optional<Path> config = Optional.empty();
    private Optional<String> refusal = Optional.empty();

    /** Returns the settings given on the command line so far, by key. */
    public Map<String, String> overrides() {
        return Collections.unmodifiableMap(overrides);
    }

    /** Gives a setting its value, as {@code --property} does. */
    void set(String key, String value) {
        overrides.put(key, value);
    }

    /** Lets the next load fail, because of an option that is not offered. */
    void refuse(String line) {
        refusal = Optional.of(line);
    }

    /**
     * Loads the settings of this process, of its working directory, its environment and these options, and applies
     * those of the log.
     *
     * @throws SettingException as {@link Settings#load}, and for what the reference has and Snowbird has not
     */
    public Settings load() {
        refusal.ifPresent(line -> {
            throw new SettingException(line);
        });
        return load(config, overrides);
    }

    /**
     * Does the same for a command that has none of these options.
     *
     * @throws SettingException as {@link Settings#load}
     */
    static Settings loadWithoutOptions() {
        return load(Optional.empty(), Map.of());
    }

    private static Settings load(Optional<Path> config, Map<String, String> overrides) {
        Path workingDirectory = Path.of("");
        SettingFile file = config.map(named -> SettingFile.named(named, workingDirectory))
                .orElseGet(() -> SettingFile.find(workingDirectory, ProgramFolder.find()));
        Settings settings = Settings.load(file, System.getenv(), overrides);
        LogSettings.apply(settings);
        return settings;
    }

    @Option(names = {"--config", "-config"}, paramLabel = "FILE",
            description = "Reads settings from this file, instead of config/application.properties in this folder or"
                    + " beside the program.")
    private void config(Path file) {
        config = Optional.of(file);
    }

    @Option(names = {"--property", "-property"}, paramLabel = "KEY=VALUE", converter = Property.Converter.class,
            description = "Sets any setting; config/application.properties lists them. May be repeated.")
    private void property(Property property) {
        overrides.put(property.key(), property.value());
    }

    @Option(names = {"--log-level", "-log-level"}, paramLabel = "LEVEL",
            description = "How much is logged: error, warn, info, debug or trace (log.level).")
    private void logLevel(String level) {
        overrides.put("log.level", level);
    }

    @Option(names = {"--log-format", "-log-format"}, paramLabel = "FORMAT",
            description = "How it is written: text or json (log.format).")
    private void logFormat(String format) {
        overrides.put("log.format", format);
    }

    @Option(names = {"--unsafe-logging", "-unsafe-logging"}, arity = "0..1", fallbackValue = "true",
            description = "Leaves addresses, session descriptions and credentials in the log (log.unsafe).")
    private void unsafeLogging(boolean unsafe) {
        overrides.put("log.unsafe", String.valueOf(unsafe));
    }
}
