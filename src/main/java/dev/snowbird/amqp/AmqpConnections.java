package dev.snowbird.amqp;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.impl.nio.BlockingQueueNioQueue;
import com.rabbitmq.client.impl.nio.NioParams;
import dev.snowbird.settings.Settings;
import dev.snowbird.start.DaemonThreads;
import dev.snowbird.start.StartException;
import dev.snowbird.tls.TrustedAuthorities;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;

/**
 * Opens connections with the broker. Those of owned queues share their threads, so that each costs only its socket.
 * What reads for many has a thread of its own: a shared one stays with a connection for as long as that has something
 * to read, and writes nothing meanwhile, no heartbeat either.
 */
public final class AmqpConnections implements AutoCloseable {

    /** RabbitMQ's own. None at all would leave the client library no time to tell who waits that a connection ends. */
    private static final int EMBEDDED_HEARTBEAT_SECONDS = 60;
    private static final int IO_THREADS = 2;
    /** Frames that wait to be written to one connection; one is at most 128 KB. */
    private static final int WRITE_QUEUE = 1000;
    /** How long a publisher is held back when nothing goes out; after that the connection counts as lost. */
    private static final int WRITE_PATIENCE_MILLIS = 1000;
    /** How long a broker that is as good as gone may take for its good-bye. */
    private static final int DROP_PATIENCE_MILLIS = 200;

    private static final int MAX_QUEUE_BYTES = 64 * 1024 * 1024;
    /** One queue of the broker inside this process may take so much of the memory: an eighth. */
    private static final int MEMORY_SHARE = 8;

    private final AmqpAddress address;
    private final int heartbeatSeconds;
    private final Optional<SSLContext> tls;
    private final ConnectionFactory reading;
    private final ConnectionFactory sharing;
    private final ConnectionFactory sharingForEvents;
    private final AmqpThreads threads = new AmqpThreads();
    private final int timeoutMillis;
    private final int queueBytes;
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();

    /**
     * @param address  where the broker is
     * @param settings {@code amqp.heartbeat}, {@code amqp.timeout}, {@code amqp.tls-ca}
     * @throws StartException when the file of {@code amqp.tls-ca} is no good, in one line
     */
    public AmqpConnections(AmqpAddress address, Settings settings) throws StartException {
        this.address = address;
        heartbeatSeconds = heartbeatSeconds(settings);
        timeoutMillis = Math.toIntExact(settings.duration("amqp.timeout").toMillis());
        queueBytes = settings.amqpUri().uri().isEmpty()
                ? (int) Math.min(MAX_QUEUE_BYTES, Runtime.getRuntime().maxMemory() / MEMORY_SHARE) : MAX_QUEUE_BYTES;
        tls = address.tls()
                ? Optional.of(TrustedAuthorities.context(settings.optional("amqp.tls-ca").map(Path::of)))
                : Optional.empty();
        reading = prepared(new ConnectionFactory());
        sharing = sharingThreads("amqp-io");
        sharingForEvents = sharingThreads("amqp-event-io");
    }

    private <F extends ConnectionFactory> F prepared(F factory) {
        factory.setHost(address.host());
        factory.setPort(address.port());
        factory.setUsername(address.username());
        factory.setPassword(address.password());
        factory.setVirtualHost(address.virtualHost());
        factory.setRequestedHeartbeat(heartbeatSeconds);
        factory.setConnectionTimeout(timeoutMillis);
        factory.setHandshakeTimeout(timeoutMillis);
        factory.setChannelRpcTimeout(timeoutMillis);
        // Whoever waits no longer leaves a channel's number to the next, who must not take the late answer for its own.
        factory.setChannelShouldCheckRpcResponseType(true);
        // What was lost is opened anew by those that need it, in their order.
        factory.setAutomaticRecoveryEnabled(false);
        factory.setTopologyRecoveryEnabled(false);
        factory.setExceptionHandler(new QuietExceptionHandler());
        factory.setHeartbeatExecutor(threads.heartbeats);
        factory.setShutdownExecutor(threads.socketCloses);
        factory.setShutdownTimeout(WRITE_PATIENCE_MILLIS);
        factory.setThreadFactory(DaemonThreads.keepingTheName("amqp-client"));
        tls.ifPresent(context -> {
            factory.useSslProtocol(context);
            factory.enableHostnameVerification();
        });
        return factory;
    }

