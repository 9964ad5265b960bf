package dev.snowbird.seabird;

import dev.snowbird.amqp.NameTakenException;
import dev.snowbird.log.RootCause;
import dev.snowbird.seabird.api.StatusText;
import io.grpc.Status;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/** What a peer is told whose stream is refused, since it can't be opened. */
final class RefusedStream {

    /** Of a longer name the beginning is told. */
    private static final int NAME_BYTES = 255;

    private RefusedStream() {
    }

    /**
     * Returns what to throw in a later stage of the opening that failed.
     *
     * @param failure why it failed
     * @param taken   what is told of the name that another stream has
     */
    static CompletionException of(Throwable failure, Function<String, String> taken) {
        Throwable cause = RootCause.ofStage(failure);
        if (cause instanceof NameTakenException clash) {
            String name = StatusText.shortened(clash.name(), NAME_BYTES);
            return new CompletionException(
                    Status.ALREADY_EXISTS.withDescription(taken.apply(name)).asException());
        }
        return new CompletionException(cause);
    }
}
