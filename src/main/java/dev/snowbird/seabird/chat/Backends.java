package dev.snowbird.seabird.chat;

import io.coded.seabird.seabird.ChannelInfoRequest;
import io.coded.seabird.seabird.ChannelInfoResponse;
import io.coded.seabird.seabird.ListBackendsRequest;
import io.coded.seabird.seabird.ListBackendsResponse;
import io.coded.seabird.seabird.ListChannelsRequest;
import io.coded.seabird.seabird.ListChannelsResponse;
import io.grpc.Status;
import io.grpc.StatusException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apache.camel.Body;

/** The backends whose streams this core has, and what plugins may know of them (Seabird contract, section 6). */
public final class Backends {

    private final ConcurrentNavigableMap<BackendId, ConnectedBackend> connected = new ConcurrentSkipListMap<>();

    /**
     * Takes in a backend, whose name its stream has claimed already. An older stream of the same name is one that has
     * lost its claim; the new one takes its place.
     *
     * @param id the backend's name
     * @return the backend, in no channel yet
     */
    public ConnectedBackend connect(BackendId id) {
        ConnectedBackend backend = new ConnectedBackend(id);
        connected.put(id, backend);
        return backend;
    }

    /**
     * Forgets a backend and its channels. Another stream that has taken over the name stays.
     *
     * @param backend what {@link #connect} returned
     */
    public void disconnect(ConnectedBackend backend) {
        connected.remove(backend.id(), backend);
    }

    /** Answers which backends there are, in the order of their names. */
    public ListBackendsResponse listBackends(@Body ListBackendsRequest request) {
        ListBackendsResponse.Builder response = ListBackendsResponse.newBuilder();
        connected.keySet().forEach(id -> response.addBackends(id.toMessage()));
        return response.build();
    }

    /**
     * Answers which channels a backend is in.
     *
     * @param request names the backend
     * @return the channels, in the bytewise order of their relative ids
     * @throws StatusException with INVALID_ARGUMENT if the id can't be read, NOT_FOUND if there is no such backend
     */
    public ListChannelsResponse listChannels(@Body ListChannelsRequest request) throws StatusException {
        ConnectedBackend backend = find(BackendId.parse(request.getBackendId(), "backend_id"));
        return ListChannelsResponse.newBuilder().addAllChannels(backend.channels()).build();
    }

    /**
     * Answers what a channel is called and what it is about.
     *
     * @param request names the channel
     * @return the channel
     * @throws StatusException with INVALID_ARGUMENT if the id can't be read, NOT_FOUND if there is no such backend or
     *     channel
     */
    public ChannelInfoResponse channelInfo(@Body ChannelInfoRequest request) throws StatusException {
        FullId channel = FullId.parse(request.getChannelId(), "channel_id");
        return find(channel.backend()).channel(channel.relative())
                .map(known -> ChannelInfoResponse.newBuilder().setChannel(known).build())
                .orElseThrow(() -> notFound("channel not found"));
    }

    /** Returns how many channels each backend is in, by its id. */
    public Map<String, Integer> channelCounts() {
        Map<String, Integer> counts = new LinkedHashMap<>();
        connected.forEach((id, backend) -> counts.put(id.toString(), backend.channelCount()));
        return counts;
    }

    private ConnectedBackend find(BackendId id) throws StatusException {
        ConnectedBackend backend = connected.get(id);
        if (backend == null) {
            throw notFound(ChatCalls.BACKEND_NOT_FOUND);
        }
        return backend;
    }

    private static StatusException notFound(String what) {
        return Status.NOT_FOUND.withDescription(what).asException();
    }
}
