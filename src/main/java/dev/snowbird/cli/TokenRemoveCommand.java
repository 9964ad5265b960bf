package dev.snowbird.cli;

import dev.snowbird.seabird.api.TokenFileException;
import dev.snowbird.seabird.api.Tokens;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code snowbird token remove}: revokes a token. */
@Command(name = "remove", description = "Revokes a token. Streams that are open stay open.")
public final class TokenRemoveCommand extends TokenWork {

    @Parameters(paramLabel = "ID", description = "What list shows before the user.")
    private long id;

    TokenRemoveCommand(SettingOptions options) {
        super(options);
    }

    @Override
    int work(Tokens tokens) throws TokenFileException {
        return tokens.remove(id) ? 0 : fail("there is no token " + id);
    }
}
