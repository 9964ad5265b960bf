package dev.snowbird.bench.chat;

import dev.snowbird.bench.measure.MeasuredProgram;
import dev.snowbird.bench.measure.Programs;
import java.io.IOException;
import java.util.Map;

/**
 * Starts the cores that are compared, all on one message broker.
 *
 * @param programs starts them
 * @param amqp     the URI of the message broker
 */
public record ChatRivals(Programs programs, String amqp) {

    private static final String DATABASE = "seabird.database-url=sqlite:bench-tokens.db";

    /** Makes a token that Snowbird takes. */
    public String snowbirdToken() throws IOException, InterruptedException {
        return programs.snowbirdSays("token", "add", "bench", "--property", DATABASE);
    }

    /** Starts Snowbird's chat alone. */
    public MeasuredProgram snowbird() throws IOException, InterruptedException {
        return programs.snowbird(Map.of(), "rendezvous.enabled=false", "amqp.uri=" + amqp, DATABASE);
    }

    /** Starts the bare relay. */
    public MeasuredProgram relay() throws IOException, InterruptedException {
        return programs.bare(BareRelay.class, amqp);
    }
}
