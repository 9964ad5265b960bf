package dev.snowbird.amqp;

import java.io.IOException;

/** Another connection has a queue that only one can have, so a link can't be had. */
public final class QueueTakenException extends IOException {

    private static final long serialVersionUID = 1L;

    /**
     * @param words for the operator; they name the setting to change
     * @param cause what the broker said
     */
    public QueueTakenException(String words, Throwable cause) {
        super(words, cause);
    }
}
