package dev.snowbird.rendezvous.client;

import dev.snowbird.rendezvous.message.ClientPoll;
import dev.snowbird.rendezvous.message.ClientPollResponse;
import dev.snowbird.rendezvous.message.GoJson;
import dev.snowbird.rendezvous.message.NatType;
import dev.snowbird.routes.CamelMain;
import dev.snowbird.routes.RouteFiles;
import dev.snowbird.settings.Settings;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.main.Main;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;

/**
 * The client's side of a rendezvous, in a Camel context of its own that holds nothing but the {@code client} route.
 */
public final class ClientExchange implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger("dev.snowbird.client");
    private static final String ROUTES = "classpath:routes/client/" + RouteFiles.CLIENT;

    private static final int END_SECONDS = 2;

    private final Main camel;
    private final ClientOverSqs attempt;
    private final ProducerTemplate template;

    /**
     * Starts the route.
     *
     * @param settings       the {@code client.*} settings, and the prefix of client queues
     * @param sqs            makes the calls; stays open
     * @param brokerQueueUrl where the broker takes offers
     * @throws Exception when the route can't start
     */
    public ClientExchange(Settings settings, SqsAsyncClient sqs, String brokerQueueUrl) throws Exception {
        // An attempt that was given up ends when it looks for its queue the next time, or in the middle of a long
        // pause.
        camel = CamelMain.of(settings, END_SECONDS);
        camel.addOverrideProperty("client.look-interval-millis",
                String.valueOf(settings.duration("client.look-interval").toMillis()));
        camel.bind("goJson", GoJson.mapper());
        attempt = new ClientOverSqs(sqs, brokerQueueUrl,
                settings.text("rendezvous.client-queue-prefix"), settings.duration("client.receive-wait"));
        camel.bind("clientOverSqs", attempt);
        camel.configure().withShutdownSuppressLoggingOnTimeout(true);
        RouteFiles.include(camel, ROUTES, RouteFiles.folder(), RouteFiles.CLIENT::equals);
        RouteFiles.start(camel);
        template = camel.getCamelContext().createProducerTemplate();
    }

    /**
     * Sends an offer and waits for what comes of it. When the broker is so old that it does not know the name of the
     * NAT type, sends it once more with the name from before (Snowflake contract, section 21).
     *
     * @param poll    the offer, and what the broker is told with it
     * @param timeout how long to wait in all
     * @return the broker's response: an answer, or the text of an error
     * @throws TimeoutException   when nothing came in time
     * @throws ExecutionException when the exchange failed; its cause says how
     */
    public ClientPollResponse send(ClientPoll poll, Duration timeout)
            throws TimeoutException, ExecutionException, InterruptedException {
        long start = System.nanoTime();
        ClientPollResponse response = attempt(poll, timeout);
        Optional<NatType> before = poll.nat().ofClientBefore();
        if (before.isEmpty() || !response.equals(ClientPollResponse.error(NatType.INVALID))) {
            return response;
        }
        LOG.info("the broker does not know NAT type {}; asking once more with {}", poll.nat(), before.get());
        return attempt(poll.withNat(before.get()), timeout.minusNanos(System.nanoTime() - start));
    }

    private ClientPollResponse attempt(ClientPoll poll, Duration timeout)
            throws TimeoutException, ExecutionException, InterruptedException {
        return template
                .asyncRequestBody("direct:client", poll.encode(), ClientPollResponse.class)
                .get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        attempt.close();
        camel.stop();
    }
}
