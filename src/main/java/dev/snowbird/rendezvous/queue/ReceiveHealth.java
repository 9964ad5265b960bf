package dev.snowbird.rendezvous.queue;

import java.util.Map;
import java.util.Optional;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * Whether offers come in: down while receiving from the broker queue fails, and while it pauses because as many offers
 * as may be are in flight and none of them is done within a client's time. Camel's own check of the consumer can't
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
        trouble().ifPresentOrElse(line -> result.down().message(line), result::up);
    }

    /** Says in a line why no offers come in; empty while they do. */
    public Optional<String> trouble() {
        int failures = receiver.failures();
        if (failures > 0) {
            return Optional.of("The last %d receives from the broker queue failed".formatted(failures));
        }
        return receiver.stuck().map(idle -> "As many offers as may be are in flight, and none has been done for %d s"
                .formatted(idle.toSeconds()));
    }
}
