package dev.snowbird.rendezvous.statistics;

import dev.snowbird.net.IpLiteral;
import dev.snowbird.rendezvous.message.ClientPoll;
import dev.snowbird.rendezvous.message.SessionDescription;
import java.net.InetAddress;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Finds the best guess at the address of a client that no connection shows, as over SQS: that of an ICE candidate in
 * its offer (Snowflake contract, section 13).
 */
public final class OfferAddress {

    private static final String CANDIDATE = "a=candidate:";
    /** The least preferred first. */
    private static final List<String> TYPES = List.of("relay", "srflx", "prflx", "host");
    private static final Comparator<Candidate> BY_PREFERENCE =
            Comparator.comparingInt(Candidate::preference).thenComparingLong(Candidate::priority);

    private OfferAddress() {
    }

    /**
     * Finds the address in a client's offer.
     *
     * @param poll the client's poll
     * @return the address of the candidate of the most direct type and then of the highest priority, public or not;
     *     nothing when no candidate has an IP literal as its address (browsers may give names, which aren't resolved)
     */
    public static Optional<InetAddress> find(ClientPoll poll) {
        return inSdp(SessionDescription.parse(poll.offer()).sdp());
    }

    /** Finds the address in a raw session description; of equals the last, as in the reference. */
    static Optional<InetAddress> inSdp(String sdp) {
        return sdp.lines()
                .filter(line -> line.startsWith(CANDIDATE))
                .map(line -> candidate(line.substring(CANDIDATE.length()).split(" ")))
                .flatMap(Optional::stream)
                .reduce((best, next) -> BY_PREFERENCE.compare(next, best) >= 0 ? next : best)
                .map(Candidate::address);
    }

    /** Reads foundation, component, transport, priority, address, port, "typ" and type; more may follow. */
    private static Optional<Candidate> candidate(String[] words) {
        if (words.length < 8 || !words[3].matches("[0-9]{1,10}") || !words[6].equals("typ")
                || !TYPES.contains(words[7])) {
            return Optional.empty();
        }
        String withoutZone = words[4].split("%", 2)[0];
        return IpLiteral.parse(withoutZone).map(address ->
                new Candidate(TYPES.indexOf(words[7]), Long.parseLong(words[3]), address));
    }

    private record Candidate(int preference, long priority, InetAddress address) {
    }
}
