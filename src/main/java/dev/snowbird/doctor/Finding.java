package dev.snowbird.doctor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * What was found about one thing that a start needs.
 *
 * @param level   how it is
 * @param subject the setting, the right or the part of the machine that it is about
 * @param words   what was found, and what to do about it unless it is well
 */
public record Finding(Level level, String subject, String words) {

    /** How something is. */
    public enum Level {
        /** As it should be. */
        OK,
        /** A start succeeds, but not all that the settings promise can be kept. */
        WARN,
        /** A start fails, or would not be of use. */
        FAIL
    }

    /** Says that something is as it should be. */
    public static Finding ok(String subject, String words) {
        return new Finding(Level.OK, subject, words);
    }

    /** Says that something will do, but not for everything. */
    public static Finding warn(String subject, String words) {
        return new Finding(Level.WARN, subject, words);
    }

    /** Says that something has to be put right. */
    public static Finding fail(String subject, String words) {
        return new Finding(Level.FAIL, subject, words);
    }

    /**
     * Says that something has to be put right, in a line that may name the subject already.
     *
     * @param subject a setting
     * @param line    one line of a failure, such as {@code http.port: the reason}
     */
    public static Finding failed(String subject, String line) {
        String named = subject + ": ";
        return fail(subject, line.startsWith(named) ? line.substring(named.length()) : line);
    }

    /**
     * Says whether a file can be written to, or made where there is none. Nothing is opened.
     *
     * @param subject the setting that names it
     * @param file    a file that is there, or not yet
     */
    public static Finding ofWritten(String subject, Path file) {
        Path parent = file.toAbsolutePath().getParent();
        if (Files.isDirectory(file)) {
            return fail(subject, file + " is a folder: name a file");
        }
        if (Files.exists(file)) {
            return Files.isWritable(file) ? ok(subject, file + " can be written")
                    : fail(subject, file + " can't be written: let the user that runs Snowbird write it");
        }
        return Files.isDirectory(parent) && Files.isWritable(parent) ? ok(subject, file + " can be made")
                : fail(subject, "%s can't be made: make the folder %s, and let the user that runs Snowbird write there"
                        .formatted(file, parent));
    }

    /** Returns the line for an operator. */
    @Override
    public String toString() {
        return "%-4s  %s: %s".formatted(level.name().toLowerCase(Locale.ROOT), subject, words);
    }
}
