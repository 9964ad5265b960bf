package dev.snowbird.testing;

import dev.snowbird.amqp.Delivery;
import dev.snowbird.seabird.chat.Backends;
import dev.snowbird.seabird.chat.ConnectedBackend;
import dev.snowbird.seabird.chat.IngestRules;
import dev.snowbird.seabird.chat.RouteProperties;
import io.coded.seabird.chat_ingest.ChatEvent;
import io.coded.seabird.seabird.Event;
import io.grpc.StatusException;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;

/** The stream of one backend without gRPC and AMQP: the rules are the real ones, and what else is asked is noted. */
public final class FakeBackendStreams {

    private final IngestRules rules = new IngestRules(Chats.LIMIT);
    private final List<Delivery> delivered = new ArrayList<>();
    private ConnectedBackend backend;

    /** Says whether there was no hello yet. */
    public boolean awaitsHello() {
        return backend == null;
    }

    /** Connects the backend. */
    public void hello(@Body ChatEvent first) throws StatusException {
        backend = new Backends().connect(rules.hello(first));
    }

    /** Makes news as the real one does; the stream doesn't matter here. */
    public Event newsOf(@ExchangeProperty(RouteProperties.CHAT_EVENT) ChatEvent event) throws StatusException {
        return rules.eventOf(backend, event).orElse(null);
    }

    /** Notes a request. */
    public void deliver(@Body Delivery request) {
        delivered.add(request);
    }

    /** Throws what ends the stream. */
    public void halfClosed() throws StatusException {
        throw awaitsHello() ? rules.endedBeforeHello() : rules.endedAfterHello();
    }

    /** Returns the requests that went out on the stream. */
    public List<Delivery> delivered() {
        return delivered;
    }
}
