package dev.snowbird.testkit;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.snowbird.amqp.Delivery;
import dev.snowbird.seabird.chat.RouteProperties;
import io.coded.seabird.chat_ingest.ChatEvent;
import io.coded.seabird.chat_ingest.ChatRequest;
import io.coded.seabird.chat_ingest.FailedChatEvent;
import io.coded.seabird.chat_ingest.HelloChatEvent;
import io.coded.seabird.chat_ingest.MetadataChatEvent;
import io.coded.seabird.chat_ingest.SuccessChatEvent;
import io.coded.seabird.common.ChannelSource;
import io.coded.seabird.common.MessageEvent;
import io.coded.seabird.common.User;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.camel.Exchange;

/** The chat backend {@code irc://libera}, connected without gRPC; it does all that it is asked. */
public final class Backend {

    /** What plugins call it. */
    public static final String ID = "irc://libera";

    private static final String FROM = "seabird-grpc://IngestEvents";

    private final Routes routes;
    private final FakeBackendStreams streams;
    private UnaryOperator<ChatEvent.Builder> reply = success -> success;

    Backend(Routes routes, FakeBackendStreams streams) {
        this.routes = routes;
        this.streams = streams;
        streams.readBy(this::reply);
        sends(ChatEvent.newBuilder().setHello(HelloChatEvent.newBuilder().setBackendInfo(
                io.coded.seabird.common.Backend.newBuilder().setType("irc").setId("libera"))).build());
    }

    /** Tells that somebody has written something to one of its channels, such as {@code #lobby}. */
    public void says(String channel, String userId, String text) {
        sends(ChatEvent.newBuilder().setMessage(MessageEvent.newBuilder().setText(text).setSource(
                ChannelSource.newBuilder().setChannelId(channel)
                        .setUser(User.newBuilder().setId(userId).setDisplayName(userId)))).build());
    }

    /**
     * Sends anything on its stream.
     *
     * @throws IllegalStateException when that ends the stream
     */
    public void sends(ChatEvent event) {
        Exchange done = routes.runFrom(FROM, event, Map.of(RouteProperties.SENDER, "libera"));
        if (done.getException() != null) {
            throw new IllegalStateException(done.getException().getMessage(), done.getException());
        }
    }

    /** From now on fails what it is asked. */
    public void fails(String reason) {
        reply = success -> success.setFailed(FailedChatEvent.newBuilder().setReason(reason));
    }

    private void reply(Delivery delivery) {
        ChatRequest request = request(delivery);
        ChatEvent.Builder done = ChatEvent.newBuilder().setId(request.getId());
        if (request.hasMetadata()) {
            done.setMetadata(MetadataChatEvent.getDefaultInstance());
        } else {
            done.setSuccess(SuccessChatEvent.getDefaultInstance());
        }
        sends(reply.apply(done).build());
    }

    /** Returns what it has been asked, the oldest first. */
    public List<ChatRequest> asked() {
        return streams.delivered().stream().map(Backend::request).toList();
    }

    private static ChatRequest request(Delivery delivery) {
        try {
            return ChatRequest.parseFrom(delivery.body());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("something else than a request went to a backend", e);
        }
    }
}
