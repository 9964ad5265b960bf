package dev.snowbird.amqp;

import com.rabbitmq.client.AMQP.BasicProperties;
import java.util.HashMap;
import java.util.Map;

/**
 * A message from the broker. Its headers become text when somebody asks for them: of an event nobody does, and it comes
 * once for each stream.
 *
 * @param body       its bytes; not to be changed
 * @param properties its properties and headers, as the client library has them
 */
public record Delivery(byte[] body, BasicProperties properties) {

    /**
     * Makes one as it would have come.
     *
     * @param headers       its headers
     * @param correlationId the id of the request that it belongs to; empty if there is none
     * @param replyTo       the queue that waits for a reply; empty if there is none
     */
    public Delivery(byte[] body, Map<String, String> headers, String correlationId, String replyTo) {
        this(body, new BasicProperties.Builder().headers(Map.copyOf(headers)).correlationId(correlationId)
                .replyTo(replyTo).build());
    }

    /** Returns its headers; values of other types than text are in their text form. */
    public Map<String, String> headers() {
        Map<String, String> headers = new HashMap<>();
        if (properties.getHeaders() != null) {
            properties.getHeaders().forEach((name, value) -> headers.put(name, String.valueOf(value)));
        }
        return headers;
    }

    /** Returns one of its headers as text; empty if it is not there. */
    public String header(String name) {
        Object value = properties.getHeaders() == null ? null : properties.getHeaders().get(name);
        return value == null ? "" : value.toString();
    }

    /** Returns the id of the request that it belongs to; empty if there is none. */
    public String correlationId() {
        return orEmpty(properties.getCorrelationId());
    }

    /** Returns the queue that waits for a reply; empty if there is none. */
    public String replyTo() {
        return orEmpty(properties.getReplyTo());
    }

    /** Returns what its publisher calls it; empty if it has no name. */
    public String messageId() {
        return orEmpty(properties.getMessageId());
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }
}
