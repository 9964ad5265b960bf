package dev.snowbird.warmup;

import dev.snowbird.log.LifeLog;
import dev.snowbird.log.RootCause;
import dev.snowbird.reload.Reloads;
import dev.snowbird.rendezvous.Rendezvous;
import dev.snowbird.rendezvous.http.HttpPort;
import dev.snowbird.routes.CamelMain;
import dev.snowbird.routes.RouteCounts;
import dev.snowbird.routes.RouteFiles;
import dev.snowbird.settings.Settings;
import dev.snowbird.start.DaemonThreads;
import dev.snowbird.start.Parts;
import dev.snowbird.start.StartContext;
import dev.snowbird.start.StartException;
import dev.snowbird.start.StartPatience;
import dev.snowbird.start.WorkThreads;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.apache.camel.main.Main;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work for nobody, before anybody comes. What Java runs for the first time is loaded first, and slow until it has been
 * compiled: of many who come at once the first would wait longer than they can.
 *
 * <p>A rendezvous of its own, with the built-in routes and on a port of loopback that nobody knows, brings proxies and
 * clients together, again and again. Then it is thrown away, with all that it has counted.
 */
public final class WarmUp {

    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);
    private static final Duration END = Duration.ofSeconds(5);
    private static final int PAIRS = Runtime.getRuntime().availableProcessors();

    private static final String ROUTES =
            "classpath:routes/errors.camel.yaml," + Stream.of("proxy-poll", "hold-proxy", "proxy-answer", "client-poll",
                    "client-over-http").map("classpath:routes/rendezvous/%s.camel.yaml"::formatted)
                    .reduce((some, next) -> some + "," + next).orElseThrow();
    private static final Map<String, String> SETTINGS = Map.of(
            "http.port", "0", "sqs.endpoint", "none", "seabird.enabled", "false", "rendezvous.disable-geoip", "true",
            // All proxies have one address.
            "rendezvous.polls-per-interval", "0",
            // The client says nothing until its proxy's first poll was answered.
            "http.header-timeout", "20s",
            // The first time all is slow, and so an offer may well be earlier than the proxy that it is for.
            "rendezvous.wait-for-proxy", "2s", "rendezvous.client-timeout", "20s", "rendezvous.proxy-timeout", "2s");

    private final Parts parts = new Parts();

    private WarmUp() {
    }

    /**
     * Works for a while. That it can't, for example on a very busy machine, is a line of the log.
     *
     * @param time     how long, after what it takes to set up; each pair meets at least once
     * @param patience waits for what is slow
     * @return how often a proxy and a client have met
     */
    public static int run(Duration time, StartPatience patience) {
        if (LifeLog.OFFERS.isTold()) {
            // Their lives would be told.
            return 0;
        }
        WarmUp warmUp = new WarmUp();
        try {
            return meet(warmUp.open(patience), time);
        } catch (StartException | RuntimeException e) {
            LOG.info("start.warm-up: it ended early, so who comes first may have to wait: {}", RootCause.line(e));
            return 0;
        } finally {
            warmUp.parts.close(END);
        }
    }

    /** Returns the port. */
    private int open(StartPatience patience) throws StartException {
        Settings settings = Settings.builtIn(SETTINGS);
        ExecutorService executor = WorkThreads.start();
        parts.push("the work threads of the warm-up", executor::shutdownNow);
        Main camel = CamelMain.of(settings, 1);
        // The real kind of meters: what is compiled is compiled for what was seen.
        StartContext start = new StartContext(settings, camel, executor,
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT), Clock.systemUTC(), System::nanoTime, patience,
                parts, new ArrayList<>(), new Reloads(List.of()));
        HttpPort http = new HttpPort(start);
        http.prepare();
        Rendezvous.rehearse(start);
        camel.bind("route-counts", new RouteCounts());
        RouteFiles.include(camel, ROUTES, Path.of(""), name -> false);
        parts.push("the routes of the warm-up", camel::stop);
        RouteFiles.start(camel);
        http.open();
        return start.listeners().get(0).port();
    }

    private static int meet(int port, Duration time) {
        long end = System.nanoTime() + time.toNanos();
        ExecutorService threads = Executors.newFixedThreadPool(PAIRS, DaemonThreads.named("warm-up"));
        try {
            List<CompletableFuture<Integer>> meetings = Stream.generate(() -> new Pair(port)).limit(PAIRS)
                    .map(pair -> CompletableFuture.supplyAsync(() -> pair.meetUntil(end), threads)).toList();
            return meetings.stream().mapToInt(CompletableFuture::join).sum();
        } finally {
            threads.shutdownNow();
        }
    }
}
