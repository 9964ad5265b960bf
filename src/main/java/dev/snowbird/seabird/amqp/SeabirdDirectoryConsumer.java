package dev.snowbird.seabird.amqp;

import dev.snowbird.amqp.OneWayConsumer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.camel.Processor;

/** The beginning of the route that tells what this core has. It runs when that is to be told, with nothing. */
final class SeabirdDirectoryConsumer extends OneWayConsumer {

    private final Duration interval;
    private final DirectoryTelling telling;

    SeabirdDirectoryConsumer(SeabirdDirectoryEndpoint endpoint, Processor processor, DirectoryTelling telling) {
        super(endpoint, processor);
        this.interval = endpoint.time();
        this.telling = telling;
    }

    /** How often it runs when nothing has changed. */
    Duration interval() {
        return interval;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        telling.begin(this);
    }

    @Override
    protected void doStop() throws Exception {
        telling.end(this);
        super.doStop();
    }

    /**
     * Runs the route.
     *
     * @return completes when the route has ended, however it did
     */
    CompletionStage<Void> run() {
        CompletableFuture<Void> ended = new CompletableFuture<>();
        run(createExchange(false), () -> ended.complete(null));
        return ended;
    }
}
