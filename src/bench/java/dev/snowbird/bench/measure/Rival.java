package dev.snowbird.bench.measure;

import java.io.IOException;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * One of those that are compared.
 *
 * @param name     what a report calls it
 * @param peers    who asks it for things
 * @param meter    tells what its process has used
 * @param counters what else is counted of it, for each operation, by the name that a report has for it
 * @param closing  ends it
 * @param <P>      how it is talked to
 */
public record Rival<P extends AutoCloseable>(String name, P peers, ProcessMeter meter,
        Map<String, LongSupplier> counters, AutoCloseable closing) implements AutoCloseable {

    /** Makes a rival of a program in Java. */
    public static <P extends AutoCloseable> Rival<P> of(String name, P peers, MeasuredProgram program)
            throws IOException {
        return new Rival<>(name, peers, ProcessMeter.ofJvm(program.pid()), Map.of(), program);
    }

    /** Makes a rival of a program in any language. */
    public static <P extends AutoCloseable> Rival<P> ofPeer(P peers, MeasuredProgram program) {
        return new Rival<>("peer", peers, ProcessMeter.outside(program.pid()), Map.of(), program);
    }

    /** Has something else counted, too. */
    public Rival<P> counting(String figure, LongSupplier counter) {
        return new Rival<>(name, peers, meter, Map.of(figure, counter), closing);
    }

    @Override
    public void close() throws Exception {
        peers.close();
        meter.close();
        closing.close();
    }
}
