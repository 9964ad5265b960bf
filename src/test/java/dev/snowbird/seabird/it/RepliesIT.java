package dev.snowbird.seabird.it;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.util.concurrent.ListenableFuture;
import com.google.protobuf.Message;
import dev.snowbird.amqp.Delivery;
import dev.snowbird.seabird.BackendStreams;
import dev.snowbird.seabird.api.GrpcStream;
import dev.snowbird.seabird.chat.RouteProperties;
import dev.snowbird.testing.AmqpClient;
import dev.snowbird.testing.BackendCall;
import dev.snowbird.testing.Broker;
import dev.snowbird.testing.BrokersTest;
import dev.snowbird.testing.Calls;
import dev.snowbird.testing.ChatBackend;
import dev.snowbird.testing.Core;
import dev.snowbird.testing.Cores;
import dev.snowbird.testing.LogLines;
import dev.snowbird.testing.Messages;
import dev.snowbird.testing.Names;
import dev.snowbird.testing.Plugin;
import dev.snowbird.testing.TestBroker;
import io.coded.seabird.chat_ingest.ChatEvent;
import io.coded.seabird.chat_ingest.ChatRequest;
import io.coded.seabird.chat_ingest.FailedChatEvent;
import io.coded.seabird.chat_ingest.MetadataChatRequest;
import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.ManagementStrategy;
import org.apache.camel.support.EventNotifierSupport;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;

/** Replies that don't come, or not as they should (Seabird contract, sections 6 and 13). */
class RepliesIT {

    @AutoClose
    private static final Cores CORES = new Cores(Map.of("seabird.request-timeout", "3s"));
    private static final String TIMED_OUT = "DEADLINE_EXCEEDED: request timed out";
    /** Together they are more than a backend may leave unread. */
    private static final int LARGE_CALLS = 30;
    private static final int STRAYS = 3;
    private static final String LARGE = "x".repeat(100_000);

    private final String net = Names.fresh("i d");
    private final String other = Names.fresh("net");
    private final String absolute = "t%20y://" + net.replace(" ", "%20");
    private Core core;
    private Channel chat;
    private Channel bot;

    @BeforeEach
    void start(TestBroker broker) throws Exception {
        core = CORES.on(broker);
        chat = core.connect("chat");
        bot = core.connect("bot");
    }

    private ChatBackend backend(ChatBackend.Habit habit) {
        return ChatBackend.connected(chat, BackendCall.TYPE, net, habit);
    }

    /** How a call of this test's backend ends. */
    private String send() {
        return Calls.outcome(bot, BackendCall.sendMessage(absolute).request());
    }

    private static String end(ListenableFuture<Message> call) {
        Throwable failure = assertThrows(ExecutionException.class, call::get).getCause();
        return Calls.text(((StatusRuntimeException) failure).getStatus());
    }

    /** Without what others before this test have left out, and tell a minute later. */
    private static List<String> repliesIn(LogLines log) {
        return log.warnings().stream().filter(line -> line.contains("A reply") && !line.contains(" more of these "))
                .toList();
    }

    @BrokersTest
    void aBackendThatNeverRepliesHoldsUpItsOwnCallersOnly() throws Exception {
        try (ChatBackend silent = backend(ChatBackend.IGNORES);
                ChatBackend quick = ChatBackend.connected(core.connect("chat"), "irc", other, ChatBackend.OBEYS)) {
            List<ListenableFuture<Message>> waiting = BackendCall.all(net).stream()
                    .map(call -> Calls.begin(bot, call.request())).toList();
            assertEquals("OK", Calls.outcome(bot, Messages.sendMessage("irc://" + other + "/x", "")));
            assertEquals(1, quick.waiting());
            assertAll(waiting.stream().map(call -> () -> assertEquals(TIMED_OUT, end(call))));
            assertFalse(silent.hasEnded());
        }
    }

    @BrokersTest
    void aBackendThatDoesNotReadHoldsUpItsOwnCallersOnly() throws Exception {
        try (ChatBackend stalled = ChatBackend.thatDoesNotRead(core.connect("stalled"), "irc", net);
                ChatBackend quick = ChatBackend.connected(core.connect("quick"), "irc", other, ChatBackend.OBEYS)) {
            List<ListenableFuture<Message>> waiting = Stream.iterate(0, i -> i < LARGE_CALLS, i -> i + 1)
                    .map(i -> Calls.begin(bot, Messages.sendMessage("irc://" + net + "/x", LARGE))).toList();
            assertEquals(TIMED_OUT, end(waiting.get(0)));
            assertAll(waiting.stream().map(call -> () -> assertEquals(TIMED_OUT, end(call))));
            assertEquals("OK", Calls.outcome(bot, Messages.sendMessage("irc://" + other + "/x", "")));
            assertFalse(stalled.hasEnded() || quick.hasEnded());
        }
    }

