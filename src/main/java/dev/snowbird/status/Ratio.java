package dev.snowbird.status;

/** Numbers as the status page shows them: no more exact than they mean something. */
public final class Ratio {

    private static final double TENTHS = 10;
    private static final double HUNDRED = 100;

    private Ratio() {
    }

    /** Returns a number in tenths. */
    public static double tenths(double number) {
        return Math.round(number * TENTHS) / TENTHS;
    }

    /**
     * Returns how often the one goes into the other, in tenths.
     *
     * @return null when it is 0
     */
    public static Double of(double whole, double part) {
        return part == 0 ? null : Double.valueOf(tenths(whole / part));
    }

    /**
     * Returns a share as text, in whole hundredths.
     *
     * @return null when the whole is 0
     */
    public static String percent(double part, double whole) {
        return whole == 0 ? null : Math.round(HUNDRED * part / whole) + " %";
    }
}
