package dev.snowbird.cli;

import dev.snowbird.settings.SettingException;
import dev.snowbird.start.StartException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/**
 * Answers a wrong setting, or a part that can't start, with its one line on standard error. The exit code is 2 for a
 * setting given on the command line and 1 for anything else that stops a start (docs/operations.md, "Start and
 * stop"); any other failure goes on up.
 */
final class LineOnWrongSetting implements IExecutionExceptionHandler {

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) throws Exception {
        if (failure instanceof SettingException wrong) {
            command.getErr().println(wrong.getMessage());
            return wrong.isOnCommandLine() ? command.getCommandSpec().exitCodeOnInvalidInput()
                    : command.getCommandSpec().exitCodeOnExecutionException();
        }
        if (failure instanceof StartException) {
            command.getErr().println(failure.getMessage());
            return command.getCommandSpec().exitCodeOnExecutionException();
        }
        throw failure;
    }
}
