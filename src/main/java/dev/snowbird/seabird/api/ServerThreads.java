package dev.snowbird.seabird.api;

import dev.snowbird.start.DaemonThreads;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioEventLoopGroup;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The few threads of the gRPC port. Nothing that waits for a peer holds one, so a few are enough for any number. */
final class ServerThreads implements AutoCloseable {

    private static final int WORKERS = Math.max(4, Runtime.getRuntime().availableProcessors());
    private static final int PATIENCE_SECONDS = 2;

    private final EventLoopGroup network = new NioEventLoopGroup(
            Math.max(2, Runtime.getRuntime().availableProcessors()), DaemonThreads.named("seabird-grpc-network"));
    private final ThreadPoolExecutor work = new ThreadPoolExecutor(WORKERS, WORKERS, 0, TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(), DaemonThreads.named("seabird-grpc"),
            // Only after the end is anything refused, and then there is no call left that it could be for.
            new ThreadPoolExecutor.DiscardPolicy());

    /** Returns those that read and write. */
    EventLoopGroup network() {
        return network;
    }

    /** Returns those that do what would keep the others from reading: they go on after look-ups, and decode much. */
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
