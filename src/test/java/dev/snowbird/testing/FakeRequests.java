package dev.snowbird.testing;

import dev.snowbird.seabird.chat.ChatCall;
import dev.snowbird.seabird.chat.RouteProperties;
import io.coded.seabird.chat_ingest.ChatEvent;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;

/** Requests without AMQP, and their messages: what is asked is noted, in order. */
public final class FakeRequests {

    private final List<String> noted = new ArrayList<>();
    private boolean full;

    /** Has every further request refused before it is sent. */
    public void refuse() {
        full = true;
    }

    /** Leases a queue; what stands for the request is its id. */
    public CompletionStage<Object> open(@Body ChatCall call) {
        noted.add("open");
        return full ? CompletableFuture.failedFuture(Status.DEADLINE_EXCEEDED.asException())
                : CompletableFuture.supplyAsync(() -> call.request().getId());
    }

    /** Forms the message. */
    public void request(@Body String pending, Exchange exchange) {
        noted.add("message");
        exchange.getMessage().setBody("request " + pending);
    }

    /** Replies. */
    public CompletionStage<ChatEvent> reply(@ExchangeProperty(RouteProperties.PENDING) String pending) {
        noted.add("reply");
        return CompletableFuture.supplyAsync(() -> Chats.success(pending));
    }

    /** Returns what was asked. */
    public List<String> noted() {
        return noted;
    }
}
