package dev.snowbird.bench.nodes;

/**
 * What is modelled. Proxies come to nodes evenly, as a hash of their addresses has it.
 *
 * @param nodes         how many there are
 * @param forwarding    whether an offer that finds no proxy goes to another node
 * @param proxies       unrestricted ones, of which each polls again and again; all clients need one of them
 * @param perSecond     how many new clients come in a second, at random; one that is denied tries again
 * @param shareAtFirst  which share of the clients comes to the first node; the others get the rest evenly
 * @param firstDies     whether the first node is killed in the middle of it
 * @param restAfterHold whether a proxy waits for its interval after its poll has ended, as the first model of this had
 *                      it, and not from when its poll came, as the program has it
 */
public record Scenario(int nodes, boolean forwarding, int proxies, double perSecond, double shareAtFirst,
        boolean firstDies, boolean restAfterHold) {

    /** As many of a kind of proxy that is short as were counted of all at Tor's broker: 2 % of 100,000. */
    private static final int SCARCE = 2000;

    /** So many nodes that do not know of each other, to which as many clients come. */
    public static Scenario alone(int nodes, double perSecond) {
        return new Scenario(nodes, false, SCARCE, perSecond, 1.0 / nodes, false, false);
    }

    /** The same nodes, forwarding. */
    public static Scenario forwarding(int nodes, double perSecond) {
        return new Scenario(nodes, true, SCARCE, perSecond, 1.0 / nodes, false, false);
    }

    /** The same with another share of clients at the first node. */
    public Scenario atFirst(double share) {
        return new Scenario(nodes, forwarding, proxies, perSecond, share, firstDies, restAfterHold);
    }

    /** The same with so many times the proxies and clients. */
    public Scenario times(int factor) {
        return new Scenario(nodes, forwarding, proxies * factor, perSecond * factor, shareAtFirst, firstDies,
                restAfterHold);
    }

    /** The same with a death in it. */
    public Scenario dying() {
        return new Scenario(nodes, forwarding, proxies, perSecond, shareAtFirst, true, restAfterHold);
    }

    /** The same with proxies that rest after each poll. */
    public Scenario resting() {
        return new Scenario(nodes, forwarding, proxies, perSecond, shareAtFirst, firstDies, true);
    }

    /** How a report calls those who serve. */
    public String served() {
        return nodes == 1 ? "1 node" : nodes + (forwarding ? " forward" : " alone");
    }
}
