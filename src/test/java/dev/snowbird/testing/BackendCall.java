package dev.snowbird.testing;

import com.google.protobuf.Message;
import io.coded.seabird.chat_ingest.ChatEvent.InnerCase;
import io.coded.seabird.chat_ingest.ChatRequest;
import io.coded.seabird.chat_ingest.JoinChannelChatRequest;
import io.coded.seabird.chat_ingest.LeaveChannelChatRequest;
import io.coded.seabird.chat_ingest.MetadataChatRequest;
import io.coded.seabird.chat_ingest.PerformActionChatRequest;
import io.coded.seabird.chat_ingest.PerformPrivateActionChatRequest;
import io.coded.seabird.chat_ingest.SendMessageChatRequest;
import io.coded.seabird.chat_ingest.SendPrivateMessageChatRequest;
import io.coded.seabird.chat_ingest.UpdateChannelInfoChatRequest;
import io.coded.seabird.common.Block;
import io.coded.seabird.seabird.BackendInfoRequest;
import io.coded.seabird.seabird.JoinChannelRequest;
import io.coded.seabird.seabird.LeaveChannelRequest;
import io.coded.seabird.seabird.PerformActionRequest;
import io.coded.seabird.seabird.PerformPrivateActionRequest;
import io.coded.seabird.seabird.SendMessageRequest;
import io.coded.seabird.seabird.SendPrivateMessageRequest;
import io.coded.seabird.seabird.UpdateChannelInfoRequest;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A call that asks a backend (Seabird contract, section 6).
 *
 * @param request  what a plugin says
 * @param asked    what the backend is asked then, but for the id
 * @param accepted the replies that are a success
 */
public record BackendCall(Message request, ChatRequest asked, Set<InnerCase> accepted) {

    public static final String TYPE = "t y";

    private static final Map<String, String> TAGS = Map.of("a", "b", "core/original-format", "forged");
    private static final Map<String, String> TEXT = Map.of("a", "b", "core/original-format", "text");
    private static final Map<String, String> BLOCKS = Map.of("a", "b", "core/original-format", "blocks");
    private static final Block GIVEN = Messages.textBlock("so").toBuilder().setPlain("not so").build();

    private BackendCall(Message.Builder request, ChatRequest.Builder asked, InnerCase... accepted) {
        this(request.build(), asked.build(), Set.of(accepted));
    }

    /** Each such call, of a backend of the type above and of this id; some write it with escapes. */
    public static List<BackendCall> all(String id) {
        String plain = TYPE + "://" + id;
        String escaped = plain.replace(" ", "%20");
        return List.of(sendMessage(plain), sendPrivateMessage(escaped), performAction(plain),
                performPrivateAction(escaped), joinChannel(plain), leaveChannel(escaped), updateChannelInfo(plain),
                getBackendInfo(escaped));
    }

    public static BackendCall sendMessage(String backend) {
        return new BackendCall(
                SendMessageRequest.newBuilder().setChannelId(backend + "/#a/b").setText("so").putAllTags(TAGS),
                ChatRequest.newBuilder().setSendMessage(SendMessageChatRequest.newBuilder().setChannelId("#a/b")
                        .setText("so").setRootBlock(Messages.textBlock("so")).putAllTags(TEXT)),
                InnerCase.SUCCESS);
    }

    private static BackendCall sendPrivateMessage(String backend) {
        return new BackendCall(
                SendPrivateMessageRequest.newBuilder().setUserId(backend + "/%c3%bc%2").setText("ignored")
                        .setRootBlock(GIVEN).putAllTags(TAGS),
                ChatRequest.newBuilder().setSendPrivateMessage(SendPrivateMessageChatRequest.newBuilder()
                        .setUserId("ü%2").setText("so").setRootBlock(Messages.textBlock("so")).putAllTags(BLOCKS)),
                InnerCase.SUCCESS);
    }

    private static BackendCall performAction(String backend) {
        return new BackendCall(
                PerformActionRequest.newBuilder().setChannelId(backend + "/").setRootBlock(GIVEN).putAllTags(TAGS),
                ChatRequest.newBuilder().setPerformAction(PerformActionChatRequest.newBuilder()
                        .setText("so").setRootBlock(Messages.textBlock("so")).putAllTags(BLOCKS)),
                InnerCase.SUCCESS);
    }

    private static BackendCall performPrivateAction(String backend) {
        return new BackendCall(
                PerformPrivateActionRequest.newBuilder().setUserId(backend + "/u+1").putAllTags(TAGS),
                ChatRequest.newBuilder().setPerformPrivateAction(PerformPrivateActionChatRequest.newBuilder()
                        .setUserId("u+1").setRootBlock(Messages.textBlock("")).putAllTags(TEXT)),
                InnerCase.SUCCESS);
    }

    private static BackendCall joinChannel(String backend) {
        return new BackendCall(
                JoinChannelRequest.newBuilder().setBackendId(backend).setChannelName("%23 x/y").putAllTags(TAGS),
                ChatRequest.newBuilder().setJoinChannel(JoinChannelChatRequest.newBuilder()
                        .setChannelName("%23 x/y").putAllTags(TAGS)),
                InnerCase.SUCCESS, InnerCase.JOIN_CHANNEL);
    }

    private static BackendCall leaveChannel(String backend) {
        return new BackendCall(
                LeaveChannelRequest.newBuilder().setChannelId(backend + "/%23c").setExitMessage("bye").putAllTags(TAGS),
                ChatRequest.newBuilder().setLeaveChannel(LeaveChannelChatRequest.newBuilder()
                        .setChannelId("#c").putAllTags(TAGS)),
                InnerCase.SUCCESS, InnerCase.LEAVE_CHANNEL);
    }

    private static BackendCall updateChannelInfo(String backend) {
        return new BackendCall(
                UpdateChannelInfoRequest.newBuilder().setChannelId(backend + "/c").setTopic("new").putAllTags(TAGS),
                ChatRequest.newBuilder().setUpdateChannelInfo(UpdateChannelInfoChatRequest.newBuilder()
                        .setChannelId("c").setTopic("new").putAllTags(TAGS)),
                InnerCase.SUCCESS, InnerCase.CHANGE_CHANNEL);
    }

    public static BackendCall getBackendInfo(String backend) {
        return new BackendCall(BackendInfoRequest.newBuilder().setBackendId(backend),
                ChatRequest.newBuilder().setMetadata(MetadataChatRequest.getDefaultInstance()), InnerCase.METADATA);
    }
}
