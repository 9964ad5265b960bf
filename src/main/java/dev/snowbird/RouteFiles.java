package dev.snowbird;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where routes are loaded from: those of the jar first, then those that the operator put beside the program, so that
 * one of theirs replaces one of ours with the same id.
 */
public final class RouteFiles {

    private static final Path FOLDER = Path.of("routes");

    private RouteFiles() {
    }

    /**
     * Returns the pattern that Camel includes routes by.
     *
     * @param builtIn the routes of the jar, as resource patterns with commas between
     * @param outside which files in {@code ./routes} belong with them, such as {@code *.camel.yaml}
     */
    public static String including(String builtIn, String outside) {
        return Files.isDirectory(FOLDER) ? builtIn + ",file:" + FOLDER + "/" + outside : builtIn;
    }
}
