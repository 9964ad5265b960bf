package dev.snowbird.seabird.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Message;
import com.rabbitmq.client.GetResponse;
import dev.snowbird.testing.AmqpClient;
import dev.snowbird.testing.BackendCall;
import dev.snowbird.testing.BrokersTest;
import dev.snowbird.testing.Calls;
import dev.snowbird.testing.ChatBackend;
import dev.snowbird.testing.Core;
import dev.snowbird.testing.Cores;
import dev.snowbird.testing.Messages;
import dev.snowbird.testing.Names;
import dev.snowbird.testing.TestBroker;
import io.coded.seabird.chat_ingest.ChatEvent;
import io.coded.seabird.chat_ingest.ChatRequest;
import io.coded.seabird.chat_ingest.SendMessageChatRequest;
import io.coded.seabird.common.PrivateActionEvent;
import io.coded.seabird.seabird.Event;
import io.coded.seabird.seabird.PerformPrivateActionRequest;
import io.coded.seabird.seabird.SendPrivateMessageRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;

/** What others on the broker see of core and may do with it (docs/seabird.md; Seabird contract, section 13). */
class AmqpViewIT {

    @AutoClose
    private static final Cores CORES = new Cores(Map.of());

    private final String net = Names.fresh("my-");
    private final String backendId = "irc://" + net.replace("-", "%2D");
    private Core core;
    @AutoClose
    private AmqpClient amqp;
    @AutoClose
    private ChatBackend backend;

    @BeforeEach
    void start(TestBroker broker) throws Exception {
        core = CORES.on(broker);
        amqp = AmqpClient.connect(broker);
        backend = ChatBackend.connected(core.connect("chat"), "irc", net, ChatBackend.OBEYS);
    }

    @BrokersTest
    void aQueueGetsJustTheCommandsThatItIsBoundFor() throws Exception {
        String queue = amqp.queueAt("seabird.events", Map.of("type", "command", "command.command", "weather"));
        backend.send(Messages.message("weather"));
        backend.send(Messages.command("Weather"));
        backend.send(Messages.command("weather"));
        backend.send(Messages.command("forecast"));
        backend.send(Messages.command("weather").putTags("second", ""));

        GetResponse got = amqp.next(queue);
        assertEquals(Map.of("type", "command", "command.command", "weather",
                "command.channel_id", backendId + "/%23chan", "command.backend_id", backendId),
                AmqpClient.headers(got));
        assertEquals("seabird.backend." + backendId.replace("://", ":"), got.getProps().getReplyTo());
        assertEquals(Event.newBuilder().setCommand(Messages.command("weather").getCommand().toBuilder()
                        .setSource(Messages.source(backendId + "/%23chan", backendId + "/u"))).build(),
                Event.parseFrom(got.getBody()));
        assertTrue(Event.parseFrom(amqp.next(queue).getBody()).containsTags("second"));
    }

    @BrokersTest
    void everyEventSaysWhatItIsAndWhereItHappened() throws Exception {
        String queue = amqp.queueAt("seabird.events", Map.of());
        Map<Message, Map<String, String>> calls = new LinkedHashMap<>();
        calls.put(Messages.sendMessage("irc://" + net + "/#c", ""), Map.of("type", "send_message",
                "send_message.channel_id", backendId + "/%23c", "send_message.backend_id", backendId));
        calls.put(SendPrivateMessageRequest.newBuilder().setUserId(backendId + "/u").build(),
                Map.of("type", "send_private_message", "send_private_message.user_id", backendId + "/u",
                        "send_private_message.backend_id", backendId));
        calls.put(PerformPrivateActionRequest.newBuilder().setUserId("irc://nowhere/u").build(),
                Map.of("type", "perform_private_action", "perform_private_action.user_id", "irc://nowhere/u",
                        "perform_private_action.backend_id", "irc://nowhere"));
        for (Map.Entry<Message, Map<String, String>> call : calls.entrySet()) {
            Calls.outcome(core.connect("bot"), call.getKey());
            GetResponse got = amqp.next(queue);
            assertEquals(call.getValue(), AmqpClient.headers(got));
            assertEquals(null, got.getProps().getReplyTo());
        }
        backend.send(ChatEvent.newBuilder().setPrivateAction(
                PrivateActionEvent.newBuilder().setSource(Messages.user("u"))));
        assertEquals(Map.of("type", "private_action", "private_action.user_id", backendId + "/u",
                "private_action.backend_id", backendId), AmqpClient.headers(amqp.next(queue)));
        backend.send(ChatEvent.newBuilder().setPrivateAction(PrivateActionEvent.getDefaultInstance()));
        assertEquals(Map.of("type", "private_action"), AmqpClient.headers(amqp.next(queue)));
    }

    @BrokersTest
    void theEventsOfACoreAreNumbered() throws Exception {
        String queue = amqp.queueAt("seabird.events", Map.of());
        backend.send(Messages.message("one"));
        Calls.outcome(core.connect("bot"), Messages.sendMessage("irc://" + net + "/#c", "two"));

        String[] one = amqp.next(queue).getProps().getMessageId().split(":");
        String[] two = amqp.next(queue).getProps().getMessageId().split(":");
        assertEquals("core", one[0]);
        assertEquals(one[1], two[1]);
        assertEquals(Integer.parseInt(one[2]) + 1, Integer.parseInt(two[2]));
    }

    @BrokersTest
    void aRequestNamesItsBackendItsTypeItsTimeAndItsReplyQueue() throws Exception {
        String queue = amqp.queueAt("seabird.requests", Map.of("backend", backendId, "type", "send_message"));
        Calls.outcome(core.connect("bot"), BackendCall.getBackendInfo(backendId).request());
        assertEquals("OK", Calls.outcome(core.connect("bot"), Messages.sendMessage("irc://" + net + "/#c", "hi")));

        GetResponse got = amqp.next(queue);
        ChatRequest request = ChatRequest.parseFrom(got.getBody());
        assertEquals("hi", request.getSendMessage().getText());
        assertEquals(request.getId(), got.getProps().getCorrelationId());
        assertTrue(got.getProps().getReplyTo().startsWith("seabird.reply."), got.getProps().getReplyTo());
        Map<String, String> headers = AmqpClient.headers(got);
        assertTrue(Integer.parseInt(headers.get("timeout-ms")) <= 60_000, headers.toString());
        assertEquals(Map.of("backend", backendId, "type", "send_message", "timeout-ms", headers.get("timeout-ms")),
                headers);
    }

    @BrokersTest
    void anEventIsAnsweredThroughTheQueueThatItNames() throws Exception {
        String queue = amqp.queueAt("seabird.events", Map.of("command.command", net));
        backend.send(Messages.command(net));
        String origin = amqp.next(queue).getProps().getReplyTo();
        ChatRequest request = ChatRequest.newBuilder().setId(Names.fresh("request"))
                .setSendMessage(SendMessageChatRequest.newBuilder().setChannelId("#chan").setText("hello")).build();
        String replies = amqp.queue();

        amqp.send(origin, request, request.getId(), replies);

        assertEquals(request, backend.nextRequest());
        assertEquals(Messages.success().setId(request.getId()).build(),
                ChatEvent.parseFrom(amqp.next(replies).getBody()));
    }
}
