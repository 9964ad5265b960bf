package dev.snowbird.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What was given as a setting and counts for nothing, because it is elsewhere or its name is not quite ours. Names that
 * are not ours at all are an operator's own, for routes of their own, and no mistake.
 */
final class IgnoredSettings {

    private static final List<String> UNREAD_FILES = List.of("application.properties", "application.yaml",
            "application.yml", "config/application.yaml", "config/application.yml", SettingFile.NAME);
    private static final String CAMELS = "camel.";

    private IgnoredSettings() {
    }

    /**
     * Returns a line for each.
     *
     * @param file        the operator's file
     * @param environment the environment variables
     * @param values      what was found in it and elsewhere
     */
    static List<String> warnings(SettingFile file, Map<String, String> environment, Collection<SettingValue> values) {
        Stream<String> files = UNREAD_FILES.stream().map(file.workingDirectory()::resolve)
                .filter(other -> Files.exists(other) && !isSame(other, file.path()))
                .map(other -> other + " is not read; settings are read from " + file.path());
        Stream<String> names = values.stream()
                .filter(value -> SettingTable.type(value.key()).isEmpty() && !value.key().startsWith(CAMELS))
                .flatMap(value -> NearestKey.probablyMeantBy(value.key()).stream().map(key ->
                        line("%s (%s)".formatted(value.key(), value.origin()), key)));
        return Stream.of(files, names, variables(environment)).flatMap(lines -> lines)
                .map(line -> line.replaceAll("\\p{Cntrl}", "?")).toList();
    }

    /** Whoever starts a program in its own folder has one file, by two paths. */
    private static boolean isSame(Path other, Path read) {
        try {
            return Files.exists(read) && Files.isSameFile(other, read);
        } catch (IOException e) {
            return false;
        }
    }

    private static Stream<String> variables(Map<String, String> environment) {
        List<String> known = SettingTable.TYPES.keySet().stream().map(SettingLayers::variable).toList();
        return environment.keySet().stream().sorted().filter(variable -> !known.contains(variable))
                .flatMap(variable -> NearestKey.probablyMeantBy(variable).stream().map(key ->
                        line("environment variable " + variable, SettingLayers.variable(key))));
    }

    private static String line(String given, String meant) {
        return given + " is not a setting; did you mean " + meant + "?";
    }
}
