package dev.snowbird.seabird.routes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.Message;
import dev.snowbird.seabird.chat.BackendId;
import dev.snowbird.seabird.chat.Backends;
import dev.snowbird.seabird.chat.ChannelQuestion;
import dev.snowbird.seabird.chat.ChatCall;
import dev.snowbird.seabird.chat.ChatCalls;
import dev.snowbird.seabird.chat.ChatReplies;
import dev.snowbird.seabird.chat.Commands;
import dev.snowbird.seabird.chat.ConnectedBackend;
import dev.snowbird.seabird.chat.Directory;
import dev.snowbird.seabird.chat.CoreInfo;
import dev.snowbird.seabird.chat.RouteProperties;
import dev.snowbird.testing.Chats;
import io.coded.seabird.chat_ingest.ChatEvent;
import io.coded.seabird.chat_ingest.MetadataChatEvent;
import io.coded.seabird.seabird.BackendInfoRequest;
import io.coded.seabird.seabird.BackendInfoResponse;
import io.coded.seabird.seabird.ChannelInfoRequest;
import io.coded.seabird.seabird.CommandsRequest;
import io.coded.seabird.seabird.CommandsResponse;
import io.coded.seabird.seabird.CoreInfoRequest;
import io.coded.seabird.seabird.CoreInfoResponse;
import io.coded.seabird.seabird.JoinChannelRequest;
import io.coded.seabird.seabird.LeaveChannelRequest;
import io.coded.seabird.seabird.ListBackendsRequest;
import io.coded.seabird.seabird.ListBackendsResponse;
import io.coded.seabird.seabird.ListChannelsRequest;
import io.coded.seabird.seabird.ListChannelsResponse;
import io.coded.seabird.seabird.PerformActionRequest;
import io.coded.seabird.seabird.PerformPrivateActionRequest;
import io.coded.seabird.seabird.SendMessageRequest;
import io.coded.seabird.seabird.SendPrivateMessageRequest;
import io.coded.seabird.seabird.UpdateChannelInfoRequest;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.apache.camel.BindToRegistry;
import org.apache.camel.EndpointInject;
import org.apache.camel.Exchange;
import org.apache.camel.Produce;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.main.MainConfigurationProperties;
import org.apache.camel.test.main.junit5.CamelMainTest;
import org.apache.camel.test.main.junit5.Configure;
import org.junit.jupiter.api.Test;

/** The routes {@code chat-api-...} of calls: which flow each is for, or what it answers by itself. */
@CamelMainTest(
        propertyPlaceholderLocations = "classpath:config/application.properties",
        replaceRouteFromWith = {
            "chat-api-send-message=direct:send-message",
            "chat-api-send-private-message=direct:send-private-message",
            "chat-api-perform-action=direct:perform-action",
            "chat-api-perform-private-action=direct:perform-private-action",
            "chat-api-join-channel=direct:join-channel",
            "chat-api-leave-channel=direct:leave-channel",
            "chat-api-update-channel-info=direct:update-channel-info",
            "chat-api-get-backend-info=direct:get-backend-info",
            "chat-api-list-backends=direct:list-backends",
            "chat-api-list-channels=direct:list-channels",
            "chat-api-get-channel-info=direct:get-channel-info",
            "chat-api-registered-commands=direct:registered-commands",
            "chat-api-get-core-info=direct:get-core-info"},
        mockEndpointsAndSkip = "direct:chat-.*")
class ChatApiRoutesTest {

    private static final String USER = "irc://libera/alice";
    private static final String BACKEND = "irc://libera";

    @BindToRegistry
    private final ChatCalls chatCalls = new ChatCalls(Chats.LIMIT);
    @BindToRegistry
    private final ChatReplies chatReplies = new ChatReplies();
    private final Backends backends = new Backends();
    private final Commands commands = new Commands();
    @BindToRegistry
    private final Directory directory = new Directory(backends, commands, System::nanoTime);
    @BindToRegistry
    private final CoreInfo coreInfo = new CoreInfo(Clock.fixed(Instant.ofEpochSecond(7), ZoneOffset.UTC));

    @Produce
    private ProducerTemplate plugin;
    @EndpointInject("mock:direct:chat-message-send")
    private MockEndpoint messages;
    @EndpointInject("mock:direct:chat-request-confirm")
    private MockEndpoint confirmed;
    @EndpointInject("mock:direct:chat-request-send")
    private MockEndpoint requests;

