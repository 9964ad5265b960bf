package dev.snowbird.bench.chat;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Knows of each event how many plugins have not got it yet; its text is a number. */
final class Arrivals {

    private static final long LOOK_MILLIS = 50;
    private static final int MOST_PROBES = 600;
    /** The text of an event that only shows that a plugin listens. */
    private static final String PROBE = "probe";

    private final int plugins;
    private final Consumer<String> publish;
    private final AtomicInteger number = new AtomicInteger();
    private final Map<String, Awaited> awaited = new ConcurrentHashMap<>();

    private record Awaited(AtomicInteger missing, CompletableFuture<Void> done) {
    }

    /**
     * @param plugins how many get every event
     * @param publish has the backend say a text
     */
    Arrivals(int plugins, Consumer<String> publish) {
        this.plugins = plugins;
        this.publish = publish;
    }

    /** Makes what one plugin does with the text of an event. */
    Consumer<String> plugin(CountDownLatch listening) {
        AtomicInteger probes = new AtomicInteger();
        return text -> {
            if (!text.equals(PROBE)) {
                arrived(text);
            } else if (probes.incrementAndGet() == 1) {
                listening.countDown();
            }
        };
    }

    private void arrived(String text) {
        Awaited event = awaited.get(text);
        if (event != null && event.missing.decrementAndGet() == 0) {
            awaited.remove(text);
            event.done.complete(null);
        }
    }

    /** Publishes until every plugin has got something: not every core says when a stream has begun. */
    void awaitAll(CountDownLatch listening) throws InterruptedException {
        for (int probes = 0; !listening.await(LOOK_MILLIS, TimeUnit.MILLISECONDS); probes++) {
            if (probes == MOST_PROBES) {
                throw new IllegalStateException(listening.getCount() + " plugins get no events");
            }
            publish.accept(PROBE);
        }
    }

    /** Publishes an event; completes when all plugins have it. */
    CompletionStage<Void> publish() {
        String text = String.valueOf(number.incrementAndGet());
        CompletableFuture<Void> done = new CompletableFuture<>();
        awaited.put(text, new Awaited(new AtomicInteger(plugins), done));
        publish.accept(text);
        return done;
    }
}
