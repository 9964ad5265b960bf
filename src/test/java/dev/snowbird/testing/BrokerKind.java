package dev.snowbird.testing;

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
            return new RabbitMqBroker();
        }
    };

    private final String text;

    BrokerKind(String text) {
        this.text = text;
    }

    /** Starts one; where it can't be had, the test that wants it is aborted or, in CI, fails. */
    public abstract TestBroker start() throws Exception;

    @Override
    public String toString() {
        return text;
    }
}
