package dev.snowbird.seabird.api;

import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.handler.timeout.IdleStateEvent;
import io.grpc.netty.shaded.io.netty.handler.timeout.IdleStateHandler;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Closes a connection that nothing comes from, though its peer was pinged. gRPC ends such a peer's streams, but then
 * waits for ever until it has told the peer.
 */
final class VanishedPeer extends IdleStateHandler {

    /**
     * @param silence after how long an answer to the ping is overdue
     */
    VanishedPeer(Duration silence) {
        super(silence.toMillis(), 0, 0, TimeUnit.MILLISECONDS);
    }

    @Override
    protected void channelIdle(ChannelHandlerContext context, IdleStateEvent event) {
        context.close();
    }
}
