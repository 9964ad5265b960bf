package dev.snowbird.bench.start;

import dev.snowbird.bench.measure.Workload;
import java.util.concurrent.CompletionStage;

/**
 * A workload with peers that go when it is over.
 *
 * @param work  what they do
 * @param peers those who do it
 */
record OwnPeers(Workload work, AutoCloseable peers) implements Workload {

    @Override
    public CompletionStage<?> begin() {
        return work.begin();
    }

    @Override
    public void close() {
        work.close();
        try {
            peers.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
