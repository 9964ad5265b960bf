package dev.snowbird.amqp;

import dev.snowbird.log.LogText;
import java.io.IOException;

/** The broker is there, but takes no messages for now. */
final class BlockedException extends IOException {

    private static final long serialVersionUID = 1L;

    /**
     * @param reason what the broker says; RabbitMQ's begins with "low on"
     */
    BlockedException(String reason) {
        super("it is %s and takes no messages".formatted(
                reason.startsWith("low on ") ? LogText.of(reason) : "short of something"));
    }
}
