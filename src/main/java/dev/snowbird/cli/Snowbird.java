package dev.snowbird.cli;

import dev.snowbird.Application;
import dev.snowbird.log.OtherLogs;
import dev.snowbird.log.RepeatedTraces;
import dev.snowbird.reload.Sighup;
import dev.snowbird.settings.Settings;
import dev.snowbird.start.StartException;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The program's entry point. */
public final class Snowbird {

    private static final Logger LOG = LoggerFactory.getLogger(Snowbird.class);

    private Snowbird() {
    }

    /** Executes the command that the arguments name, and exits with its code. */
    public static void main(String[] args) {
        OtherLogs.bringIn();
        // Ended for good, since the embedded brokers' threads outlive a command.
        System.exit(SnowbirdCommand.commandLine(Snowbird::run).execute(args));
    }

    private static void stop(Application application) {
        RepeatedTraces.writeLinesOnly(true);
        application.close();
    }

    /**
     * Runs until the process is told to stop. Standard output gets a line for each listener, the URL of the broker
     * queue and then {@code ready} (docs/operations.md, "Start and stop").
     */
    private static int run(Settings settings) throws StartException, InterruptedException {
        Application application = Application.start(settings);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(application), "stop"));
        Sighup.onEach(application::reload);
        application.listeners().forEach(listener ->
                System.out.printf("listening %s %s:%d%n", listener.name(), listener.host(), listener.port()));
        application.brokerQueueUrls().forEach(System.out::println);
        System.out.println("ready");
        if (System.out.checkError()) {
            LOG.warn("Standard output can't be written: where Snowbird listens is not told");
        }
        new CountDownLatch(1).await();
        return 0;
    }
}
