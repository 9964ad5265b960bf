package dev.snowbird.settings;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;

/**
 * The one file that an operator's settings are read from.
 *
 * @param path             where it is, or would be if there were one
 * @param workingDirectory the folder that the program is started in
 */
public record SettingFile(Path path, Path workingDirectory) {

    /** Where it is in a folder; the packaged one, in the jar. */
    static final String NAME = "config/application.properties";

    /**
     * Returns the file that the command line names.
     *
     * @param workingDirectory the folder that the program is started in
     * @throws SettingException when it is not there
     */
    public static SettingFile named(Path path, Path workingDirectory) {
        if (!Files.exists(path) || Files.isDirectory(path)) {
            throw new SettingException("--config: there is no file " + path, true);
        }
        return new SettingFile(path, workingDirectory);
    }

    /**
     * Returns the file of the folder that the program is started in or, if that has none, the one beside the program.
     * Where both have one they must say the same, but for what are the defaults anyway: the file that comes with the
     * program says nothing until somebody edits it.
     *
     * @param workingDirectory the folder that the program is started in
     * @param program          the folder that the program is in, if it is packaged
     * @throws SettingException when there are two that differ, or one of them can't be read
     */
    public static SettingFile find(Path workingDirectory, Optional<Path> program) {
        SettingFile here = in(workingDirectory, workingDirectory);
        Optional<SettingFile> beside = program.map(folder -> in(folder, workingDirectory))
                .filter(SettingFile::exists);
        if (beside.isEmpty()) {
            return here;
        }
        if (!here.exists()) {
            return beside.get();
        }
        Properties ofHere = here.beyondDefaults();
        Properties ofBeside = beside.get().beyondDefaults();
        if (!ofHere.isEmpty() && !ofBeside.isEmpty() && !ofHere.equals(ofBeside)) {
            throw new SettingException("two files of settings differ, %s and %s: remove one, or name one with --config"
                    .formatted(here.path.toAbsolutePath(), beside.get().path));
        }
        return ofHere.isEmpty() ? beside.get() : here;
    }

    private static SettingFile in(Path folder, Path workingDirectory) {
        return new SettingFile(folder.resolve(NAME), workingDirectory);
    }

    /** Says whether there is such a file. */
    boolean exists() {
        return Files.exists(path);
    }

    /**
     * Reads it.
     *
     * @throws SettingException when it can't be read
     */
    Properties read() {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(path, StandardCharsets.UTF_8)) {
            properties.load(reader);
            return properties;
        } catch (IOException | IllegalArgumentException e) {
            throw new SettingException("can't read " + path + ": " + e);
        }
    }

    private Properties beyondDefaults() {
        Properties properties = read();
        properties.entrySet().removeAll(defaults().entrySet());
        return properties;
    }

    /** Reads the packaged manual. */
    static Properties defaults() {
        Properties properties = new Properties();
        try (Reader reader = new InputStreamReader(
                SettingFile.class.getResourceAsStream("/" + NAME), StandardCharsets.UTF_8)) {
            properties.load(reader);
            return properties;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
