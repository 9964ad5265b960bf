package dev.snowbird.seabird;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.snowbird.amqp.Delivery;
import dev.snowbird.amqp.OwnedQueue;
import dev.snowbird.log.BoundedLog;
import dev.snowbird.seabird.amqp.DirectoryTelling;
import dev.snowbird.seabird.amqp.QueueKind;
import dev.snowbird.seabird.amqp.QueueRoutes;
import dev.snowbird.seabird.amqp.Reply;
import dev.snowbird.seabird.amqp.StreamQueues;
import dev.snowbird.seabird.api.GrpcStream;
import dev.snowbird.seabird.chat.BackendId;
import dev.snowbird.seabird.chat.Backends;
import dev.snowbird.seabird.chat.ChannelQuestion;
import dev.snowbird.seabird.chat.IngestRules;
import dev.snowbird.seabird.chat.RouteProperties;
import dev.snowbird.seabird.chat.SizeLimit;
import io.coded.seabird.chat_ingest.ChatEvent;
import io.coded.seabird.chat_ingest.ChatRequest;
import io.coded.seabird.seabird.Event;
import io.grpc.StatusException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;

/**
 * The streams of chat backends: after its hello each owns the queue of its id, which no other can have meanwhile
 * (Seabird contract, section 9).
 */
public final class BackendStreams {

    private final BoundedLog log = new BoundedLog(BackendStreams.class);
    private final StreamQueues queues;
    private final Backends backends;
    private final IngestRules rules;
    private final SizeLimit limit;
    private final Duration requestTimeout;
    private final QueueRoutes routes;
    private final DirectoryTelling directory;

    BackendStreams(StreamQueues queues, Backends backends, SizeLimit limit, Duration requestTimeout,
            QueueRoutes routes, DirectoryTelling directory) {
        this.requestTimeout = requestTimeout;
        this.queues = queues;
        this.backends = backends;
        this.rules = new IngestRules(limit);
        this.limit = limit;
        this.routes = routes;
        this.directory = directory;
    }

    /** Says whether the backend of a stream has not said yet who it is. */
    public boolean awaitsHello(@ExchangeProperty(RouteProperties.STREAM) GrpcStream stream) {
        return stream.attachment(BackendSession.class).isEmpty();
    }

    /**
     * Opens the queue of a backend that says who it is.
     *
     * @param first  the first message of the stream
     * @param stream the backend's stream
     * @return completes when the backend is connected; fails with a status ALREADY_EXISTS when another stream on any
     *         core has this id, or with what keeps the broker from opening a queue
     * @throws StatusException when the message is no proper hello
     */
    public CompletionStage<Void> hello(@Body ChatEvent first,
            @ExchangeProperty(RouteProperties.STREAM) GrpcStream stream) throws StatusException {
        BackendId id = rules.hello(first);
        Predicate<Delivery> route = request -> routes.deliver(QueueKind.BACKEND, request, stream);
        StreamListener listener = new StreamListener(stream, route, route::test);
        return queues.openBackendQueue(id, listener).handle((queue, failure) -> {
            if (failure != null) {
                throw RefusedStream.of(failure, taken -> "id already exists");
            }
            connect(id, stream, queue);
            return null;
        });
    }

    private void connect(BackendId id, GrpcStream stream, OwnedQueue queue) {
        BackendSession session = new BackendSession(backends.connect(id), queue, new AtomicBoolean());
        stream.attach(session);
        stream.onEnd(() -> {
            backends.disconnect(session.backend());
            queue.close();
            directory.changed();
        });
        directory.changed();
    }

    /**
     * Takes note of what a backend sends after its hello.
     *
     * @param event  the message
     * @param stream the backend's stream
     * @return what all plugins are to be told; null for nothing
     * @throws StatusException when the message is one that ends the stream
     */
    public Event newsOf(@ExchangeProperty(RouteProperties.CHAT_EVENT) ChatEvent event,
            @ExchangeProperty(RouteProperties.STREAM) GrpcStream stream) throws StatusException {
        return rules.eventOf(session(stream).backend(), event).orElse(null);
    }

    /**
     * Says whether the stream is over that a request has come for. The broker may have the queue for a moment longer,
     * and has told nobody that there is no such backend any more.
     */
    public boolean isGone(@ExchangeProperty(RouteProperties.STREAM) GrpcStream stream) {
        return stream.isEnded();
    }

    /** Says whether a request is for this core to answer, in the place of the backend. */
    public boolean isForCore(@Body Delivery request) {
        return ChannelQuestion.isType(request.header("type"));
    }

    /**
     * Answers what a plugin asks about a backend's channels.
     *
     * @param request the question
     * @param stream  the backend's stream
     * @return the answer, and where it belongs
     * @throws InvalidProtocolBufferException when the request is none
     */
    public Reply answer(@Body Delivery request, @ExchangeProperty(RouteProperties.STREAM) GrpcStream stream)
            throws InvalidProtocolBufferException {
        ChatEvent answer = ChannelQuestion.answer(ChatRequest.parseFrom(request.body()),
                stream.attachment(BackendSession.class).map(BackendSession::backend), limit);
        return new Reply(answer, request.replyTo(), request.header("backend"));
    }

    /**
     * Sends a request out, unless too many wait already; its caller will hear that the time is over. When that is so
     * before the backend takes the request, it is dropped, lest it be done after all.
     */
    public void deliver(@Body Delivery request, @ExchangeProperty(RouteProperties.STREAM) GrpcStream stream) {
        boolean taken = stream.send(request.body(), timeLeft(request));
        stream.attachment(BackendSession.class).ifPresent(session -> {
            boolean wasStalled = session.stalled().getAndSet(!taken);
            if (!taken && !wasStalled && !stream.isEnded()) {
                log.warn("The backend {} does not read its requests; until it does they are dropped",
                        session.backend().id());
            }
        });
        if (!taken && stream.isEnded()) {
            // Just now: the route sees that, when the request comes to it once more.
            routes.deliver(QueueKind.BACKEND, request, stream);
        }
    }

    /**
     * What comes without a time, such as what others send to the queue of a backend, may take as long as any request.
     */
    private Duration timeLeft(Delivery request) {
        return Optional.of(request.header("timeout-ms")).filter(text -> text.matches("\\d{1,9}"))
                .map(text -> Duration.ofMillis(Long.parseLong(text))).orElse(requestTimeout);
    }

    /**
     * Ends the stream of a backend that has nothing more to send.
     *
     * @throws StatusException always; it says how far the stream had come
     */
    public void halfClosed(@ExchangeProperty(RouteProperties.STREAM) GrpcStream stream) throws StatusException {
        throw awaitsHello(stream) ? rules.endedBeforeHello() : rules.endedAfterHello();
    }

    private static BackendSession session(GrpcStream stream) {
        return stream.attachment(BackendSession.class).orElseThrow();
    }
}
