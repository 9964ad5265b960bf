package dev.snowbird.start;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SpareHeapTest {

    private static final String MOST_FREE = "MaxHeapFreeRatio";
    private static final String OURS = "50";

    private final HotSpotDiagnosticMXBean java = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);

    @AfterEach
    void putBack() {
        java.setVMOption(MOST_FREE, OURS);
    }

    @Test
    void isGivenBackUnlessSomebodyHasSaidOtherwise() {
        SpareHeap.giveBack();

        assertEquals(OURS, java.getVMOption(MOST_FREE).getValue());
        assertEquals("60000", java.getVMOption("G1PeriodicGCInterval").getValue());

        java.setVMOption(MOST_FREE, "55");
        SpareHeap.giveBack();

        assertEquals("55", java.getVMOption(MOST_FREE).getValue());
    }
}
