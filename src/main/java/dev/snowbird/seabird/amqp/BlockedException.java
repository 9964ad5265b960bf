package dev.snowbird.seabird.amqp;

import java.io.IOException;

/** The broker is there, but takes no messages for now. */
final class BlockedException extends IOException {

    private static final long serialVersionUID = 1L;

    /**
     * @param reason why, in words for an operator
     */
    BlockedException(String reason) {
        super(reason);
    }
}
