package dev.snowbird.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test of routes, with the built-in ones beside them: each test method has a Snowbird of its own, whose beans are the
 * real ones and whose queues, brokers, timers and peers are the test's. What a method has as a parameter it gets: a
 * {@link Proxy}, a {@link Client}, a {@link Browser}, a {@link Plugin}, a {@link Backend}, the {@link Routes}, the
 * {@link FakeExchanges}, the {@link SqsInWords}, the {@link ManualClock}. Fields with annotations of Camel's, such as
 * {@code @EndpointInject}, are set, too.
 */
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(SnowbirdExtension.class)
public @interface SnowbirdTest {

    /**
     * Where the routes under test are: a folder, as the program reads it, or one file of it. What is not absolute is
     * looked for in the folders above the test's classes, so in its project, and then where the test is run.
     */
    String routes() default "routes";

    /**
     * Settings that differ from the defaults, as {@code name=value}: Snowbird's, or those that the routes use. No file
     * of settings is read, as it may name queues that are real.
     */
    String[] settings() default {};

    /**
     * What comes next is a mock in the place of these endpoints, for example {@code direct:chat-message-send} or
     * {@code vertx-http:*}; nothing is sent to the real ones. {@link Routes#mock} returns the mock.
     */
    String[] mocks() default {};
}
