package dev.snowbird.amqp;

import com.rabbitmq.client.AuthenticationFailureException;
import com.rabbitmq.client.MalformedFrameException;
import com.rabbitmq.client.MissedHeartbeatException;
import com.rabbitmq.client.PossibleAuthenticationFailureException;
import com.rabbitmq.client.UnexpectedFrameError;
import dev.snowbird.log.RootCause;
import dev.snowbird.tls.TlsFailure;
import io.grpc.Status;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.UnresolvedAddressException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** What failures of AMQP mean. The texts hold no address, name or credential, as those of libraries may. */
public final class AmqpErrors {

    /** What a caller is told while there is no broker. */
    public static final Status UNREACHABLE = Status.UNAVAILABLE.withDescription("the message broker is not reachable");

    /** What a caller is told while the broker is there, but takes no messages. */
    static final Status BLOCKED = Status.UNAVAILABLE.withDescription("the message broker takes no messages for now");

    private AmqpErrors() {
    }

    /** Tells whether declaring an exclusive queue failed because another connection has it. */
    public static boolean isTaken(Throwable failure) {
        return CloseReason.of(failure).filter(CloseReason::isTaken).isPresent();
    }

    /** Tells whether a queue was not there that was asked for. */
    static boolean isMissingQueue(Throwable failure) {
        return CloseReason.of(failure).filter(CloseReason::isMissingQueue).isPresent();
    }

    /** Tells whether the broker works, but gives no more of something. */
    static boolean isLimit(Throwable failure) {
        return CloseReason.of(failure).flatMap(CloseReason::limit).isPresent();
    }

    /** Tells whether something failed because there was no broker, or was none any more. */
    static boolean isUnreachable(Throwable failure) {
        return UNREACHABLE.getDescription().equals(Status.fromThrowable(failure).getDescription());
    }

    /**
     * Returns what a caller is told: RESOURCE_EXHAUSTED at a limit of the broker, else UNAVAILABLE.
     *
     * @param failure what the client library threw
     */
    static Status status(Throwable failure) {
        return CloseReason.of(failure).flatMap(CloseReason::limit)
                .map(limit -> Status.RESOURCE_EXHAUSTED.withDescription(
                        "a limit of the message broker is reached: " + limit))
                .orElse(has(failure, BlockedException.class) ? BLOCKED : UNREACHABLE);
    }

    /**
     * Describes a failure on one line.
     *
     * @param failure what the client library threw, or why it closed a connection
     * @return words for an operator
     */
    static String describe(Throwable failure) {
        if (failure instanceof BlockedException || failure instanceof QueueDeletedException
                || failure instanceof QueueTakenException || failure instanceof Pulse.FrozenException) {
            return failure.getMessage();
        }
        // Qpid does not say so, but closes the connection.
        if (has(failure, AuthenticationFailureException.class)
                || has(failure, PossibleAuthenticationFailureException.class)) {
            return "it refuses the user or the password";
        }
        if (has(failure, SSLException.class)) {
            return TlsFailure.describe(failure);
        }
        if (has(failure, UnknownHostException.class) || has(failure, UnresolvedAddressException.class)) {
            return "its host's name is unknown";
        }
        if (failure instanceof NotYetConnectedException) {
            return "it is not connected yet";
        }
        if (has(failure, ConnectException.class)) {
            return "nothing listens there";
        }
        if (has(failure, TimeoutException.class) || has(failure, SocketTimeoutException.class)
                || has(failure, MissedHeartbeatException.class)) {
            return "it does not answer";
        }
        if (has(failure, UnexpectedFrameError.class) || has(failure, MalformedFrameException.class)) {
            return "it does not speak AMQP 0-9-1 on that port, or wants TLS, for which the URI begins with amqps:";
        }
        return CloseReason.of(failure).map(CloseReason::words)
                .orElseGet(() -> "the connection broke (%s)"
                        .formatted(RootCause.of(failure).getClass().getSimpleName()));
    }

    private static boolean has(Throwable failure, Class<? extends Throwable> type) {
        return RootCause.find(failure, type).isPresent();
    }
}
