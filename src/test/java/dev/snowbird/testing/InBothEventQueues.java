package dev.snowbird.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A class whose {@link BrokersTest}s run once more, on RabbitMQ, with the other value of {@code seabird.event-queues}:
 * plugins can't tell which it is. Their cores are those of {@link Cores}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface InBothEventQueues {
}
