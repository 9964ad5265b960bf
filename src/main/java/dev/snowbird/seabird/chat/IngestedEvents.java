package dev.snowbird.seabird.chat;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.coded.seabird.chat_ingest.ChatEvent;
import io.coded.seabird.common.Block;
import io.coded.seabird.common.ChannelSource;
import io.coded.seabird.common.User;
import io.coded.seabird.seabird.Event;
import io.grpc.StatusException;
import java.util.Map;

/** Makes what plugins are told of a backend's event: absolute ids, a normalised text (Seabird contract, section 7). */
final class IngestedEvents {

    private final Blocks blocks;

    IngestedEvents(Blocks blocks) {
        this.blocks = blocks;
    }

    /**
     * Makes the event, whatever its kind: all have the same fields, except that a command has no text.
     *
     * @param backend whose event it is
     * @param event   its content is one of those that plugins are told of
     * @throws StatusException what {@link Blocks#normalise} throws
     */
    Event prepare(BackendId backend, ChatEvent event) throws StatusException {
        FieldDescriptor kind = ChatEvent.getDescriptor().findFieldByNumber(event.getInnerCase().getNumber());
        Message.Builder told = ((Message) event.getField(kind)).toBuilder();
        FieldDescriptor source = field(told, "source");
        if (told.hasField(source)) {
            told.setField(source, absolute(backend, (Message) told.getField(source)));
        }
        Map<String, String> tags = event.getTagsMap();
        FieldDescriptor text = field(told, "text");
        if (text != null) {
            FieldDescriptor root = field(told, "root_block");
            FormattedText both = blocks.normalise(
                    (String) told.getField(text), told.hasField(root), (Block) told.getField(root));
            told.setField(text, both.text()).setField(root, both.root());
            tags = both.tags(tags);
        }
        return Event.newBuilder().putAllTags(tags)
                .setField(Event.getDescriptor().findFieldByName(kind.getName()), told.build()).build();
    }

    private static FieldDescriptor field(Message.Builder message, String name) {
        return message.getDescriptorForType().findFieldByName(name);
    }

    private static Message absolute(BackendId backend, Message source) {
        if (source instanceof User user) {
            return user.toBuilder().setId(backend.absolute(user.getId())).build();
        }
        ChannelSource channel = (ChannelSource) source;
        ChannelSource.Builder absolute = channel.toBuilder().setChannelId(backend.absolute(channel.getChannelId()));
        if (channel.hasUser()) {
            absolute.setUser((User) absolute(backend, channel.getUser()));
        }
        return absolute.build();
    }
}
