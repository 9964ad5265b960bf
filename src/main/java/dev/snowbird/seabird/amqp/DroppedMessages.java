package dev.snowbird.seabird.amqp;

import dev.snowbird.log.BoundedLog;
import dev.snowbird.log.RootCause;
import org.springframework.amqp.rabbit.listener.ConditionalRejectingErrorHandler;

/** Says, once a minute at most, that a route of an operator's own has failed with a message. */
final class DroppedMessages extends ConditionalRejectingErrorHandler {

    private final BoundedLog log = new BoundedLog(DroppedMessages.class);

    @Override
    protected void log(Throwable failure) {
        log.warn("A route could not handle a message of its queue, which is rejected: {}", RootCause.line(failure));
    }
}
