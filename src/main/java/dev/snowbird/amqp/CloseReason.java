package dev.snowbird.amqp;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Method;
import com.rabbitmq.client.ShutdownSignalException;
import dev.snowbird.log.LogText;
import dev.snowbird.log.RootCause;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Why a broker has closed a channel or a connection. One code stands for several things, so the text counts, in the
 * words of RabbitMQ (3.10 and newer) and Qpid (10.1).
 *
 * @param code 403, for example
 * @param text the broker's own words; they may hold names
 */
record CloseReason(int code, String text) {

    private static final Meaning MISSING_QUEUE =
            meaning("no queue '|No such queue|Queue: '.*' not found|to queue '.*' as it has been deleted",
                    "a queue is missing");
    private static final List<Meaning> MEANINGS = List.of(
            limit("queue limit in vhost .* \\((\\d+)\\) is reached",
                    "max-queues", "its virtual host may hold no more queues (max-queues is %s)"),
            limit("user connection limit \\((\\d+)\\) is reached",
                    "max-connections", "its user may have no more connections (max-connections of the user is %s)"),
            limit("connection limit \\((\\d+)\\) is reached",
                    "max-connections", "its virtual host takes no more connections (max-connections is %s)"),
            limit("maximum allowed user limit of \\((\\d+)\\)",
                    "max-channels", "its user may have no more channels (max-channels of the user is %s)"),
            limit("message size \\d+ is larger than configured max size (\\d+)",
                    "max_message_size", "it takes no message of more than %s bytes (max_message_size)"),
            limit("limit.* is reached|maximum allowed limit|reached maximum",
                    "one of its own", "one of its limits is reached"),
            meaning("inequivalent arg '([^']*)' for exchange '([^']*)'",
                    "the exchange %2$s is there already, with another %1$s"),
            meaning("redeclare exchange: '([^']*)' of type", "the exchange %s is there already, with another type"),
            meaning("inequivalent arg '([^']*)' for queue", "a queue of that name is there already, with another %s"),
            meaning("no exchange '([^']*)'", "the exchange %s is missing"),
            meaning("Unknown exchange name: '([^']*)'", "the exchange %s is missing"),
            meaning("Exchange '([^']*)' does not exist", "the exchange %s is missing"),
            MISSING_QUEUE,
            meaning("reserved prefix", "it keeps names that begin with amq. for itself"),
            meaning("access to exchange '([^']*)' .*refused", "it does not permit its user to use the exchange %s"),
            meaning("access to queue '.*refused", "it does not permit its user to use a queue of that name"),
            meaning("vhost .* not found|Unknown virtual host", "there is no such virtual host"),
            meaning("vhost .* is down", "its virtual host is down"),
            meaning("access to vhost .* refused", "its user may not use the virtual host"),
            meaning("exclusiv", "another connection has a queue of that name"),
            meaning("unknown exchange type|Unknown exchange type", "it does not know that type of exchange"),
            meaning("Authentication failed", "it refuses the user or the password"));

    /** What a text says. */
    private record Meaning(Pattern pattern, String words, Optional<String> limit) {
    }

    private static Meaning meaning(String pattern, String words) {
        return new Meaning(Pattern.compile(pattern), words, Optional.empty());
    }

    private static Meaning limit(String pattern, String name, String words) {
        return new Meaning(Pattern.compile(pattern), words, Optional.of(name));
    }

    /** Returns the reason when it was the broker who closed something. */
    static Optional<CloseReason> of(Throwable failure) {
        return RootCause.chain(failure).filter(ShutdownSignalException.class::isInstance)
                .flatMap(closed -> of(((ShutdownSignalException) closed).getReason()).stream()).findFirst();
    }

    private static Optional<CloseReason> of(Method method) {
        if (method instanceof AMQP.Channel.Close channel) {
            return Optional.of(new CloseReason(channel.getReplyCode(), channel.getReplyText()));
        }
        if (method instanceof AMQP.Connection.Close connection) {
            return Optional.of(new CloseReason(connection.getReplyCode(), connection.getReplyText()));
        }
        return Optional.empty();
    }

    /** Returns which limit of the broker was reached, by the broker's name for it, when that is the reason. */
    Optional<String> limit() {
        return MEANINGS.stream().filter(meaning -> meaning.pattern().matcher(text).find()).findFirst()
                .flatMap(Meaning::limit);
    }

    /** Whether a queue belongs to another connection: RabbitMQ answers 405, Qpid 530. */
    boolean isTaken() {
        return (code == AMQP.RESOURCE_LOCKED || code == AMQP.NOT_ALLOWED) && text.contains("exclusiv");
    }

    /** Whether a queue is not there that was asked for. */
    boolean isMissingQueue() {
        return code == AMQP.NOT_FOUND && MISSING_QUEUE.pattern().matcher(text).find();
    }

    /** Returns words for an operator. The only names in them are those of exchanges, which the operator has given. */
    String words() {
        if (code == AMQP.CONNECTION_FORCED) {
            return "it closed the connection";
        }
        for (Meaning meaning : MEANINGS) {
            Matcher found = meaning.pattern().matcher(text);
            if (found.find()) {
                return "%s (%d)".formatted(meaning.words().formatted(groups(found)), code);
            }
        }
        return "it says: %s (%d)".formatted(LogText.of(text.replaceAll("'[^']*'", "'...'")), code);
    }

    private static Object[] groups(Matcher found) {
        Object[] groups = new Object[found.groupCount()];
        for (int i = 0; i < groups.length; i++) {
            groups[i] = LogText.of(found.group(i + 1));
        }
        return groups;
    }
}
