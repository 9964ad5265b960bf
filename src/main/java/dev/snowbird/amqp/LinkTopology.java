package dev.snowbird.amqp;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import java.io.IOException;
import java.util.Map;

/**
 * What the owner of a link has at the broker. It is declared anew each time that the link connects, always with the
 * same arguments, or the broker would refuse.
 */
public interface LinkTopology {

    /** Completes messages on their way out; one for each time that a link is connected. */
    @FunctionalInterface
    interface Marking {

        /**
         * Is told of the channel that all messages go out on, before the first does; may wait for the broker.
         */
        default void begin(Channel publisher) throws IOException {
        }

        /**
         * Returns the properties with which a message goes out. Called in the order in which messages are published.
         *
         * @param exchange   where it goes
         * @param properties what its publisher says
         */
        BasicProperties mark(String exchange, BasicProperties properties);
    }

    /** Returns what the broker's operator sees in the names of connections, after the program's own. */
    String owner();

    /** Returns what operators are told of the time without a broker, such as "All calls fail". */
    String meaningOfLoss();

    /** Returns what completes the messages of a link that has just connected. */
    Marking newMarking();

    /**
     * Says whether an exchange is the owner's, whose messages go over the link and in its one order.
     *
     * @param exchange as Camel calls it: {@code default} is AMQP's default exchange
     */
    boolean publishesTo(String exchange);

    /**
     * Says whether the owner opens queues beside its own ({@link OwnedQueues}): they have a connection for themselves.
     */
    default boolean opensQueues() {
        return true;
    }

    /** Declares the exchanges; this waits for the broker. */
    void declareExchanges(Channel channel) throws IOException;

    /**
     * Makes the queues that live as long as the link is connected; this waits for the broker.
     *
     * @param session names the connection; never used before
     * @return the names of exclusive queues, each by what the owner calls what comes from there
     * @throws QueueTakenException when another connection has one of them
     */
    Map<String, String> declareOwnQueues(Channel channel, String session) throws IOException;

    /**
     * Makes an exclusive queue of a new name for {@link ReplyQueues}, and returns its name; this waits for the broker.
     */
    default String declareReplyQueue(Channel channel) throws IOException {
        throw new UnsupportedOperationException("a " + owner() + " leases no reply queues");
    }
}
