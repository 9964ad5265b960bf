package dev.snowbird.cli;

import dev.snowbird.routes.RouteFiles;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** {@code snowbird}: the command above all others. On its own it does what {@code run} does. */
@Command(name = "snowbird", versionProvider = ProgramVersion.class,
        description = "A message finds its one receiver through a queue made for it.",
        footer = {"", "Each command explains itself with --help. Examples:", "  snowbird", "  snowbird demo",
            "  snowbird token add my-plugin", "  snowbird doctor", "  snowbird drain", "  snowbird routes",
            "  snowbird run --help"})
public final class SnowbirdCommand implements Callable<Integer> {

    @Mixin
    private final SettingOptions options;
    @Mixin
    private final RunOptions runOptions;
    @Mixin
    private final TokenOptions tokenOptions;
    private final RunCommand run;

    @Option(names = {"-h", "-help", "--help"}, usageHelp = true, scope = ScopeType.INHERIT,
            description = "Shows the options and commands.")
    private boolean help;

    @Option(names = {"-V", "-version", "--version"}, versionHelp = true, description = "Shows the version.")
    private boolean version;

    private SnowbirdCommand(SettingOptions options, RunOptions runOptions, TokenOptions tokenOptions, RunCommand run) {
        this.options = options;
        this.runOptions = runOptions;
        this.tokenOptions = tokenOptions;
        this.run = run;
    }

    /**
     * Returns the whole command line, ready to execute. Its exit codes: 2 for mistakes on the command
     * line, 1 for everything else that fails (docs/operations.md, "Start and stop"), or what the command returns.
     *
     * @param runner what {@code run} does
     */
    static CommandLine commandLine(RunCommand.Runner runner) {
        // Shared, so that options count no matter on which side of the word "run" they stand.
        SettingOptions options = new SettingOptions();
        RunOptions runOptions = new RunOptions(options);
        TokenOptions tokenOptions = new TokenOptions(options);
        RunCommand run = new RunCommand(options, runOptions, tokenOptions, runner);
        return new CommandLine(new SnowbirdCommand(options, runOptions, tokenOptions, run))
                .addSubcommand(run)
                .addSubcommand(new DemoCommand())
                .addSubcommand(new ClientCommand(System.in))
                .addSubcommand(new SqsCredsCommand(System.in))
                .addSubcommand(new DistinctCountCommand())
                .addSubcommand(TokenCommand.commandLine(options, tokenOptions))
                .addSubcommand(new CheckCommand(options, runOptions, tokenOptions, RouteFiles::folder))
                .addSubcommand(new DoctorCommand(options, runOptions, tokenOptions, RouteFiles::folder))
                .addSubcommand(new DrainCommand(options))
                .addSubcommand(new RoutesCommand(options, RouteFiles::folder))
                .addSubcommand(new CompletionCommand())
                // The last one wins, where picocli would refuse a repeated option.
                .setOverwrittenOptionsAllowed(true)
                // With one dash for long names, -hx is a mistake and not -h.
                .setPosixClusteredShortOptionsAllowed(false)
                // A value may begin with @.
                .setExpandAtFiles(false)
                .setExecutionStrategy(new WrittenOutput())
                .setParameterExceptionHandler(new UsageOnMistake())
                .setExecutionExceptionHandler(new LineOnWrongSetting());
    }

    @Override
    public Integer call() throws Exception {
        return run.call();
    }
}
