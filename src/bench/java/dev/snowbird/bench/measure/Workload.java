package dev.snowbird.bench.measure;

import java.util.concurrent.CompletionStage;

/** What is done again and again while it is measured. */
public interface Workload extends AutoCloseable {

    /** Begins one operation and returns at once; what it returns fails when the operation does. Any thread may call. */
    CompletionStage<?> begin();

    /** Begins no more. */
    @Override
    default void close() {
    }
}
