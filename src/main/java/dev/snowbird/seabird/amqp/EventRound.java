package dev.snowbird.seabird.amqp;

import java.util.function.Consumer;

/**
 * The streams that an event has come for, for a route that runs once for all of them. An event comes through many
 * queues, one copy after the other: the first has the route run, and the streams of those that follow get what came of
 * that.
 */
public final class EventRound {

    private final Object first;
    /** What is done with each stream; null as long as the route has not come to that. Guarded by this, as the next. */
    private Consumer<Object> delivery;
    private boolean over;

    /**
     * @param first the stream whose copy came first
     */
    EventRound(Object first) {
        this.first = first;
    }

    /**
     * Gives another stream what the route left for each; nothing, if it has left nothing.
     *
     * @return whether that is known yet. Nobody waits for it, since the stream must have its events in order.
     */
    boolean join(Object stream) {
        Consumer<Object> deliver;
        synchronized (this) {
            if (delivery == null) {
                return over;
            }
            deliver = delivery;
        }
        deliver.accept(stream);
        return true;
    }

    /** Notes that the route is done. */
    synchronized void over() {
        over = true;
    }

    /**
     * Has something done with each stream: at once with the first, and with others when they come.
     *
     * @param type    what streams are
     * @param deliver what to do; must not block
     * @param <T>     that type
     */
    public <T> void forEach(Class<T> type, Consumer<T> deliver) {
        synchronized (this) {
            delivery = stream -> deliver.accept(type.cast(stream));
        }
        deliver.accept(type.cast(first));
    }
}
