package dev.snowbird.seabird.amqp;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AuthenticationFailureException;
import com.rabbitmq.client.Method;
import com.rabbitmq.client.MissedHeartbeatException;
import com.rabbitmq.client.PossibleAuthenticationFailureException;
import com.rabbitmq.client.ShutdownSignalException;
import com.rabbitmq.client.UnexpectedFrameError;
import io.grpc.Status;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** What failures of AMQP mean. The texts hold no address, name or credential, as those of libraries may. */
final class AmqpErrors {

    /** What a caller is told while there is no broker. */
    static final Status UNREACHABLE = Status.UNAVAILABLE.withDescription("the message broker is not reachable");

    private AmqpErrors() {
    }

    /**
     * Tells whether declaring an exclusive queue failed because another connection has it: RabbitMQ closes the channel
     * with 405, Qpid the connection with 530.
     */
    static boolean isTaken(Throwable failure) {
        return closeReason(failure).filter(reason -> reason instanceof AMQP.Channel.Close channel
                ? channel.getReplyCode() == AMQP.RESOURCE_LOCKED
                : ((AMQP.Connection.Close) reason).getReplyCode() == AMQP.NOT_ALLOWED).isPresent();
    }

    /**
     * Describes a failure on one line.
     *
     * @param failure what the client library threw, or why it closed a connection
     * @return words for an operator
     */
    static String describe(Throwable failure) {
        if (has(failure, BlockedException.class)) {
            return root(failure).getMessage();
        }
        // Qpid does not say so, but closes the connection.
        if (has(failure, AuthenticationFailureException.class)
                || has(failure, PossibleAuthenticationFailureException.class)) {
            return "it refuses the user or the password";
        }
        if (has(failure, SSLException.class)) {
            return "TLS failed; its certificate must be trusted and made out for the host's name";
        }
        if (has(failure, UnknownHostException.class) || has(failure, UnresolvedAddressException.class)) {
            return "its host's name is unknown";
        }
        if (has(failure, ConnectException.class)) {
            return "nothing listens there";
        }
        if (has(failure, TimeoutException.class) || has(failure, SocketTimeoutException.class)
                || has(failure, MissedHeartbeatException.class)) {
            return "it does not answer";
        }
        if (has(failure, UnexpectedFrameError.class)) {
            return "it does not speak AMQP 0-9-1";
        }
        return closeReason(failure).map(AmqpErrors::closed)
                .orElseGet(() -> "the connection broke (%s)".formatted(root(failure).getClass().getSimpleName()));
    }

    /**
     * Describes why a broker takes no messages.
     *
     * @param reason what it says itself; RabbitMQ's begins with "low on"
     */
    static String blocked(String reason) {
        return "it is %s and takes no messages".formatted(reason.startsWith("low on ") ? LogText.of(reason)
                : "short of something");
    }

    private static String closed(Method reason) {
        if (reason instanceof AMQP.Channel.Close channel) {
            return switch (channel.getReplyCode()) {
                case AMQP.ACCESS_REFUSED -> "it does not permit the user to do this (403)";
                case AMQP.NOT_FOUND -> "an exchange or a queue is missing (404)";
                case AMQP.PRECONDITION_FAILED -> "an exchange of that name exists and is of another kind (406)";
                default -> "it closed a channel (%d)".formatted(channel.getReplyCode());
            };
        }
        int code = ((AMQP.Connection.Close) reason).getReplyCode();
        return switch (code) {
            case AMQP.CONNECTION_FORCED -> "it closed the connection";
            case AMQP.NOT_ALLOWED, AMQP.NOT_FOUND ->
                "there is no such virtual host, or the user may not use it (%d)".formatted(code);
            default -> "it closed the connection (%d)".formatted(code);
        };
    }

    private static Optional<Method> closeReason(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ShutdownSignalException closed && isClose(closed.getReason())) {
                return Optional.of(closed.getReason());
            }
        }
        return Optional.empty();
    }

    private static boolean isClose(Method reason) {
        return reason instanceof AMQP.Channel.Close || reason instanceof AMQP.Connection.Close;
    }

    private static boolean has(Throwable failure, Class<? extends Throwable> type) {
        return failure != null && (type.isInstance(failure) || has(failure.getCause(), type));
    }

    private static Throwable root(Throwable failure) {
        return failure.getCause() == null ? failure : root(failure.getCause());
    }
}
