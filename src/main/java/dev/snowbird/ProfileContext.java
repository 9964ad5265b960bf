package dev.snowbird;

import dev.snowbird.rendezvous.Rendezvous;
import dev.snowbird.rendezvous.queue.SqsRendezvous;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.main.Main;
import org.apache.camel.main.SimpleMainShutdownStrategy;

/**
 * The routes of the rendezvous over SQS once more, in a Camel context of their own, for one more AWS profile (Snowflake
 * contract, section 8). Its clients meet the same proxies: the matchmaker is shared.
 */
final class ProfileContext implements AutoCloseable {

    private static final String FOLDER = "classpath:routes/rendezvous/";
    private static final Set<String> FILES = Set.of("client-over-sqs.camel.yaml", "answer-over-sqs.camel.yaml",
            "client-poll.camel.yaml", "sqs-queue-cleanup.camel.yaml");

    private final Main camel = new Main();

    /**
     * @param settings      for the routes' placeholders
     * @param outsideRoutes holds files of the operator, of which those named like ours are taken
     * @param sqs           the profile's queues
     * @param rendezvous    brings clients and proxies together
     * @param meters        gets the profile's gauges
     */
    ProfileContext(Settings settings, Path outsideRoutes, SqsRendezvous sqs, Rendezvous rendezvous,
            MeterRegistry meters) {
        settings.asMap().forEach(camel::addOverrideProperty);
        camel.addOverrideProperty("rendezvous.over-sqs", "true");
        rendezvous.bind(camel::bind);
        sqs.prepare(camel, meters);
        RouteFiles.include(camel, "classpath:routes/errors.camel.yaml," + FOLDER + String.join("," + FOLDER, FILES),
                outsideRoutes, FILES::contains);
        camel.configure().withBasePackageScanEnabled(false).withShutdownTimeout(Application.DRAIN_SECONDS);
        camel.setShutdownStrategy(new SimpleMainShutdownStrategy());
    }

    void start() {
        RouteFiles.start(camel);
    }

    /** Closes all at once, since each waits for its own offers in flight. */
    static void closeAll(List<ProfileContext> contexts) {
        CompletableFuture.allOf(contexts.stream()
                .map(context -> CompletableFuture.runAsync(context::close, work -> new Thread(work).start()))
                .toArray(CompletableFuture[]::new)).join();
    }

    @Override
    public void close() {
        camel.stop();
    }
}
