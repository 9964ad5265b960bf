package dev.snowbird.seabird.chat;

import static dev.snowbird.seabird.chat.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.coded.seabird.chat_ingest.ChangeChannelChatEvent;
import io.coded.seabird.chat_ingest.JoinChannelChatEvent;
import io.coded.seabird.common.Channel;
import io.grpc.StatusException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConnectedBackendTest {

    private final ConnectedBackend backend = new ConnectedBackend(new BackendId("irc", "my-net"));

    @Test
    void listsChannelsInTheOrderOfTheirBytes() throws StatusException {
        for (String relative : List.of("😀", "\uffee", "b", "#b", "", "B", "a/b", "a")) {
            join(relative);
        }
        assertEquals(List.of("", "%23b", "B", "a", "a%2Fb", "b", "%EF%BF%AE", "%F0%9F%98%80"),
                backend.channels().stream()
                        .map(channel -> channel.getId().substring("irc://my%2Dnet/".length())).toList());
    }

    @Test
    void keepsTrackOfChannels() throws StatusException {
        backend.join(joined("#a", "A", "first"));
        assertEquals(channel("irc://my%2Dnet/%23a", "A", "first"), backend.channel("#a").orElseThrow());

        backend.join(joined("#a", "B", ""));
        assertEquals(channel("irc://my%2Dnet/%23a", "B", ""), backend.channel("#a").orElseThrow());

        backend.change(changed("#a", "", "second"));
        assertEquals(channel("irc://my%2Dnet/%23a", "", "second"), backend.channel("#a").orElseThrow());

        backend.change(changed("#unknown", "C", "third"));
        backend.leave("#unknown");
        assertEquals(1, backend.channels().size());

        backend.leave("#a");
        assertEquals(List.of(), backend.channels());
        assertEquals(Optional.empty(), backend.channel("#a"));
    }

    @Test
    void boundsTheNumberOfChannels() throws StatusException {
        for (int channel = 0; channel < ConnectedBackend.MAX_CHANNELS; channel++) {
            join("#" + channel);
        }
        join("#0");
        assertRefused("RESOURCE_EXHAUSTED: too many channels", () -> join("#one-more"));
    }

    @Test
    void boundsWhatChannelsTakeTogether() throws StatusException {
        String megabyte = "x".repeat(1024 * 1024);
        for (int channel = 0; channel < 63; channel++) {
            backend.join(joined("#" + channel, "", megabyte));
        }
        for (int again = 0; again < 10; again++) {
            backend.join(joined("#0", "", megabyte));
            backend.leave("#0");
        }
        assertEquals(62, backend.channels().size());
        backend.change(changed("#1", megabyte, ""));
        assertRefused("RESOURCE_EXHAUSTED: too many channels",
                () -> backend.change(changed("#1", megabyte + megabyte, megabyte)));
    }

    private void join(String relative) throws StatusException {
        backend.join(joined(relative, "", ""));
    }

    private static JoinChannelChatEvent joined(String relative, String displayName, String topic) {
        return JoinChannelChatEvent.newBuilder()
                .setChannelId(relative).setDisplayName(displayName).setTopic(topic).build();
    }

    private static ChangeChannelChatEvent changed(String relative, String displayName, String topic) {
        return ChangeChannelChatEvent.newBuilder()
                .setChannelId(relative).setDisplayName(displayName).setTopic(topic).build();
    }

    private static Channel channel(String id, String displayName, String topic) {
        return Channel.newBuilder().setId(id).setDisplayName(displayName).setTopic(topic).build();
    }
}
