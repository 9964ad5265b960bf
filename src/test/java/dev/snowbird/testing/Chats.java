package dev.snowbird.testing;

import dev.snowbird.seabird.chat.ChatCall;
import dev.snowbird.seabird.chat.ChatCalls;
import dev.snowbird.seabird.chat.SizeLimit;
import io.coded.seabird.chat_ingest.ChatEvent;
import io.coded.seabird.chat_ingest.FailedChatEvent;
import io.coded.seabird.chat_ingest.HelloChatEvent;
import io.coded.seabird.chat_ingest.SuccessChatEvent;
import io.coded.seabird.common.Backend;
import io.coded.seabird.common.ChannelSource;
import io.coded.seabird.common.MessageEvent;
import io.coded.seabird.seabird.SendMessageRequest;
import io.grpc.StatusException;

/** What plugins and backends say to each other in the tests of routes. */
public final class Chats {

    public static final SizeLimit LIMIT = new SizeLimit(1_000_000);

    /** A channel as plugins know it, and as its backend does. */
    public static final String CHANNEL = "irc://libera/%23lobby";
    public static final String RELATIVE = "#lobby";

    public static final ChatEvent HELLO = ChatEvent.newBuilder().setHello(HelloChatEvent.newBuilder()
            .setBackendInfo(Backend.newBuilder().setType("irc").setId("libera"))).build();
    public static final ChatEvent MESSAGE = ChatEvent.newBuilder().setMessage(MessageEvent.newBuilder()
            .setSource(ChannelSource.newBuilder().setChannelId(RELATIVE)).setText("Hello")).build();

    private Chats() {
    }

    /** What becomes of a plugin's message to the channel. */
    public static ChatCall sendMessage() throws StatusException {
        return new ChatCalls(LIMIT).sendMessage(
                SendMessageRequest.newBuilder().setChannelId(CHANNEL).setText("Hello").build(), "weather");
    }

    public static ChatEvent success(String requestId) {
        return ChatEvent.newBuilder().setId(requestId).setSuccess(SuccessChatEvent.getDefaultInstance()).build();
    }

    public static ChatEvent failed(String requestId, String reason) {
        return ChatEvent.newBuilder().setId(requestId)
                .setFailed(FailedChatEvent.newBuilder().setReason(reason)).build();
    }
}
