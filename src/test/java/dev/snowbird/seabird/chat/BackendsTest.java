package dev.snowbird.seabird.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.coded.seabird.chat_ingest.JoinChannelChatEvent;
import io.coded.seabird.common.Backend;
import io.coded.seabird.seabird.ListBackendsRequest;
import io.grpc.StatusException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

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
        assertEquals(Map.of("irc://my%2Dnet", 0), backends.channelCounts());
    }

    @Test
    void keepsTheStreamThatHasTakenOverAName() throws StatusException {
        ConnectedBackend old = backends.connect(ID);
        join(old, "#old");
        ConnectedBackend successor = backends.connect(new BackendId("irc", "my-net"));
        join(successor, "#new");
        join(successor, "#newer");
        backends.disconnect(old);

        assertEquals(List.of("irc://my%2Dnet"), listed());
        assertEquals(Map.of("irc://my%2Dnet", 2), backends.channelCounts());
        backends.disconnect(successor);
        assertEquals(List.of(), listed());
    }

    private List<String> listed() {
        return backends.listBackends(ListBackendsRequest.getDefaultInstance()).getBackendsList().stream()
                .map(Backend::getId).toList();
    }

    private static void join(ConnectedBackend backend, String relative) throws StatusException {
        backend.join(JoinChannelChatEvent.newBuilder().setChannelId(relative).build());
    }
}
