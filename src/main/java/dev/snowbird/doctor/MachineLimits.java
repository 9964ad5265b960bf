package dev.snowbird.doctor;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import dev.snowbird.settings.Settings;
import dev.snowbird.settings.SqsEndpoint;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * What the machine and Java permit this process, beside what the settings promise to peers (docs/operations.md,
 * "Sizes").
 *
 * @param openFiles    how many files may be open; none where the system does not say
 * @param heapBytes    how large the heap may become
 * @param directBytes  how much memory sockets may have beside it
 */
public record MachineLimits(OptionalLong openFiles, long heapBytes, long directBytes) {

    /** What the program has open before the first peer comes: its libraries, ports and queues. */
    private static final long FILES_OF_OUR_OWN = 500;
    /** 10,000 held polls were seen to take about 0.4 GB. */
    private static final long BYTES_OF_A_POLL = 40_000;
    private static final long MEBIBYTE = 1024 * 1024;
    /** The least that the chat was tried with. */
    private static final long CHAT_BYTES = 256 * MEBIBYTE;
    /** What waits for peers should be so much of the heap, and is unless it is set: a quarter. */
    private static final int WAITING_SHARE = 4;

    /** Returns those of this process. */
    public static MachineLimits ofThisProcess() {
        long heap = Runtime.getRuntime().maxMemory();
        OptionalLong files = ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? OptionalLong.of(unix.getMaxFileDescriptorCount()) : OptionalLong.empty();
        long direct = Long.parseLong(ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                .getVMOption("MaxDirectMemorySize").getValue());
        return new MachineLimits(files, heap, direct == 0 ? heap : direct);
    }

    /**
     * Compares them with what the settings promise.
     *
     * @param settings of the halves that are on
     * @return a finding for each
     */
    public List<Finding> findings(Settings settings) {
        List<Finding> findings = new ArrayList<>();
        openFiles.ifPresent(limit -> findings.add(files(limit, filesFor(settings))));
        findings.add(memory("heap", "-Xmx", heapBytes, bytesFor(settings)));
        if (settings.flag("seabird.enabled")) {
            findings.add(memory("direct memory", "-XX:MaxDirectMemorySize=", directBytes, chatBytes(settings)));
        }
        return findings;
    }

    private static Finding files(long limit, long needed) {
        return limit >= needed
                ? Finding.ok("open files", "%d may be open, %d at the limits in the settings".formatted(limit, needed))
                : Finding.warn("open files", ("%d may be open, but %d are at the limits in the settings: raise"
                        + " ulimit -n (LimitNOFILE), or lower http.max-connections and seabird.max-connections")
                        .formatted(limit, needed));
    }

    private static Finding memory(String subject, String option, long limit, long needed) {
        long has = limit / MEBIBYTE;
        long needs = (needed + MEBIBYTE - 1) / MEBIBYTE;
        return limit >= needed
                ? Finding.ok(subject, "%d MB, some %d at the limits in the settings".formatted(has, needs))
                : Finding.warn(subject, ("%d MB, but the limits in the settings need some %d: set %s%dm in JAVA_OPTS,"
                        + " or lower the limits (docs/operations.md, Sizes)").formatted(has, needs, option, needs));
    }

    private static long filesFor(Settings settings) {
        long files = FILES_OF_OUR_OWN;
        if (settings.flag("rendezvous.enabled")) {
            files += settings.integer("http.max-connections");
        }
        if (settings.usesSqs()) {
            // A call to the embedded SQS has both its ends here.
            files += settings.integer("sqs.max-connections")
                    * (settings.sqsEndpoint().kind() == SqsEndpoint.Kind.EMBEDDED ? 2L : 1L);
        }
        if (settings.flag("seabird.enabled")) {
            files += settings.integer("seabird.max-connections") + settings.integer("seabird.max-streams")
                    * (settings.amqpUri().uri().isEmpty() ? 2L : 1L);
        }
        return files;
    }

    private static long bytesFor(Settings settings) {
        long bytes = 0;
        if (settings.flag("rendezvous.enabled")) {
            bytes += BYTES_OF_A_POLL * Math.min(settings.integer("rendezvous.max-waiting-proxies"),
                    settings.integer("http.max-connections"));
        }
        return settings.flag("seabird.enabled") ? bytes + chatBytes(settings) : bytes;
    }

    private static long chatBytes(Settings settings) {
        return Math.max(CHAT_BYTES, settings.optional("seabird.max-waiting-bytes")
                .map(waiting -> Long.parseLong(waiting) * WAITING_SHARE).orElse(0L));
    }
}
