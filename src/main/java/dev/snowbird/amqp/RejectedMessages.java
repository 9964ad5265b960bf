package dev.snowbird.amqp;

import dev.snowbird.log.BoundedLog;
import dev.snowbird.log.RootCause;
import org.springframework.amqp.rabbit.listener.ConditionalRejectingErrorHandler;

/** Says, once a minute at most, that a route of an operator's own has failed with a message. */
final class RejectedMessages extends ConditionalRejectingErrorHandler {

    private final BoundedLog log = new BoundedLog(RejectedMessages.class);

    @Override
    protected void log(Throwable failure) {
        log.warn("A route could not handle a message of its queue, which is rejected: {}", RootCause.line(failure));
    }
}
