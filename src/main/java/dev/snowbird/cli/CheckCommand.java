package dev.snowbird.cli;

import dev.snowbird.Rehearsal;
import dev.snowbird.settings.Settings;
import dev.snowbird.start.StartException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

/** {@code snowbird check}: whether a start would find anything wrong with what its operator has written. */
@Command(name = "check", description = {"Checks settings and routes without starting anything.",
    "Prints a line for each mistake: file, line, route, and what would be right."},
        footer = {"", "Example:", "  snowbird check && systemctl restart snowbird"})
public final class CheckCommand extends StartCheck {

    CheckCommand(SettingOptions options, RunOptions runOptions, TokenOptions tokenOptions, RoutesCommand.Where where) {
        super(options, runOptions, tokenOptions, where);
    }

    @Override
    boolean passes(Settings settings, Path routes, CommandSpec spec) throws StartException {
        List<String> mistakes = Rehearsal.mistakes(settings, routes);
        mistakes.forEach(spec.commandLine().getErr()::println);
        if (mistakes.isEmpty()) {
            spec.commandLine().getOut().println("ok");
        }
        return mistakes.isEmpty();
    }
}
