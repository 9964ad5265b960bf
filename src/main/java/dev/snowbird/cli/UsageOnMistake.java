package dev.snowbird.cli;

import java.io.PrintWriter;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Answers a mistake on the command line with what it is and, always, the usage, on standard error. Picocli's own
 * handler leaves the usage out when it can guess the option that was meant, and repeats whatever was typed.
 */
final class UsageOnMistake implements IParameterExceptionHandler {

    private static final Pattern COMMAND_OR_OPTION = Pattern.compile("-{0,2}[a-z][a-z-]{0,30}");

    @Override
    public int handleParseException(ParameterException mistake, String[] arguments) {
        CommandLine command = mistake.getCommandLine();
        PrintWriter error = command.getErr();
        error.println(mistake instanceof UnmatchedArgumentException unmatched
                ? describe(unmatched) : mistake.getMessage());
        command.usage(error);
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    private static String describe(UnmatchedArgumentException mistake) {
        String name = mistake.getUnmatched().get(0).split("=", 2)[0];
        // Anything else may be a credential in the wrong place.
        boolean showable = COMMAND_OR_OPTION.matcher(name).matches();
        return showable ? "There is no command or option " + name : "There is an argument too many";
    }
}
