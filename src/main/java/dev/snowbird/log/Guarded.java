package dev.snowbird.log;

/**
 * Work that is done again and again. Java's schedulers end a repetition for good, and without a word, when it fails
 * once.
 */
public final class Guarded {

    private Guarded() {
    }

    /**
     * Returns the same work, which never fails: that it did is logged, a line a minute.
     *
     * @param doer in whose name the lines are written
     * @param what could not be done then, as in "The history can't be kept"
     * @param work what to do
     */
    public static Runnable repeat(Class<?> doer, String what, Runnable work) {
        BoundedLog often = new BoundedLog(doer);
        return () -> {
            try {
                work.run();
            } catch (RuntimeException e) {
                often.warn("{}: {}", what, RootCause.line(e));
            }
        };
    }
}
