package dev.snowbird.cli;

import dev.snowbird.Rehearsal;
import dev.snowbird.routes.RouteFiles;
import dev.snowbird.settings.Settings;
import dev.snowbird.start.StartException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code snowbird check}: whether a start would find anything wrong with what its operator has written. */
@Command(name = "check", description = {"Checks settings and routes without starting anything.",
    "Prints a line for each mistake: file, line, route, and what would be right."},
        footer = {"", "Example:", "  snowbird check && systemctl restart snowbird"})
public final class CheckCommand implements Callable<Integer> {

    private static final int FAILED = 1;

    @Spec
    private CommandSpec spec;

    @Mixin
    private final SettingOptions options;
    @Mixin
    private final RunOptions runOptions;
    @Mixin
    private final TokenOptions tokenOptions;
    private final RoutesCommand.Where where;

    /**
     * @param options      tell, with the two that follow, what settings to check, and to check routes with
     * @param runOptions   what a start would be given
     * @param tokenOptions what a start would be given, too
     * @param where        the operator's routes are to be found
     */
    CheckCommand(SettingOptions options, RunOptions runOptions, TokenOptions tokenOptions, RoutesCommand.Where where) {
        this.options = options;
        this.runOptions = runOptions;
        this.tokenOptions = tokenOptions;
        this.where = where;
    }

    /**
     * Checks.
     *
     * @return 0 when nothing is wrong
     * @throws StartException                         for a file that is no use
     * @throws dev.snowbird.settings.SettingException when a setting is wrong
     */
    @Override
    public Integer call() throws StartException {
        Settings settings = options.load();
        settings.warnings().forEach(spec.commandLine().getErr()::println);
        Path routes = where.folder();
        RouteFiles.warnOfUnread(routes);
        List<String> mistakes = Rehearsal.mistakes(settings, routes);
        mistakes.forEach(spec.commandLine().getErr()::println);
        if (!mistakes.isEmpty()) {
            return FAILED;
        }
        spec.commandLine().getOut().println("ok");
        return 0;
    }
}
