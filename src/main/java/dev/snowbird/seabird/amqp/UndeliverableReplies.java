package dev.snowbird.seabird.amqp;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.ReturnListener;
import dev.snowbird.log.LogText;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of a reply that the default exchange returns: its caller is gone, or the id was invented, and that is
 * logged (Seabird contract, section 13).
 */
final class UndeliverableReplies implements ReturnListener {

    private static final Logger LOG = LoggerFactory.getLogger(UndeliverableReplies.class);

    private final Executor executor;
    private final Counter count;

    UndeliverableReplies(Executor executor, MeterRegistry meters) {
        this.executor = executor;
        this.count = Counter.builder("seabird.replies.undeliverable")
                .description("Replies whose caller was gone").register(meters);
    }

    @Override
    public void handleReturn(int code, String text, String exchange, String routingKey, BasicProperties properties,
            byte[] body) {
        Delivery reply = Delivery.of(properties, new byte[0]);
        // The log may block; the thread that reads from the broker may not.
        AmqpThreads.run(executor, () -> returned(reply));
    }

    private void returned(Delivery reply) {
        count.increment();
        LOG.warn("A reply could not be delivered: nobody waits for request {} of backend {}",
                LogText.of(reply.correlationId()), LogText.of(reply.headers().getOrDefault("backend", "")));
    }
}
