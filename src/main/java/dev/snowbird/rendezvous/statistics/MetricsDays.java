package dev.snowbird.rendezvous.statistics;

/** When the days of the metrics log end, and what was counted in them. */
public interface MetricsDays {

    /** Returns the blocks that have become due since the last call, as text; empty for none. */
    String blocksDue();

    /** Returns the blocks of days that are over and are not due yet, for a program that stops; empty for none. */
    default String blocksAtTheEnd() {
        return "";
    }
}
