package dev.snowbird.amqp;

import com.rabbitmq.client.ShutdownSignalException;
import dev.snowbird.log.BoundedLog;
import dev.snowbird.start.StartException;
import java.util.ArrayList;
import java.util.List;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.core.AmqpAdmin;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitAdmin;

/**
 * The connections of routes of an operator's own, one to consume and one to publish, so that nothing they do holds up
 * or breaks the link's. Each is made when a route needs it, and again by itself when it was lost.
 */
final class RoutesConnection implements AutoCloseable {

    private final BoundedLog log = new BoundedLog(RoutesConnection.class);
    private final CachingConnectionFactory factory;
    private final RabbitAdmin admin;
    private final List<Start> waiting = new ArrayList<>();
    private boolean open;

    /** What a route does when it can use the broker. */
    private record Start(String who, Runnable action) {
    }

    /**
     * @param connections knows the broker and the credentials
     */
    RoutesConnection(AmqpConnections connections) {
        factory = new CachingConnectionFactory(connections.forRoutes());
        factory.setConnectionNameStrategy(unnamed -> "snowbird routes");
        factory.setCloseExceptionLogger((log, what, cause) -> closed(cause));
        admin = new RabbitAdmin(factory);
        // Without it a queue that went with the broker would not come back with it.
        admin.setRedeclareManualDeclarations(true);
        admin.afterPropertiesSet();
    }

    /** Spring tells it with a stack trace, and again for each consumer and each try. */
    private void closed(Throwable cause) {
        if (!(cause instanceof ShutdownSignalException closed && closed.isInitiatedByApplication())) {
            log.warn("A route of yours has lost the message broker, or was refused something, and tries again: {}",
                    AmqpErrors.describe(cause));
        }
    }

    ConnectionFactory factory() {
        return factory;
    }

    AmqpAdmin admin() {
        return admin;
    }

    /**
     * Runs what needs the broker at the start of a route, but not before {@link #open}.
     *
     * @param who    whom an operator is told of when that fails
     * @param action waits for the broker
     */
    void whenOpen(String who, Runnable action) {
        synchronized (waiting) {
            if (!open) {
                waiting.add(new Start(who, action));
                return;
            }
        }
        action.run();
    }

    /**
     * Runs what has waited, and waits for the broker with it.
     *
     * @throws StartException when the first of them fails
     */
    void open() throws StartException {
        List<Start> starts;
        synchronized (waiting) {
            open = true;
            starts = List.copyOf(waiting);
            waiting.clear();
        }
        for (Start start : starts) {
            try {
                start.action().run();
            } catch (AmqpException e) {
                throw new StartException("%s: the message broker can't be used: %s"
                        .formatted(start.who(), AmqpErrors.describe(e)), e);
            }
        }
    }

    @Override
    public void close() {
        factory.destroy();
    }
}
