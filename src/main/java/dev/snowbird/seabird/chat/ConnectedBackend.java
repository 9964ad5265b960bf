package dev.snowbird.seabird.chat;

import io.coded.seabird.chat_ingest.ChangeChannelChatEvent;
import io.coded.seabird.chat_ingest.JoinChannelChatEvent;
import io.coded.seabird.common.Channel;
import io.grpc.Status;
import io.grpc.StatusException;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A backend of one open stream, and the channels that it is in (Seabird contract, section 9). Safe for several threads.
 *
 * <p>A backend is in at most 100,000 channels, which take at most 64 MiB as answers show them. The protocol has no such
 * limit, but without one a backend could fill the memory of core. What goes beyond ends the stream with
 * RESOURCE_EXHAUSTED "too many channels".
 */
public final class ConnectedBackend {

    static final int MAX_CHANNELS = 100_000;
    static final int MAX_BYTES = 64 * 1024 * 1024;

    private final BackendId id;
    private final NavigableMap<String, Channel> channels = new TreeMap<>(Utf8Order.INSTANCE);
    private long bytes;

    ConnectedBackend(BackendId id) {
        this.id = id;
    }

    /** Returns the backend's name. */
    public BackendId id() {
        return id;
    }

    /** Adds a channel, or has its name and topic replaced. */
    synchronized void join(JoinChannelChatEvent joined) throws StatusException {
        put(joined.getChannelId(), joined.getDisplayName(), joined.getTopic());
    }

    /** Replaces name and topic of a channel, if it is known. */
    synchronized void change(ChangeChannelChatEvent changed) throws StatusException {
        if (channels.containsKey(changed.getChannelId())) {
            put(changed.getChannelId(), changed.getDisplayName(), changed.getTopic());
        }
    }

    /** Removes a channel, if it is known. */
    synchronized void leave(String relative) {
        bytes -= sizeOf(channels.remove(relative));
    }

    /** Returns the channels with absolute ids, in the bytewise order of their relative ones. */
    synchronized List<Channel> channels() {
        return List.copyOf(channels.values());
    }

    /** Returns how many channels it is in. */
    synchronized int channelCount() {
        return channels.size();
    }

    /** Returns a channel with its absolute id, if it is known. */
    synchronized Optional<Channel> channel(String relative) {
        return Optional.ofNullable(channels.get(relative));
    }

    private void put(String relative, String displayName, String topic) throws StatusException {
        Channel channel = Channel.newBuilder()
                .setId(id.absolute(relative)).setDisplayName(displayName).setTopic(topic).build();
        bytes += sizeOf(channel) - sizeOf(channels.put(relative, channel));
        if (channels.size() > MAX_CHANNELS || bytes > MAX_BYTES) {
            throw Status.RESOURCE_EXHAUSTED.withDescription("too many channels").asException();
        }
    }

    private static int sizeOf(Channel channel) {
        return channel == null ? 0 : channel.getSerializedSize();
    }
}
