package dev.snowbird.rendezvous.statistics;

import dev.snowbird.rendezvous.message.ClientPoll;
import dev.snowbird.rendezvous.message.NatType;
import dev.snowbird.rendezvous.message.ProxyPoll;
import dev.snowbird.rendezvous.message.ProxyType;
import java.net.InetAddress;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears what happens to proxies and clients and keeps all counts that the reference publishes (Snowflake contract,
 * sections 14 to 17). For a proxy's poll the events are {@link #proxyPolled}, then {@link #proxyRejected} or else
 * {@link #proxyAccepted} and {@link #proxyHeld}, and in the end {@link #proxyMatched}, {@link #proxyIdle} or {@link
 * #proxyTooSoon}. For a client's poll there is one event, when it has ended; polls with an error of the client's own
 * have none.
 *
 * <p>Safe for use by many threads. No method waits for more than another's few map look-ups.
 */
public final class RendezvousStatistics {

    /** The content type of {@link #prometheusPage}. */
    public static final String PROMETHEUS_CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private static final Logger LOG = LoggerFactory.getLogger(RendezvousStatistics.class);

    private final Supplier<Countries> countries;
    private final BiConsumer<ProxyPoll, InetAddress> journals;
    private final int maxAddresses;
    private final PrometheusPage prometheus = new PrometheusPage();
    private MetricsDay today;
    private boolean fullToday;

    /**
     * Starts the first day.
     *
     * @param countries    gives the country database of the moment
     * @param journals     is told of every accepted poll and its address, as {@link DistinctAddresses#proxyPolled}
     * @param maxAddresses how many different proxy addresses a day counts exactly; more are left out, so that forged
     *     headers can't fill the memory. An address takes about 150 bytes
     */
    public RendezvousStatistics(Supplier<Countries> countries, BiConsumer<ProxyPoll, InetAddress> journals,
            int maxAddresses) {
        this.countries = countries;
        this.journals = journals;
        this.maxAddresses = maxAddresses;
        this.today = new MetricsDay(maxAddresses);
    }

    /** A valid poll of a proxy has come; whether it is accepted is not known yet. */
    public synchronized void proxyPolled(ProxyPoll poll) {
        today.polled(poll);
        PrometheusFamily family = poll.acceptedRelayPattern().isPresent()
                ? PrometheusFamily.PROXY_POLL_WITH_PATTERN : PrometheusFamily.PROXY_POLL_WITHOUT_PATTERN;
        prometheus.add(family, 1, poll.nat(), poll.type());
    }

    /** A proxy was turned away for its relay pattern, or for having none. */
    public synchronized void proxyRejected(ProxyPoll poll) {
        today.rejected();
        prometheus.add(PrometheusFamily.PROXY_POLL_REJECTED, 1, poll.nat(), poll.type());
    }

    /**
     * A proxy's relay pattern is right. With no country database its address is not counted by country, type and NAT.
     *
     * @param poll    the poll
     * @param address where it came from, as the edge found it
     */
    public void proxyAccepted(ProxyPoll poll, InetAddress address) {
        journals.accept(poll, address);
        Countries database = countries.get();
        if (database.isAvailable()) {
            countAddress(poll, address, database.of(address));
        }
    }

    private synchronized void countAddress(ProxyPoll poll, InetAddress address, String country) {
        if (today.isFullFor(address)) {
            if (!fullToday) {
                fullToday = true;
                LOG.warn("more than {} different proxy addresses today; further ones are not counted", maxAddresses);
            }
        } else if (today.accepted(poll, address, country)) {
            prometheus.add(PrometheusFamily.PROXY, 1, country, poll.nat(), poll.type());
        }
    }

    /** A proxy's poll is held from now on; one of the three events of its end must follow. */
    public synchronized void proxyHeld(ProxyPoll poll) {
        prometheus.add(PrometheusFamily.AVAILABLE_PROXIES, 1, poll.nat(), poll.type());
    }

    /**
     * A poll is not held after all, for it came too soon. It was available for a moment, and is neither matched nor
     * idle.
     */
    public synchronized void proxyTooSoon(ProxyPoll poll) {
        prometheus.add(PrometheusFamily.AVAILABLE_PROXIES, -1, poll.nat(), poll.type());
    }

    /** A held poll got a client's offer. */
    public synchronized void proxyMatched(ProxyPoll poll) {
        released(poll, "matched");
    }

    /** A held poll ended without an offer, because of the time or because the proxy hung up. */
    public synchronized void proxyIdle(ProxyPoll poll) {
        today.idle();
        released(poll, "idle");
    }

    private void released(ProxyPoll poll, String status) {
        prometheus.add(PrometheusFamily.AVAILABLE_PROXIES, -1, poll.nat(), poll.type());
        prometheus.add(PrometheusFamily.PROXY_POLL, 1, poll.nat(), status, poll.type());
    }

    /** A proxy's answer reached its client. */
    public synchronized void proxyAnswered(ProxyType type) {
        prometheus.add(PrometheusFamily.PROXY_ANSWER, 1, "success", type);
    }

    /** A proxy's answer was told {@code client gone}. */
    public synchronized void proxyAnsweredTooLate() {
        prometheus.add(PrometheusFamily.PROXY_ANSWER, 1, "timeout", "");
    }

    /** No fitting proxy was waiting for a client. */
    public void clientDenied(ClientPoll poll, ClientOrigin origin) {
        countClient(ClientOutcome.DENIED, poll.nat(), origin.method(), country(origin));
    }

    /** A client got a proxy's answer. */
    public void clientMatched(ClientPoll poll, ClientOrigin origin) {
        countClient(ClientOutcome.MATCHED, poll.nat(), origin.method(), country(origin));
    }

    /** The proxy that took a client's offer did not answer in time, or the client hung up before. */
    public void clientTimedOut(ClientPoll poll, ClientOrigin origin) {
        countClient(ClientOutcome.TIMEOUT, poll.nat(), origin.method(), country(origin));
    }

    private String country(ClientOrigin origin) {
        return origin.address().map(countries.get()::of).orElse(Countries.UNKNOWN);
    }

    private synchronized void countClient(ClientOutcome outcome, NatType nat, RendezvousMethod method,
            String country) {
        today.client(outcome, nat, method, country);
        prometheus.add(PrometheusFamily.CLIENT_POLL, 1, country, nat, method, outcome);
    }

    /** Writes the page of {@code /prometheus}, whose values go on from day to day. */
    public synchronized String prometheusPage() {
        return prometheus.text();
    }

    /** Returns what this day's counts are now. */
    synchronized DayCounts countsOfToday() {
        return today.counts().copy();
    }

    /** Ends the day: returns its counts, which nobody changes any more, and starts the next one at 0. */
    synchronized DayCounts endDay() {
        DayCounts ended = today.counts();
        today = new MetricsDay(maxAddresses);
        fullToday = false;
        return ended;
    }
}
