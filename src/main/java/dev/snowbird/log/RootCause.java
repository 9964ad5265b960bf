package dev.snowbird.log;

/** Where libraries say what was wrong. */
public final class RootCause {

    private RootCause() {
    }

    /** Returns the innermost cause of a failure, or the failure itself. */
    public static Throwable of(Throwable failure) {
        return failure.getCause() == null ? failure : of(failure.getCause());
    }

    /** Returns the first line of what the innermost cause says, or else its type. */
    public static String line(Throwable failure) {
        Throwable root = of(failure);
        return String.valueOf(root.getMessage()).lines().findFirst()
                .filter(line -> root.getMessage() != null).orElse(root.getClass().getSimpleName());
    }
}
