package dev.snowbird.testing;

import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** The brokers that Snowbird has to get along with. */
enum BrokerKind {

    /** Qpid, inside the process. */
    EMBEDDED("embedded") {
        @Override
        public TestBroker start() throws Exception {
            return new EmbeddedBroker();
        }
    },

    /** RabbitMQ, in a process of its own. */
    RABBITMQ("RabbitMQ") {
        @Override
        public TestBroker start() throws Exception {
            if (!RabbitMq.isInstalled()) {
                missing("Debian's package rabbitmq-server is not installed");
            }
            return new RabbitMqBroker();
        }
    };

    private final String text;

    BrokerKind(String text) {
        this.text = text;
    }

    /** Starts one; where it can't be had, the test that wants it is aborted or, in CI, fails. */
    public abstract TestBroker start() throws Exception;

    private static void missing(String reason) {
        if ("true".equals(System.getenv("CI"))) {
            Assertions.fail(reason);
        }
        System.err.println("WARN  AMQP tests do not run on RabbitMQ: " + reason);
        Assumptions.abort(reason);
    }

    @Override
    public String toString() {
        return text;
    }
}
