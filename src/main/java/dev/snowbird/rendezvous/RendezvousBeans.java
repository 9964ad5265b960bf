package dev.snowbird.rendezvous;

import dev.snowbird.reload.Reloads;
import dev.snowbird.rendezvous.cluster.Cluster;
import dev.snowbird.rendezvous.matching.MatchRules;
import dev.snowbird.rendezvous.matching.Matchmaker;
import dev.snowbird.rendezvous.matching.PollLimit;
import dev.snowbird.rendezvous.matching.RelayPattern;
import dev.snowbird.rendezvous.matching.RelayPolicy;
import dev.snowbird.rendezvous.message.GoJson;
import dev.snowbird.rendezvous.statistics.OfferMeters;
import dev.snowbird.settings.DurationText;
import dev.snowbird.settings.Settings;
import dev.snowbird.start.StartContext;
import dev.snowbird.start.StartException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;

/**
 * The rendezvous' objects as its routes know them, by the names that the routes use.
 */
final class RendezvousBeans implements AutoCloseable {

    private final RelayPolicy relayPolicy;
    private final PollLimit pollLimit;
    private final Matchmaker matchmaker;
    private final RendezvousEvents events;
    private final CountingBeans counting;
    private final Reloads reloads;
    private final Optional<Cluster> cluster;

    /**
     * @param start what both halves stand on
     * @param files what operators keep in files
     * @throws StartException when a file of the statistics can't be written, in one line that names the setting
     */
    RendezvousBeans(StartContext start, RendezvousFiles files) throws StartException {
        Settings settings = start.settings();
        Executor executor = start.executor();
        MeterRegistry meters = start.meters();
        relayPolicy = new RelayPolicy(
                RelayPattern.of(settings.text("rendezvous.allowed-relay-pattern")),
                settings.duration("rendezvous.next-poll-rejected"));
        reloads = files.reloads();
        pollLimit = new PollLimit(
                settings.optional("rendezvous.polls-per-interval").map(Integer::parseInt).orElse(0),
                settings.integer("rendezvous.poll-limit-ipv6-bits"), files.pollIntervals(), start.nanoTime(), meters);
        matchmaker = new Matchmaker(new MatchRules(
                settings.duration("rendezvous.client-timeout"),
                settings.duration("rendezvous.least-answer-time"),
                settings.duration("rendezvous.proxy-timeout"),
                settings.integer("rendezvous.max-waiting-proxies"),
                files.pollIntervals(),
                files.bridges(),
                DurationText.parseOrZero(settings.text("rendezvous.wait-for-proxy")),
                settings.optional("rendezvous.proxies-per-client").map(Integer::parseInt).orElse(0)),
                executor, start.nanoTime(), meters);
        cluster = settings.flag("cluster.enabled") ? Optional.of(new Cluster(start, matchmaker)) : Optional.empty();
        counting = new CountingBeans(start, files.countries(), matchmaker, cluster.map(Cluster::link));
        events = new RendezvousEvents(counting.statistics(), new OfferMeters(meters));
        Gauge.builder("snowbird.proxies.waiting", matchmaker, Matchmaker::waitingProxies)
                .description("Proxies whose poll is held").register(meters);
    }

    /**
     * Makes the objects known to the routes.
     *
     * @param registry takes each object by its name
     */
    void bind(BiConsumer<String, Object> registry) {
        registry.accept("goJson", GoJson.mapper());
        registry.accept("relayPolicy", relayPolicy);
        registry.accept("pollLimit", pollLimit);
        registry.accept("matchmaker", matchmaker);
        registry.accept("rendezvousEvents", events);
        registry.accept("reloads", reloads);
        counting.bind(registry);
        cluster.ifPresent(node -> node.bind(registry));
    }

    /** Has proxies poll elsewhere, in a time of which this is the least. */
    void sendAway(Duration nextPoll) {
        pollLimit.admitAll();
        matchmaker.sendAway(nextPoll);
    }

    /** Returns how many polls are held. */
    int pollsHeld() {
        return matchmaker.waitingProxies();
    }

    Matchmaker matchmaker() {
        return matchmaker;
    }

    /** Returns what makes this one node of several, if it is one. */
    Optional<Cluster> cluster() {
        return cluster;
    }

    /** Tells all clients whose offers are in flight that their time is over. */
    void endOffers() {
        matchmaker.endAnswers();
        cluster.ifPresent(Cluster::endOffers);
    }

    /** Answers every held poll; offers in flight go on. */
    @Override
    public void close() {
        matchmaker.close();
        counting.close();
    }
}
