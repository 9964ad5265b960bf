package dev.snowbird.start;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.VMOption;
import java.lang.management.ManagementFactory;
import java.util.Optional;

/**
 * The heap that Java has and does not need. By itself Java keeps for good what a busy minute has made of it and, on a
 * machine with much memory, the garbage of a whole start.
 */
public final class SpareHeap {

    /** How much of the heap may be free after it was looked through, in percent. Java's own least, 40, fits to it. */
    private static final String MOST_FREE = "50";
    /** In milliseconds: G1 looks through the heap of a program that has done little for so long. */
    private static final String QUIET = "60000";

    private SpareHeap() {
    }

    /** Has Java give it back to the system from now on. What the command line says about it stays. */
    public static void giveBack() {
        Optional.ofNullable(ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)).ifPresent(java -> {
            setUnlessSet(java, "MaxHeapFreeRatio", MOST_FREE);
            setUnlessSet(java, "G1PeriodicGCInterval", QUIET);
        });
    }

    private static void setUnlessSet(HotSpotDiagnosticMXBean java, String option, String value) {
        try {
            if (java.getVMOption(option).getOrigin() == VMOption.Origin.DEFAULT) {
                java.setVMOption(option, value);
            }
        } catch (IllegalArgumentException notOfThisJava) {
            // Then its heap stays as large as it became, which is no reason not to run.
        }
    }

    /** Gives back what a start has left, in a pause that nobody is there to notice yet. */
    public static void giveBackWhatTheStartLeft() {
        System.gc();
    }
}
