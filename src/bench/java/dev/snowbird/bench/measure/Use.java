package dev.snowbird.bench.measure;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What a process has used since its start, or between two moments.
 *
 * @param cpuSeconds    of all its threads, in user and kernel mode
 * @param switches      how often the threads that still live were switched off a core, by themselves or not
 * @param allocated     bytes that the threads that still live have allocated; empty for what is no JVM
 * @param residentBytes how much memory it has, now
 */
public record Use(double cpuSeconds, long switches, OptionalLong allocated, long residentBytes) {

    private static final double MILLIS = 1e3;
    private static final double BYTES_PER_MB = 1e6;

    /** Returns what has been used since an earlier moment. */
    public Use since(Use earlier) {
        OptionalLong allocatedSince = allocated.isPresent() && earlier.allocated.isPresent()
                ? OptionalLong.of(allocated.getAsLong() - earlier.allocated.getAsLong()) : OptionalLong.empty();
        return new Use(cpuSeconds - earlier.cpuSeconds, switches - earlier.switches, allocatedSince, residentBytes);
    }

    /**
     * Returns the figures of a report.
     *
     * @param operations how many operations this was used for
     */
    public Map<String, Double> figures(long operations) {
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("cpu_ms", cpuSeconds * MILLIS / operations);
        allocated.ifPresent(bytes -> figures.put("allocated_bytes", (double) bytes / operations));
        figures.put("switches", (double) switches / operations);
        figures.put("resident_mb", residentMb());
        return figures;
    }

    /** Its memory in millions of bytes. */
    public double residentMb() {
        return residentBytes / BYTES_PER_MB;
    }
}
