package dev.snowbird.demo;

import dev.snowbird.Application;
import dev.snowbird.net.Listener;
import dev.snowbird.seabird.api.Tokens;
import dev.snowbird.settings.Settings;
import io.coded.seabird.chat_ingest.ChatRequest;
import io.coded.seabird.seabird.CommandsRequest;
import io.coded.seabird.seabird.Event;
import io.coded.seabird.seabird.ListBackendsRequest;
import io.coded.seabird.seabird.SeabirdGrpc;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A core with everything embedded, a chat backend and a plugin, on free loopback ports. */
public final class ChatDemo implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 20;
    private static final long LOOK_MILLIS = 5;
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private final Narrator narrator;
    private final Path tokenFile;
    private final Application core;
    private final ManagedChannel channel;
    private final SeabirdGrpc.SeabirdBlockingStub seabird;

    /**
     * Starts a core of the demo's own, on free ports.
     *
     * @param narrator is told each step
     * @throws Exception what went wrong in the narrator's last step
     */
    public ChatDemo(Narrator narrator) throws Exception {
        this.narrator = narrator;
        narrator.tell("demo", "a plugin talks through a chat backend: events and requests over AMQP");
        tokenFile = Files.createTempFile("snowbird-demo", ".db");
        String tokens = "sqlite:" + tokenFile;
        Settings settings = Settings.builtIn(Map.of("management.port", "0", "rendezvous.enabled", "false",
                "seabird.bind-host", "127.0.0.1:0", "seabird.database-url", tokens));
        core = narrator.step("starting the core", () -> Application.start(settings));
        core.listeners().forEach(listener -> narrator.tell("core", "listens for %s on %s:%d"
                .formatted(listener.name(), listener.host(), listener.port())));
        channel = narrator.step("adding a token", () -> connect(tokens));
        seabird = SeabirdGrpc.newBlockingStub(channel);
    }

    private ManagedChannel connect(String database) throws Exception {
        Metadata headers = new Metadata();
        try (Tokens tokens = Tokens.open(database)) {
            headers.put(AUTHORIZATION, "Bearer " + tokens.add("demo"));
        }
        Listener seabird = core.listener("seabird");
        return NettyChannelBuilder.forAddress(seabird.host(), seabird.port()).usePlaintext()
                .intercept(MetadataUtils.newAttachHeadersInterceptor(headers)).build();
    }

    /**
     * Has a plugin and a backend talk with each other through it.
     *
     * @throws Exception as the constructor
     */
    public void play() throws Exception {
        DemoBackend backend = new DemoBackend(channel);
        narrator.step("connecting the backend", () -> until(() -> seabird.listBackends(
                ListBackendsRequest.getDefaultInstance()).getBackendsCount() == 1));
        narrator.tell("backend", "says that it is " + DemoBackend.ID + ", and gets the one queue of that id");
        DemoPlugin plugin = new DemoPlugin(channel, "weather");
        narrator.step("registering the command", () -> until(() -> seabird.registeredCommands(
                CommandsRequest.getDefaultInstance()).getCommandsCount() == 1));
        narrator.tell("plugin", "registers the command \"weather\", and gets a queue at seabird.events");
        hearACommand(backend, plugin);
        answerIt(backend, plugin);
        askWhoIsNotThere(plugin);
        narrator.tell("demo", "done");
    }

    private void hearACommand(DemoBackend backend, DemoPlugin plugin) throws Exception {
        backend.command("weather", "Uppsala");
        narrator.tell("backend", "tells that Alice gave the command: published to seabird.events");
        Event event = nextEvent(plugin, Event.InnerCase.COMMAND);
        narrator.tell("plugin", "gets it: \"%s %s\" in %s".formatted(event.getCommand().getCommand(),
                event.getCommand().getArg(), event.getCommand().getSource().getChannelId()));
    }

    private void answerIt(DemoBackend backend, DemoPlugin plugin) throws Exception {
        narrator.step("sending a message", () -> plugin.say(DemoBackend.ID + "/lobby", "Snow, and more snow"));
        Event event = nextEvent(plugin, Event.InnerCase.SEND_MESSAGE);
        narrator.tell("plugin", "has \"%s\" sent; every plugin is told of it"
                .formatted(event.getSendMessage().getText()));
        ChatRequest request = narrator.step("waiting for the request at the backend",
                () -> backend.firstRequest().get(PATIENCE_SECONDS, TimeUnit.SECONDS));
        narrator.tell("backend", "got the request through seabird.requests: \"%s\" to %s".formatted(
                request.getSendMessage().getText(), request.getSendMessage().getChannelId()));
        narrator.tell("plugin", "got the backend's reply on a queue leased for this call alone");
    }

    private void askWhoIsNotThere(DemoPlugin plugin) throws Exception {
        Status status = narrator.step("asking a backend that is not there", () -> {
            try {
                plugin.say("demo://nowhere/lobby", "Is anybody there?");
                return Status.OK;
            } catch (StatusRuntimeException refused) {
                return refused.getStatus();
            }
        });
        narrator.step("comparing the status", () -> require(status.getCode() == Status.Code.NOT_FOUND, status));
        narrator.tell("plugin", "asks demo://nowhere: %s (%s), by way of seabird.unroutable"
                .formatted(status.getCode(), status.getDescription()));
    }

    private Event nextEvent(DemoPlugin plugin, Event.InnerCase kind) throws Exception {
        Event event = narrator.step("waiting for an event", () -> plugin.nextEvent(PATIENCE_SECONDS));
        narrator.step("looking at the event",
                () -> require(event != null && event.getInnerCase() == kind, "expected " + kind));
        return event;
    }

    private static void until(BooleanSupplier condition) throws InterruptedException {
        for (long waited = 0; !condition.getAsBoolean(); waited += LOOK_MILLIS) {
            require(waited < TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS), "it takes too long");
            Thread.sleep(LOOK_MILLIS);
        }
    }

    private static void require(boolean condition, Object otherwise) {
        if (!condition) {
            throw new IllegalStateException(otherwise.toString());
        }
    }

    @Override
    public void close() throws IOException {
        channel.shutdownNow();
        core.close();
        Files.deleteIfExists(tokenFile);
    }
}
