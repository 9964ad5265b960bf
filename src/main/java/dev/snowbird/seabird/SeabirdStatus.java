package dev.snowbird.seabird;

import dev.snowbird.log.LogText;
import dev.snowbird.seabird.amqp.RequestOutcome;
import dev.snowbird.seabird.chat.Backends;
import dev.snowbird.seabird.chat.Commands;
import dev.snowbird.status.Figure;
import dev.snowbird.status.History;
import dev.snowbird.status.MeterValues;
import dev.snowbird.status.Ratio;
import dev.snowbird.status.Section;
import dev.snowbird.status.Series;
import dev.snowbird.status.SeriesView;
import dev.snowbird.status.Table;
import io.coded.seabird.seabird.CommandMetadata;
import io.coded.seabird.seabird.CommandsRequest;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What the status page tells of backends, plugins and what goes between them. */
final class SeabirdStatus {

    /** How many backends and commands are named; of the others there is the number. */
    private static final int NAMED = 50;
    private static final Map<RequestOutcome, String> OUTCOMES = Map.of(
            RequestOutcome.REPLIED, "Replied", RequestOutcome.UNROUTABLE, "No such backend",
            RequestOutcome.TIMED_OUT, "No reply in time", RequestOutcome.UNAVAILABLE, "AMQP broker lost");
    private static final double MILLIS = 1_000;

    private final Backends backends;
    private final Commands commands;
    private final Series streams;
    private final Series lagging;
    private final Series fellBehind;
    private final Series events;
    private final Series lost;
    private final Series waiting;
    private final Series requests;
    private final Series requestTimes;
    private final Series undeliverable;

    /**
     * @param backends those of this core
     * @param commands those of its plugins
     * @param meters   has the counts
     * @param history  keeps their last two minutes
     */
    SeabirdStatus(Backends backends, Commands commands, MeterRegistry meters, History history) {
        this.backends = backends;
        this.commands = commands;
        streams = history.follow(() -> MeterValues.of(meters, "seabird.streams", "rpc"));
        lagging = history.follow(() -> MeterValues.of(meters, "seabird.streams.lagging"));
        fellBehind = history.follow(() -> MeterValues.of(meters, "seabird.streams.too.far.behind"));
        events = history.follow(() -> MeterValues.of(meters, "seabird.events", "direction"));
        lost = history.follow(() -> MeterValues.of(meters, "seabird.events.lost"));
        waiting = history.follow(() -> MeterValues.of(meters, "seabird.reply.queues", "state"));
        requests = history.follow(() -> MeterValues.of(meters, "seabird.requests", "outcome"));
        requestTimes = history.follow(() -> MeterValues.seconds(meters, "seabird.requests", "outcome"));
        undeliverable = history.follow(() -> MeterValues.of(meters, "seabird.replies.undeliverable"));
    }

    /** Computes what there is to tell now. */
    List<Section> sections() {
        Map<String, Integer> connected = backends.channelCounts();
        Map<String, CommandMetadata> registered =
                commands.registered(CommandsRequest.getDefaultInstance()).getCommandsMap();
        return List.of(
                new Section("Peers", peers(connected.size(), registered.size()),
                        List.of(backends(connected), commands(registered))),
                new Section("Events and requests", traffic(), List.of(outcomes(requests.view()))));
    }

    private List<Figure> peers(int connected, int registered) {
        SeriesView open = streams.view();
        SeriesView lag = lagging.view();
        SeriesView ended = fellBehind.view();
        return List.of(
                Figure.of("Backends", connected).over(open.levels("IngestEvents")),
                Figure.of("Plugins", open.now("StreamEvents")).over(open.levels("StreamEvents")),
                Figure.of("Commands", registered),
                Figure.of("Streams that lag", lag.now()).over(lag.levels()).badIf(lag.now() > 0),
                Figure.of("Ended for lagging", ended.grown()).saying("in two minutes").badIf(ended.grown() > 0));
    }

    private static Table backends(Map<String, Integer> connected) {
        List<List<Object>> rows = connected.entrySet().stream().limit(NAMED)
                .map(backend -> Arrays.<Object>asList(LogText.of(backend.getKey()), backend.getValue())).toList();
        return new Table("Backends" + firstOf(connected.size()), List.of("Backend", "Channels"), rows,
                "No backend is connected.");
    }

    private static Table commands(Map<String, CommandMetadata> registered) {
        List<List<Object>> rows = registered.entrySet().stream().sorted(Map.Entry.comparingByKey()).limit(NAMED)
                .map(command -> Arrays.<Object>asList(LogText.of(command.getKey()),
                        LogText.of(command.getValue().getShortHelp()))).toList();
        return new Table("Commands" + firstOf(registered.size()), List.of("Command", "What its plugin says of it"),
                rows, "No plugin has registered a command.");
    }

    private static String firstOf(int all) {
        return all > NAMED ? ", the first %d of %d".formatted(NAMED, all) : "";
    }

    private List<Figure> traffic() {
        SeriesView passed = events.view();
        SeriesView missed = lost.view();
        SeriesView queues = waiting.view();
        SeriesView returned = undeliverable.view();
        return List.of(
                Figure.of("Events a second", Ratio.tenths(passed.perSecond("published"))).saying("to the broker")
                        .over(passed.growth("published")),
                Figure.of("Events a second", Ratio.tenths(passed.perSecond("delivered"))).saying("out to plugins")
                        .over(passed.growth("delivered")),
                Figure.of("Events lost", missed.grown()).saying("in two minutes").badIf(missed.grown() > 0),
                Figure.of("Requests in flight", queues.now("leased")).over(queues.levels("leased")),
                Figure.of("Undeliverable replies", returned.grown()).saying("in two minutes")
                        .over(returned.growth()).badIf(returned.grown() > 0));
    }

    private Table outcomes(SeriesView ended) {
        SeriesView times = requestTimes.view();
        List<List<Object>> rows = Stream.of(RequestOutcome.values()).map(outcome -> {
            String tag = outcome.tag();
            return Arrays.<Object>asList(OUTCOMES.get(outcome), Ratio.tenths(ended.perMinute(tag)), ended.now(tag),
                    Ratio.of(times.now(tag) * MILLIS, ended.now(tag)), ended.growth(tag));
        }).toList();
        return Table.of("Requests, by outcome", List.of("Outcome", "A minute", "All since the start",
                "Milliseconds, on average", "Two minutes"), rows);
    }
}
