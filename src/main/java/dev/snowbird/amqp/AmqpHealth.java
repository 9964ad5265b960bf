package dev.snowbird.amqp;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Whether the message broker can be used: a health check and a gauge. */
public final class AmqpHealth extends AbstractHealthCheck {

    private final AmqpLink link;

    /**
     * @param owner  whose link it is: the group of the check {@code amqp} and, with {@code .amqp.up}, the gauge's name
     * @param link   the link
     * @param meters gets the gauge
     */
    public AmqpHealth(String owner, AmqpLink link, MeterRegistry meters) {
        super(owner, "amqp");
        this.link = link;
        Gauge.builder(owner + ".amqp.up", link, watched -> watched.isUp() ? 1 : 0)
                .description("Whether the message broker is reachable").register(meters);
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
