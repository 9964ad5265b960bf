package dev.snowbird.cli;

import dev.snowbird.log.LogText;
import dev.snowbird.seabird.api.TokenStoreException;
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
@Command(name = "token", description = "Manages the tokens that plugins and chat backends need.",
        footer = {"", "Examples:", "  snowbird token add my-plugin", "  snowbird token list",
            "  snowbird token filter my-plugin mine",
            "  snowbird token remove 3 --database-url sqlite:/var/lib/snowbird/tokens.db"})
public final class TokenCommand {

    private static final int FAILED = 1;

    @Spec
    private CommandSpec spec;

    @Mixin
    private final SettingOptions options;
    @Mixin
    private final TokenOptions tokenOptions;

    private TokenCommand(SettingOptions options, TokenOptions tokenOptions) {
        this.options = options;
        this.tokenOptions = tokenOptions;
    }

    /**
     * Returns the command with those below it.
     *
     * @param options      count on whichever side of a command's name they stand
     * @param tokenOptions tell where the tokens are
     */
    static CommandLine commandLine(SettingOptions options, TokenOptions tokenOptions) {
        CommandLine token = new CommandLine(new TokenCommand(options, tokenOptions));
        token.getSubcommands().values().forEach(below -> below.getCommandSpec()
                .addMixin("settings", CommandSpec.forAnnotatedObject(options))
                .addMixin("tokens", CommandSpec.forAnnotatedObject(tokenOptions)));
        return token;
    }

    @Command(description = "Makes a token for a user and prints it. It is shown only this once.",
            footer = {"", "Example:", "  snowbird token add my-plugin"})
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

    @Command(description = "Prints the id and the user of every token, and its filter.",
            footer = {"", "Example:", "  snowbird token list"})
    private int list() throws StartException {
        return withTokens(tokens -> {
            // A name may be from elsewhere; it must not break its line.
            tokens.list().forEach(token -> print(token.id() + " " + token.name().replaceAll("\\p{Cntrl}", "?")
                    + token.filter().map(filter -> "  filter: " + filter.replaceAll("\\p{Cntrl}", "?")).orElse("")));
            return 0;
        });
    }

    @Command(description = {"Says which events plugins get that use a token of a user, and ask for none themselves.",
        "It counts for streams that open from now on. An empty filter is for all events."},
            footer = {"", "Examples:", "  snowbird token filter my-plugin mine",
                "  snowbird token filter my-plugin type=mention,command=weather",
                "  snowbird token filter my-plugin ''"})
    private int filter(@Parameters(paramLabel = "NAME", description = "The user, as list shows it.") String name,
            @Parameters(paramLabel = "FILTER", description = "As plugins have it in x-seabird-filter.") String filter)
            throws StartException {
        return withTokens(tokens -> {
            try {
                return tokens.filter(name, filter) ? 0 : fail("there is no token of " + LogText.of(name));
            } catch (IllegalArgumentException e) {
                throw new ParameterException(spec.subcommands().get("filter"), e.getMessage());
            }
        });
    }

    @Command(description = "Revokes a token. Streams that are open stay open.",
            footer = {"", "Example:", "  snowbird token remove 3"})
    private int remove(@Parameters(paramLabel = "ID", description = "What list shows before the user.") long id)
            throws StartException {
        return withTokens(tokens -> tokens.remove(id) ? 0 : fail("there is no token " + id));
    }

    /** Something done with the tokens, which returns an exit code. */
    private interface Work {
        int on(Tokens tokens) throws TokenStoreException;
    }

    private int withTokens(Work work) throws StartException {
        try (Tokens tokens = Tokens.open(options.load().text("seabird.database-url"))) {
            return work.on(tokens);
        } catch (TokenStoreException e) {
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
