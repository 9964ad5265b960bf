package dev.snowbird.bench.measure;

import java.time.Duration;

/** How operations follow each other. */
public sealed interface Load permits ClosedLoad, PacedLoad {

    /** No load begins more operations than this, however fast they are. */
    int MOST_OPERATIONS = 2_000_000;

    /** How long the last operations may take after a load's time is over; what is open then has failed. */
    Duration PATIENCE = Duration.ofSeconds(20);

    /**
     * Puts a workload under this load.
     *
     * @param workload what to do
     * @param time     how long operations are begun
     */
    Outcome run(Workload workload, Duration time) throws InterruptedException;

    /** Says which load it is, as a report does. */
    String inWords();
}
