package dev.snowbird.cli;

import dev.snowbird.Doctor;
import dev.snowbird.routes.RouteFiles;
import dev.snowbird.settings.Settings;
import dev.snowbird.start.StartException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code snowbird doctor}: whether a start would find all that it needs of the machine and of other services. */
@Command(name = "doctor", description = {"Looks at ports, files, limits, rights on SQS and AMQP, and routes.",
    "Prints a line for each: ok, warn or fail, and what to do. Starts nothing, and leaves nothing behind."},
        footer = {"", "Examples:", "  snowbird doctor", "  snowbird doctor && systemctl start snowbird",
            "  snowbird doctor --property amqp.uri=amqps://seabird@rabbit.example/seabird"})
public final class DoctorCommand implements Callable<Integer> {

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
     * @param options      tell, with the two that follow, what settings to look at
     * @param runOptions   what a start would be given
     * @param tokenOptions what a start would be given, too
     * @param where        the operator's routes are to be found
     */
    DoctorCommand(SettingOptions options, RunOptions runOptions, TokenOptions tokenOptions, RoutesCommand.Where where) {
        this.options = options;
        this.runOptions = runOptions;
        this.tokenOptions = tokenOptions;
        this.where = where;
    }

    /**
     * Looks.
     *
     * @return 0 when nothing would keep a start from succeeding
     * @throws StartException                         when there are two folders of routes
     * @throws dev.snowbird.settings.SettingException when a setting is wrong
     */
    @Override
    public Integer call() throws StartException {
        Settings settings = options.load();
        settings.warnings().forEach(spec.commandLine().getErr()::println);
        Path routes = where.folder();
        RouteFiles.warnOfUnread(routes);
        return Doctor.examine(settings, routes, finding -> {
            spec.commandLine().getOut().println(finding);
            spec.commandLine().getOut().flush();
        }) ? 0 : FAILED;
    }
}
