package dev.snowbird.seabird;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.snowbird.seabird.chat.BackendId;
import dev.snowbird.seabird.chat.Backends;
import dev.snowbird.seabird.chat.Commands;
import dev.snowbird.status.History;
import dev.snowbird.status.Section;
import io.coded.seabird.seabird.CommandMetadata;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What an operator reads of a chat. */
class SeabirdStatusTest {

    private final AtomicLong seconds = new AtomicLong();
    private final History history = new History(() -> TimeUnit.SECONDS.toNanos(seconds.get()));
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final Backends backends = new Backends();
    private final Commands commands = new Commands();
    private final SeabirdStatus status = new SeabirdStatus(backends, commands, meters, history);

    @Test
    void namesBackendsAndCommands() throws Exception {
        backends.connect(BackendId.parse("irc://libera", "id"));
        commands.add(Map.of("weather",
                CommandMetadata.newBuilder().setShortHelp("the weather\nof \u202ea place").build()));
        meters.gauge("seabird.streams", Tags.of("rpc", "StreamEvents"), 4);

        assertEquals(List.of("Backends=1", "Plugins=4.0", "Commands=1", "Streams that lag=0.0",
                "Ended for lagging=0.0"), figures(0));
        assertEquals(List.of("[irc://libera, 0]"), rows(0, 0));
        assertEquals(List.of("[weather, the weather?of ?a place]"), rows(0, 1));
    }

    @Test
    void namesNoMoreThanAPageHolds() {
        Map<String, CommandMetadata> many = new HashMap<>();
        for (int i = 0; i < 1_000; i++) {
            many.put("command" + i, CommandMetadata.getDefaultInstance());
        }
        commands.add(many);

        assertEquals(50, rows(0, 1).size());
        assertEquals("Commands, the first 50 of 1000", status.sections().get(0).tables().get(1).caption());
    }

    @Test
    void tellsEventsAndRequestsOfTwoMinutes() {
        history.sample();
        meters.counter("seabird.events", "direction", "published").increment(20);
        meters.counter("seabird.events", "direction", "delivered").increment(60);
        meters.counter("seabird.replies.undeliverable").increment();
        meters.timer("seabird.requests", "type", "send_message", "outcome", "replied").record(Duration.ofMillis(20));
        meters.timer("seabird.requests", "type", "update", "outcome", "replied").record(Duration.ofMillis(40));
        meters.timer("seabird.requests", "type", "update", "outcome", "timed_out").record(Duration.ofSeconds(1));
        seconds.addAndGet(20);

        assertEquals(List.of("Events a second=1.0", "Events a second=3.0", "Events lost=0.0",
                "Requests in flight=0.0", "Undeliverable replies=1.0"), figures(1));
        assertEquals(List.of(false, false, false, false, true),
                status.sections().get(1).figures().stream().map(figure -> figure.bad()).toList());
        assertEquals(List.of("[Replied, 6.0, 2.0, 30.0]", "[No such backend, 0.0, 0.0, null]",
                "[No reply in time, 3.0, 1.0, 1000.0]", "[AMQP broker lost, 0.0, 0.0, null]"),
                status.sections().get(1).tables().get(0).rows().stream()
                        .map(row -> row.subList(0, row.size() - 1).toString()).toList());
    }

    private List<String> figures(int section) {
        Section shown = status.sections().get(section);
        return shown.figures().stream().map(figure -> figure.label() + "=" + figure.value()).toList();
    }

    private List<String> rows(int section, int table) {
        return status.sections().get(section).tables().get(table).rows().stream().map(Object::toString).toList();
    }
}
