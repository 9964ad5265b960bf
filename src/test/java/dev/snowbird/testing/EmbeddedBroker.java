package dev.snowbird.testing;

import dev.snowbird.embedded.EmbeddedAmqp;
import dev.snowbird.embedded.EmbeddedAmqpControl;
import java.net.URI;

/** The broker inside this process, which Snowbird starts unless it is given another. */
final class EmbeddedBroker implements TestBroker {

    private EmbeddedAmqp broker;

    public EmbeddedBroker() throws Exception {
        broker = EmbeddedAmqp.start(Ports.choose());
    }

    @Override
    public String name() {
        return "embedded";
    }

    @Override
    public URI amqpUri() {
        return URI.create("amqp://" + broker.username() + ":" + broker.password() + "@" + broker.host() + ":"
                + broker.port());
    }

    @Override
    public int queues() {
        return EmbeddedAmqpControl.queues(broker);
    }

    @Override
    public int connections() {
        return EmbeddedAmqpControl.connections(broker);
    }

    @Override
    public void stop() {
        broker.close();
    }

    @Override
    public void start() throws Exception {
        broker = EmbeddedAmqpControl.again(broker);
    }

    @Override
    public void close() {
        broker.close();
    }
}
