package dev.snowbird.rendezvous.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.rabbitmq.client.AMQP.BasicProperties;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The broker counts all that goes out, and confirms one message or all up to one. */
class UnconfirmedTest {

    private final List<String> refused = new ArrayList<>();
    private final Unconfirmed unconfirmed = new Unconfirmed(refused::add);

    @Test
    void tellsOfWhatTheBrokerDidNotTakeByItsId() {
        send(news(), offer("a"), news(), offer("b"), offer("c"));

        unconfirmed.handleNack(1, false);
        unconfirmed.handleNack(4, false);
        assertEquals(List.of("b"), refused);
        unconfirmed.handleNack(4, false);
        assertEquals(List.of("b"), refused);
    }

    @Test
    void tellsOfAllUpToOneThatWereNotConfirmedBefore() {
        send(offer("a"), offer("b"), news(), offer("c"), offer("d"));
        unconfirmed.handleAck(1, true);

        unconfirmed.handleNack(4, true);
        assertEquals(List.of("b", "c"), refused);

        unconfirmed.handleAck(5, false);
        unconfirmed.handleNack(5, true);
        assertEquals(List.of("b", "c"), refused);
    }

    /** Nobody waits for what becomes of a reply, whose id is another node's. */
    @Test
    void tellsNothingOfReplies() {
        send(new BasicProperties.Builder().correlationId("a").build());

        unconfirmed.handleNack(1, true);

        assertEquals(List.of(), refused);
    }

    private void send(BasicProperties... messages) {
        List.of(messages).forEach(message -> unconfirmed.mark("", message));
    }

    private static BasicProperties news() {
        return new BasicProperties();
    }

    private static BasicProperties offer(String id) {
        return new BasicProperties.Builder().correlationId(id).replyTo("snowbird.replies.self").build();
    }
}
