package dev.snowbird.seabird.it;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.google.protobuf.Message;
import dev.snowbird.seabird.api.Tokens;
import dev.snowbird.testing.BackendCall;
import dev.snowbird.testing.BrokersTest;
import dev.snowbird.testing.Calls;
import dev.snowbird.testing.ChatBackend;
import dev.snowbird.testing.Core;
import dev.snowbird.testing.Cores;
import dev.snowbird.testing.Messages;
import dev.snowbird.testing.Names;
import dev.snowbird.testing.Plugin;
import dev.snowbird.testing.TestBroker;
import io.coded.seabird.seabird.ListBackendsRequest;
import io.coded.seabird.seabird.SendMessageRequest;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;

/** That tokens are asked for everywhere and before anything else (Seabird contract, sections 1, 2 and 6). */
class AuthenticationIT {

    @AutoClose
    private static final Cores CORES = new Cores(Map.of());

    private final String name = Names.fresh("net");
    private Core core;

    @BeforeEach
    void start(TestBroker broker) throws Exception {
        core = CORES.on(broker);
    }

    @BrokersTest
    void tokensAreCheckedBeforeAnythingElse() throws Exception {
        String refused = "UNAUTHENTICATED: invalid auth token";
        Channel stranger = core.connectWith("Bearer wrong");
        List<Message> bad = List.of(Messages.sendMessage("unreadable", ""), Messages.sendMessage("irc://nowhere/x", ""),
                BackendCall.getBackendInfo("irc://nowhere").request(), ListBackendsRequest.getDefaultInstance(),
                SendMessageRequest.newBuilder().setUnknownFields(Messages.undecodable(4)).build());
        assertAll(bad.stream().map(request -> () -> assertEquals(refused, Calls.outcome(stranger, request))));
        Message request = Messages.sendMessage("", "");
        assertEquals(refused, Calls.outcome(stranger,
                Calls.method(request).toBuilder().setFullMethodName("seabird.ChatIngest/NoSuch").build(), request));
        try (Plugin taken = Plugin.attached(core.connect("bot"), name); Plugin plugin = Plugin.open(stranger, name);
                ChatBackend backend = ChatBackend.silent(stranger, ChatBackend.OBEYS)) {
            assertEquals(refused, Calls.text(plugin.awaitEnd()));
            assertEquals(refused, Calls.text(backend.awaitEnd()));
            assertFalse(plugin.hasHeaders() || backend.headers().isDone() || taken.hasEnded());
        }
    }

    @BrokersTest
    void pluginsAreToldTheNameOfTheTokenAndNotWhatAPeerSays() throws Exception {
        Metadata claim = new Metadata();
        claim.put(Metadata.Key.of("x-auth-username", Metadata.ASCII_STRING_MARSHALLER), "root");
        Channel bot = ClientInterceptors.intercept(core.connect("a bot"),
                MetadataUtils.newAttachHeadersInterceptor(claim));
        try (Plugin plugin = Plugin.attached(bot)) {
            Calls.outcome(bot, Messages.sendMessage("irc://nowhere/x", ""));
            assertEquals("a bot", plugin.next().getSendMessage().getSender());
        }
    }

    @BrokersTest
    void aRevokedTokenOpensNothingMoreAndOpenStreamsLiveOn() throws Exception {
        Channel bot = core.connect(name);
        try (Plugin plugin = Plugin.attached(bot);
                ChatBackend backend = ChatBackend.connected(bot, "irc", name, ChatBackend.OBEYS)) {
            revoke(name);
            assertEquals("UNAUTHENTICATED: invalid auth token",
                    Calls.outcome(bot, ListBackendsRequest.getDefaultInstance()));
            backend.send(Messages.message("still here"));
            assertEquals("still here", plugin.next().getMessage().getText());
            assertEquals("OK", Calls.outcome(core.connect("other"), Messages.sendMessage("irc://" + name + "/x", "")));
        }
    }

    private void revoke(String user) throws Exception {
        try (Tokens tokens = Tokens.open(core.database())) {
            for (Tokens.Entry entry : tokens.list()) {
                if (entry.name().equals(user)) {
                    tokens.remove(entry.id());
                }
            }
        }
    }
}
