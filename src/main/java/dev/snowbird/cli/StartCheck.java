package dev.snowbird.cli;

import dev.snowbird.routes.RouteFiles;
import dev.snowbird.settings.Settings;
import dev.snowbird.start.StartException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that says beforehand whether a start with the same options would succeed. */
abstract class StartCheck implements Callable<Integer> {

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
    StartCheck(SettingOptions options, RunOptions runOptions, TokenOptions tokenOptions, RoutesCommand.Where where) {
        this.options = options;
        this.runOptions = runOptions;
        this.tokenOptions = tokenOptions;
        this.where = where;
    }

    /**
     * Looks.
     *
     * @return 0 when nothing would keep a start from succeeding
     * @throws StartException                         for a file or a folder that is no use
     * @throws dev.snowbird.settings.SettingException when a setting is wrong
     */
    @Override
    public Integer call() throws StartException {
        Settings settings = options.load();
        settings.warnings().forEach(spec.commandLine().getErr()::println);
        Path routes = where.folder();
        RouteFiles.warnOfUnread(routes);
        return passes(settings, routes, spec) ? 0 : FAILED;
    }

    /**
     * Looks, and prints what there is to say.
     *
     * @return whether nothing would keep a start from succeeding
     * @throws StartException for a file that is no use
     */
    abstract boolean passes(Settings settings, Path routes, CommandSpec spec) throws StartException;
}
