package dev.snowbird.rendezvous.statistics;

import dev.snowbird.rendezvous.message.NatType;
import dev.snowbird.rendezvous.message.ProxyType;
import java.util.List;

/** The text of {@code /debug} (Snowflake contract, section 18). */
public final class DebugPage {

    private static final List<NatType> NATS = List.of(NatType.RESTRICTED, NatType.UNRESTRICTED, NatType.STRICT,
            NatType.MODERATE, NatType.OPEN, NatType.UNKNOWN);

    private DebugPage() {
    }

    /**
     * Writes the page.
     *
     * @param proxies those that there are
     * @return the text, in the order of the enums where the reference's is random
     */
    public static String text(ProxyCounts proxies) {
        long all = proxies.byType().values().stream().mapToLong(Long::longValue).sum();
        StringBuilder page = new StringBuilder("current snowflakes available: " + all);
        for (ProxyType type : ProxyType.values()) {
            long count = proxies.byType().getOrDefault(type, 0L);
            if (count > 0 || type == ProxyType.UNKNOWN) {
                page.append("\n\t").append(type).append(" proxies: ").append(count);
            }
        }
        page.append("\nNAT Types available:");
        NATS.forEach(nat -> page.append("\n\t").append(nat).append(": ")
                .append(proxies.byNat().getOrDefault(nat, 0L)));
        return page.toString();
    }
}
