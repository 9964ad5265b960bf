package dev.snowbird.seabird.amqp;

import dev.snowbird.amqp.Delivery;
import dev.snowbird.log.BoundedLog;
import dev.snowbird.log.LogText;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Consumer;

/**
 * What becomes of a reply that the default exchange returns: its caller is gone, or the id was invented, and that is
 * logged (Seabird contract, section 13).
 */
public final class UndeliverableReplies implements Consumer<Delivery> {

    private final BoundedLog log = new BoundedLog(UndeliverableReplies.class);
    private final Counter count;

    /**
     * @param meters gets the count of them
     */
    public UndeliverableReplies(MeterRegistry meters) {
        this.count = Counter.builder("seabird.replies.undeliverable")
                .description("Replies whose caller was gone").register(meters);
    }

    @Override
    public void accept(Delivery reply) {
        count.increment();
        log.warn("A reply could not be delivered: nobody waits for request {} of backend {}",
                LogText.of(reply.correlationId()), LogText.of(reply.header("backend")));
    }
}
