package dev.snowbird.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * {@code snowbird token}: the bearer tokens of plugins and chat backends (Seabird contract, section 2). A running
 * core sees every change at once.
 */
@Command(name = "token", description = "Manages the tokens that plugins and chat backends need.")
public final class TokenCommand {

    @Mixin
    private final SettingOptions options;

    private TokenCommand(SettingOptions options) {
        this.options = options;
    }

    /**
     * Returns the command with those below it.
     *
     * @param options tell where the tokens are, on whichever side of a command's name they stand
     */
    static CommandLine commandLine(SettingOptions options) {
        return new CommandLine(new TokenCommand(options))
                .addSubcommand(new TokenAddCommand(options))
                .addSubcommand(new TokenListCommand(options))
                .addSubcommand(new TokenRemoveCommand(options));
    }
}