    @BrokersTest
    void theFirstReplyCounts() throws Exception {
        try (ChatBackend backend = backend((asked, request) -> {
            asked.reply(request, Messages.success());
            asked.reply(request, ChatEvent.newBuilder().setFailed(FailedChatEvent.getDefaultInstance()));
        })) {
            assertEquals("OK", send());
            assertEquals("OK", send());
            assertFalse(backend.hasEnded());
        }
    }

    @BrokersTest
    void aReplyToNothingIsStillNews() throws Exception {
        try (ChatBackend backend = backend(ChatBackend.OBEYS); Plugin plugin = Plugin.attached(bot)) {
            backend.send(Messages.message("news").setId("made up"));
            assertEquals("news", plugin.next().getMessage().getText());
            assertEquals("OK", send());
        }
    }

    @BrokersTest
    void aLateReplyComesBack(TestBroker broker) throws Exception {
        try (AmqpClient amqp = AmqpClient.connect(broker); ChatBackend backend = backend(ChatBackend.IGNORES)) {
            String requests = amqp.queueAt("seabird.requests", Map.of("backend", absolute));
            assertEquals(TIMED_OUT, send());
            String replies = amqp.next(requests).getProps().getReplyTo();
            await().atMost(Broker.patience()).until(() -> !amqp.exists(replies));
            double before = undeliverable(core);

            backend.reply(backend.nextRequest(), Messages.success());

            await().atMost(Broker.patience()).until(() -> undeliverable(core) == before + 1);
        }
    }

    /** In a core of its own: of each kind there is one line a minute. */
    @BrokersTest
    void straysAreALineOfEachKindInTheLogHoweverMany(TestBroker broker) throws Exception {
        try (LogLines log = new LogLines(); AmqpClient amqp = AmqpClient.connect(broker);
                Core own = Core.start(broker.amqpUri(), Map.of());
                ChatBackend backend = ChatBackend.connected(own.connect("chat"), BackendCall.TYPE, net,
                        ChatBackend.OBEYS)) {
            for (int i = 0; i < STRAYS; i++) {
                backend.send(Messages.success().setId("made\nup"));
                String id = net + i;
                amqp.send("seabird.backend." + absolute.replace("://", ":"), ChatRequest.newBuilder().setId(id)
                        .setMetadata(MetadataChatRequest.getDefaultInstance()).build(), id, "no-such-queue");
            }
            await().atMost(Broker.patience()).until(() -> undeliverable(own) == STRAYS);

            assertEquals(Set.of("WARN A reply was dropped: request made?up is unknown or was answered before",
                    "WARN A reply could not be delivered: nobody waits for request " + net + "0 of backend "),
                    Set.copyOf(repliesIn(log)));
            assertEquals(2, repliesIn(log).size());
        }
    }

    /** What is on its way from the queue to the stream then. */
    @BrokersTest
    void aRequestWhoseStreamEndsJustBeforeItIsSentFindsNoBackend() throws Exception {
        GrpcStream left = streamOfABackendThatHasLeft();
        try (ChatBackend silent = backend(ChatBackend.IGNORES)) {
            ListenableFuture<Message> call = Calls.begin(bot, BackendCall.sendMessage(absolute).request());
            Delivery request = new Delivery(new byte[0], Map.of(), silent.nextRequest().getId(), "");

            core.application().camelContext().getRegistry()
                    .lookupByNameAndType("backendStreams", BackendStreams.class).deliver(request, left);

            assertEquals("NOT_FOUND: unknown backend", end(call));
        }
    }

    private GrpcStream streamOfABackendThatHasLeft() throws Exception {
        CompletableFuture<GrpcStream> stream = new CompletableFuture<>();
        EventNotifierSupport watcher = new EventNotifierSupport() {
            @Override
            public void notify(CamelEvent event) {
                if (event instanceof CamelEvent.ExchangeCompletedEvent done
                        && "chat-request-deliver".equals(done.getExchange().getFromRouteId())) {
                    stream.complete(done.getExchange().getProperty(RouteProperties.STREAM, GrpcStream.class));
                }
            }
        };
        ManagementStrategy watched = core.application().camelContext().getManagementStrategy();
        watched.addEventNotifier(watcher);
        try (ChatBackend leaving = ChatBackend.connected(chat, "irc", other, ChatBackend.OBEYS)) {
            assertEquals("OK", Calls.outcome(bot, Messages.sendMessage("irc://" + other + "/x", "")));
            // The reply may be there before the route that brought the request out has ended.
            Broker.get(stream);
        } finally {
            watched.removeEventNotifier(watcher);
        }
        await().atMost(Broker.patience()).until(() -> stream.join().isEnded());
        return stream.join();
    }

    private static double undeliverable(Core core) {
        return core.application().meters().get("seabird.replies.undeliverable").counter().count();
    }
}
