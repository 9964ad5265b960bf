package dev.snowbird.seabird.amqp;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/** The metrics of requests and their reply queues. */
final class RequestMeters {

    private static final String QUEUES = "seabird.reply.queues";

    private final MeterRegistry registry;
    /** To find one in the registry takes longer than to use it. */
    private final Map<Ended, Timer> timers = new ConcurrentHashMap<>();
    private final Counter retired;
    private final Counter unroutable;

    private record Ended(String type, RequestOutcome outcome) {
    }

    /**
     * @param registry gets the metrics
     * @param leased   how many requests wait, each with a reply queue
     * @param idle     how many reply queues wait for a request
     */
    RequestMeters(MeterRegistry registry, IntSupplier leased, IntSupplier idle) {
        this.registry = registry;
        Gauge.builder(QUEUES, leased, IntSupplier::getAsInt).tag("state", "leased").strongReference(true)
                .description("Reply queues").register(registry);
        Gauge.builder(QUEUES, idle, IntSupplier::getAsInt).tag("state", "idle").strongReference(true)
                .description("Reply queues").register(registry);
        this.retired = Counter.builder("seabird.reply.queues.retired")
                .description("Reply queues given up because no reply came in time").register(registry);
        this.unroutable = Counter.builder("seabird.requests.unroutable")
                .description("Requests to backends that are not there").register(registry);
    }

    Counter retired() {
        return retired;
    }

    Counter unroutable() {
        return unroutable;
    }

    void ended(String type, RequestOutcome outcome, long nanos) {
        timers.computeIfAbsent(new Ended(type, outcome), this::timer).record(nanos, TimeUnit.NANOSECONDS);
    }

    private Timer timer(Ended ended) {
        return Timer.builder("seabird.requests").description("Requests to backends, until they ended")
                .tag("type", ended.type()).tag("outcome", ended.outcome().tag()).register(registry);
    }
}
