package dev.snowbird.rendezvous.matching;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * What the matchmaker goes by.
 *
 * @param clientTimeout     how long a client waits for an answer, from the arrival of its poll
 * @param leastAnswerTime   how long a proxy takes to answer at least: a client with less time left gets none; no more
 *                          than half of the client's time counts
 * @param proxyTimeout      how long a proxy's poll is held
 * @param maxWaitingProxies how many polls are held at once
 * @param pollIntervals     when a proxy is asked to poll again; asked for each answer, since operators change it
 * @param bridges           the bridges that clients may ask for
 * @param waitForProxy      how long an offer waits when no proxy of a fitting kind is there; 0 to deny it at once
 * @param proxiesPerClient  how many proxies clients of one address may use up in a minute; 0 for any number
 */
public record MatchRules(Duration clientTimeout, Duration leastAnswerTime, Duration proxyTimeout,
        int maxWaitingProxies, Supplier<PollIntervals> pollIntervals, BridgeList bridges, Duration waitForProxy,
        int proxiesPerClient) {

    /** Returns for how many milliseconds a client may wait for a proxy, of those that remain; none when negative. */
    long spareMillis(long remainingMillis) {
        return remainingMillis - Math.max(1, Math.min(leastAnswerTime.toMillis(), clientTimeout.toMillis() / 2));
    }
}
