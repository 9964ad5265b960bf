package dev.snowbird.cli;

import dev.snowbird.settings.Settings;

/** What {@code snowbird run} does once its settings are known. */
@FunctionalInterface
public interface Runner {

    /**
     * Runs until it is told to stop.
     *
     * @return the exit code of the process
     * @throws Exception when it can't go on; the process then exits with 1
     */
    int run(Settings settings) throws Exception;
}
