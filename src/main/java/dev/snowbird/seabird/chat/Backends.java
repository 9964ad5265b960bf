package dev.snowbird.seabird.chat;

import io.coded.seabird.seabird.ListBackendsRequest;
import io.coded.seabird.seabird.ListBackendsResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
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

    /** Answers which backends this core has, in the order of their names. */
    public ListBackendsResponse listBackends(@Body ListBackendsRequest request) {
        ListBackendsResponse.Builder response = ListBackendsResponse.newBuilder();
        connected.keySet().forEach(id -> response.addBackends(id.toMessage()));
        return response.build();
    }

    /** Returns their names. */
    Set<BackendId> connected() {
        return connected.keySet();
    }

    /** Returns how many channels each backend is in, by its id. */
    public Map<String, Integer> channelCounts() {
        Map<String, Integer> counts = new LinkedHashMap<>();
        connected.forEach((id, backend) -> counts.put(id.toString(), backend.channelCount()));
        return counts;
    }
}
