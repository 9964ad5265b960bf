package dev.snowbird.bench.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Reads what a process of this machine has used from Linux' {@code /proc}, and from the JVM if it is one. */
public final class ProcessMeter implements AutoCloseable {

    /** Linux tells times to programs in hundredths of a second, on every machine that runs Java. */
    private static final double TICKS_PER_SECOND = 100;
    private static final int BYTES_PER_KB = 1024;
    /** The fields after the name of the program, which may hold spaces, begin with the third. */
    private static final int USER_TIME = 14 - 3;
    private static final int SYSTEM_TIME = 15 - 3;

    private final Path folder;
    private final Allocations allocations;

    private ProcessMeter(long pid, Allocations allocations) {
        this.folder = Path.of("/proc", String.valueOf(pid));
        this.allocations = allocations;
    }

    /** Looks at a process from outside alone, which costs it nothing. */
    public static ProcessMeter outside(long pid) {
        return new ProcessMeter(pid, new Allocations.None());
    }

    /** Asks a JVM what it has allocated, too: a thread more there. */
    public static ProcessMeter ofJvm(long pid) throws IOException {
        return new ProcessMeter(pid, Allocations.Attached.to(pid));
    }

    /** Returns what has been used until now. */
    public Use now() {
        try {
            String stat = Files.readString(folder.resolve("stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            double ticks = Double.parseDouble(fields[USER_TIME]) + Double.parseDouble(fields[SYSTEM_TIME]);
            OptionalLong allocated = allocations.bytes();
            return new Use(ticks / TICKS_PER_SECOND, switches(), allocated,
                    sum(folder.resolve("status"), "VmRSS:") * BYTES_PER_KB);
        } catch (IOException e) {
            throw new UncheckedIOException("the process that is measured has ended", e);
        }
    }

    private long switches() throws IOException {
        try (Stream<Path> threads = Files.list(folder.resolve("task"))) {
            return threads.mapToLong(thread -> sum(thread.resolve("status"), "voluntary_ctxt_switches:",
                    "nonvoluntary_ctxt_switches:")).sum();
        }
    }

    private static long sum(Path status, String... names) {
        try (Stream<String> lines = Files.lines(status)) {
            List<String> wanted = List.of(names);
            return lines.map(line -> line.split("\\s+")).filter(words -> wanted.contains(words[0]))
                    .mapToLong(words -> Long.parseLong(words[1])).sum();
        } catch (NoSuchFileException e) {
            return 0;
        } catch (UncheckedIOException e) {
            // A thread that ends while its file is read.
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        allocations.close();
    }
}
