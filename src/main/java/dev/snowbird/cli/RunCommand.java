package dev.snowbird.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code snowbird run}: loads the settings and hands them to what runs. */
@Command(name = "run", description = "Runs Snowbird until it is stopped. Also what happens without a command.")
public final class RunCommand implements Callable<Integer> {

    @Mixin
    private final SettingOptions options;
    private final Runner runner;

    /**
     * Takes the options to fill, which may be filled by other commands, too, and what to run with them.
     */
    public RunCommand(SettingOptions options, Runner runner) {
        this.options = options;
        this.runner = runner;
    }

    /**
     * Runs.
     *
     * @return the exit code of the runner
     * @throws dev.snowbird.settings.SettingException when the settings are wrong
     * @throws Exception                     what the runner throws
     */
    @Override
    public Integer call() throws Exception {
        return runner.run(options.load());
    }
}
