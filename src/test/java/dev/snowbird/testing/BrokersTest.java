package dev.snowbird.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test that runs once on each kind of AMQP broker. It, and what runs before and after each test of its class, may
 * take a {@link TestBroker}.
 *
 * <p>RabbitMQ has to be installed: where it isn't, its run is skipped and says so; where the environment variable
 * {@code CI} is {@code true}, that is a failure.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
@ExtendWith(EachBroker.class)
public @interface BrokersTest {

    /** Whether the test has brokers of its own, to stop as it likes, and not those of all tests. */
    boolean ownBroker() default false;
}
