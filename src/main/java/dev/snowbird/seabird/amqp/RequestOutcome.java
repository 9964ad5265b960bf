package dev.snowbird.seabird.amqp;

import dev.snowbird.log.RootCause;
import io.grpc.Status;
import java.util.Locale;

/** How a request ended, as the metrics call it. */
public enum RequestOutcome {

    /** The backend replied, whatever it said. */
    REPLIED,
    /** There is no such backend. */
    UNROUTABLE,
    /** No reply came in time. */
    TIMED_OUT,
    /** The broker was lost. */
    UNAVAILABLE;

    /** Tells what a request's future was completed with; null stands for a reply. */
    static RequestOutcome of(Throwable failure) {
        if (failure == null) {
            return REPLIED;
        }
        return switch (Status.fromThrowable(RootCause.ofStage(failure)).getCode()) {
            case NOT_FOUND -> UNROUTABLE;
            case DEADLINE_EXCEEDED -> TIMED_OUT;
            default -> UNAVAILABLE;
        };
    }

    /** Returns the name used in metrics. */
    public String tag() {
        return name().toLowerCase(Locale.ROOT);
    }
}
