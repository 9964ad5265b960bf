package dev.snowbird;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.snowbird.net.Listener;
import dev.snowbird.seabird.api.Tokens;
import dev.snowbird.settings.Settings;
import dev.snowbird.testing.Broker;
import io.coded.seabird.seabird.CommandMetadata;
import io.coded.seabird.seabird.CommandsRequest;
import io.coded.seabird.seabird.Event;
import io.coded.seabird.seabird.PerformActionRequest;
import io.coded.seabird.seabird.SeabirdGrpc;
import io.coded.seabird.seabird.SendMessageRequest;
import io.coded.seabird.seabird.StreamEventsRequest;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What docs/editing-routes.md says of chat routes holds for a whole core, with a plugin on its gRPC port. */
@Timeout(120)
class ChatRoutesBesideTheProgramTest {

    private static final String BUILT_IN = "src/main/resources/routes/seabird/api/chat-api-send-message.camel.yaml";
    private static final String EDITED = "src/test/resources/edited-routes/chat-api-send-message.camel.yaml";
    private static final String STEPS = "      steps:\n";

    @TempDir
    private Path folder;
    private String database;
    private ManagedChannel channel;

    @BeforeEach
    void nameTheTokens() {
        database = "sqlite:" + folder.resolve("tokens.db");
    }

    @AfterEach
    void disconnect() {
        channel.shutdownNow();
    }

    @Test
    void anEditedRouteMayRefuseAMessage() throws Exception {
        try (Application core = startWith(Files.readString(Path.of(EDITED)))) {
            SeabirdGrpc.SeabirdBlockingStub weather = connect(core);

            assertEquals("PERMISSION_DENIED: Only news may write here.",
                    refusal(weather, "irc://libera/#announcements"));
            assertEquals("NOT_FOUND: unknown backend", refusal(weather, "irc://libera/#lobby"));
        }
    }

    @Test
    void anEditedRouteMayChangeAMessage() throws Exception {
        String guide = Files.readString(Path.of("docs/editing-routes.md"));
        int change = guide.indexOf("        - setBody:", guide.indexOf("To change a message"));
        String step = guide.substring(change, guide.indexOf("```", change));
        try (Application core = startWith(Files.readString(Path.of(BUILT_IN)).replace(STEPS, STEPS + step))) {
            SeabirdGrpc.SeabirdBlockingStub weather = connect(core);
            Iterator<Event> events = weather.streamEvents(StreamEventsRequest.newBuilder()
                    .putCommands("weather", CommandMetadata.getDefaultInstance()).build());
            Awaitility.await().atMost(Broker.patience()).until(() ->
                    weather.registeredCommands(CommandsRequest.getDefaultInstance()).getCommandsCount() == 1);

            refusal(weather, "irc://libera/#lobby");

            assertEquals("(moved)", events.next().getSendMessage().getText());
        }
    }

    @Test
    void anEditedRouteMayKeepEventsFromAllPlugins() throws Exception {
        String deliver = Files.readString(Path.of("src/main/resources/routes/seabird/chat-event-deliver.camel.yaml"));
        String step = """
                - filter:
                    simple: "${body.headers[type]} == 'perform_action'"
                    steps:
                      - stop: {}
                """.indent(8);
        try (Application core = startWith(deliver.replace(STEPS, STEPS + step))) {
            SeabirdGrpc.SeabirdBlockingStub weather = connect(core);
            Iterator<Event> events = weather.streamEvents(StreamEventsRequest.newBuilder()
                    .putCommands("weather", CommandMetadata.getDefaultInstance()).build());
            Awaitility.await().atMost(Broker.patience()).until(() ->
                    weather.registeredCommands(CommandsRequest.getDefaultInstance()).getCommandsCount() == 1);

            assertThrows(StatusRuntimeException.class, () -> weather.performAction(PerformActionRequest.newBuilder()
                    .setChannelId("irc://libera/#lobby").setText("waves").build()));
            refusal(weather, "irc://libera/#lobby");

            assertEquals("Hello", events.next().getSendMessage().getText());
        }
    }

    @Test
    void aTimerMaySendAMessageAtATimeOfDay() throws Exception {
        String recipe = Files.readString(Path.of("examples/good-morning/routes/good-morning.camel.yaml"));
        try (Application core = startWith(recipe.replace("period: 1m", "period: 200ms")
                .replace("{{good-morning.at:08:00}}", "${date:now:HH:mm}"))) {
            Iterator<Event> events = connect(core).streamEvents(StreamEventsRequest.getDefaultInstance());

            Event event = events.next();

            assertEquals("Good morning", event.getSendMessage().getText());
            assertEquals("irc://libera/%23lobby", event.getSendMessage().getChannelId());
            assertEquals("good-morning", event.getSendMessage().getSender());
        }
    }

    private Application startWith(String route) throws Exception {
        Path routes = Files.createDirectories(folder.resolve("routes"));
        Files.writeString(routes.resolve("chat-api-send-message.camel.yaml"), route);
        return Application.start(Settings.builtIn(Map.of("http.port", "0", "management.port", "0",
                "rendezvous.enabled", "false", "seabird.bind-host", "127.0.0.1:0", "seabird.database-url", database)),
                routes);
    }

    private SeabirdGrpc.SeabirdBlockingStub connect(Application core) throws Exception {
        Metadata headers = new Metadata();
        try (Tokens tokens = Tokens.open(database)) {
            headers.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER),
                    "Bearer " + tokens.add("weather"));
        }
        Listener seabird = core.listener("seabird");
        channel = NettyChannelBuilder.forAddress(seabird.host(), seabird.port()).usePlaintext()
                .intercept(MetadataUtils.newAttachHeadersInterceptor(headers)).build();
        return SeabirdGrpc.newBlockingStub(channel);
    }

    private static String refusal(SeabirdGrpc.SeabirdBlockingStub plugin, String where) {
        return assertThrows(StatusRuntimeException.class, () -> plugin.sendMessage(
                SendMessageRequest.newBuilder().setChannelId(where).setText("Hello").build())).getMessage();
    }
}
