package dev.snowbird.testkit;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.snowbird.amqp.Delivery;
import dev.snowbird.seabird.amqp.Reply;
import dev.snowbird.seabird.chat.Backends;
import dev.snowbird.seabird.chat.ChannelQuestion;
import dev.snowbird.seabird.chat.ConnectedBackend;
import dev.snowbird.seabird.chat.IngestRules;
import dev.snowbird.seabird.chat.RouteProperties;
import dev.snowbird.seabird.chat.SizeLimit;
import io.coded.seabird.chat_ingest.ChatEvent;
import io.coded.seabird.chat_ingest.ChatRequest;
import io.coded.seabird.seabird.Event;
import io.grpc.StatusException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;

/** The stream of one backend without gRPC and AMQP: the rules are the real ones, and what else is asked is noted. */
public final class FakeBackendStreams {

    private static final SizeLimit LIMIT = new SizeLimit(1_000_000);

    private final IngestRules rules = new IngestRules(LIMIT);
    private final List<Delivery> delivered = new CopyOnWriteArrayList<>();
    private final Backends backends;
    private Consumer<Delivery> reader = request -> { };
    private ConnectedBackend backend;
    private boolean gone;

    /** Stands alone. */
    public FakeBackendStreams() {
        this(new Backends());
    }

    /** Is one of these, as other beans see it. */
    public FakeBackendStreams(Backends backends) {
        this.backends = backends;
    }

    /** Has every further request read by this, when it is noted. */
    public void readBy(Consumer<Delivery> peer) {
        reader = peer;
    }

    /** Says whether this is the backend of an id such as {@code irc://libera}, and connected. */
    public boolean is(String id) {
        return backend != null && backend.id().toString().equals(id);
    }

    /** Says whether there was no hello yet. */
    public boolean awaitsHello() {
        return backend == null;
    }

    /** Connects the backend. */
    public void hello(@Body ChatEvent first) throws StatusException {
        backend = backends.connect(rules.hello(first));
    }

    /** Makes news as the real one does; the stream doesn't matter here. */
    public Event newsOf(@ExchangeProperty(RouteProperties.CHAT_EVENT) ChatEvent event) throws StatusException {
        return rules.eventOf(backend, event).orElse(null);
    }

    /** Ends the stream, to whose queue requests still come. */
    public void end() {
        gone = true;
    }

    /** Says whether the stream is over. */
    public boolean isGone() {
        return gone;
    }

    /** Says so as the real one does. */
    public boolean isForCore(@Body Delivery request) {
        return ChannelQuestion.isType(request.headers().get("type"));
    }

    /** Answers as the real one does. */
    public Reply answer(@Body Delivery request) throws InvalidProtocolBufferException {
        return new Reply(ChannelQuestion.answer(ChatRequest.parseFrom(request.body()), Optional.of(backend), LIMIT),
                request.replyTo(), backend.id().toString());
    }

    /** Notes a request. */
    public void deliver(@Body Delivery request) {
        delivered.add(request);
        reader.accept(request);
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
