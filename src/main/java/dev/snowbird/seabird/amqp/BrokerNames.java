package dev.snowbird.seabird.amqp;

import dev.snowbird.amqp.BoundedText;
import dev.snowbird.seabird.chat.BackendId;
import dev.snowbird.settings.Settings;
import java.util.UUID;

/**
 * What Seabird's exchanges and queues are called. Cores that share a broker and these names are one Seabird.
 *
 * @param events      the exchange of all events
 * @param requests    the exchange of all requests to backends
 * @param unroutable  the exchange of requests that found no backend
 * @param directory   the exchange of what cores tell each other of themselves
 * @param queuePrefix what the names of all queues begin with
 */
public record BrokerNames(String events, String requests, String unroutable, String directory, String queuePrefix) {

    /** Takes the names from the settings, which hold only what AMQP can use. */
    public static BrokerNames of(Settings settings) {
        return new BrokerNames(settings.text("seabird.events-exchange"), settings.text("seabird.requests-exchange"),
                settings.text("seabird.unroutable-exchange"), settings.text("seabird.directory-exchange"),
                settings.text("seabird.queue-prefix"));
    }

    /**
     * Returns the queue that is a backend's claim to its name, and for what is sent to it by that. There is no slash in
     * it: Qpid's default exchange takes what is before one for the name of another exchange.
     */
    public String backendQueue(BackendId backend) {
        return BoundedText.queueName(queuePrefix + "backend.", backend.toString().replace("://", ":"));
    }

    /** Returns a new name for the queue of what is asked of a backend. */
    public String requestsQueue() {
        return queuePrefix + "requests." + UUID.randomUUID();
    }

    /** Returns the queue that is a plugin's claim to a command. */
    public String commandQueue(String command) {
        return BoundedText.queueName(queuePrefix + "command.", command);
    }

    /** Returns a new name for the queue of a plugin's events. */
    public String pluginQueue() {
        return queuePrefix + "plugin." + UUID.randomUUID();
    }

    /** Returns a new name for the queue of one request's reply. */
    public String replyQueue() {
        return queuePrefix + "reply." + UUID.randomUUID();
    }

    /** Returns the queue in which a core sees, during one session, requests that found no backend. */
    public String unroutableQueue(String session) {
        return BoundedText.queueName(queuePrefix + "unroutable.", session);
    }

    /** Returns the queue in which a core hears, during one session, what cores tell of themselves. */
    public String directoryQueue(String session) {
        return BoundedText.queueName(queuePrefix + "directory.", session);
    }
}
