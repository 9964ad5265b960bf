package dev.snowbird.seabird.amqp;

import dev.snowbird.settings.DurationText;
import java.time.Duration;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.UriParam;
import org.apache.camel.support.DefaultEndpoint;

/** The changes of what this core has. */
public final class SeabirdDirectoryEndpoint extends DefaultEndpoint {

    private final DirectoryTelling telling;

    @UriParam(description = "How often the route runs when nothing has changed, such as 2s.")
    private String interval = "2s";

    SeabirdDirectoryEndpoint(String uri, SeabirdDirectoryComponent component, DirectoryTelling telling) {
        super(uri, component);
        this.telling = telling;
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        SeabirdDirectoryConsumer consumer = new SeabirdDirectoryConsumer(this, processor, telling);
        configureConsumer(consumer);
        return consumer;
    }

    @Override
    public Producer createProducer() {
        throw new UnsupportedOperationException("seabird-directory: is where a route begins; what is told goes through"
                + " spring-rabbitmq:");
    }

    /** Returns how often the route runs when nothing has changed. */
    Duration time() {
        return DurationText.parse(interval);
    }

    /** Returns how often the route runs when nothing has changed, as a setting has it. */
    public String getInterval() {
        return interval;
    }

    /** Sets how often the route runs when nothing has changed, such as {@code 2s}. */
    public void setInterval(String interval) {
        this.interval = interval;
    }
}
