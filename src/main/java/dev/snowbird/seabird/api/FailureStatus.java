package dev.snowbird.seabird.api;

import dev.snowbird.log.BoundedLog;
import dev.snowbird.log.RootCause;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What peers are told when the route of an RPC fails. */
final class FailureStatus {

    private static final Logger LOG = LoggerFactory.getLogger(FailureStatus.class);

    private final BoundedLog log = new BoundedLog(FailureStatus.class);
    private final Rpc rpc;

    FailureStatus(Rpc rpc) {
        this.rpc = rpc;
    }

    /**
     * Returns the status that was thrown, from wherever it is wrapped in. Anything else is a mistake of ours: it is
     * logged, and the peer learns no details.
     */
    Status of(Throwable failure) {
        return RootCause.chain(failure)
                .filter(cause -> cause instanceof StatusException || cause instanceof StatusRuntimeException)
                .findFirst().map(Status::fromThrowable).orElseGet(() -> {
                    LOG.debug("{} failed here", rpc.name(), failure);
                    return mistake(RootCause.line(failure));
                });
    }

    /** Logs a mistake of ours, and returns what a peer is told of any. */
    Status mistake(String line) {
        log.error("{} failed: {}", rpc.name(), line);
        return Status.INTERNAL.withDescription("internal error");
    }
}
