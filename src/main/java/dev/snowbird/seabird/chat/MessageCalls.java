package dev.snowbird.seabird.chat;

import io.coded.seabird.chat_ingest.ChatEvent.InnerCase;
import io.coded.seabird.chat_ingest.ChatRequest;
import io.coded.seabird.chat_ingest.PerformActionChatRequest;
import io.coded.seabird.chat_ingest.PerformPrivateActionChatRequest;
import io.coded.seabird.chat_ingest.SendMessageChatRequest;
import io.coded.seabird.chat_ingest.SendPrivateMessageChatRequest;
import io.coded.seabird.common.Block;
import io.coded.seabird.seabird.Event;
import io.coded.seabird.seabird.PerformActionEvent;
import io.coded.seabird.seabird.PerformActionRequest;
import io.coded.seabird.seabird.PerformPrivateActionEvent;
import io.coded.seabird.seabird.PerformPrivateActionRequest;
import io.coded.seabird.seabird.SendMessageEvent;
import io.coded.seabird.seabird.SendMessageRequest;
import io.coded.seabird.seabird.SendPrivateMessageEvent;
import io.coded.seabird.seabird.SendPrivateMessageRequest;
import io.grpc.StatusException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The four calls that carry a text, and of which all plugins are told (Seabird contract, sections 5 to 7). An event has
 * the id as the caller wrote it; the backend gets only what is its own.
 */
final class MessageCalls {

    private final Blocks blocks;
    private final SizeLimit limit;

    MessageCalls(SizeLimit limit) {
        this.blocks = new Blocks(limit);
        this.limit = limit;
    }

    ChatCall sendMessage(SendMessageRequest request, String sender) throws StatusException {
        Outgoing out = prepare(request.getChannelId(), "channel_id", request.getText(), request.hasRootBlock(),
                request.getRootBlock(), request.getTagsMap());
        return call(out,
                ChatCalls.newRequest().setSendMessage(SendMessageChatRequest.newBuilder()
                        .setChannelId(out.to().relative())
                        .setText(out.text()).setRootBlock(out.root()).putAllTags(out.tags())),
                Event.newBuilder().setSendMessage(SendMessageEvent.newBuilder()
                        .setSender(sender).setChannelId(request.getChannelId())
                        .setText(out.text()).setRootBlock(out.root())));
    }

    ChatCall sendPrivateMessage(SendPrivateMessageRequest request, String sender) throws StatusException {
        Outgoing out = prepare(request.getUserId(), "user_id", request.getText(), request.hasRootBlock(),
                request.getRootBlock(), request.getTagsMap());
        return call(out,
                ChatCalls.newRequest().setSendPrivateMessage(SendPrivateMessageChatRequest.newBuilder()
                        .setUserId(out.to().relative())
                        .setText(out.text()).setRootBlock(out.root()).putAllTags(out.tags())),
                Event.newBuilder().setSendPrivateMessage(SendPrivateMessageEvent.newBuilder()
                        .setSender(sender).setUserId(request.getUserId())
                        .setText(out.text()).setRootBlock(out.root())));
    }

    ChatCall performAction(PerformActionRequest request, String sender) throws StatusException {
        Outgoing out = prepare(request.getChannelId(), "channel_id", request.getText(), request.hasRootBlock(),
                request.getRootBlock(), request.getTagsMap());
        return call(out,
                ChatCalls.newRequest().setPerformAction(PerformActionChatRequest.newBuilder()
                        .setChannelId(out.to().relative())
                        .setText(out.text()).setRootBlock(out.root()).putAllTags(out.tags())),
                Event.newBuilder().setPerformAction(PerformActionEvent.newBuilder()
                        .setSender(sender).setChannelId(request.getChannelId())
                        .setText(out.text()).setRootBlock(out.root())));
    }

    ChatCall performPrivateAction(PerformPrivateActionRequest request, String sender) throws StatusException {
        Outgoing out = prepare(request.getUserId(), "user_id", request.getText(), request.hasRootBlock(),
                request.getRootBlock(), request.getTagsMap());
        return call(out,
                ChatCalls.newRequest().setPerformPrivateAction(PerformPrivateActionChatRequest.newBuilder()
                        .setUserId(out.to().relative())
                        .setText(out.text()).setRootBlock(out.root()).putAllTags(out.tags())),
                Event.newBuilder().setPerformPrivateAction(PerformPrivateActionEvent.newBuilder()
                        .setSender(sender).setUserId(request.getUserId())
                        .setText(out.text()).setRootBlock(out.root())));
    }

    /**
     * What the four calls have in common.
     *
     * @param to   the channel or user that is written to
     * @param text the text without formatting
     * @param root the text with formatting
     * @param tags the caller's, and core's own
     */
    private record Outgoing(FullId to, String text, Block root, Map<String, String> tags) {
    }

    private Outgoing prepare(String id, String field, String text, boolean hasBlocks, Block root,
            Map<String, String> tags) throws StatusException {
        FullId to = FullId.parse(id, field);
        FormattedText both = blocks.normalise(text, hasBlocks, root);
        return new Outgoing(to, both.text(), both.root(), both.tags(tags));
    }

    /** Looks at the sizes of both now, lest plugins be told of what is then not asked. */
    private ChatCall call(Outgoing out, ChatRequest.Builder asked, Event.Builder told) throws StatusException {
        return new ChatCall(out.to().backend(), limit.check(asked.build()),
                Optional.of(limit.check(told.putAllTags(out.tags()).build())),
                Set.of(InnerCase.SUCCESS), ChatCalls.UNKNOWN_BACKEND);
    }
}
