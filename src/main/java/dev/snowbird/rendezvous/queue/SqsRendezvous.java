package dev.snowbird.rendezvous.queue;

import dev.snowbird.Settings;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.apache.camel.spi.InflightRepository;
import org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;

/**
 * The objects of the rendezvous over SQS as its routes know them, by the names that the routes use.
 */
public final class SqsRendezvous implements AutoCloseable {

    /** The route whose exchanges are the offers in flight. */
    private static final String ROUTE = "client-over-sqs";

    private final Settings settings;
    private final SqsAsyncClient sqs;
    private final BrokerQueue brokerQueue;
    private final Executor executor;
    private OfferReceiver receiver;

    /**
     * Makes sure that the broker queue exists.
     *
     * @param settings the {@code rendezvous.*} settings
     * @param sqs      makes the calls
     * @param executor runs what is left to do later; its threads are never blocked
     * @throws CompletionException when the queue can't be had; its cause is the SDK's
     */
    public SqsRendezvous(Settings settings, SqsAsyncClient sqs, Executor executor) {
        this.settings = settings;
        this.sqs = sqs;
        this.executor = executor;
        this.brokerQueue = BrokerQueue.ensure(sqs, settings.brokerQueueName()).join();
    }

    /**
     * Makes the objects known to the routes.
     *
     * @param registry takes each object by its name
     * @param inflight counts the offers in flight, by their route
     * @param meters   gets the gauges
     */
    public void bind(BiConsumer<String, Object> registry, Supplier<InflightRepository> inflight,
            MeterRegistry meters) {
        String prefix = settings.text("rendezvous.client-queue-prefix");
        QueueAges ages = new QueueAges(settings.duration("rendezvous.cleanup-age"), Clock.systemUTC());
        // An offer that waits for others to be deleted with must not come again meanwhile.
        Duration patience = settings.duration("rendezvous.visibility-timeout").dividedBy(2);
        OfferDeletions deletions = new OfferDeletions(sqs, brokerQueue, patience, executor);
        receiver = new OfferReceiver(sqs, brokerQueue, deletions,
                settings.integer("rendezvous.max-offers-in-flight"), () -> inflight.get().size(ROUTE));
        registry.accept("offerReceiver", receiver);
        registry.accept("receiveHealth", new ReceiveHealth(receiver));
        registry.accept("offerDeletions", deletions);
        registry.accept("seenOffers", 
                MemoryIdempotentRepository.memoryIdempotentRepository(settings.integer("rendezvous.remembered-offers")));
        registry.accept("offerAge", new OfferAge(
                settings.duration("rendezvous.max-offer-age"),
                settings.duration("rendezvous.max-redelivered-offer-age"), Clock.systemUTC()));
        registry.accept("clientQueues", new ClientQueues(sqs, prefix, ages));
        registry.accept("queueCleanup", new QueueCleanup(sqs, brokerQueue, prefix, ages));
        Gauge.builder("snowbird.offers.in.flight", () -> inflight.get().size(ROUTE))
                .description("Offers received over SQS and not yet deleted").register(meters);
    }

    /** Returns the URL that clients need. */
    public String brokerQueueUrl() {
        return brokerQueue.url();
    }

    /** Receives no more offers; those in flight go on. */
    @Override
    public void close() {
        receiver.close();
    }
}
