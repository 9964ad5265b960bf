package dev.snowbird.rendezvous;

import dev.snowbird.Settings;
import dev.snowbird.rendezvous.matching.MatchRules;
import dev.snowbird.rendezvous.matching.Matchmaker;
import dev.snowbird.rendezvous.matching.RelayPattern;
import dev.snowbird.rendezvous.matching.RelayPolicy;
import dev.snowbird.rendezvous.message.GoJson;
import dev.snowbird.reload.Reloads;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;

/**
 * The rendezvous' objects as its routes know them, by the names that the routes use.
 */
public final class Rendezvous implements AutoCloseable {

    private final RelayPolicy relayPolicy;
    private final Matchmaker matchmaker;
    private final Reloads reloads;

    /**
     * @param settings the {@code rendezvous.*} settings
     * @param files    what operators keep in files
     * @param executor runs what follows a match; its threads are never blocked
     * @param meters   gets the gauges
     */
    public Rendezvous(Settings settings, RendezvousFiles files, Executor executor, MeterRegistry meters) {
        relayPolicy = new RelayPolicy(
                RelayPattern.of(settings.text("rendezvous.allowed-relay-pattern")),
                settings.duration("rendezvous.next-poll-rejected"));
        reloads = files.reloads();
        matchmaker = new Matchmaker(new MatchRules(
                settings.duration("rendezvous.client-timeout"),
                settings.duration("rendezvous.proxy-timeout"),
                settings.integer("rendezvous.max-waiting-proxies"),
                files.pollIntervals(),
                files.bridges()), executor);
        Gauge.builder("snowbird.proxies.waiting", matchmaker, Matchmaker::waitingProxies)
                .description("Proxies whose poll is held").register(meters);
    }

    /**
     * Makes the objects known to the routes.
     *
     * @param registry takes each object by its name
     */
    public void bind(BiConsumer<String, Object> registry) {
        registry.accept("goJson", GoJson.mapper());
        registry.accept("relayPolicy", relayPolicy);
        registry.accept("matchmaker", matchmaker);
        registry.accept("reloads", reloads);
    }

    /** Answers every held poll; offers in flight go on. */
    @Override
    public void close() {
        matchmaker.close();
    }
}
