package dev.snowbird.seabird;

import dev.snowbird.amqp.AmqpAddress;
import dev.snowbird.amqp.AmqpConnections;
import dev.snowbird.amqp.AmqpLink;
import dev.snowbird.embedded.EmbeddedAmqp;
import dev.snowbird.embedded.EmbeddedLibraries;
import dev.snowbird.net.Listener;
import dev.snowbird.seabird.amqp.BrokerNames;
import dev.snowbird.seabird.amqp.Topology;
import dev.snowbird.seabird.api.SeabirdGrpcServer;
import dev.snowbird.seabird.api.Tokens;
import dev.snowbird.settings.HostAndPort;
import dev.snowbird.settings.Settings;
import dev.snowbird.start.Begun;
import dev.snowbird.start.FreePort;
import dev.snowbird.start.Half;
import dev.snowbird.start.StartContext;
import dev.snowbird.start.StartException;
import dev.snowbird.status.StatusBoard;
import dev.snowbird.tls.BadCertificateException;
import java.net.URI;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The half of the chat, one Seabird core: its objects, its gRPC port and its hold on the AMQP broker. */
public final class Seabird implements Half {

    private static final Logger LOG = LoggerFactory.getLogger(Seabird.class);
    private static final String SETTING = "seabird.bind-host";
    private static final String DATABASE = "seabird.database-url";
    private static final String EMBEDDED_PORT = "amqp.embedded.port";

    private final StartContext start;
    private final StatusBoard board;
    private final Settings settings;
    private final HostAndPort address;
    private Tokens tokens;
    private Begun<EmbeddedAmqp> begun;
    private AmqpLink link;
    private SeabirdGrpcServer server;
    private SeabirdBeans beans;

    /**
     * @param start what both halves stand on
     * @param board gets what is to be told of it
     * @throws StartException when its port can't be had
     */
    public Seabird(StartContext start, StatusBoard board) throws StartException {
        this.start = start;
        this.board = board;
        settings = start.settings();
        address = settings.hostAndPort(SETTING);
        FreePort.require(SETTING, address.host(), address.port());
    }

    /**
     * Makes the objects of a chat known to the routes, as {@link #prepare} does, but for a check: nothing is connected,
     * opened or written.
     *
     * @param start what both halves stand on
     * @throws StartException when a file that the settings name is no use
     */
    public static void rehearse(StartContext start) throws StartException {
        Settings settings = start.settings();
        AmqpConnections connections = new AmqpConnections(settings.amqpUri().uri().isPresent()
                ? AmqpAddress.of(settings) : new AmqpAddress(EmbeddedAmqp.HOST, 1, false, "", "", "/"), settings);
        start.parts().push("AMQP connections", connections);
        Topology topology = new Topology(BrokerNames.of(settings), connections.queueBytes());
        AmqpLink link = new AmqpLink(connections, topology);
        start.parts().push("the AMQP link", link);
        Tokens.check(settings.text(DATABASE));
        Tokens tokens = Tokens.open("sqlite::memory:");
        start.parts().push("the tokens", tokens);
        SeabirdGrpcServer server = GrpcSettings.server(settings, tokens, start.certificates(), start.meters());
        start.parts().push("the gRPC server", server);
        new SeabirdBeans(start, link, topology, server).bind(start.camel()::bind);
    }

    @Override
    public String name() {
        return "the chat";
    }

    @Override
    public void begin() throws Exception {
        tokens = start.patience().waitFor("the tokens", attempt -> Tokens.open(settings.text(DATABASE)));
        start.parts().push("the tokens", tokens);
        if (settings.amqpUri().uri().isEmpty()) {
            EmbeddedLibraries.AMQP.require();
            int port = settings.integer(EMBEDDED_PORT);
            FreePort.require(EMBEDDED_PORT, EmbeddedAmqp.HOST, port);
            begun = Begun.now("start-embedded-amqp", () -> EmbeddedAmqp.start(port), EmbeddedAmqp::close);
            start.parts().push("the embedded AMQP broker", begun);
        }
    }

    @Override
    public void prepare() throws Exception {
        server = GrpcSettings.server(settings, tokens, start.certificates(), start.meters());
        AmqpConnections connections = new AmqpConnections(broker(), settings);
        start.parts().push("AMQP connections", connections);
        // Closed after the routes, which publish what they have begun with.
        Topology topology = new Topology(BrokerNames.of(settings), connections.queueBytes());
        link = new AmqpLink(connections, topology);
        start.parts().push("the AMQP link", link);
        beans = new SeabirdBeans(start, link, topology, server);
        beans.bind(start.camel()::bind);
        beans.tell(board);
        board.watch("AMQP", settings.amqpUri().uri().map(URI::getHost).orElse("embedded"), link::trouble);
        board.watch("Tokens", tokens.toString(), server::tokenTrouble);
    }

    private AmqpAddress broker() throws StartException {
        if (settings.amqpUri().uri().isPresent()) {
            return AmqpAddress.of(settings);
        }
        EmbeddedAmqp embedded = start.listen("the embedded AMQP broker", EMBEDDED_PORT, EmbeddedAmqp.HOST,
                settings.integer(EMBEDDED_PORT), attempt -> begun.await());
        start.listeners().add(new Listener("amqp", embedded.host(), embedded.port()));
        return new AmqpAddress(embedded.host(), embedded.port(), false, embedded.username(), embedded.password(),
                embedded.virtualHost());
    }

    @Override
    public void open() throws Exception {
        if (GrpcSettings.showsTokens(settings)) {
            LOG.warn("seabird.bind-host: bearer tokens cross the network as they are, unless a reverse proxy does TLS;"
                    + " see seabird.tls-cert");
        }
        link.onChange(this::linkChanged);
        start.patience().waitFor("the AMQP broker", attempt -> {
            beans.connect();
            return link;
        });
        int port = start.listen("the gRPC port", SETTING, address.host(), address.port(), attempt -> listen());
        start.listeners().add(new Listener("seabird", address.host(), port));
    }

    private int listen() throws Exception {
        try {
            return server.listen(address.host(), address.port());
        } catch (BadCertificateException e) {
            throw new StartException(e.getMessage(), e);
        }
    }

    /** One at a time, so that what is told last is what is so. */
    private synchronized void linkChanged() {
        server.setServing(link.isUp());
        beans.linkChanged();
    }

    @Override
    public void takeNoMore() {
        server.announceStop();
    }

    @Override
    public void sendAway() throws InterruptedException {
        server.sendAway();
    }

    @Override
    public Map<String, Integer> underWay() {
        return Map.of("streams", server.openStreams(), "requests", server.openCalls());
    }

    /** Takes no more calls, ends every stream, and every request that a backend has not replied to. */
    @Override
    public void close() throws InterruptedException {
        try {
            server.close();
        } finally {
            beans.close();
        }
    }
}
