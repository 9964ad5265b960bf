package dev.snowbird.rendezvous.queue;

import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * Whether offers come in: down while receiving from the broker queue fails. Camel's own check of the consumer can't
 * tell, since a failed receive is waited out below it, and it is down until the first long poll has ended.
 */
public final class ReceiveHealth extends AbstractHealthCheck {

    private final OfferReceiver receiver;

    /**
     * @param receiver knows how its last receives went
     * @param id       names the check among others
     */
    public ReceiveHealth(OfferReceiver receiver, String id) {
        super("rendezvous", id);
        this.receiver = receiver;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder result, Map<String, Object> options) {
        int failures = receiver.failures();
        if (failures == 0) {
            result.up();
        } else {
            result.down().message("The last %d receives from the broker queue failed".formatted(failures));
        }
    }
}