    /**
     * Returns how many bytes may wait in one queue. The broker inside this process keeps them in its direct memory, of
     * which there is as much as of the heap; that of another is its operator's concern.
     */
    public int queueBytes() {
        return queueBytes;
    }

    /** The broker inside this process can't freeze alone, but may for a while be too busy to be heard. */
    private static int heartbeatSeconds(Settings settings) {
        return settings.amqpUri().uri().isEmpty() ? EMBEDDED_HEARTBEAT_SECONDS
                : Math.toIntExact(settings.duration("amqp.heartbeat").toSeconds());
    }

    private ConnectionFactory sharingThreads(String name) {
        ConnectionFactory factory = prepared(new ConnectionFactory());
        factory.useNio();
        factory.setNioParams(new NioParams()
                .setNbIoThreads(IO_THREADS)
                .setThreadFactory(DaemonThreads.keepingTheName(name))
                .setConnectionShutdownExecutor(threads.connectionEnds)
                .setWriteQueueFactory(context -> new BlockingQueueNioQueue(
                        new LinkedBlockingQueue<>(WRITE_QUEUE), WRITE_PATIENCE_MILLIS)));
        return factory;
    }

    /**
     * Opens a connection that shares its threads with others; this waits for the broker. What its consumers are told
     * they are told on these threads, and must not block.
     *
     * @param name what the broker's operator sees
     * @return an open connection
     * @throws IOException      when the broker can't be reached or refuses it
     * @throws TimeoutException when the broker does not answer in {@code amqp.timeout}
     */
    Connection open(String name) throws IOException, TimeoutException {
        return tracked(sharing.newConnection(threads.inPlace, name));
    }

    /** Does the same for one that many events may come on, with threads apart from those of requests. */
    Connection openForEvents(String name) throws IOException, TimeoutException {
        return tracked(sharingForEvents.newConnection(threads.inPlace, name));
    }

    /** Does the same for one that reads so much that it has a thread of its own. */
    Connection openReading(String name) throws IOException, TimeoutException {
        return tracked(reading.newConnection(threads.inPlace, name));
    }

    /** Does the same for one to publish on, which holds up nobody who does. */
    PublishingConnection openPublishing(String name) throws IOException, TimeoutException {
        PublishingConnection opened =
                prepared(new PublishingConnection.Factory(threads, tls, WRITE_PATIENCE_MILLIS)).open(name);
        tracked(opened.connection());
        return opened;
    }

    /** Returns what opens the connections of routes, which nobody here closes. */
    ConnectionFactory forRoutes() {
        ConnectionFactory routes = reading.clone();
        routes.setThreadFactory(DaemonThreads.named("amqp-routes"));
        return routes;
    }

    private Connection tracked(Connection connection) {
        open.add(connection);
        // Runs at once if it has ended meanwhile.
        connection.addShutdownListener(cause -> open.remove(connection));
        return connection;
    }

    /**
     * Closes a connection, whatever becomes of it; this waits for the broker, at most {@code amqp.timeout}. Who comes
     * second does nothing: the client library would take the socket from the first, who would wait in vain.
     */
    void abort(Connection connection) {
        abort(connection, timeoutMillis);
    }

    /**
     * Does the same when the broker is probably gone. The client library goes on to wait for its good-bye when a socket
     * breaks in the meantime, and one connection after the other has to be closed before its names are free.
     */
    void drop(Connection connection) {
        abort(connection, Math.min(timeoutMillis, DROP_PATIENCE_MILLIS));
    }

    private void abort(Connection connection, int millis) {
        if (open.remove(connection)) {
            connection.abort(millis);
        }
    }

    /** Returns how long an operation may wait for the broker. */
    int timeoutMillis() {
        return timeoutMillis;
    }

    AmqpThreads threads() {
        return threads;
    }

    /** Closes all connections that are still open, which takes at most {@code amqp.timeout}, and ends the threads. */
    @Override
    public void close() {
        threads.stopOpening();
        open.forEach(connection -> AmqpThreads.run(threads.closings, () -> abort(connection)));
        threads.finishClosings(timeoutMillis);
        threads.close();
    }
}
