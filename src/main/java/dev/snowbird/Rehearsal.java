package dev.snowbird;

import dev.snowbird.reload.Reloads;
import dev.snowbird.rendezvous.Rendezvous;
import dev.snowbird.rendezvous.http.HttpPort;
import dev.snowbird.rendezvous.queue.SqsComponent;
import dev.snowbird.routes.CamelMain;
import dev.snowbird.routes.RouteFiles;
import dev.snowbird.seabird.Seabird;
import dev.snowbird.settings.Settings;
import dev.snowbird.start.Parts;
import dev.snowbird.start.StartContext;
import dev.snowbird.start.StartException;
import dev.snowbird.start.StartPatience;
import dev.snowbird.start.WorkThreads;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import org.apache.camel.main.Main;

/**
 * Prepares all that {@link Application} runs, and ends before anything is opened: no port, no connection, no file to
 * write. What routes ask for is there, so what is wrong with them shows.
 */
public final class Rehearsal {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration END = Duration.ofSeconds(9);

    private Rehearsal() {
    }

    /**
     * Checks the routes and the files that settings name.
     *
     * @param settings what would be started
     * @param routes   where the operator's routes are
     * @return what is wrong with routes, a line each
     * @throws StartException for a file that is no use, in one line that names the setting
     */
    public static List<String> mistakes(Settings settings, Path routes) throws StartException {
        Parts parts = new Parts();
        try (StartPatience patience = new StartPatience(PATIENCE, PATIENCE.toString(), PATIENCE)) {
            ExecutorService executor = WorkThreads.start();
            parts.push("the work threads", executor::shutdownNow);
            Settings readOnly = readOnly(settings);
            Main camel = CamelMain.of(readOnly, 1);
            prepare(new StartContext(readOnly, camel, executor, new SimpleMeterRegistry(), Clock.systemUTC(),
                    System::nanoTime, patience, parts, new ArrayList<>(), new Reloads(List.of())));
            parts.push("Camel", camel::stop);
            return RouteFiles.mistakes(camel, routes);
        } finally {
            parts.close(END);
        }
    }

    /** What is written is written by those who run. */
    private static Settings readOnly(Settings settings) {
        Map<String, String> changed = new HashMap<>(settings.asMap());
        changed.putAll(Map.of("rendezvous.metrics-log", "", "rendezvous.ip-count-prefix", ""));
        return Settings.builtIn(changed);
    }

    private static void prepare(StartContext start) throws StartException {
        start.camel().bind("aws2-sqs", new SqsComponent(Optional.empty()));
        HttpPort http = new HttpPort(start);
        http.prepare();
        if (start.settings().flag("rendezvous.enabled")) {
            http.checkSettings();
            Rendezvous.rehearse(start);
        }
        if (start.settings().flag("seabird.enabled")) {
            Seabird.rehearse(start);
        }
    }
}
