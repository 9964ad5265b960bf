package dev.snowbird.log;

import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

/** Where libraries say what was wrong. */
public final class RootCause {

    /** Causes may go in a circle. */
    private static final int DEEPEST = 20;

    private RootCause() {
    }

    /** Returns the innermost cause of a failure, or the failure itself. */
    public static Throwable of(Throwable failure) {
        return chain(failure).reduce((outer, inner) -> inner).orElse(failure);
    }

    /** Returns the first line of what the innermost cause says, or else its type. */
    public static String line(Throwable failure) {
        Throwable root = of(failure);
        return String.valueOf(root.getMessage()).lines().findFirst()
                .filter(line -> root.getMessage() != null).orElse(root.getClass().getSimpleName());
    }

    /** Returns a failure and its causes, the outermost first; nothing for null. */
    public static Stream<Throwable> chain(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause).limit(DEEPEST);
    }

    /** Returns the outermost of a failure and its causes that is of a type. */
    public static <T extends Throwable> Optional<T> find(Throwable failure, Class<T> type) {
        return chain(failure).filter(type::isInstance).findFirst().map(type::cast);
    }

    /** Returns what a stage of a future failed with, without what later stages have wrapped it in. */
    public static Throwable ofStage(Throwable failure) {
        return chain(failure).filter(cause -> !(cause instanceof CompletionException
                || cause instanceof ExecutionException) || cause.getCause() == null).findFirst().orElse(failure);
    }
}
