package dev.snowbird.cli;

import dev.snowbird.start.Terminal;
import java.io.PrintWriter;

/**
 * Tells how far something is that takes long: on a terminal in one line that is written over and over, and is gone at
 * the end; elsewhere, as in a journal, in a line for each step.
 */
final class Progress implements AutoCloseable {

    private static final String ERASE = "\r\033[K";

    private final PrintWriter error;
    private final boolean onTerminal;
    private String step = "";

    /** Writes to standard error, so that what a script reads stays clean. */
    Progress(PrintWriter error) {
        this(error, Terminal.isAttached());
    }

    Progress(PrintWriter error, boolean onTerminal) {
        this.error = error;
        this.onTerminal = onTerminal;
    }

    /**
     * Tells it.
     *
     * @param step   what is being done
     * @param detail how far that is, which changes often
     */
    void show(String step, String detail) {
        if (onTerminal) {
            error.print(ERASE + step + ": " + detail);
            error.flush();
        } else if (!step.equals(this.step)) {
            error.println(step + ": " + detail);
            error.flush();
        }
        this.step = step;
    }

    @Override
    public void close() {
        if (onTerminal) {
            error.print(ERASE);
            error.flush();
        }
    }
}
