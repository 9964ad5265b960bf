package dev.snowbird.demo;

import dev.snowbird.log.RootCause;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;

/** Tells a demo's story: a line for each step, with the seconds since the start and who acts. */
public final class Narrator {

    private final PrintWriter out;
    private final long start = System.nanoTime();
    private String step = "start";

    /**
     * @param out gets the lines
     */
    public Narrator(PrintWriter out) {
        this.out = out;
    }

    /**
     * Does a step, which is named if it fails.
     *
     * @param name what is done
     * @param work does it
     * @return what the work returns
     * @throws Exception what the work throws
     */
    <T> T step(String name, Callable<T> work) throws Exception {
        step = name;
        return work.call();
    }

    /** Something that fails as the step does, and returns nothing. */
    interface Work {
        void run() throws Exception;
    }

    /**
     * Does a step, which is named if it fails.
     *
     * @param name what is done
     * @param work does it
     * @throws Exception what the work throws
     */
    void step(String name, Work work) throws Exception {
        step = name;
        work.run();
    }

    /** Tells what has happened. */
    void tell(String who, String what) {
        out.printf(Locale.ROOT, "%5.2f s  %-7s %s%n", (System.nanoTime() - start) / 1e9, who, what);
        out.flush();
    }

    /** Tells which step failed, and how. */
    public void failed(Exception failure) {
        tell("demo", "FAILED at: %s (%s)".formatted(step, RootCause.line(failure)));
    }
}
