package dev.snowbird.rendezvous;

import dev.snowbird.rendezvous.queue.SqsRendezvous;
import dev.snowbird.routes.CamelMain;
import dev.snowbird.routes.RouteFiles;
import dev.snowbird.settings.Settings;
import dev.snowbird.start.StartException;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.main.Main;

/**
 * The routes of the rendezvous over SQS once more, in a Camel context of their own, for one more AWS profile (Snowflake
 * contract, section 8). Its clients meet the same proxies: the matchmaker is shared.
 */
final class ProfileContext implements AutoCloseable {

    private static final String FOLDER = "classpath:routes/rendezvous/";
    private static final Set<String> ROUTES =
            Set.of("client-over-sqs", "answer-over-sqs", "client-poll", "sqs-queue-cleanup", "sqs-queue-expiry");
    /** What one of these calls in a cluster. */
    private static final String IN_A_CLUSTER = "cluster/offer-elsewhere";

    private final Main camel;

    /**
     * @param settings      for the routes' placeholders
     * @param outsideRoutes holds files of the operator, of which those with our ids take their place
     * @param sqs           the profile's queues
     * @param beans         bring clients and proxies together
     * @param meters        gets the profile's gauges
     */
    ProfileContext(Settings settings, Path outsideRoutes, SqsRendezvous sqs, RendezvousBeans beans,
            MeterRegistry meters) {
        camel = CamelMain.of(settings, CamelMain.DRAIN_SECONDS);
        beans.bind(camel::bind);
        sqs.prepare(camel, meters);
        RouteFiles.includeOnly(camel, "classpath:routes/errors.camel.yaml,"
                + Stream.concat(ROUTES.stream(), Stream.of(IN_A_CLUSTER)).map(file -> FOLDER + file + ".camel.yaml")
                        .collect(Collectors.joining(",")),
                outsideRoutes, ROUTES);
    }

    /**
     * Starts the routes.
     *
     * @throws StartException when there are mistakes in them
     */
    void start() throws StartException {
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
