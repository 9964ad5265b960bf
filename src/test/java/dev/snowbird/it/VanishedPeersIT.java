package dev.snowbird.it;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.snowbird.net.Listener;
import dev.snowbird.testing.Broker;
import dev.snowbird.testing.BrokersTest;
import dev.snowbird.testing.Calls;
import dev.snowbird.testing.ChatBackend;
import dev.snowbird.testing.ChatPeers;
import dev.snowbird.testing.Core;
import dev.snowbird.testing.Messages;
import dev.snowbird.testing.Names;
import dev.snowbird.testing.Plugin;
import dev.snowbird.testing.TestBroker;
import dev.snowbird.testing.Wire;
import io.grpc.Channel;
import java.net.URI;
import java.util.Map;

/** ChatPeers whose network goes without a word, as when the power is cut, or a NAT has forgotten them. */
class VanishedPeersIT {

    @BrokersTest
    void keepNoNamesLongerThanPingsTake(TestBroker broker) throws Exception {
        String name = Names.fresh("net");
        Map<String, String> settings = Map.of("seabird.keepalive-interval", "10s", "seabird.keepalive-timeout", "5s");
        try (Core core = Core.start(broker.amqpUri(), settings)) {
            Listener seabird = core.listener("seabird");
            try (Wire wire = new Wire(URI.create("tcp://127.0.0.1:" + seabird.port()));
                    ChatPeers far = new ChatPeers("127.0.0.1", wire.port(), core.database())) {
                ChatBackend.connected(far.connect("backend"), "irc", name, ChatBackend.OBEYS);
                Plugin.attached(far.connect("plugin"), name);
                Channel near = core.connect("near");
                Plugin bystander = Plugin.attached(near);
                try (Plugin second = Plugin.open(near, name)) {
                    assertEquals("ALREADY_EXISTS", second.awaitEnd().getCode().name());
                }

                wire.freeze();

                await().atMost(Broker.patience()).until(() -> !ChatBackend.isListed(near, "irc", name));
                ChatBackend.connected(near, "irc", name, ChatBackend.OBEYS);
                await().atMost(Broker.patience()).until(() -> Plugin.open(near, name).isAccepted());
                assertEquals("OK", Calls.outcome(near, Messages.sendMessage("irc://" + name + "/x", "here")));
                assertEquals("here", bystander.next().getSendMessage().getText());
            }
        }
    }
}
