package dev.snowbird.rendezvous.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Closes a connection whose peer does not finish the TLS handshake in time. Netty's own limit also counts the time that
 * the server takes for the handshakes of others; here a peer whose bytes still lay unread gets the time once more.
 */
final class HandshakeTimeout extends ChannelInboundHandlerAdapter {

    private final Duration timeout;
    private long arrivals;

    HandshakeTimeout(Duration timeout) {
        this.timeout = timeout;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        expect(context);
        context.fireChannelActive();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) {
        arrivals++;
        context.fireChannelRead(bytes);
    }

    private void expect(ChannelHandlerContext context) {
        context.executor().schedule(() -> judge(context), timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void judge(ChannelHandlerContext context) {
        long before = arrivals;
        if (!isDone(context)) {
            Deadline.readWhatHasArrived(context.channel());
        }
        if (isDone(context)) {
            context.pipeline().remove(this);
        } else if (arrivals > before) {
            expect(context);
        } else {
            context.close();
        }
    }

    private static boolean isDone(ChannelHandlerContext context) {
        SslHandler tls = context.pipeline().get(SslHandler.class);
        return !context.channel().isActive() || tls != null && tls.handshakeFuture().isDone();
    }
}
