package dev.snowbird.rendezvous;

import dev.snowbird.embedded.EmbeddedLibraries;
import dev.snowbird.embedded.EmbeddedSqs;
import dev.snowbird.net.Listener;
import dev.snowbird.rendezvous.queue.BrokerQueue;
import dev.snowbird.rendezvous.queue.ReceiveHealth;
import dev.snowbird.rendezvous.queue.SqsAccounts;
import dev.snowbird.rendezvous.queue.SqsCalls;
import dev.snowbird.rendezvous.queue.SqsClients;
import dev.snowbird.rendezvous.queue.SqsConnection;
import dev.snowbird.rendezvous.queue.SqsErrors;
import dev.snowbird.rendezvous.queue.SqsRendezvous;
import dev.snowbird.settings.Settings;
import dev.snowbird.settings.SqsEndpoint;
import dev.snowbird.start.Begun;
import dev.snowbird.start.FreePort;
import dev.snowbird.start.StartContext;
import dev.snowbird.start.StartException;
import dev.snowbird.status.StatusBoard;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * The rendezvous over SQS: a broker queue for each AWS profile that the settings name, or one. The first one's routes
 * run beside all others, so that one profile needs no more than a context; each further one has a context of its own.
 */
final class SqsProfiles {

    private static final String EMBEDDED_PORT = "sqs.embedded.port";

    private final StartContext start;
    private final StatusBoard board;
    private final Settings settings;
    private final List<SqsRendezvous> queues = new ArrayList<>();
    private final List<ProfileContext> further = new ArrayList<>();
    private Begun<EmbeddedSqs> begun;

    SqsProfiles(StartContext start, StatusBoard board) {
        this.start = start;
        this.board = board;
        this.settings = start.settings();
    }

    /**
     * Makes the objects of one profile known to the routes; nobody is called.
     *
     * @throws StartException when there is no profile of a name that the settings have
     */
    static void rehearse(StartContext start) throws StartException {
        Settings settings = start.settings();
        if (settings.sqsEndpoint().kind() != SqsEndpoint.Kind.EMBEDDED) {
            SqsAccounts.named(settings);
        }
        URI nowhere = URI.create("http://" + EmbeddedSqs.HOST + ":1");
        SqsConnection connection =
                SqsClients.embedded(nowhere, 1).open(start.executor(), new SqsCalls(start.meters()));
        start.parts().push("SQS connections", connection);
        new SqsRendezvous(settings, "", new BrokerQueue(settings.brokerQueueName(), nowhere + "/queue"), connection,
                start.executor(), start.clock()).prepare(start.camel(), start.meters());
    }

    /**
     * Finds each profile's broker queue or creates it, when the embedded SQS is there if that is to be used.
     *
     * @throws StartException when there is no such profile, or SQS can't be used
     */
    void openQueues() throws Exception {
        for (Map.Entry<String, SqsClients> account : accounts().entrySet()) {
            queues.add(open(account.getKey(), account.getValue()));
        }
    }

    private Map<String, SqsClients> accounts() throws StartException {
        return settings.sqsEndpoint().kind() == SqsEndpoint.Kind.EMBEDDED
                ? SqsAccounts.embedded(embedded(), settings) : SqsAccounts.named(settings);
    }

    /**
     * Begins to start the embedded SQS, if that is to be used.
     *
     * @throws StartException when its port is taken, or its libraries are not there
     */
    void begin() throws StartException {
        if (settings.sqsEndpoint().kind() == SqsEndpoint.Kind.EMBEDDED) {
            EmbeddedLibraries.SQS.require();
            int port = settings.integer(EMBEDDED_PORT);
            FreePort.require(EMBEDDED_PORT, EmbeddedSqs.HOST, port);
            begun = Begun.now("start-embedded-sqs", () -> EmbeddedSqs.start(port), EmbeddedSqs::close);
            start.parts().push("the embedded SQS", begun);
        }
    }

    private EmbeddedSqs embedded() throws StartException {
        EmbeddedSqs embedded = start.listen("the embedded SQS", EMBEDDED_PORT, EmbeddedSqs.HOST,
                settings.integer(EMBEDDED_PORT), attempt -> begun.await());
        start.listeners().add(new Listener("sqs", embedded.endpoint().getHost(), embedded.endpoint().getPort()));
        return embedded;
    }

    private SqsRendezvous open(String profile, SqsClients clients) throws Exception {
        try {
            SqsConnection connection = clients.open(start.executor(), new SqsCalls(start.meters()));
            start.parts().push("SQS connections", connection);
            BrokerQueue queue = start.patience().waitFor("the broker queue on SQS", attempt -> BrokerQueue.ensure(
                    connection.client(), settings.brokerQueueName(), attempt).get());
            return new SqsRendezvous(settings, profile, queue, connection, start.executor(), start.clock());
        } catch (SdkException | ExecutionException e) {
            throw new StartException("rendezvous.broker-sqs-name: the queue %s can be neither found nor created%s: %s"
                    .formatted(settings.brokerQueueName(), profile.isEmpty() ? "" : " with the AWS profile " + profile,
                            SqsErrors.describe(e)), e);
        }
    }

    /**
     * Makes the queues known to the routes, and makes the contexts of further profiles.
     *
     * @param beans         bring clients and proxies together, whatever profile they come by
     * @param outsideRoutes the operator's routes, which count for every profile
     */
    void prepare(RendezvousBeans beans, Path outsideRoutes) {
        for (int i = 0; i < queues.size(); i++) {
            if (i == 0) {
                queues.get(i).prepare(start.camel(), start.meters());
            } else {
                further.add(new ProfileContext(settings, outsideRoutes, queues.get(i), beans, start.meters()));
            }
            ReceiveHealth health = queues.get(i).health();
            start.camel().bind("receiveHealth-" + i, health);
            board.watch("SQS", place(queues.get(i).profile()), health::trouble);
        }
    }

    private String place(String profile) {
        return switch (settings.sqsEndpoint().kind()) {
            case EMBEDDED -> "embedded";
            case URL -> settings.sqsEndpoint().uri().map(URI::getHost).orElse("");
            default -> "Amazon, " + (profile.isEmpty() ? settings.text("rendezvous.broker-sqs-region")
                    : "profile " + profile);
        };
    }

    /**
     * Starts the contexts of further profiles.
     *
     * @throws StartException when there are mistakes in their routes
     */
    void startFurther() throws StartException {
        for (ProfileContext profile : further) {
            profile.start();
        }
    }

    /** Begins no more receives; what comes of those under way is dealt with. */
    void beginNoReceives() {
        queues.forEach(SqsRendezvous::beginNoReceives);
    }

    /** Returns how many offers were received and are not yet deleted. */
    int offersInFlight() {
        return queues.stream().mapToInt(SqsRendezvous::offersInFlight).sum();
    }

    /** Receives no more offers; those in flight go on. */
    void stopReceiving() {
        queues.forEach(SqsRendezvous::close);
    }

    /** Lets the offers in flight of further profiles finish, and stops their contexts. */
    void closeFurther() {
        ProfileContext.closeAll(further);
    }

    /** Returns the URL of each profile's broker queue. */
    List<String> brokerQueueUrls() {
        return queues.stream().map(SqsRendezvous::brokerQueueUrl).toList();
    }
}
