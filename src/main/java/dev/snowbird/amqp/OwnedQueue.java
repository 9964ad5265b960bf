package dev.snowbird.amqp;

/** A queue that belongs to somebody here, and with it the names that its owner has claimed. */
public interface OwnedQueue extends AutoCloseable {

    /** Who gets what comes from the queue. It must not block. */
    interface Listener {

        /**
         * Gets a message, one after the other. The first may come just before the queue itself is there.
         *
         * @param delivery the message
         */
        void delivered(Delivery delivery);

        /**
         * Gets a message that was on its way when the queue and its names were given up or lost. The broker took it
         * for the owner, so whoever sent it does not hear that there is none.
         */
        default void late(Delivery delivery) {
            // As a rule it is nothing that anybody waits for.
        }

        /** Says whether the queue is of use, or will be when it is open. */
        boolean isWanted();

        /** Is told, once, that the queue and the claimed names are gone, unless it was closed before. */
        void lost();
    }

    /** Returns the queue's name, by which others reach its owner. */
    String name();

    /** Gives up the queue and the names, in the background. */
    @Override
    void close();
}
