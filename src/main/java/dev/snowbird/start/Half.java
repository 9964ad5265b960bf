package dev.snowbird.start;

import java.util.Map;

/**
 * One half of the program: the rendezvous, or the chat. Each has its settings, its embedded broker, its queues and its
 * port, and the two know nothing of each other.
 *
 * <p>What is wrong with its settings or its port the constructor tells, before anything is started.
 */
public interface Half extends AutoCloseable {

    /** Returns what operators call it. */
    String name();

    /**
     * Begins with what takes long, if anything does, which goes on beside the rest of the start.
     *
     * @throws Exception as {@link #prepare}
     */
    default void begin() throws Exception {
    }

    /**
     * Starts what its routes stand on, each a part that is closed after the routes, and makes its objects known to
     * them.
     *
     * @throws Exception what keeps the program from starting: a {@link StartException} where there is more to say than
     *                   the failure itself
     */
    void prepare() throws Exception;

    /**
     * Lets peers in; called when the routes run.
     *
     * @throws Exception as {@link #prepare}
     */
    void open() throws Exception;

    /**
     * Takes no more of what others can take as well, as the first step of a {@link Drain}. Whoever comes is served as
     * ever.
     */
    default void takeNoMore() {
    }

    /** Sends away who waits here, and who comes from now on, as the second step; what is under way goes on. */
    default void sendAway() throws InterruptedException {
    }

    /** Returns how many there are of each thing that a drain waits for, by what operators call it. */
    default Map<String, Integer> underWay() {
        return Map.of();
    }

    /**
     * Lets nobody in any more, and ends what peers wait for. The routes still run, and finish what they have begun
     * with.
     *
     * @throws Exception what went wrong, which does not keep the rest from being closed
     */
    @Override
    void close() throws Exception;
}
