package dev.snowbird.demo;

import io.coded.seabird.chat_ingest.ChatEvent;
import io.coded.seabird.chat_ingest.ChatIngestGrpc;
import io.coded.seabird.chat_ingest.ChatRequest;
import io.coded.seabird.chat_ingest.HelloChatEvent;
import io.coded.seabird.chat_ingest.SuccessChatEvent;
import io.coded.seabird.common.Backend;
import io.coded.seabird.common.ChannelSource;
import io.coded.seabird.common.CommandEvent;
import io.coded.seabird.common.User;
import io.grpc.Channel;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;

/** A chat backend that does at once whatever it is asked. */
final class DemoBackend implements StreamObserver<ChatRequest> {

    /** Its id, as plugins know it. */
    static final String ID = "demo://chat";

    private final CompletableFuture<ChatRequest> firstRequest = new CompletableFuture<>();
    private final StreamObserver<ChatEvent> events;

    DemoBackend(Channel core) {
        events = ChatIngestGrpc.newStub(core).ingestEvents(this);
        Backend self = Backend.newBuilder().setType("demo").setId("chat").build();
        events.onNext(ChatEvent.newBuilder().setHello(HelloChatEvent.newBuilder().setBackendInfo(self)).build());
    }

    /** Tells that a user in the channel has given a command. */
    void command(String name, String argument) {
        ChannelSource source = ChannelSource.newBuilder().setChannelId("lobby")
                .setUser(User.newBuilder().setId("alice").setDisplayName("Alice")).build();
        events.onNext(ChatEvent.newBuilder().setCommand(
                CommandEvent.newBuilder().setSource(source).setCommand(name).setArg(argument)).build());
    }

    /** Completes with the first thing it is asked to do. */
    CompletableFuture<ChatRequest> firstRequest() {
        return firstRequest;
    }

    @Override
    public void onNext(ChatRequest request) {
        firstRequest.complete(request);
        events.onNext(ChatEvent.newBuilder().setId(request.getId())
                .setSuccess(SuccessChatEvent.getDefaultInstance()).build());
    }

    @Override
    public void onError(Throwable failure) {
        firstRequest.completeExceptionally(failure);
    }

    @Override
    public void onCompleted() {
        firstRequest.completeExceptionally(new IllegalStateException("the core ended the stream"));
    }
}
