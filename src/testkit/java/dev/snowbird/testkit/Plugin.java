package dev.snowbird.testkit;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import dev.snowbird.amqp.Delivery;
import dev.snowbird.log.RootCause;
import dev.snowbird.seabird.chat.RouteProperties;
import io.coded.seabird.seabird.Event;
import io.coded.seabird.seabird.SeabirdGrpc;
import io.coded.seabird.seabird.SendMessageRequest;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;

/** A plugin of the chat, without gRPC: what it asks goes to the route of that RPC. */
public final class Plugin {

    private static final String OK = "OK";

    private final Routes routes;
    private final FakePluginStreams streams;
    private final String user;

    Plugin(Routes routes, FakePluginStreams streams, String user) {
        this.routes = routes;
        this.streams = streams;
        this.user = user;
    }

    /** Returns the same plugin with the token of another user. */
    public Plugin as(String name) {
        return new Plugin(routes, streams, name);
    }

    /**
     * Has a message sent.
     *
     * @param channelId the backend and the channel, such as {@code irc://libera/%23lobby}
     * @param text      what is sent
     * @return {@code OK}, or the status as in {@code PERMISSION_DENIED: not here}
     */
    public String sendMessage(String channelId, String text) {
        return outcome(SendMessageRequest.newBuilder().setChannelId(channelId).setText(text).build());
    }

    /**
     * Makes any call.
     *
     * @param request the request of an RPC of one response
     * @return {@code OK}, or the status
     * @throws IllegalStateException when a step failed with something else, of which a real plugin would only be told
     *                               that there was an internal error
     */
    public String outcome(Message request) {
        Exception failure = call(request).getException();
        if (failure == null) {
            return OK;
        }
        return RootCause.chain(failure).filter(cause -> cause instanceof StatusException
                || cause instanceof StatusRuntimeException).findFirst().map(Throwable::getMessage)
                .orElseThrow(() -> new IllegalStateException("a step failed: " + RootCause.line(failure), failure));
    }

    /**
     * Makes any call, and returns the response.
     *
     * @param request  the request of an RPC of one response
     * @param response its class
     */
    public <T> T ask(Message request, Class<T> response) {
        Exchange done = call(request);
        if (done.getException() != null) {
            throw new IllegalStateException(RootCause.line(done.getException()), done.getException());
        }
        return response.cast(done.getMessage().getBody());
    }

    private Exchange call(Message request) {
        return routes.runFrom("seabird-grpc://" + rpc(request), request, Map.of(RouteProperties.SENDER, user));
    }

    private static String rpc(Message request) {
        return SeabirdGrpc.getServiceDescriptor().getMethods().stream()
                .filter(rpc -> ((PrototypeMarshaller<?>) rpc.getRequestMarshaller()).getMessagePrototype()
                        .getClass() == request.getClass())
                .map(MethodDescriptor::getBareMethodName).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no RPC takes a " + request.getClass().getName()));
    }

    /** Returns the events that came on the streams of plugins, the oldest first. */
    public List<Event> events() {
        return streams.delivered().stream().map(Plugin::event).toList();
    }

    private static Event event(Delivery delivery) {
        try {
            return Event.parseFrom(delivery.body());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("something else than an event went to a plugin", e);
        }
    }
}
