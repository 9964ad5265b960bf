package dev.snowbird.routes;

import org.apache.camel.LineNumberAware;

/** A mistake in a route, which stops the start; in one line that says where it is and what would be right. */
final class RouteMistakeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * @param place   where the mistake was made, as a file has it
     * @param subject the route, and the step of it if one is to blame
     * @param wrong   what is wrong
     */
    RouteMistakeException(Object place, String subject, String wrong) {
        super(place(place) + subject + ": " + wrong);
    }

    /** Does the same, and keeps what Camel threw for those who debug; not as a cause, which would be shown instead. */
    RouteMistakeException(Object place, String subject, String wrong, Throwable thrown) {
        this(place, subject, wrong);
        addSuppressed(thrown);
    }

    private static String place(Object node) {
        if (!(node instanceof LineNumberAware placed) || placed.getLocation() == null) {
            return "";
        }
        return "%s:%d: ".formatted(placed.getLocation().replaceFirst("^file:", ""), placed.getLineNumber());
    }

    /** Returns the first of these among the causes of a failure, or null. */
    static RouteMistakeException in(Throwable failure) {
        return failure == null || failure instanceof RouteMistakeException
                ? (RouteMistakeException) failure : in(failure.getCause());
    }
}
