package dev.snowbird.seabird.amqp;

import dev.snowbird.settings.Settings;
import java.util.Locale;

/** Through how many queues a core gets the events for its plugins: the setting {@code seabird.event-queues}. */
public enum EventQueues {

    /** Each plugin's stream has one of its own (Seabird contract, section 13). */
    STREAM,
    /** All plugins' streams of a core share one. */
    CORE;

    /** Takes what the settings say. */
    public static EventQueues of(Settings settings) {
        return valueOf(settings.text("seabird.event-queues").toUpperCase(Locale.ROOT));
    }
}
