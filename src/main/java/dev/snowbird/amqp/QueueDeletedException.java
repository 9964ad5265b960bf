package dev.snowbird.amqp;

import java.io.IOException;

/** Somebody else has deleted a queue without which a link can't work. */
final class QueueDeletedException extends IOException {

    private static final long serialVersionUID = 1L;

    QueueDeletedException() {
        super("a queue of this program was deleted");
    }
}
