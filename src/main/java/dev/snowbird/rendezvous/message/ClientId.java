package dev.snowbird.rendezvous.message;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The name that a client gives to one attempt over SQS; the queue of its answer is named after it (Snowflake contract,
 * section 8).
 *
 * @param value letters, digits, {@code -} and {@code _}: what a queue name may hold
 */
public record ClientId(String value) {

    private static final Pattern QUEUE_NAME_CHARACTERS = Pattern.compile("[A-Za-z0-9_-]+");
    private static final int LONGEST_QUEUE_NAME = 80;
    private static final int RANDOM_BYTES = 8;

    /** Throws {@link BadMessageException}, without the id, if it is missing or no queue name can hold it. */
    public ClientId {
        if (value == null || !QUEUE_NAME_CHARACTERS.matcher(value).matches()) {
            throw new BadMessageException("client id can't be part of a queue name");
        }
    }

    /**
     * Checks what a client sent before a queue is made from it.
     *
     * @param id the client's name for its attempt, may be null
     * @param queuePrefix what the names of all answer queues begin with
     * @return an id for which {@link #queueName} succeeds with that prefix
     * @throws BadMessageException if there is no such queue name; its text doesn't repeat the id
     */
    public static ClientId of(String id, String queuePrefix) {
        ClientId clientId = new ClientId(id);
        clientId.queueName(queuePrefix);
        return clientId;
    }

    /** Makes a new id as clients do: 16 hexadecimal digits that can't be guessed. */
    public static ClientId random() {
        byte[] bytes = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(bytes);
        return new ClientId(HexFormat.of().formatHex(bytes));
    }

    /**
     * Names the queue that this client's answer goes to.
     *
     * @param prefix what the names of all answer queues begin with
     * @return the queue's name
     * @throws BadMessageException if SQS takes no name of that length
     */
    public String queueName(String prefix) {
        if (prefix.length() + value.length() > LONGEST_QUEUE_NAME) {
            throw new BadMessageException("client id is too long for a queue name");
        }
        return prefix + value;
    }
}
