package dev.snowbird.testkit;

import dev.snowbird.amqp.Delivery;
import dev.snowbird.seabird.amqp.ChatMessages;
import dev.snowbird.seabird.amqp.PublishedEvent;
import dev.snowbird.seabird.amqp.Reply;
import dev.snowbird.seabird.chat.ChatCall;
import dev.snowbird.seabird.chat.DirectoryNews;
import dev.snowbird.seabird.chat.RouteProperties;
import io.coded.seabird.chat_ingest.ChatEvent;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.component.springrabbit.SpringRabbitMQConstants;

/** Requests without AMQP, and their messages: what is asked is noted, in order. */
public final class FakeRequests {

    /** The reply queue of them all. */
    public static final String REPLY_QUEUE = "replies";

    private final Duration timeout;
    private final List<String> noted = new ArrayList<>();
    private final Map<String, Waiting> waiting = new ConcurrentHashMap<>();
    private boolean full;

    private record Waiting(ChatCall call, CompletableFuture<ChatEvent> reply) {
    }

    /**
     * @param timeout how long a backend may take, by the wall clock
     */
    public FakeRequests(Duration timeout) {
        this.timeout = timeout;
    }

    /** Has every further request refused before it is sent. */
    public void refuse() {
        full = true;
    }

    /** Leases a queue; what stands for the request is its id. */
    public CompletionStage<Object> open(@Body ChatCall call) {
        noted.add("open");
        if (full) {
            return CompletableFuture.failedFuture(Status.DEADLINE_EXCEEDED.asException());
        }
        String id = call.request().getId();
        CompletableFuture<ChatEvent> reply = new CompletableFuture<>();
        waiting.put(id, new Waiting(call, reply));
        CompletableFuture.delayedExecutor(timeout.toMillis(), TimeUnit.MILLISECONDS).execute(() -> reply
                .completeExceptionally(Status.DEADLINE_EXCEEDED.withDescription("request timed out").asException()));
        return CompletableFuture.supplyAsync(() -> id);
    }

    /** Waits for the reply. */
    public CompletionStage<ChatEvent> reply(@ExchangeProperty(RouteProperties.PENDING) String pending) {
        noted.add("reply");
        return waiting.get(pending).reply;
    }

    /** Ends a request: there is no such backend. */
    public void unroutable(@Body Delivery request) {
        Waiting gone = waiting.get(request.correlationId());
        gone.reply.completeExceptionally(
                Status.NOT_FOUND.withDescription(gone.call.unknownBackend()).asException());
    }

    /** Has a reply come to the reply queue. */
    public void replied(ChatEvent event) {
        waiting.get(event.getId()).reply.complete(event);
    }

    /** Returns what was asked. */
    public List<String> noted() {
        return noted;
    }

    /** Returns what forms the messages: the real thing, but for requests, which are not the real ones. */
    public Messages messages() {
        return new Messages();
    }

    /** Forms messages. */
    public final class Messages {

        private final ChatMessages real = new ChatMessages();

        private Messages() {
        }

        /** Forms a request. */
        public void request(@Body String pending, Exchange exchange) {
            noted.add("message");
            ChatCall call = waiting.get(pending).call;
            exchange.getMessage().removeHeaders("*");
            exchange.getMessage().setBody(call.request().toByteArray());
            exchange.getMessage().setHeaders(Map.of("backend", call.backend().toString(), "type", call.type(),
                    "timeout-ms", String.valueOf(timeout.toMillis()), SpringRabbitMQConstants.REPLY_TO, REPLY_QUEUE,
                    SpringRabbitMQConstants.CORRELATION_ID, pending));
        }

        /** Forms an event. */
        public void event(@Body PublishedEvent published, Exchange exchange) {
            real.event(published, exchange);
        }

        /** Forms what is told of a request that has found no backend. */
        public void unroutable(@Body Delivery request, Exchange exchange) {
            real.unroutable(request, exchange);
        }

        /** Forms what a core tells of itself. */
        public void directory(@Body DirectoryNews news, Exchange exchange) {
            real.directory(news, exchange);
        }

        /** Forms a reply. */
        public void reply(@Body Reply reply, Exchange exchange) {
            real.reply(reply, exchange);
        }
    }
}
