package dev.snowbird.testkit;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.snowbird.amqp.Delivery;
import dev.snowbird.routes.CheckableComponent;
import io.coded.seabird.chat_ingest.ChatEvent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.apache.camel.Component;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.component.springrabbit.SpringRabbitMQConstants;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;

/**
 * The exchanges of an AMQP broker, for {@code spring-rabbitmq:}. What is published is remembered, and given at once to
 * the routes that consume from that exchange, whatever their bindings; what belongs to Seabird also goes where its
 * queues lead.
 */
public final class FakeExchanges extends DefaultComponent implements CheckableComponent {

    private static final String DEFAULT = "default";

    private final Supplier<Component> real;
    private final Map<String, List<Delivery>> published = new ConcurrentHashMap<>();
    private final Map<String, List<Consumer>> consumers = new ConcurrentHashMap<>();
    private final Map<String, java.util.function.Consumer<Delivery>> queues = new HashMap<>();

    /**
     * @param real makes the component whose place this takes; routes are checked with that
     */
    FakeExchanges(Supplier<Component> real) {
        this.real = real;
        // What Camel would wire into the one of that name is not for this.
        setAutowiredEnabled(false);
    }

    /** Has what is published to an exchange go on there, too. */
    void bind(String exchange, java.util.function.Consumer<Delivery> queue) {
        queues.put(exchange, queue);
    }

    /** Has replies that are published to the default exchange come back to who waits for them. */
    void bindReplies(FakeRequests requests) {
        bind(DEFAULT, delivery -> {
            try {
                requests.replied(ChatEvent.parseFrom(delivery.body()));
            } catch (InvalidProtocolBufferException e) {
                throw new IllegalArgumentException("something else than a chat event is a reply", e);
            }
        });
    }

    /**
     * Returns what has been published to an exchange.
     *
     * @param exchange its name, as routes have it after {@code spring-rabbitmq:}
     * @return the oldest first
     */
    public List<Delivery> published(String exchange) {
        return List.copyOf(published.getOrDefault(exchange, List.of()));
    }

    private void publish(String name, Exchange exchange) throws Exception {
        Delivery delivery = delivery(exchange);
        published.computeIfAbsent(name, any -> new CopyOnWriteArrayList<>()).add(delivery);
        if (queues.containsKey(name)) {
            queues.get(name).accept(delivery);
        }
        for (Consumer consumer : consumers.getOrDefault(name, List.of())) {
            Exchange copy = consumer.getEndpoint().createExchange();
            copy.getMessage().setBody(delivery.body());
            copy.getMessage().setHeaders(new HashMap<>(delivery.headers()));
            consumer.getProcessor().process(copy);
        }
    }

    private static Delivery delivery(Exchange exchange) {
        Map<String, String> headers = new HashMap<>();
        exchange.getMessage().getHeaders().forEach((key, value) -> {
            if (!key.startsWith("Camel")) {
                headers.put(key, String.valueOf(value));
            }
        });
        byte[] body = exchange.getMessage().getBody(byte[].class);
        return new Delivery(body == null ? new byte[0] : body, headers,
                header(SpringRabbitMQConstants.CORRELATION_ID, exchange),
                header(SpringRabbitMQConstants.REPLY_TO, exchange));
    }

    private static String header(String name, Exchange exchange) {
        return Optional.ofNullable(exchange.getMessage().getHeader(name, String.class)).orElse("");
    }

    @Override
    protected Endpoint createEndpoint(String uri, String exchange, Map<String, Object> parameters) {
        parameters.clear();
        return new DefaultEndpoint(uri, this) {
            @Override
            public Consumer createConsumer(Processor processor) {
                Consumer consumer = new DefaultConsumer(this, processor);
                consumers.computeIfAbsent(exchange, any -> new CopyOnWriteArrayList<>()).add(consumer);
                return consumer;
            }

            @Override
            public Producer createProducer() {
                return new DefaultProducer(this) {
                    @Override
                    public void process(Exchange message) throws Exception {
                        publish(exchange, message);
                    }
                };
            }
        };
    }

    @Override
    public Component forCheck() {
        return real.get();
    }
}
