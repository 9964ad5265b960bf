package dev.snowbird.seabird.chat;

import io.coded.seabird.chat_ingest.ChatEvent;
import io.coded.seabird.common.ActionEvent;
import io.coded.seabird.common.ChannelSource;
import io.coded.seabird.common.CommandEvent;
import io.coded.seabird.common.MentionEvent;
import io.coded.seabird.common.MessageEvent;
import io.coded.seabird.common.PrivateActionEvent;
import io.coded.seabird.common.PrivateMessageEvent;
import io.coded.seabird.common.User;
import io.coded.seabird.seabird.Event;
import io.grpc.StatusException;

/** Makes what plugins are told of a backend's event: absolute ids, a normalised text (Seabird contract, section 7). */
final class IngestedEvents {

    private final Blocks blocks;

    IngestedEvents(Blocks blocks) {
        this.blocks = blocks;
    }

    Event message(BackendId backend, ChatEvent event) throws StatusException {
        MessageEvent given = event.getMessage();
        FormattedText text = blocks.normalise(given.getText(), given.hasRootBlock(), given.getRootBlock());
        MessageEvent.Builder told = given.toBuilder().setText(text.text()).setRootBlock(text.root());
        if (given.hasSource()) {
            told.setSource(absolute(backend, given.getSource()));
        }
        return tagged(event, text).setMessage(told).build();
    }

    Event privateMessage(BackendId backend, ChatEvent event) throws StatusException {
        PrivateMessageEvent given = event.getPrivateMessage();
        FormattedText text = blocks.normalise(given.getText(), given.hasRootBlock(), given.getRootBlock());
        PrivateMessageEvent.Builder told = given.toBuilder().setText(text.text()).setRootBlock(text.root());
        if (given.hasSource()) {
            told.setSource(absolute(backend, given.getSource()));
        }
        return tagged(event, text).setPrivateMessage(told).build();
    }

    Event mention(BackendId backend, ChatEvent event) throws StatusException {
        MentionEvent given = event.getMention();
        FormattedText text = blocks.normalise(given.getText(), given.hasRootBlock(), given.getRootBlock());
        MentionEvent.Builder told = given.toBuilder().setText(text.text()).setRootBlock(text.root());
        if (given.hasSource()) {
            told.setSource(absolute(backend, given.getSource()));
        }
        return tagged(event, text).setMention(told).build();
    }

    Event command(BackendId backend, ChatEvent event) {
        CommandEvent given = event.getCommand();
        CommandEvent.Builder told = given.toBuilder();
        if (given.hasSource()) {
            told.setSource(absolute(backend, given.getSource()));
        }
        return Event.newBuilder().putAllTags(event.getTagsMap()).setCommand(told).build();
    }

    Event action(BackendId backend, ChatEvent event) throws StatusException {
        ActionEvent given = event.getAction();
        FormattedText text = blocks.normalise(given.getText(), given.hasRootBlock(), given.getRootBlock());
        ActionEvent.Builder told = given.toBuilder().setText(text.text()).setRootBlock(text.root());
        if (given.hasSource()) {
            told.setSource(absolute(backend, given.getSource()));
        }
        return tagged(event, text).setAction(told).build();
    }

    Event privateAction(BackendId backend, ChatEvent event) throws StatusException {
        PrivateActionEvent given = event.getPrivateAction();
        FormattedText text = blocks.normalise(given.getText(), given.hasRootBlock(), given.getRootBlock());
        PrivateActionEvent.Builder told = given.toBuilder().setText(text.text()).setRootBlock(text.root());
        if (given.hasSource()) {
            told.setSource(absolute(backend, given.getSource()));
        }
        return tagged(event, text).setPrivateAction(told).build();
    }

    private static Event.Builder tagged(ChatEvent event, FormattedText text) {
        return Event.newBuilder().putAllTags(text.tags(event.getTagsMap()));
    }

    private static ChannelSource absolute(BackendId backend, ChannelSource source) {
        ChannelSource.Builder absolute = source.toBuilder().setChannelId(backend.absolute(source.getChannelId()));
        if (source.hasUser()) {
            absolute.setUser(absolute(backend, source.getUser()));
        }
        return absolute.build();
    }

    private static User absolute(BackendId backend, User user) {
        return user.toBuilder().setId(backend.absolute(user.getId())).build();
    }
}
