package dev.snowbird.testing;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.coded.seabird.chat_ingest.ChatEvent;
import io.coded.seabird.chat_ingest.SuccessChatEvent;
import io.coded.seabird.common.Block;
import io.coded.seabird.common.ChannelSource;
import io.coded.seabird.common.CommandEvent;
import io.coded.seabird.common.MessageEvent;
import io.coded.seabird.common.TextBlock;
import io.coded.seabird.common.User;
import io.coded.seabird.seabird.SendMessageRequest;

/** What peers say in more than one test. */
public final class Messages {

    /** A block that is none. */
    public static final Block EMPTY_BLOCK = Block.getDefaultInstance();

    private Messages() {
    }

    /** Asks to write to a channel. */
    public static SendMessageRequest sendMessage(String channelId, String text) {
        return SendMessageRequest.newBuilder().setChannelId(channelId).setText(text).build();
    }

    /** Somebody has written this to the channel {@code #chan}. */
    public static ChatEvent.Builder message(String text) {
        return ChatEvent.newBuilder().setMessage(MessageEvent.newBuilder().setSource(source("#chan", "u"))
                .setText(text));
    }

    /** Somebody gives a command in the channel {@code #chan}. */
    public static ChatEvent.Builder command(String name) {
        return ChatEvent.newBuilder().setCommand(CommandEvent.newBuilder().setSource(source("#chan", "u"))
                .setCommand(name).setArg("arg"));
    }

    public static ChatEvent.Builder success() {
        return ChatEvent.newBuilder().setSuccess(SuccessChatEvent.getDefaultInstance());
    }

    public static ChannelSource.Builder source(String channelId, String userId) {
        return ChannelSource.newBuilder().setChannelId(channelId).setUser(user(userId));
    }

    public static User.Builder user(String id) {
        return User.newBuilder().setId(id).setDisplayName("A. User");
    }

    /** A text as core makes it of a plain one. */
    public static Block textBlock(String text) {
        return Block.newBuilder().setPlain(text).setText(TextBlock.newBuilder().setText(text)).build();
    }

    /** A field of a message whose bytes are no message. */
    public static UnknownFieldSet undecodable(int field) {
        return extra(field, new byte[] {7});
    }

    /** A field that no .proto file has. */
    public static UnknownFieldSet fromTheFuture() {
        return extra(999, new byte[] {1, 2, 3});
    }

    private static UnknownFieldSet extra(int field, byte[] content) {
        return UnknownFieldSet.newBuilder().addField(field, UnknownFieldSet.Field.newBuilder()
                .addLengthDelimited(ByteString.copyFrom(content)).build()).build();
    }
}
