package dev.snowbird.rendezvous;

import dev.snowbird.rendezvous.queue.SqsRendezvous;
import dev.snowbird.routes.RouteFiles;
import dev.snowbird.settings.Settings;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.apache.camel.main.Main;
import org.apache.camel.main.SimpleMainShutdownStrategy;

/**
 * The routes of the rendezvous over SQS once more, in a Camel context of their own, for one more AWS profile (Snowflake
 * contract, section 8). Its clients meet the same proxies: the matchmaker is shared.
 */
public final class ProfileContext implements AutoCloseable {

    private static final String FOLDER = "classpath:routes/rendezvous/";
    private static final Set<String> ROUTES =
            Set.of("client-over-sqs", "answer-over-sqs", "client-poll", "sqs-queue-cleanup");

    private final Main camel = new Main();

    /**
     * @param settings      for the routes' placeholders
     * @param outsideRoutes holds files of the operator, of which those with our ids take their place
     * @param sqs           the profile's queues
     * @param rendezvous    brings clients and proxies together
     * @param meters        gets the profile's gauges
     * @param drainSeconds  how long a stop waits for the offers in flight
     */
    public ProfileContext(Settings settings, Path outsideRoutes, SqsRendezvous sqs, Rendezvous rendezvous,
            MeterRegistry meters, int drainSeconds) {
        settings.asMap().forEach(camel::addOverrideProperty);
        camel.addOverrideProperty("rendezvous.over-sqs", "true");
        rendezvous.bind(camel::bind);
        sqs.prepare(camel, meters);
        RouteFiles.includeOnly(camel, "classpath:routes/errors.camel.yaml,"
                + ROUTES.stream().map(id -> FOLDER + id + ".camel.yaml").collect(Collectors.joining(",")),
                outsideRoutes, ROUTES);
        camel.configure().withBasePackageScanEnabled(false).withShutdownTimeout(drainSeconds);
        camel.setShutdownStrategy(new SimpleMainShutdownStrategy());
    }

    public void start() {
        RouteFiles.start(camel);
    }

    /** Closes all at once, since each waits for its own offers in flight. */
    public static void closeAll(List<ProfileContext> contexts) {
        CompletableFuture.allOf(contexts.stream()
                .map(context -> CompletableFuture.runAsync(context::close, work -> new Thread(work).start()))
                .toArray(CompletableFuture[]::new)).join();
    }

    @Override
    public void close() {
        camel.stop();
    }
}
