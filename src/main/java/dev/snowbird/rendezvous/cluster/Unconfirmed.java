package dev.snowbird.rendezvous.cluster;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ConfirmListener;
import dev.snowbird.amqp.LinkTopology;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;

/** What has gone out on one channel, wants a reply, and may still be refused by the broker, whose queue may be full. */
final class Unconfirmed implements LinkTopology.Marking, ConfirmListener {

    private final Consumer<String> refused;
    /** Correlation ids by the broker's number of the message. */
    private final ConcurrentNavigableMap<Long, String> waiting = new ConcurrentSkipListMap<>();
    /** The broker counts what comes on the channel, and so does this. */
    private long count;

    /**
     * @param refused is told the correlation id of a message that the broker did not take; must not block
     */
    Unconfirmed(Consumer<String> refused) {
        this.refused = refused;
    }

    @Override
    public void begin(Channel publisher) throws IOException {
        publisher.confirmSelect();
        publisher.addConfirmListener(this);
    }

    @Override
    public BasicProperties mark(String exchange, BasicProperties properties) {
        count++;
        if (properties.getReplyTo() != null) {
            waiting.put(count, properties.getCorrelationId());
        }
        return properties;
    }

    @Override
    public void handleAck(long number, boolean multiple) {
        upTo(number, multiple).clear();
    }

    @Override
    public void handleNack(long number, boolean multiple) {
        Map<Long, String> these = upTo(number, multiple);
        these.values().forEach(refused);
        these.clear();
    }

    private Map<Long, String> upTo(long number, boolean multiple) {
        return multiple ? waiting.headMap(number, true) : waiting.subMap(number, true, number, true);
    }
}
