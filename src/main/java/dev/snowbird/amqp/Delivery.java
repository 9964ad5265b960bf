package dev.snowbird.amqp;

import com.rabbitmq.client.AMQP.BasicProperties;
import java.util.HashMap;
import java.util.Map;

/**
 * A message from the broker.
 *
 * @param body          its bytes; not to be changed
 * @param headers       its headers; values of other types than text are in their text form
 * @param correlationId the id of the request that it belongs to; empty if there is none
 * @param replyTo       the queue that waits for a reply; empty if there is none
 */
public record Delivery(byte[] body, Map<String, String> headers, String correlationId, String replyTo) {

    /**
     * Takes what the client library delivers.
     *
     * @param properties the message's properties and headers
     * @param body       its bytes
     */
    public static Delivery of(BasicProperties properties, byte[] body) {
        Map<String, String> headers = new HashMap<>();
        if (properties.getHeaders() != null) {
            properties.getHeaders().forEach((name, value) -> headers.put(name, String.valueOf(value)));
        }
        return new Delivery(body, headers, orEmpty(properties.getCorrelationId()), orEmpty(properties.getReplyTo()));
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }
}
