package dev.snowbird.rendezvous.matching;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * What the matchmaker goes by.
 *
 * @param clientTimeout     how long a client waits for an answer, from the arrival of its poll
 * @param proxyTimeout      how long a proxy's poll is held
 * @param maxWaitingProxies how many polls are held at once
 * @param pollIntervals     when a proxy is asked to poll again; asked for each answer, since operators change it
 * @param bridges           the bridges that clients may ask for
 */
public record MatchRules(Duration clientTimeout, Duration proxyTimeout, int maxWaitingProxies,
        Supplier<PollIntervals> pollIntervals, BridgeList bridges) {
}
