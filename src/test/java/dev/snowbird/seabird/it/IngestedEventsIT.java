package dev.snowbird.seabird.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.snowbird.testing.BrokersTest;
import dev.snowbird.testing.ChatBackend;
import dev.snowbird.testing.Core;
import dev.snowbird.testing.Cores;
import dev.snowbird.testing.Messages;
import dev.snowbird.testing.Names;
import dev.snowbird.testing.Plugin;
import dev.snowbird.testing.TestBroker;
import io.coded.seabird.chat_ingest.ChangeChannelChatEvent;
import io.coded.seabird.chat_ingest.ChatEvent;
import io.coded.seabird.chat_ingest.FailedChatEvent;
import io.coded.seabird.chat_ingest.JoinChannelChatEvent;
import io.coded.seabird.chat_ingest.LeaveChannelChatEvent;
import io.coded.seabird.chat_ingest.MetadataChatEvent;
import io.coded.seabird.common.ActionEvent;
import io.coded.seabird.common.Block;
import io.coded.seabird.common.CommandEvent;
import io.coded.seabird.common.MentionEvent;
import io.coded.seabird.common.MessageEvent;
import io.coded.seabird.common.PrivateActionEvent;
import io.coded.seabird.common.PrivateMessageEvent;
import io.coded.seabird.seabird.Event;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;

/** What plugins are told of what backends say (Seabird contract, sections 3, 5 and 7). */
class IngestedEventsIT {

    @AutoClose
    private static final Cores CORES = new Cores(Map.of());
    private static final Block GIVEN = Messages.textBlock("so").toBuilder().setPlain("not so").build();
    private static final Block TOLD = Messages.textBlock("so");

    private final String net = Names.fresh("my-");
    private final String absolute = "irc://" + net.replace("-", "%2D");
    private Core core;

    @BeforeEach
    void start(TestBroker broker) throws Exception {
        core = CORES.on(broker);
    }

    /** What a backend says and what plugins are told. */
    private Map<ChatEvent.Builder, Event.Builder> rows() {
        Map<ChatEvent.Builder, Event.Builder> rows = new LinkedHashMap<>();
        rows.put(said().setMessage(MessageEvent.newBuilder().setSource(Messages.source("#c.h~n", "U_1")).setText("so")),
                told("text").setMessage(MessageEvent.newBuilder()
                        .setSource(Messages.source(absolute + "/%23c%2Eh%7En", absolute + "/U%5F1"))
                        .setText("so").setRootBlock(TOLD)));
        rows.put(said().setPrivateMessage(PrivateMessageEvent.newBuilder().setSource(Messages.user("ü"))
                        .setText("ignored").setRootBlock(GIVEN)),
                told("blocks").setPrivateMessage(PrivateMessageEvent.newBuilder()
                        .setSource(Messages.user(absolute + "/%C3%BC")).setText("so").setRootBlock(TOLD)));
        rows.put(said().setMention(MentionEvent.newBuilder().setText("so")),
                told("text").setMention(MentionEvent.newBuilder().setText("so").setRootBlock(TOLD)));
        rows.put(said().setAction(ActionEvent.newBuilder().setSource(Messages.source("", "").clearUser())
                        .setRootBlock(GIVEN)),
                told("blocks").setAction(ActionEvent.newBuilder()
                        .setSource(Messages.source(absolute + "/", "").clearUser()).setText("so").setRootBlock(TOLD)));
        rows.put(said().setPrivateAction(PrivateActionEvent.newBuilder().setText("so")),
                told("text").setPrivateAction(PrivateActionEvent.newBuilder().setText("so").setRootBlock(TOLD)));
        rows.put(said().setCommand(CommandEvent.newBuilder().setSource(Messages.source("a/b", "%41"))
                        .setCommand(" Ping ").setArg(" to  all ")),
                Event.newBuilder().putAllTags(said().getTagsMap()).setCommand(CommandEvent.newBuilder()
                        .setSource(Messages.source(absolute + "/a%2Fb", absolute + "/%2541"))
                        .setCommand(" Ping ").setArg(" to  all ")));
        return rows;
    }

    private static ChatEvent.Builder said() {
        return ChatEvent.newBuilder().putTags("a", "b").putTags("core/original-format", "forged");
    }

    private static Event.Builder told(String format) {
        return Event.newBuilder().putTags("a", "b").putTags("core/original-format", format);
    }

    @BrokersTest
    void pluginsAreToldWhatBackendsSay() throws Exception {
        try (ChatBackend backend = ChatBackend.connected(core.connect("chat"), "irc", net, ChatBackend.OBEYS);
                Plugin plugin = Plugin.attached(core.connect("bot"))) {
            for (Map.Entry<ChatEvent.Builder, Event.Builder> row : rows().entrySet()) {
                backend.send(row.getKey());
                assertEquals(row.getValue().build(), plugin.next());
            }
        }
    }

    @BrokersTest
    void pluginsAreToldNothingOfTheRest() throws Exception {
        List<ChatEvent.Builder> quiet = List.of(Messages.success(),
                said().setFailed(FailedChatEvent.newBuilder().setReason("why")),
                said().setMetadata(MetadataChatEvent.newBuilder().putValues("k", "v")),
                said().setJoinChannel(JoinChannelChatEvent.newBuilder().setChannelId("#c")),
                said().setChangeChannel(ChangeChannelChatEvent.newBuilder().setChannelId("#c")),
                said().setLeaveChannel(LeaveChannelChatEvent.newBuilder().setChannelId("#c")));
        try (Plugin plugin = Plugin.attached(core.connect("bot"));
                ChatBackend backend = ChatBackend.connected(core.connect("chat"), "irc", net, ChatBackend.OBEYS);
                Plugin another = Plugin.attached(core.connect("bot"), Names.fresh("c"))) {
            quiet.forEach(backend::send);
            backend.send(Messages.message("news"));
            assertEquals("news", plugin.next().getMessage().getText());
            assertEquals("news", another.next().getMessage().getText());
        }
    }
}
