package dev.snowbird.status;

/**
 * A number to be seen at a glance.
 *
 * @param label what it is
 * @param value a number, which the page writes as readers are used to; or a text; null when there is nothing to tell
 * @param unit  what comes behind the number; may be empty
 * @param note  a few words on it; may be empty
 * @param spark how it went in the last two minutes, the oldest first; null where that is not kept
 * @param bad   whether somebody should look into it
 */
public record Figure(String label, Object value, String unit, String note, double[] spark, boolean bad) {

    /** Makes a figure that tells nothing but itself. */
    public static Figure of(String label, Object value) {
        return new Figure(label, value, "", "", null, false);
    }

    /** Returns the same with a unit. */
    public Figure in(String unit) {
        return new Figure(label, value, unit, note, spark, bad);
    }

    /** Returns the same with a few words on it. */
    public Figure saying(String note) {
        return new Figure(label, value, unit, note, spark, bad);
    }

    /** Returns the same with its last two minutes. */
    public Figure over(double... spark) {
        return new Figure(label, value, unit, note, spark, bad);
    }

    /** Returns the same as something to look into, if that is so. */
    public Figure badIf(boolean bad) {
        return new Figure(label, value, unit, note, spark, bad);
    }
}
