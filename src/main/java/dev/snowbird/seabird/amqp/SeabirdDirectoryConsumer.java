package dev.snowbird.seabird.amqp;

import dev.snowbird.log.BoundedLog;
import dev.snowbird.log.RootCause;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;

/** The beginning of the route that tells what this core has. It runs when that is to be told, with nothing. */
final class SeabirdDirectoryConsumer extends DefaultConsumer {

    private final BoundedLog log = new BoundedLog(SeabirdDirectoryConsumer.class);
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
     * Runs the route. What goes wrong is one line in the log: there is nobody to tell.
     *
     * @return completes when the route has ended, however it did
     */
    CompletionStage<Void> run() {
        CompletableFuture<Void> ended = new CompletableFuture<>();
        Exchange exchange = createExchange(false);
        getAsyncProcessor().process(exchange, done -> {
            if (exchange.getException() != null) {
                log.warn("{}: dropped: {}", getRouteId(), RootCause.line(exchange.getException()));
            }
            releaseExchange(exchange, false);
            ended.complete(null);
        });
        return ended;
    }
}
