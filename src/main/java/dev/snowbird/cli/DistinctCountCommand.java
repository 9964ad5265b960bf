package dev.snowbird.cli;

import dev.snowbird.rendezvous.statistics.DistinctCount;
import dev.snowbird.start.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/**
 * {@code snowbird distinct-count}: adds up journals of distinct proxy addresses. Flags and output are those of the
 * reference's {@code distinctcounter} (Snowflake contract, section 17); the journals are not.
 */
@Command(name = "distinct-count",
        description = "Tells how many different proxy addresses Snowbird's journals counted in a span of time.",
        footer = {"", "Example:", "  snowbird distinct-count --in counts-proxies.jsonl --from 2026-11-01T00:00:00Z"
            + " --to 2026-12-01T00:00:00Z"})
public final class DistinctCountCommand implements Callable<Integer> {

    private static final int FAILED = 1;
    private static final int LINES_BETWEEN = 100;

    @Spec
    private CommandSpec spec;

    @Option(names = {"--in", "-in"}, required = true, paramLabel = "FILE",
            description = "The journal to read. Repeated: those of nodes that had the same key, added up.")
    private List<Path> journals;

    @Option(names = {"--from", "-from"}, required = true, paramLabel = "TIME", converter = Rfc3339.class,
            description = "When the span begins, as 2026-11-21T22:26:02Z.")
    private Instant from;

    @Option(names = {"--to", "-to"}, required = true, paramLabel = "TIME", converter = Rfc3339.class,
            description = "When the span ends. Lines that are only partly inside the span are left out.")
    private Instant to;

    /**
     * Counts and prints.
     *
     * @return 0, or 1 when the journal can't be read
     */
    @Override
    public Integer call() {
        try {
            DistinctCount count = count();
            PrintWriter output = spec.commandLine().getOut();
            output.println("sum = " + count.sum());
            output.println("chunkIncluded = " + count.chunkIncluded());
            return 0;
        } catch (NoSuchFileException missing) {
            return fail("there is no file " + missing.getFile());
        } catch (IOException | IllegalArgumentException unreadable) {
            return fail(unreadable.getMessage());
        }
    }

    private DistinctCount count() throws IOException {
        boolean somebodyLooks = Terminal.isAttached();
        try (Progress progress = new Progress(spec.commandLine().getErr(), somebodyLooks)) {
            return DistinctCount.count(journals, from, to, line -> {
                if (somebodyLooks && line % LINES_BETWEEN == 0) {
                    progress.show("reading", line + " lines");
                }
            });
        }
    }

    private int fail(String reason) {
        spec.commandLine().getErr().println("distinct-count: " + reason);
        return FAILED;
    }

    private static final class Rfc3339 implements ITypeConverter<Instant> {

        @Override
        public Instant convert(String text) {
            try {
                return OffsetDateTime.parse(text).toInstant();
            } catch (DateTimeException malformed) {
                throw new TypeConversionException("not a time as 2026-11-21T22:26:02Z");
            }
        }
    }
}
