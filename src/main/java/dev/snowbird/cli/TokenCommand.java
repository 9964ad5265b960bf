package dev.snowbird.cli;

import dev.snowbird.seabird.api.TokenFileException;
import dev.snowbird.seabird.api.Tokens;
import dev.snowbird.start.StartException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code snowbird token}: the bearer tokens of plugins and chat backends (Seabird contract, section 2). A running
 * core sees every change at once.
 */
@Command(name = "token", description = "Manages the tokens that plugins and chat backends need.")
public final class TokenCommand {

    private static final int FAILED = 1;

    @Spec
    private CommandSpec spec;

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
        CommandLine token = new CommandLine(new TokenCommand(options));
        token.getSubcommands().values().forEach(below ->
                below.getCommandSpec().addMixin("settings", CommandSpec.forAnnotatedObject(options)));
        return token;
    }

    @Command(description = "Makes a token for a user and prints it. It is shown only this once.")
    private int add(@Parameters(paramLabel = "NAME",
            description = "The user: what others see as the sender, in printable ASCII.") String name)
            throws StartException {
        return withTokens(tokens -> {
            try {
                print(tokens.add(name));
                return 0;
            } catch (IllegalArgumentException e) {
                throw new ParameterException(spec.subcommands().get("add"),
                        "NAME must not be empty, and may have printable ASCII characters only");
            }
        });
    }

    @Command(description = "Prints the id and the user of every token.")
    private int list() throws StartException {
        return withTokens(tokens -> {
            // A name may be from elsewhere; it must not break its line.
            tokens.list().forEach(token -> print(token.id() + " " + token.name().replaceAll("\\p{Cntrl}", "?")));
            return 0;
        });
    }

    @Command(description = "Revokes a token. Streams that are open stay open.")
    private int remove(@Parameters(paramLabel = "ID", description = "What list shows before the user.") long id)
            throws StartException {
        return withTokens(tokens -> tokens.remove(id) ? 0 : fail("there is no token " + id));
    }

    /** Something done with the tokens, which returns an exit code. */
    private interface Work {
        int on(Tokens tokens) throws TokenFileException;
    }

    private int withTokens(Work work) throws StartException {
        try (Tokens tokens = Tokens.open(options.load().text("seabird.database-url"))) {
            return work.on(tokens);
        } catch (TokenFileException e) {
            return fail(e.getMessage());
        }
    }

    private void print(String line) {
        spec.commandLine().getOut().println(line);
    }

    private int fail(String line) {
        spec.commandLine().getErr().println("token: " + line);
        return FAILED;
    }
}
