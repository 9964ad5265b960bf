package dev.snowbird.cli;

import dev.snowbird.seabird.api.TokenFileException;
import dev.snowbird.seabird.api.Tokens;
import dev.snowbird.start.StartException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What all commands that do something with the tokens share. */
abstract class TokenWork implements Callable<Integer> {

    private static final int FAILED = 1;

    @Spec
    private CommandSpec spec;

    @Mixin
    private final SettingOptions options;

    TokenWork(SettingOptions options) {
        this.options = options;
    }

    /** Does it, and returns the exit code. */
    abstract int work(Tokens tokens) throws TokenFileException;

    /**
     * Opens the tokens and does it.
     *
     * @return the exit code
     * @throws StartException when there are no tokens where {@code seabird.database-url} says
     */
    @Override
    public final Integer call() throws StartException {
        try (Tokens tokens = Tokens.open(options.load().text("seabird.database-url"))) {
            return work(tokens);
        } catch (TokenFileException e) {
            return fail(e.getMessage());
        }
    }

    final CommandSpec spec() {
        return spec;
    }

    final void print(String line) {
        spec.commandLine().getOut().println(line);
    }

    final int fail(String line) {
        spec.commandLine().getErr().println("token: " + line);
        return FAILED;
    }
}