    @Configure
    void loadTheRoutes(MainConfigurationProperties main) {
        main.withRoutesIncludePattern("classpath:routes/errors.camel.yaml,"
                + "classpath:routes/seabird/api/chat-api-*.camel.yaml");
        // Streams belong to beans that need an AMQP broker.
        main.withRoutesExcludePattern("**/chat-api-*-events.camel.yaml");
    }

    @Test
    void whatCarriesATextIsToldToAllPlugins() {
        assertGoesTo(messages, "send_message", SendMessageRequest.newBuilder().setChannelId(Chats.CHANNEL).build());
        assertGoesTo(messages, "send_private_message", SendPrivateMessageRequest.newBuilder().setUserId(USER).build());
        assertGoesTo(messages, "perform_action", PerformActionRequest.newBuilder().setChannelId(Chats.CHANNEL).build());
        assertGoesTo(messages, "perform_private_action",
                PerformPrivateActionRequest.newBuilder().setUserId(USER).build());
    }

    @Test
    void whatElseABackendDoesIsBetweenItAndTheCaller() {
        assertGoesTo(confirmed, "join_channel", JoinChannelRequest.newBuilder().setBackendId(BACKEND).build());
        assertGoesTo(confirmed, "leave_channel", LeaveChannelRequest.newBuilder().setChannelId(Chats.CHANNEL).build());
        assertGoesTo(confirmed, "update_channel_info",
                UpdateChannelInfoRequest.newBuilder().setChannelId(Chats.CHANNEL).build());
    }

    @Test
    void aBackendIsAskedAboutItself() {
        requests.whenAnyExchangeReceived(request -> {
            request.setProperty(RouteProperties.CALL, request.getMessage().getBody());
            request.getMessage().setBody(ChatEvent.newBuilder().setMetadata(
                    MetadataChatEvent.newBuilder().putValues("version", "1")).build());
        });

        BackendInfoResponse info = answer("get-backend-info",
                BackendInfoRequest.newBuilder().setBackendId(BACKEND).build(), BackendInfoResponse.class);

        assertEquals("1", info.getMetadataOrThrow("version"));
    }

    @Test
    void coreAnswersByItselfWhatItKnows() {
        assertEquals(0, answer("list-backends", ListBackendsRequest.getDefaultInstance(), ListBackendsResponse.class)
                .getBackendsCount());
        assertEquals(0, answer("registered-commands", CommandsRequest.getDefaultInstance(), CommandsResponse.class)
                .getCommandsCount());
        assertEquals(7, answer("get-core-info", CoreInfoRequest.getDefaultInstance(), CoreInfoResponse.class)
                .getStartupTimestamp());
    }

    @Test
    void theCoreOfABackendIsAskedAboutItsChannels() {
        ConnectedBackend backend = backends.connect(new BackendId("irc", "libera"));
        requests.whenAnyExchangeReceived(request -> request.getMessage().setBody(ChannelQuestion.answer(
                request.getMessage().getBody(ChatCall.class).request(), Optional.of(backend), Chats.LIMIT)));

        assertEquals(0, answer("list-channels", ListChannelsRequest.newBuilder().setBackendId(BACKEND).build(),
                ListChannelsResponse.class).getChannelsCount());
        assertEquals("NOT_FOUND: channel not found", call("get-channel-info",
                ChannelInfoRequest.newBuilder().setChannelId(Chats.CHANNEL).build()).getException().getMessage());
    }

    private void assertGoesTo(MockEndpoint flow, String type, Message request) {
        flow.reset();
        call(type.replace('_', '-'), request);
        assertEquals(1, flow.getReceivedCounter(), type);
        assertEquals(type, flow.getReceivedExchanges().get(0).getMessage().getBody(ChatCall.class).type());
    }

    private <T> T answer(String route, Message request, Class<T> response) {
        return response.cast(call(route, request).getMessage().getBody());
    }

    private Exchange call(String route, Message request) {
        return plugin.send("direct:" + route, exchange -> {
            exchange.setProperty(RouteProperties.SENDER, "weather");
            exchange.getMessage().setBody(request);
        });
    }
}
