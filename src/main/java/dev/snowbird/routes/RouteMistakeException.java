package dev.snowbird.routes;

import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import org.apache.camel.LineNumberAware;

/** A mistake in a route, which stops the start; in one line that says where it is and what would be right. */
final class RouteMistakeException extends RuntimeException {

    /** As somebody reads who mends one after the other. */
    static final Comparator<RouteMistakeException> BY_PLACE =
            Comparator.comparing((RouteMistakeException one) -> one.file).thenComparingInt(one -> one.line);

    private static final long serialVersionUID = 1L;

    private final String file;
    private final int line;

    /**
     * @param place   where the mistake was made, as a file has it
     * @param subject the route, and the step of it if one is to blame
     * @param wrong   what is wrong
     */
    RouteMistakeException(Object place, String subject, String wrong) {
        this(place instanceof LineNumberAware node && node.getLocation() != null ? nameOf(node.getLocation()) : "",
                place instanceof LineNumberAware node ? OptionalInt.of(node.getLineNumber()) : OptionalInt.empty(),
                subject + ": " + wrong);
    }

    /** Does the same, and keeps what Camel threw for those who debug; not as a cause, which would be shown instead. */
    RouteMistakeException(Object place, String subject, String wrong, Throwable thrown) {
        this(place, subject, wrong);
        addSuppressed(thrown);
    }

    /**
     * @param file  the name of the file; empty when nobody knows
     * @param line  the number of the line; empty when the whole file is meant
     * @param wrong what is wrong
     */
    RouteMistakeException(String file, OptionalInt line, String wrong) {
        super((file.isEmpty() ? "" : file + (line.isPresent() ? ":" + line.getAsInt() : "") + ": ") + wrong);
        this.file = file;
        this.line = line.orElse(0);
    }

    /**
     * @param mistakes several, each in its line
     */
    RouteMistakeException(List<String> mistakes) {
        this("", OptionalInt.empty(), String.join("\n", mistakes));
    }

    /** Returns the name of a file as people know it: one beside the program as it is, one of the jar without that. */
    static String nameOf(String location) {
        return location.replaceFirst("^(file|classpath):", "").replaceFirst(".*(/classes|\\.jar!)/(?=routes/)", "");
    }

    /** Returns the first of these among the causes of a failure, or null. */
    static RouteMistakeException in(Throwable failure) {
        return failure == null || failure instanceof RouteMistakeException
                ? (RouteMistakeException) failure : in(failure.getCause());
    }
}
