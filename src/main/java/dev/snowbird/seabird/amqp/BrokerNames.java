package dev.snowbird.seabird.amqp;

import dev.snowbird.Settings;
import dev.snowbird.StartException;
import dev.snowbird.seabird.chat.BackendId;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * What Seabird's exchanges and queues are called. Cores that share a broker and these names are one Seabird.
 *
 * @param events      the exchange of all events
 * @param requests    the exchange of all requests to backends
 * @param unroutable  the exchange of requests that found no backend
 * @param queuePrefix what the names of all queues begin with
 */
public record BrokerNames(String events, String requests, String unroutable, String queuePrefix) {

    /** Leaves room for a kind of queue and a hash in the 255 bytes of a name; {@code amq.} belongs to the broker. */
    private static final Pattern NAME = Pattern.compile("(?!amq\\.)[!-~]{1,127}");

    /**
     * Takes the names from the settings.
     *
     * @throws StartException when one is no name that AMQP can use, in one line that names the setting
     */
    public static BrokerNames of(Settings settings) throws StartException {
        return new BrokerNames(name(settings, "seabird.events-exchange"), name(settings, "seabird.requests-exchange"),
                name(settings, "seabird.unroutable-exchange"), name(settings, "seabird.queue-prefix"));
    }

    private static String name(Settings settings, String key) throws StartException {
        String name = settings.text(key);
        if (!NAME.matcher(name).matches()) {
            throw new StartException(key + ": expected 1 to 127 visible ASCII characters that don't begin with amq.");
        }
        return name;
    }

    /** Returns the queue of a backend's requests, which is also its claim to that name. */
    public String backendQueue(BackendId backend) {
        return BoundedText.queueName(queuePrefix + "backend.", backend.toString());
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

    /** Returns the queue in which a core sees requests that found no backend. */
    public String unroutableQueue(String coreId) {
        return BoundedText.queueName(queuePrefix + "unroutable.", coreId);
    }
}
