package dev.snowbird.bench.measure;

import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** What is done again and again while it is measured. */
@FunctionalInterface
public interface Workload extends AutoCloseable {

    /** Begins one operation and returns at once; what it returns fails when the operation does. Any thread may call. */
    CompletionStage<?> begin();

    /** Lets go of what the operations needed, when the last is over. */
    @Override
    default void close() {
    }

    /**
     * Makes a workload that has something to let go of.
     *
     * @param begin   begins one operation
     * @param closing runs when the last is over
     */
    static Workload of(Supplier<CompletionStage<?>> begin, Runnable closing) {
        return new Workload() {
            @Override
            public CompletionStage<?> begin() {
                return begin.get();
            }

            @Override
            public void close() {
                closing.run();
            }
        };
    }
}
