package dev.snowbird.cli;

import dev.snowbird.seabird.api.TokenFileException;
import dev.snowbird.seabird.api.Tokens;
import picocli.CommandLine.Command;

/** {@code snowbird token list}: a line for each token, with what it is removed by and whose it is. */
@Command(name = "list", description = "Prints the id and the user of every token.")
public final class TokenListCommand extends TokenWork {

    TokenListCommand(SettingOptions options) {
        super(options);
    }

    @Override
    int work(Tokens tokens) throws TokenFileException {
        // A name may be from elsewhere; it must not break its line.
        tokens.list().forEach(token -> print(token.id() + " " + token.name().replaceAll("\\p{Cntrl}", "?")));
        return 0;
    }
}
