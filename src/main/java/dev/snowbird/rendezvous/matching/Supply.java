package dev.snowbird.rendezvous.matching;

/**
 * What a pool has.
 *
 * @param waiting   how many proxies wait there
 * @param leastLoad how many clients the least loaded of them has; 0 where none waits
 */
public record Supply(long waiting, long leastLoad) {
}
