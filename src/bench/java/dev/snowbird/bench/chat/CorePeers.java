package dev.snowbird.bench.chat;

import dev.snowbird.bench.measure.Workload;
import io.coded.seabird.chat_ingest.ChatEvent;
import io.coded.seabird.chat_ingest.ChatIngestGrpc;
import io.coded.seabird.chat_ingest.ChatRequest;
import io.coded.seabird.chat_ingest.HelloChatEvent;
import io.coded.seabird.chat_ingest.SuccessChatEvent;
import io.coded.seabird.common.Backend;
import io.coded.seabird.common.ChannelSource;
import io.coded.seabird.common.MessageEvent;
import io.coded.seabird.common.User;
import io.coded.seabird.seabird.Event;
import io.coded.seabird.seabird.JoinChannelRequest;
import io.coded.seabird.seabird.JoinChannelResponse;
import io.coded.seabird.seabird.SeabirdGrpc;
import io.coded.seabird.seabird.StreamEventsRequest;
import io.grpc.Context;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The backend and the plugins of a core, over one connection each. */
public final class CorePeers implements ChatPeers {

    private static final String TYPE = "bench";
    private static final String ID = "net";
    private static final long CALL_SECONDS = 10;
    private static final long LOOK_MILLIS = 20;
    private static final int MOST_LOOKS = 1500;
    private static final JoinChannelRequest JOIN = JoinChannelRequest.newBuilder().setBackendId(TYPE + "://" + ID)
            .setChannelName("#chan").build();

    private final ManagedChannel plugins;
    private final ManagedChannel backends;
    private final StreamObserver<ChatEvent> backend;

    /**
     * Connects the backend, and waits until the core has requests for it delivered.
     *
     * @param address where the core listens, as HOST:PORT
     * @param token   a bearer token that it takes
     */
    public CorePeers(String address, String token) throws InterruptedException {
        plugins = connect(address, token);
        backends = connect(address, token);
        backend = ChatIngestGrpc.newStub(backends).ingestEvents(new Obedience());
        send(ChatEvent.newBuilder().setHello(HelloChatEvent.newBuilder()
                .setBackendInfo(Backend.newBuilder().setType(TYPE).setId(ID))));
        awaitBackend();
    }

    private static ManagedChannel connect(String address, String token) {
        Metadata headers = new Metadata();
        headers.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + token);
        return NettyChannelBuilder.forTarget(address).usePlaintext().directExecutor()
                .intercept(MetadataUtils.newAttachHeadersInterceptor(headers)).build();
    }

    private void awaitBackend() throws InterruptedException {
        for (int looks = 1;; looks++) {
            try {
                SeabirdGrpc.newBlockingStub(plugins).withDeadlineAfter(CALL_SECONDS, TimeUnit.SECONDS)
                        .joinChannel(JOIN);
                return;
            } catch (StatusRuntimeException e) {
                if (looks == MOST_LOOKS) {
                    throw e;
                }
                Thread.sleep(LOOK_MILLIS);
            }
        }
    }

    /** Streams take one message at a time, and several threads have some. */
    private void send(ChatEvent.Builder event) {
        synchronized (backends) {
            backend.onNext(event.build());
        }
    }

    @Override
    public Workload requests() {
        return () -> {
            Done<JoinChannelResponse> done = new Done<>();
            SeabirdGrpc.newStub(plugins).withDeadlineAfter(CALL_SECONDS, TimeUnit.SECONDS).joinChannel(JOIN, done);
            return done.future;
        };
    }

    @Override
    public Workload events(int number) throws InterruptedException {
        Arrivals arrivals = new Arrivals(number, this::say);
        CountDownLatch listening = new CountDownLatch(number);
        Context.CancellableContext streams = Context.current().withCancellation();
        for (int i = 0; i < number; i++) {
            PluginStream stream = new PluginStream(arrivals.plugin(listening));
            streams.run(() -> SeabirdGrpc.newStub(plugins)
                    .streamEvents(StreamEventsRequest.getDefaultInstance(), stream));
        }
        arrivals.awaitAll(listening);
        return Workload.of(arrivals::publish, () -> streams.cancel(null));
    }

    private void say(String text) {
        send(ChatEvent.newBuilder().setMessage(MessageEvent.newBuilder().setText(text)
                .setSource(ChannelSource.newBuilder().setChannelId("#chan")
                        .setUser(User.newBuilder().setId("u").setDisplayName("A. User")))));
    }

    @Override
    public void close() {
        plugins.shutdownNow();
        backends.shutdownNow();
    }

    /** The backend's side of its stream: it does at once what it is asked. */
    private final class Obedience implements StreamObserver<ChatRequest> {

        @Override
        public void onNext(ChatRequest request) {
            send(ChatEvent.newBuilder().setId(request.getId()).setSuccess(SuccessChatEvent.getDefaultInstance()));
        }

        @Override
        public void onError(Throwable failure) {
            // What is asked for after this fails, and is counted so.
        }

        @Override
        public void onCompleted() {
            // The same.
        }
    }

    private record PluginStream(Consumer<String> arrived) implements StreamObserver<Event> {

        @Override
        public void onNext(Event event) {
            arrived.accept(event.getMessage().getText());
        }

        @Override
        public void onError(Throwable failure) {
            // The events that are missing never end, and are counted so.
        }

        @Override
        public void onCompleted() {
            // The same.
        }
    }

    private static final class Done<R> implements StreamObserver<R> {

        private final CompletableFuture<R> future = new CompletableFuture<>();

        @Override
        public void onNext(R response) {
            future.complete(response);
        }

        @Override
        public void onError(Throwable failure) {
            future.completeExceptionally(failure);
        }

        @Override
        public void onCompleted() {
            // The response has come.
        }
    }
}
