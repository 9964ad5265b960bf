package dev.snowbird.cli;

import dev.snowbird.seabird.api.TokenFileException;
import dev.snowbird.seabird.api.Tokens;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code snowbird token add}: standard output gets the new token and nothing else. */
@Command(name = "add", description = "Makes a token for a user and prints it. It is shown only this once.")
public final class TokenAddCommand extends TokenWork {

    @Parameters(paramLabel = "NAME", description = "The user: what others see as the sender, in printable ASCII.")
    private String name;

    TokenAddCommand(SettingOptions options) {
        super(options);
    }

    @Override
    int work(Tokens tokens) throws TokenFileException {
        try {
            print(tokens.add(name));
            return 0;
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec().commandLine(),
                    "NAME must not be empty, and may have printable ASCII characters only");
        }
    }
}
