package dev.snowbird.management;

import dev.snowbird.log.RootCause;
import dev.snowbird.routes.RunningRoutes;
import dev.snowbird.status.History;
import dev.snowbird.status.Section;
import dev.snowbird.status.StatusBoard;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;

/**
 * All that the status page shows of one moment.
 *
 * @param program  the program as a whole
 * @param health   what can be in trouble
 * @param chapters what the halves tell
 * @param flows    the routes
 */
record StatusDocument(Program program, List<Health> health, List<Chapter> chapters, List<RunningRoutes.Flow> flows) {

    /** Whose checks are told of in our own words. */
    private static final Set<String> OWN_CHECKS = Set.of("snowbird", "rendezvous", "seabird");

    /**
     * The program as a whole.
     *
     * @param version of its jar; null without one
     * @param phase   starting, running, draining or stopping
     * @param started when, in milliseconds since 1970
     * @param now     the time of this document, likewise
     * @param step    the time between two values of a history, in milliseconds
     */
    record Program(String version, String phase, long started, long now, long step) {
    }

    /**
     * Something that can be in trouble.
     *
     * @param name    what operators call it
     * @param what    which one it is
     * @param trouble what is wrong with it, in a line; null when it is well
     */
    record Health(String name, String what, String trouble) {
    }

    /**
     * What one half tells.
     *
     * @param title    its heading
     * @param sections what is below it
     */
    record Chapter(String title, List<Section> sections) {
    }

    /**
     * Computes it. May wait for a moment.
     *
     * @param phase   what the program is about
     * @param started when it started
     * @param board   what the halves have put up
     * @param context has checks that others may have added
     * @param routes  those that run
     */
    static StatusDocument of(String phase, Instant started, StatusBoard board, CamelContext context,
            RunningRoutes routes) {
        return new StatusDocument(
                new Program(StatusDocument.class.getPackage().getImplementationVersion(), phase,
                        started.toEpochMilli(), System.currentTimeMillis(), History.STEP.toMillis()),
                health(board, context),
                board.chapters().stream()
                        .map(chapter -> new Chapter(chapter.title(), chapter.sections().get())).toList(),
                routes.flows());
    }

    private static List<Health> health(StatusBoard board, CamelContext context) {
        List<Health> all = new ArrayList<>();
        board.watches().forEach(watch -> all.add(new Health(watch.name(), watch.what(), trouble(watch))));
        HealthCheckHelper.invokeReadiness(context).stream()
                .filter(result -> !OWN_CHECKS.contains(result.getCheck().getGroup()))
                .forEach(result -> all.add(
                        new Health(result.getCheck().getId(), result.getCheck().getGroup(), trouble(result))));
        return all;
    }

    private static String trouble(HealthCheck.Result result) {
        return result.getState() == HealthCheck.State.UP ? null : result.getMessage().orElse("is down");
    }

    private static String trouble(StatusBoard.Watch watch) {
        try {
            return watch.trouble().get().orElse(null);
        } catch (RuntimeException e) {
            return RootCause.line(e);
        }
    }
}
