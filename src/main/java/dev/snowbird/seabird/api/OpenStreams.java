package dev.snowbird.seabird.api;

import io.grpc.ServerCall;
import io.grpc.Status;
import io.grpc.StatusException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** All open streams of plugins and backends: their number, which is bounded, and their end when core stops. */
final class OpenStreams {

    static final Status STOPPING = Status.UNAVAILABLE.withDescription("core is stopping");

    private final int most;
    private final PeersBacklog backlog;
    private final Set<GrpcStream> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger all = new AtomicInteger();
    private final Map<String, AtomicInteger> byRpc;
    private final Map<String, Counter> fellBehind;
    private volatile boolean stopping;

    /**
     * @param most    how many there may be at once
     * @param backlog what waits for all of them
     * @param meters  gets how many there are, and counts those that end because their peer does not read
     */
    OpenStreams(int most, PeersBacklog backlog, MeterRegistry meters) {
        this.most = most;
        this.backlog = backlog;
        this.byRpc = Rpc.streaming().collect(Collectors.toUnmodifiableMap(Rpc::name,
                rpc -> meters.gauge("seabird.streams", Tags.of("rpc", rpc.name()), new AtomicInteger())));
        this.fellBehind = Rpc.streaming().collect(Collectors.toUnmodifiableMap(Rpc::name,
                rpc -> Counter.builder("seabird.streams.too.far.behind").tag("rpc", rpc.name())
                        .description("Streams that ended because their peer did not read").register(meters)));
        Gauge.builder("seabird.streams.lagging", open, streams -> streams.stream().filter(GrpcStream::lags).count())
                .description("Streams for which something waits behind what their peer has not taken")
                .register(meters);
    }

    /**
     * Opens a stream, which counts until it ends.
     *
     * @throws StatusException when there are as many as there may be
     */
    GrpcStream open(Rpc rpc, ServerCall<byte[], byte[]> call, String sender, StreamBounds bounds)
            throws StatusException {
        if (all.incrementAndGet() > most) {
            all.decrementAndGet();
            throw Status.RESOURCE_EXHAUSTED.withDescription("too many open streams").asException();
        }
        AtomicInteger ofRpc = byRpc.get(rpc.name());
        ofRpc.incrementAndGet();
        GrpcStream stream = new GrpcStream(call, sender, bounds, backlog);
        open.add(stream);
        stream.onEnd(() -> {
            open.remove(stream);
            ofRpc.decrementAndGet();
            all.decrementAndGet();
            if (stream.fellTooFarBehind()) {
                fellBehind.get(rpc.name()).increment();
            }
        });
        if (stopping) {
            stream.end(STOPPING);
        }
        return stream;
    }

    /** Ends all streams, and from now on every new one at once. */
    void endAll() {
        stopping = true;
        List.copyOf(open).forEach(stream -> stream.end(STOPPING));
    }

    /** Returns how many there are. */
    int count() {
        return all.get();
    }
}
