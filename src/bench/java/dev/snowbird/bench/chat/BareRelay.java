package dev.snowbird.bench.chat;

import com.google.protobuf.InvalidProtocolBufferException;
import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import io.coded.seabird.chat_ingest.ChatEvent;
import io.coded.seabird.chat_ingest.ChatIngestGrpc;
import io.coded.seabird.chat_ingest.ChatRequest;
import io.coded.seabird.chat_ingest.JoinChannelChatRequest;
import io.coded.seabird.seabird.Event;
import io.coded.seabird.seabird.JoinChannelRequest;
import io.coded.seabird.seabird.JoinChannelResponse;
import io.coded.seabird.seabird.SeabirdGrpc;
import io.coded.seabird.seabird.StreamEventsRequest;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A yardstick: gRPC's server and the AMQP client alone, with as much of the chat's API as the benches use. It asks for
 * no token, changes no text and bounds nothing.
 */
public final class BareRelay {

    private static final String HOST = "127.0.0.1";

    private final BareAmqp amqp;
    private final AtomicLong ids = new AtomicLong();

    private BareRelay(BareAmqp amqp) {
        this.amqp = amqp;
    }

    /**
     * Listens on a free port of loopback until the process ends.
     *
     * @param arguments the URI of the message broker
     */
    public static void main(String[] arguments) throws Exception {
        BareRelay relay = new BareRelay(new BareAmqp(arguments[0]));
        var server = NettyServerBuilder.forAddress(new InetSocketAddress(HOST, 0))
                .addService(relay.new Plugins()).addService(relay.new Backends()).build().start();
        System.out.println("listening seabird " + HOST + ":" + server.getPort());
        System.out.println("ready");
        server.awaitTermination();
    }

    private final class Plugins extends SeabirdGrpc.SeabirdImplBase {

        @Override
        public void joinChannel(JoinChannelRequest call, StreamObserver<JoinChannelResponse> caller) {
            String id = String.valueOf(ids.incrementAndGet());
            ChatRequest request = ChatRequest.newBuilder().setId(id).setJoinChannel(JoinChannelChatRequest.newBuilder()
                    .setChannelName(call.getChannelName())).build();
            amqp.ask(call.getBackendId(), id, request.toByteArray()).thenAccept(reply -> {
                caller.onNext(JoinChannelResponse.getDefaultInstance());
                caller.onCompleted();
            });
        }

        @Override
        public void streamEvents(StreamEventsRequest call, StreamObserver<Event> plugin) {
            try {
                Channel events = amqp.subscribe(event -> {
                    synchronized (plugin) {
                        plugin.onNext(parsed(event));
                    }
                });
                ((ServerCallStreamObserver<Event>) plugin).setOnCancelHandler(() -> close(events));
            } catch (IOException e) {
                plugin.onError(Status.UNAVAILABLE.withCause(e).asException());
            }
        }

        private Event parsed(byte[] event) {
            try {
                return Event.parseFrom(event);
            } catch (InvalidProtocolBufferException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private final class Backends extends ChatIngestGrpc.ChatIngestImplBase {

        @Override
        public StreamObserver<ChatEvent> ingestEvents(StreamObserver<ChatRequest> backend) {
            return new BackendStream(backend);
        }
    }

    private final class BackendStream implements StreamObserver<ChatEvent> {

        private final StreamObserver<ChatRequest> backend;
        private final Map<String, BasicProperties> asked = new ConcurrentHashMap<>();

        private BackendStream(StreamObserver<ChatRequest> backend) {
            this.backend = backend;
        }

        @Override
        public void onNext(ChatEvent event) {
            if (event.hasHello()) {
                var info = event.getHello().getBackendInfo();
                serve(info.getType() + "://" + info.getId());
            } else if (!event.getId().isEmpty()) {
                amqp.reply(asked.remove(event.getId()), event.toByteArray());
            } else {
                amqp.publishEvent(Event.newBuilder().setMessage(event.getMessage()).build().toByteArray());
            }
        }

        private void serve(String id) {
            try {
                amqp.serve(id, this::pass);
            } catch (IOException e) {
                backend.onError(Status.UNAVAILABLE.withCause(e).asException());
            }
        }

        private void pass(BasicProperties properties, byte[] body) {
            asked.put(properties.getCorrelationId(), properties);
            synchronized (backend) {
                try {
                    backend.onNext(ChatRequest.parseFrom(body));
                } catch (InvalidProtocolBufferException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }

        @Override
        public void onError(Throwable failure) {
            // The only backend of a bench goes when the bench is over.
        }

        @Override
        public void onCompleted() {
            // The same.
        }
    }

    private static void close(Channel channel) {
        try {
            channel.close();
        } catch (IOException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }
}
