package dev.snowbird.rendezvous.matching;

import java.time.Duration;

/**
 * What the matchmaker goes by.
 *
 * @param clientTimeout        how long a client waits for an answer, from the arrival of its poll
 * @param proxyTimeout         how long a proxy's poll is held
 * @param maxWaitingProxies    how many polls are held at once
 * @param nextPollUnrestricted when a proxy of the unrestricted pool is asked to poll again
 * @param nextPollRestricted   when a proxy of the restricted pool is asked to poll again
 * @param bridges              the bridges that clients may ask for
 */
public record MatchRules(Duration clientTimeout, Duration proxyTimeout, int maxWaitingProxies,
        Duration nextPollUnrestricted, Duration nextPollRestricted, BridgeList bridges) {
}
