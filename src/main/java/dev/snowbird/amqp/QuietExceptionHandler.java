package dev.snowbird.amqp;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Consumer;
import com.rabbitmq.client.impl.ForgivingExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the client library from logging stack traces for lost connections; {@link AmqpLink} says what matters. */
final class QuietExceptionHandler extends ForgivingExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(QuietExceptionHandler.class);

    @Override
    public void handleConsumerException(Channel channel, Throwable exception, Consumer consumer, String consumerTag,
            String methodName) {
        LOG.error("A message from the broker could not be handled", exception);
    }

    @Override
    protected void log(String message, Throwable exception) {
        LOG.debug("{}", message, exception);
    }
}
