package dev.snowbird.testing;

import java.net.URI;
import java.util.Map;

/** An AMQP broker that tests run against, one of the kinds that Snowbird has to get along with. */
public interface TestBroker {

    /** What it is called in the names of tests. */
    String name();

    /** Where clients connect, with user and password; the same after a restart. */
    URI amqpUri();

    /** What the cores of a test are to be set to on it, beside their own settings. */
    default Map<String, String> settings() {
        return Map.of();
    }

    /** How many queues there are. */
    int queues();

    /** How many clients are connected. */
    int connections();

    /** Ends it with all its connections. */
    void stop() throws Exception;

    /** Starts it again on the same port, without what wasn't durable. */
    void start() throws Exception;

    /** Does the one and then the other. */
    default void restart() throws Exception {
        stop();
        start();
    }

    /** Ends it for good. */
    void close() throws Exception;
}
