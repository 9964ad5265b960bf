package dev.snowbird.seabird.amqp;

import java.util.Map;
import java.util.Optional;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Whether the message broker can be used. */
public final class AmqpHealth extends AbstractHealthCheck {

    private final AmqpLink link;

    public AmqpHealth(AmqpLink link) {
        super("seabird", "amqp");
        this.link = link;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder result, Map<String, Object> options) {
        Optional<String> trouble = link.trouble();
        if (trouble.isEmpty()) {
            result.up();
        } else {
            result.down().message("The message broker can't be used: " + trouble.get());
        }
    }
}
