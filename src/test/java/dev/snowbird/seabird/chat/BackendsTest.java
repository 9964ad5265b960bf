package dev.snowbird.seabird.chat;

import static dev.snowbird.seabird.chat.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.coded.seabird.chat_ingest.ChangeChannelChatEvent;
import io.coded.seabird.chat_ingest.JoinChannelChatEvent;
import io.coded.seabird.common.Backend;
import io.coded.seabird.common.Channel;
import io.coded.seabird.seabird.ChannelInfoRequest;
import io.coded.seabird.seabird.ListBackendsRequest;
import io.coded.seabird.seabird.ListChannelsRequest;
import io.grpc.StatusException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackendsTest {

    private static final BackendId ID = new BackendId("irc", "my-net");

    private final Backends backends = new Backends();

    @Test
    void listsBackendsInTheOrderOfTheirBytes() {
        assertEquals(List.of(), listed());
        for (BackendId id : List.of(new BackendId("b", "a"), new BackendId("a", "😀"), new BackendId("a", "\uffee"),
                new BackendId("a", "b"), new BackendId("a", "Z"), new BackendId("", ""), new BackendId("a", "-"))) {
            backends.connect(id);
        }
        assertEquals(List.of("://", "a://%2D", "a://Z", "a://b", "a://%EF%BF%AE", "a://%F0%9F%98%80", "b://a"),
                listed());
        assertEquals(Backend.newBuilder().setId("a://%2D").setType("a").build(),
                backends.listBackends(ListBackendsRequest.getDefaultInstance()).getBackends(1));
    }

    @Test
    void forgetsABackendAndItsChannels() throws StatusException {
        ConnectedBackend backend = backends.connect(ID);
        join(backend, "#chan");
        backends.disconnect(backend);
        backends.disconnect(backend);
        assertEquals(List.of(), listed());

        backends.connect(ID);
        assertEquals(List.of(), channels("irc://my-net"));
    }

    @Test
    void keepsTheStreamThatHasTakenOverAName() throws StatusException {
        ConnectedBackend old = backends.connect(ID);
        join(old, "#old");
        ConnectedBackend successor = backends.connect(new BackendId("irc", "my-net"));
        join(successor, "#new");
        backends.disconnect(old);

        assertEquals(List.of("irc://my%2Dnet"), listed());
        assertEquals(List.of(channel("irc://my%2Dnet/%23new", "", "")), channels("irc://my-net"));
        backends.disconnect(successor);
        assertEquals(List.of(), listed());
    }

    @Test
    void listsChannelsInTheOrderOfTheirBytes() throws StatusException {
        ConnectedBackend backend = backends.connect(ID);
        for (String relative : List.of("😀", "\uffee", "b", "#b", "", "B", "a/b", "a")) {
            join(backend, relative);
        }
        assertEquals(List.of("", "%23b", "B", "a", "a%2Fb", "b", "%EF%BF%AE", "%F0%9F%98%80"),
                channels("irc://my%2Dnet").stream()
                        .map(channel -> channel.getId().substring("irc://my%2Dnet/".length())).toList());
    }

    @Test
    void keepsTrackOfChannels() throws StatusException {
        ConnectedBackend backend = backends.connect(ID);
        backend.join(joined("#a", "A", "first"));
        assertEquals(channel("irc://my%2Dnet/%23a", "A", "first"), info("irc://my-net/#a"));

        backend.join(joined("#a", "B", ""));
        assertEquals(channel("irc://my%2Dnet/%23a", "B", ""), info("irc://my%2Dnet/%23a"));

        backend.change(changed("#a", "", "second"));
        assertEquals(channel("irc://my%2Dnet/%23a", "", "second"), info("irc://my-net/#a"));

        backend.change(changed("#unknown", "C", "third"));
        backend.leave("#unknown");
        assertEquals(1, channels("irc://my-net").size());

        backend.leave("#a");
        assertEquals(List.of(), channels("irc://my-net"));
        assertRefused("NOT_FOUND: channel not found", () -> info("irc://my-net/#a"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "irc | INVALID_ARGUMENT: failed to parse backend_id",
        "irc://%FF | INVALID_ARGUMENT: failed to parse backend_id",
        "irc://other | NOT_FOUND: backend not found",
        "irc://my-net/#a | NOT_FOUND: backend not found",
    })
    void refusesToListTheChannelsOf(String backendId, String status) {
        backends.connect(ID);
        assertRefused(status, () -> channels(backendId));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "irc://my-net | INVALID_ARGUMENT: failed to parse channel_id",
        "irc://my-net/%FF | INVALID_ARGUMENT: failed to parse channel_id",
        "irc://other/#a | NOT_FOUND: backend not found",
        "irc://my-net/#a | NOT_FOUND: channel not found",
    })
    void refusesToTellAbout(String channelId, String status) {
        backends.connect(ID);
        assertRefused(status, () -> info(channelId));
    }

    @Test
    void boundsTheNumberOfChannels() throws StatusException {
        ConnectedBackend backend = backends.connect(ID);
        for (int channel = 0; channel < ConnectedBackend.MAX_CHANNELS; channel++) {
            join(backend, "#" + channel);
        }
        join(backend, "#0");
        assertRefused("RESOURCE_EXHAUSTED: too many channels", () -> join(backend, "#one-more"));
    }

    @Test
    void boundsWhatChannelsTakeTogether() throws StatusException {
        ConnectedBackend backend = backends.connect(ID);
        String megabyte = "x".repeat(1024 * 1024);
        for (int channel = 0; channel < 63; channel++) {
            backend.join(joined("#" + channel, "", megabyte));
        }
        for (int again = 0; again < 10; again++) {
            backend.join(joined("#0", "", megabyte));
            backend.leave("#0");
        }
        assertEquals(62, channels("irc://my-net").size());
        backend.change(changed("#1", megabyte, ""));
        assertRefused("RESOURCE_EXHAUSTED: too many channels",
                () -> backend.change(changed("#1", megabyte + megabyte, megabyte)));
    }

    private List<String> listed() {
        return backends.listBackends(ListBackendsRequest.getDefaultInstance()).getBackendsList().stream()
                .map(Backend::getId).toList();
    }

    private List<Channel> channels(String backendId) throws StatusException {
        return backends.listChannels(ListChannelsRequest.newBuilder().setBackendId(backendId).build())
                .getChannelsList();
    }

    private Channel info(String channelId) throws StatusException {
        return backends.channelInfo(ChannelInfoRequest.newBuilder().setChannelId(channelId).build()).getChannel();
    }

    private static void join(ConnectedBackend backend, String relative) throws StatusException {
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
