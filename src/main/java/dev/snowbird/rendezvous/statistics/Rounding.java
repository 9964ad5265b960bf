package dev.snowbird.rendezvous.statistics;

/** Counts that would say too much about single peers are published rounded (Snowflake contract, section 15). */
final class Rounding {

    private static final int STEP = 8;

    private Rounding() {
    }

    /** Rounds a count up to a multiple of 8; none stays none. */
    static long up(long count) {
        return (count + STEP - 1) / STEP * STEP;
    }
}
