package dev.snowbird.seabird.amqp;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.snowbird.amqp.AmqpLink;
import dev.snowbird.amqp.AmqpThreads;
import dev.snowbird.amqp.Delivery;
import dev.snowbird.seabird.chat.Directory;
import dev.snowbird.seabird.chat.DirectoryNews;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.Body;

/**
 * When this core tells the others what it has, and what it hears of them. It tells by a route: whenever something has
 * changed, and regularly, so that others can forget a core that is silent. Changes that come together are told
 * together.
 */
public final class DirectoryTelling {

    /** What changes is told at most this often. */
    private static final Duration PAUSE = Duration.ofMillis(50);
    /** How many times in a row others may miss what is told regularly. */
    private static final int MISSED = 3;
    private static final long LONGEST_KEPT_MILLIS = TimeUnit.MINUTES.toMillis(5);
    private static final long GOODBYE_MILLIS = 1_000;

    private final String core = UUID.randomUUID().toString();
    private final Directory directory;
    private final AmqpLink link;
    private final Executor executor;
    /** This and all below are guarded by this object. */
    private Optional<SeabirdDirectoryConsumer> route = Optional.empty();
    /** Completes when what changes now has been told; none while nothing has changed since it was last told. */
    private Optional<CompletableFuture<Void>> next = Optional.empty();
    /** The same of what is being told. */
    private Optional<CompletableFuture<Void>> current = Optional.empty();
    private long lastTold = System.nanoTime() - PAUSE.toNanos();
    private long number;
    private boolean asks;
    private boolean leaves;

    /**
     * @param directory what there is to tell, and what others tell
     * @param link      the core's hold on the broker
     * @param executor  runs the route; its threads are never blocked
     * @param meters    gets the number of the other cores
     */
    public DirectoryTelling(Directory directory, AmqpLink link, Executor executor, MeterRegistry meters) {
        this.directory = directory;
        this.link = link;
        this.executor = executor;
        Gauge.builder("seabird.cores.others", directory, Directory::others)
                .description("Other cores that have told lately what they have").register(meters);
    }

    /** Tells by this route from now on, and regularly. */
    synchronized void begin(SeabirdDirectoryConsumer teller) {
        route = Optional.of(teller);
        tellAgain(teller);
    }

    private void tellAgain(SeabirdDirectoryConsumer teller) {
        link.after(teller.interval(), () -> {
            synchronized (this) {
                if (route.equals(Optional.of(teller)) && !leaves) {
                    changed();
                    tellAgain(teller);
                }
            }
        });
    }

    /** Tells nothing by this route any more. */
    synchronized void end(SeabirdDirectoryConsumer teller) {
        route = route.filter(other -> other != teller);
    }

    /** Notes that what this core has is not what it has told. */
    public synchronized void changed() {
        if (!leaves) {
            next();
        }
    }

    private CompletableFuture<Void> next() {
        if (next.isEmpty()) {
            next = Optional.of(new CompletableFuture<>());
            if (current.isEmpty()) {
                tellSoon();
            }
        }
        return next.get();
    }

    private void tellSoon() {
        long wait = lastTold + PAUSE.toNanos() - System.nanoTime();
        Runnable tell = () -> AmqpThreads.run(executor, this::tell);
        if (wait > 0) {
            link.after(Duration.ofNanos(wait).plusMillis(1), tell);
        } else {
            tell.run();
        }
    }

    private void tell() {
        CompletableFuture<Void> now;
        Optional<SeabirdDirectoryConsumer> teller;
        synchronized (this) {
            now = next.orElseThrow();
            current = next;
            next = Optional.empty();
            lastTold = System.nanoTime();
            teller = route;
        }
        teller.map(SeabirdDirectoryConsumer::run).orElse(CompletableFuture.completedFuture(null))
                .whenComplete((done, failure) -> over(now));
    }

    private void over(CompletableFuture<Void> now) {
        synchronized (this) {
            current = Optional.empty();
            if (next.isPresent()) {
                tellSoon();
            }
        }
        now.complete(null);
    }

    /**
     * Waits, for routes, until the others have been told of what has changed. Where there are none, nobody waits.
     *
     * @return completes when they have been told, or can't be
     */
    public synchronized CompletionStage<Void> told() {
        return directory.others() == 0 ? CompletableFuture.completedFuture(null)
                : next.or(() -> current).orElse(CompletableFuture.completedFuture(null)).copy();
    }

    /**
     * Returns what to tell now, for routes.
     *
     * @return null while there is no broker
     */
    public synchronized DirectoryNews news() {
        if (!link.isUp() || route.isEmpty()) {
            return null;
        }
        boolean asksNow = asks;
        asks = false;
        number++;
        return new DirectoryNews(core, number, route.get().interval().toMillis() * MISSED, asksNow, leaves,
                leaves ? new byte[0] : directory.own());
    }

    /**
     * Takes note of what another core tells, for routes; what this one has told comes here, too.
     *
     * @param message as {@link ChatMessages#directory} forms it
     * @throws IOException when it is broken
     */
    public void heard(@Body Delivery message) throws IOException {
        DirectoryNews news = newsIn(message);
        if (!news.core().equals(core)) {
            directory.heard(news);
            if (news.asks()) {
                changed();
            }
        }
    }

    private static DirectoryNews newsIn(Delivery message) throws InvalidProtocolBufferException {
        Map<String, String> headers = message.headers();
        String name = headers.getOrDefault("core", "");
        if (!name.matches("[\\w-]{1,100}")) {
            throw new InvalidProtocolBufferException("no core can have that name");
        }
        if (message.body().length > DirectoryNews.MOST_BYTES) {
            throw new InvalidProtocolBufferException("it is too long");
        }
        return new DirectoryNews(name, number(headers.get("n")),
                Math.min(number(headers.get("keep-ms")), LONGEST_KEPT_MILLIS),
                "true".equals(headers.get("ask")), "true".equals(headers.get("bye")), message.body());
    }

    private static long number(String text) throws InvalidProtocolBufferException {
        if (text == null || !text.matches("\\d{1,18}")) {
            throw new InvalidProtocolBufferException("a number is missing in its headers");
        }
        return Long.parseLong(text);
    }

    /** Begins anew when the broker was lost, or is there: what others have told may be no more so. */
    public void linkChanged() {
        directory.forgetOthers();
        if (link.isUp()) {
            synchronized (this) {
                asks = true;
                changed();
            }
        }
    }

    /** Tells the others that this core goes, and nothing after that; waits a moment for it. */
    public void leave() throws InterruptedException {
        CompletableFuture<Void> told;
        synchronized (this) {
            leaves = true;
            told = next();
        }
        try {
            told.get(GOODBYE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            // They will miss it.
        }
    }
}
