package dev.snowbird.testing;

import java.net.URI;
import java.util.Map;

/**
 * A broker for cores with settings of their own.
 *
 * @param broker   the broker
 * @param settings the settings
 */
record BrokerWithSettings(TestBroker broker, Map<String, String> settings) implements TestBroker {

    @Override
    public String name() {
        return broker.name();
    }

    @Override
    public URI amqpUri() {
        return broker.amqpUri();
    }

    @Override
    public int queues() {
        return broker.queues();
    }

    @Override
    public int connections() {
        return broker.connections();
    }

    @Override
    public void stop() throws Exception {
        broker.stop();
    }

    @Override
    public void start() throws Exception {
        broker.start();
    }

    @Override
    public void close() throws Exception {
        broker.close();
    }
}
