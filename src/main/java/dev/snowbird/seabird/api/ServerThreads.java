package dev.snowbird.seabird.api;

import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioEventLoopGroup;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The few threads of the gRPC port. Nothing that waits for a peer holds one, so a few are enough for any number. */
final class ServerThreads implements AutoCloseable {

    private static final int WORKERS = Math.max(4, Runtime.getRuntime().availableProcessors());
    private static final int PATIENCE_SECONDS = 2;

    private final EventLoopGroup network = new NioEventLoopGroup(
            Math.max(2, Runtime.getRuntime().availableProcessors()), named("seabird-grpc-network-"));
    private final ThreadPoolExecutor work = new ThreadPoolExecutor(WORKERS, WORKERS, 0, TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(), named("seabird-grpc-"),
            // Only after the end is anything refused, and then there is no call left that it could be for.
            new ThreadPoolExecutor.DiscardPolicy());

    /** Returns what makes threads of this name and a number. */
    static ThreadFactory named(String prefix) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, prefix + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Returns those that read and write. */
    EventLoopGroup network() {
        return network;
    }

    /** Returns those that run routes. */
    Executor work() {
        return work;
    }

    /** Ends all of them, those first whose work the others may yet have to send. */
    @Override
    public void close() throws InterruptedException {
        work.shutdown();
        work.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
        network.shutdownGracefully(0, PATIENCE_SECONDS, TimeUnit.SECONDS);
        network.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
}
