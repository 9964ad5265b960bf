package dev.snowbird.cli;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/**
 * Runs a command, and lets it succeed only if all that it has printed could be written: who reads an answer from a full
 * disk or a closed pipe must not take nothing for one.
 */
final class WrittenOutput implements IExecutionStrategy {

    private final IExecutionStrategy command = new RunLast();

    @Override
    public int execute(ParseResult parsed) {
        int code = command.execute(parsed);
        CommandLine line = parsed.commandSpec().commandLine();
        if (code == 0 && isBroken(line.getOut())) {
            line.getErr().println("standard output can't be written");
            return line.getCommandSpec().exitCodeOnExecutionException();
        }
        return code;
    }

    private static boolean isBroken(PrintWriter output) {
        // Picocli's own writer does not see what System.out keeps to itself.
        return output.checkError() | System.out.checkError();
    }
}
