package dev.snowbird.rendezvous.queue;

import dev.snowbird.settings.Settings;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.apache.camel.main.Main;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;

/**
 * The objects of the rendezvous over SQS as its routes know them, by the names that the routes use.
 */
public final class SqsRendezvous implements AutoCloseable {

    /** The route whose exchanges are the offers in flight. */
    private static final String ROUTE = "client-over-sqs";
    /** Deletions of ten offers a second go with one call; and a stop waits no longer than this for others. */
    private static final Duration DELETION_MOMENT = Duration.ofSeconds(1);

    private final Settings settings;
    private final String profile;
    private final SqsConnection open;
    private final SqsAsyncClient sqs;
    private final BrokerQueue brokerQueue;
    private final Executor executor;
    private final Clock clock;
    private OfferReceiver receiver;
    private IntSupplier inFlight;

    /**
     * @param settings    the {@code rendezvous.*} settings
     * @param profile     the AWS profile that the queues belong to; empty for the SDK's default
     * @param brokerQueue where offers come in
     * @param open        the way to their SQS; stays open
     * @param executor    runs what is left to do later; its threads are never blocked
     * @param clock       tells how old an offer or a queue is
     */
    public SqsRendezvous(Settings settings, String profile, BrokerQueue brokerQueue, SqsConnection open,
            Executor executor, Clock clock) {
        this.settings = settings;
        this.profile = profile;
        this.open = open;
        this.sqs = open.client();
        this.executor = executor;
        this.clock = clock;
        this.brokerQueue = brokerQueue;
    }

    /**
     * Makes the objects known to the routes, and sets what their placeholders need beyond the settings.
     *
     * @param camel  runs the routes; not started yet
     * @param meters gets the gauges
     */
    public void prepare(Main camel, MeterRegistry meters) {
        // Gauges are read before Camel has a context, too.
        inFlight = () -> Optional.ofNullable(camel.getCamelContext())
                .map(context -> context.getInflightRepository().size(ROUTE)).orElse(0);
        String prefix = settings.text("rendezvous.client-queue-prefix");
        QueueAges ages = new QueueAges(settings.duration("rendezvous.cleanup-age"), clock);
        Executor later = CompletableFuture.delayedExecutor(DELETION_MOMENT.toMillis(), TimeUnit.MILLISECONDS, executor);
        OfferDrops drops = new OfferDrops(meters, profile);
        ClientQueues clientQueues = new ClientQueues(sqs, prefix, ages, drops);
        // More offers at once than there are connections for their queues would only wait in line.
        int connections = Math.max(1, settings.integer("sqs.max-connections") / 2);
        OfferRoom room = new OfferRoom(settings.integer("rendezvous.max-offers-in-flight"), inFlight,
                settings.duration("rendezvous.client-timeout"), clock, profile, meters);
        receiver = new OfferReceiver(sqs, brokerQueue, room, settings.integer("rendezvous.max-receives"),
                () -> clientQueues.callsUnderWay() < connections);
        camel.bind("aws2-sqs", new SqsComponent(Optional.of(open.account())));
        camel.bind("offerReceiver", receiver);
        camel.bind("offerDeletions", new OfferDeletions(sqs, brokerQueue, later));
        camel.bind("seenOffers", new SeenOffers(settings.integer("rendezvous.remembered-offers"), drops));
        camel.bind("offerAge", new OfferAge(
                settings.duration("rendezvous.max-offer-age"),
                settings.duration("rendezvous.max-redelivered-offer-age"), clock, drops));
        camel.bind("clientQueues", clientQueues);
        camel.bind("queueCleanup", new QueueCleanup(sqs, brokerQueue, prefix, ages));
        camel.addOverrideProperty("rendezvous.broker-queue-url", brokerQueue.url());
        camel.addOverrideProperty("rendezvous.receive-wait-seconds", seconds("rendezvous.receive-wait"));
        camel.addOverrideProperty("rendezvous.visibility-timeout-seconds", seconds("rendezvous.visibility-timeout"));
        Gauge.builder("snowbird.offers.in.flight", inFlight::getAsInt).tag("profile", profile)
                .description("Offers received over SQS and not yet deleted").register(meters);
        Gauge.builder("snowbird.client.queues", ages, QueueAges::alive).tag("profile", profile)
                .description("Client queues that are known and not yet deleted").register(meters);
    }

    private String seconds(String key) {
        return String.valueOf(settings.duration(key).toSeconds());
    }

    /** Returns whether offers come in, for the health of the whole; after {@link #prepare}. */
    public ReceiveHealth health() {
        return new ReceiveHealth(receiver, profile.isEmpty() ? "broker-queue" : "broker-queue-" + profile);
    }

    /** Returns the AWS profile that the queues belong to; empty for the SDK's default. */
    public String profile() {
        return profile;
    }

    /** Returns the URL that clients need. */
    public String brokerQueueUrl() {
        return brokerQueue.url();
    }

    /** Begins no more receives; what comes of those under way is dealt with. */
    public void beginNoReceives() {
        receiver.beginNoMore();
    }

    /** Returns how many offers were received and are not yet deleted. */
    public int offersInFlight() {
        return inFlight.getAsInt();
    }

    /** Receives no more offers; those in flight go on. */
    @Override
    public void close() {
        receiver.close();
    }
}
