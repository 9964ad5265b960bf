package dev.snowbird.rendezvous.queue;

import io.netty.channel.EventLoopGroup;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;

/**
 * A client of SQS and the threads that move its bytes.
 *
 * @param client  makes the calls
 * @param loops   its event loops
 * @param account how its SQS is reached
 */
public record SqsConnection(SqsAsyncClient client, EventLoopGroup loops, SqsClients account) implements AutoCloseable {

    /** Ends both. Calls that are still under way fail. */
    @Override
    public void close() {
        client.close();
        // Left to itself the SDK waits two seconds for calls that nobody will make.
        loops.shutdownGracefully(100, 1000, TimeUnit.MILLISECONDS);
    }
}
