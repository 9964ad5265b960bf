package dev.snowbird.seabird.amqp;

/** The queue of one plugin's or backend's stream, and with it the names that the stream has claimed. */
public interface StreamQueue extends AutoCloseable {

    /** Who gets what comes from the queue. It must not block. */
    interface Listener {

        /**
         * Gets a message, one after the other. The first may come just before the queue itself is there.
         *
         * @param delivery the message
         */
        void delivered(Delivery delivery);

        /** Says whether the queue is of use, or will be when it is open. */
        boolean isWanted();

        /** Is told, once, that the queue and the claimed names are gone, unless it was closed before. */
        void lost();
    }

    /** Returns the queue's name, by which others reach this stream. */
    String name();

    /** Gives up the queue and the names, in the background. */
    @Override
    void close();
}
