package dev.snowbird.cli;

import dev.snowbird.Application;
import dev.snowbird.log.RepeatedTraces;
import dev.snowbird.settings.Settings;
import dev.snowbird.start.Signals;
import dev.snowbird.start.QuietMinutes;
import dev.snowbird.start.SpareHeap;
import dev.snowbird.start.StartException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code snowbird run}: loads the settings and runs what they ask for, until the process is told to stop. */
@Command(name = "run", description = "Runs Snowbird until it is stopped. Also what happens without a command.",
        footer = {"", "Examples:", "  snowbird run", "  snowbird run --property rendezvous.enabled=false",
            "  snowbird run --config /etc/snowbird/application.properties --addr :443 --cert chain.pem --key key.pem",
            "  snowbird run --broker-sqs-name snowflake-broker --broker-sqs-region us-east-1",
            "  snowbird run --bind-host 0.0.0.0:11235 --database-url sqlite:tokens.db --log-format json"})
public final class RunCommand implements Callable<Integer> {

    private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);

    @Mixin
    private final SettingOptions options;
    @Mixin
    private final RunOptions runOptions;
    @Mixin
    private final TokenOptions tokenOptions;
    private final Runner runner;

    /** What is done once the settings are known. */
    @FunctionalInterface
    interface Runner {

        /**
         * Runs until it is told to stop.
         *
         * @return the exit code of the process
         * @throws Exception when it can't go on; the process then exits with 1
         */
        int run(Settings settings) throws Exception;
    }

    /**
     * Takes the options to fill, which may be filled by other commands, too, and what to run with them.
     */
    RunCommand(SettingOptions options, RunOptions runOptions, TokenOptions tokenOptions, Runner runner) {
        this.options = options;
        this.runOptions = runOptions;
        this.tokenOptions = tokenOptions;
        this.runner = runner;
    }

    /**
     * Runs.
     *
     * @return the exit code of the runner
     * @throws dev.snowbird.settings.SettingException when the settings are wrong
     * @throws Exception                              what the runner throws
     */
    @Override
    public Integer call() throws Exception {
        return runner.run(options.load());
    }

    /**
     * Runs until the process is told to stop, or is drained. Standard output gets a line for each listener, the URL of
     * the broker queue and then {@code ready} (docs/operations.md, "Start and stop").
     *
     * @return 0 after a drain that left nothing, else 1
     */
    static int run(Settings settings) throws StartException {
        CompletableFuture<Application> started = new CompletableFuture<>();
        CompletableFuture<Boolean> drained = new CompletableFuture<>();
        // Before the start, in which the signal would end the process otherwise.
        Signals.onEach(Signals.DRAIN, () -> drained.complete(started.join().drain()));
        SpareHeap.giveBack();
        Application application = Application.startWarmedUp(settings);
        SpareHeap.giveBackWhatTheStartLeft();
        QuietMinutes.watch();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(application), "stop"));
        Signals.onEach(Signals.RELOAD, application::reload);
        application.listeners().forEach(listener ->
                System.out.printf("listening %s %s:%d%n", listener.name(), listener.host(), listener.port()));
        application.brokerQueueUrls().forEach(System.out::println);
        System.out.println("ready");
        if (System.out.checkError()) {
            LOG.warn("Standard output can't be written: where Snowbird listens is not told");
        }
        started.complete(application);
        return drained.join() ? 0 : 1;
    }

    private static void stop(Application application) {
        RepeatedTraces.writeLinesOnly(true);
        application.close();
    }
}
