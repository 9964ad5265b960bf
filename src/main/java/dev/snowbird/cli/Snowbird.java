package dev.snowbird.cli;

import dev.snowbird.log.OtherLogs;

/** The program's entry point. */
public final class Snowbird {

    private Snowbird() {
    }

    /** Executes the command that the arguments name, and exits with its code. */
    public static void main(String[] args) {
        OtherLogs.bringIn();
        // Ended for good, since the embedded brokers' threads outlive a command.
        System.exit(SnowbirdCommand.commandLine(RunCommand::run).execute(args));
    }
}
