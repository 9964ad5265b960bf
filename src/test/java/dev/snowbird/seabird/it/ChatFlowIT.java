package dev.snowbird.seabird.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.snowbird.testing.BrokersTest;
import dev.snowbird.testing.ChatBackend;
import dev.snowbird.testing.Core;
import dev.snowbird.testing.Plugin;
import dev.snowbird.testing.TestBroker;
import io.coded.seabird.chat_ingest.ChatEvent;
import io.coded.seabird.common.ChannelSource;
import io.coded.seabird.common.CommandEvent;
import io.coded.seabird.seabird.Event;
import io.coded.seabird.seabird.SeabirdGrpc;
import io.coded.seabird.seabird.SendMessageRequest;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The main job of a core: events to plugins, requests to backends, replies to callers. */
class ChatFlowIT {

    private Core core;

    @BeforeEach
    void start(TestBroker broker) throws Exception {
        core = Core.start(broker.amqpUri());
    }

    @AfterEach
    void stop() throws Exception {
        core.close();
    }

    @BrokersTest
    void aCommandReachesThePluginAndItsAnswerTheBackend(TestBroker broker) throws Exception {
        Channel chat = core.connect("backend");
        Channel weather = core.connect("weather");
        ChatBackend backend = ChatBackend.connected(chat, "irc", "my-net", ChatBackend.OBEYS);
        Plugin plugin = Plugin.attached(weather, "weather");

        backend.send(ChatEvent.newBuilder().setCommand(CommandEvent.newBuilder().setCommand("weather").setArg("Uppsala")
                .setSource(ChannelSource.newBuilder().setChannelId("#chan"))));

        assertEquals("irc://my%2Dnet/%23chan", plugin.next().getCommand().getSource().getChannelId());
        SeabirdGrpc.newBlockingStub(weather).sendMessage(
                SendMessageRequest.newBuilder().setChannelId("irc://my-net/#chan").setText("Snow").build());
        Event told = plugin.next();
        assertEquals("weather", told.getSendMessage().getSender());
        assertEquals("irc://my-net/#chan", told.getSendMessage().getChannelId());
        assertEquals("#chan", backend.nextRequest().getSendMessage().getChannelId());
    }

    @BrokersTest
    void aRequestForABackendThatIsNotThereFailsAtOnceAndIsToldToPluginsAllTheSame(TestBroker broker) throws Exception {
        Channel weather = core.connect("weather");
        Plugin plugin = Plugin.attached(weather);

        StatusRuntimeException refused = assertThrows(StatusRuntimeException.class, () ->
                SeabirdGrpc.newBlockingStub(weather).sendMessage(
                        SendMessageRequest.newBuilder().setChannelId("irc://nowhere/x").setText("?").build()));

        assertEquals(Status.Code.NOT_FOUND, refused.getStatus().getCode());
        assertEquals("unknown backend", refused.getStatus().getDescription());
        assertEquals("?", plugin.next().getSendMessage().getText());
    }
}
