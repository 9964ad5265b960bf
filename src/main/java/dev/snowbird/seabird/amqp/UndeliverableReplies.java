package dev.snowbird.seabird.amqp;

import dev.snowbird.amqp.Delivery;
import dev.snowbird.log.LogText;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of a reply that the default exchange returns: its caller is gone, or the id was invented, and that is
 * logged (Seabird contract, section 13).
 */
public final class UndeliverableReplies implements Consumer<Delivery> {

    private static final Logger LOG = LoggerFactory.getLogger(UndeliverableReplies.class);

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
        LOG.warn("A reply could not be delivered: nobody waits for request {} of backend {}",
                LogText.of(reply.correlationId()), LogText.of(reply.headers().getOrDefault("backend", "")));
    }
}
