package dev.snowbird.seabird.api;

import dev.snowbird.RootCause;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a peer is told of a route that failed. */
final class FailureStatus {

    private static final Logger LOG = LoggerFactory.getLogger(FailureStatus.class);
    /** Causes may go in a circle. */
    private static final int DEEPEST = 20;

    private FailureStatus() {
    }

    /**
     * Returns the status that was thrown, from wherever it is wrapped in. Anything else is a mistake of ours: it is
     * logged, and the peer learns no details.
     */
    static Status of(Rpc rpc, Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause).limit(DEEPEST)
                .filter(cause -> cause instanceof StatusException || cause instanceof StatusRuntimeException)
                .findFirst().map(Status::fromThrowable).orElseGet(() -> {
                    LOG.debug("{} failed here", rpc.name(), failure);
                    return mistake(rpc, RootCause.line(failure));
                });
    }

    /** Logs a mistake of ours, and returns what a peer is told of any. */
    static Status mistake(Rpc rpc, String line) {
        LOG.error("{} failed: {}", rpc.name(), line);
        return Status.INTERNAL.withDescription("internal error");
    }
}
