package dev.snowbird.seabird.amqp;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The kinds of queues from which messages come to a core. A route names one as {@code seabird-queue:plugin}. */
public enum QueueKind {

    /** The queues of plugins' streams: all events. */
    PLUGIN,
    /** The queues of backends' streams: the requests for each. */
    BACKEND,
    /** The queue in which a core sees the requests, of any core, that no queue was bound for. */
    UNROUTABLE,
    /** The queue in which a core hears what cores tell of themselves. */
    DIRECTORY;

    /**
     * Finds a kind.
     *
     * @param text as a route has it
     * @throws IllegalArgumentException when there is none of that name
     */
    public static QueueKind named(String text) {
        return Arrays.stream(values()).filter(kind -> kind.toString().equals(text)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no kind of queue called %s, but %s".formatted(
                        text, Arrays.stream(values()).map(QueueKind::toString).collect(Collectors.joining(", ")))));
    }

    /** Returns the name by which routes know it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
