package dev.snowbird.rendezvous;

import dev.snowbird.rendezvous.statistics.DebugPage;
import dev.snowbird.rendezvous.statistics.ProxyCounts;
import dev.snowbird.rendezvous.statistics.RendezvousStatistics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** What operators and collectors of statistics read (Snowflake contract, sections 16 and 18). */
public final class OperatorPages {

    private final Supplier<ProxyCounts> proxies;
    private final RendezvousStatistics statistics;
    private final Optional<Path> metricsLog;
    private final Executor executor;

    /**
     * @param proxies    counts the proxies of the moment
     * @param statistics knows the counts
     * @param metricsLog the file of the metrics log, if it is one
     * @param executor   reads the file
     */
    public OperatorPages(Supplier<ProxyCounts> proxies, RendezvousStatistics statistics, Optional<Path> metricsLog,
            Executor executor) {
        this.proxies = proxies;
        this.statistics = statistics;
        this.metricsLog = metricsLog;
        this.executor = executor;
    }

    /** Returns the page for people: how many proxies there are, and of what kind. */
    public String debug() {
        return DebugPage.text(proxies.get());
    }

    /** Returns the page for Prometheus. */
    public String prometheus() {
        return statistics.prometheusPage();
    }

    /**
     * Returns the metrics log as it is.
     *
     * @return its bytes; fails with {@link PageNotFoundException} when there is no such file or it can't be read
     */
    public CompletionStage<byte[]> metrics() {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return Files.readAllBytes(metricsLog.orElseThrow(PageNotFoundException::new));
            } catch (IOException e) {
                throw new CompletionException(new PageNotFoundException());
            }
        }, executor);
    }
}
