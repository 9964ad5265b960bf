package dev.snowbird.seabird.amqp;

import static org.apache.camel.component.springrabbit.SpringRabbitMQConstants.CORRELATION_ID;
import static org.apache.camel.component.springrabbit.SpringRabbitMQConstants.DELIVERY_MODE;
import static org.apache.camel.component.springrabbit.SpringRabbitMQConstants.REPLY_TO;
import static org.apache.camel.component.springrabbit.SpringRabbitMQConstants.ROUTING_OVERRIDE_KEY;

import dev.snowbird.amqp.BoundedText;
import dev.snowbird.amqp.Delivery;
import dev.snowbird.log.LifeLog;
import dev.snowbird.log.LogText;
import dev.snowbird.seabird.chat.DirectoryNews;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.springframework.amqp.core.MessageDeliveryMode;

/**
 * Puts what is to be published into the form that the {@code spring-rabbitmq} component takes: bytes and headers
 * (Seabird contract, section 13). Whatever headers were there are removed, and nothing survives a broker's restart, as
 * no stream does.
 */
public final class ChatMessages {

    /**
     * Forms an event for all plugins.
     *
     * @param published the event
     * @param exchange  gets the message
     */
    public void event(@Body PublishedEvent published, Exchange exchange) {
        Message message = start(exchange, published.event().toByteArray());
        published.headers().forEach((name, value) -> message.setHeader(name, BoundedText.headerValue(value)));
        published.origin().ifPresent(queue -> message.setHeader(REPLY_TO, queue));
    }

    /**
     * Forms a request for a backend.
     *
     * @param request  holds its reply queue
     * @param exchange gets the message, and goes by the request's id from now on, as in the log and in traces
     */
    public void request(@Body PendingRequest request, Exchange exchange) {
        if (!exchange.getContext().getInflightRepository().isInflightBrowseEnabled()) {
            // Where all exchanges are kept by their ids it would be lost.
            exchange.setExchangeId(request.id());
        }
        LifeLog.REQUESTS.tell(request.id(), "goes to backend {}: {}",
                LogText.of(request.call().backend().toString()), request.call().type());
        Message message = start(exchange, request.call().request().toByteArray());
        message.setHeader("backend", BoundedText.headerValue(request.call().backend().toString()));
        message.setHeader("type", request.call().type());
        message.setHeader("timeout-ms", String.valueOf(request.remainingMillis()));
        message.setHeader(REPLY_TO, request.replyQueue());
        message.setHeader(CORRELATION_ID, request.id());
    }

    /**
     * Forms a reply for the core that asked.
     *
     * @param reply    knows its queue
     * @param exchange gets the message, for the default exchange
     */
    public void reply(@Body Reply reply, Exchange exchange) {
        Message message = start(exchange, reply.event().toByteArray());
        message.setHeader("backend", BoundedText.headerValue(reply.backend()));
        message.setHeader(CORRELATION_ID, reply.event().getId());
        message.setHeader(ROUTING_OVERRIDE_KEY, reply.queue());
    }

    /**
     * Forms what all cores see of a request that has found no backend.
     *
     * @param request  came for a backend that has just gone
     * @param exchange gets the message, for the exchange of those
     */
    public void unroutable(@Body Delivery request, Exchange exchange) {
        Message message = start(exchange, new byte[0]);
        message.setHeader(CORRELATION_ID, request.correlationId());
    }

    /**
     * Forms what this core tells the others of itself.
     *
     * @param news     what it tells
     * @param exchange gets the message
     */
    public void directory(@Body DirectoryNews news, Exchange exchange) {
        Message message = start(exchange, news.body());
        message.setHeader("core", news.core());
        message.setHeader("n", String.valueOf(news.number()));
        message.setHeader("keep-ms", String.valueOf(news.keepMillis()));
        message.setHeader("ask", String.valueOf(news.asks()));
        message.setHeader("bye", String.valueOf(news.leaves()));
    }

    private static Message start(Exchange exchange, byte[] content) {
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        message.setBody(content);
        message.setHeader(DELIVERY_MODE, MessageDeliveryMode.NON_PERSISTENT);
        return message;
    }
}
