package dev.snowbird.rendezvous.matching;

import dev.snowbird.rendezvous.message.Fingerprint;

/**
 * A relay that clients can ask for (Snowflake contract, section 11).
 *
 * @param displayName what people call it
 * @param webSocketAddress where proxies connect to it
 * @param fingerprint what clients call it
 */
public record Bridge(String displayName, String webSocketAddress, Fingerprint fingerprint) {
}
