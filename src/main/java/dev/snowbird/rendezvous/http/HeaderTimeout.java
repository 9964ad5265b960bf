package dev.snowbird.rendezvous.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.Future;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;

/**
 * Closes a connection whose peer does not finish the head of a request in time: the first, counted from the beginning
 * of the connection, and each further one of HTTP/1, counted from its first byte. Vert.x has no such limit.
 */
final class HeaderTimeout {

    private static final AttributeKey<HeaderTimeout> KEY = AttributeKey.valueOf(HeaderTimeout.class, "watch");
    private static final String HTTP_1_DECODER = "httpDecoder";

    private final Channel channel;
    private final Duration timeout;
    private Future<?> deadline;
    private boolean inRequest;

    private HeaderTimeout(Channel channel, Duration timeout) {
        this.channel = channel;
        this.timeout = timeout;
    }

    /** Watches a connection that has just been opened; on its event loop. */
    static void watch(HttpConnection connection, Duration timeout) {
        Channel channel = ((ConnectionBase) connection).channel();
        HeaderTimeout watch = new HeaderTimeout(channel, timeout);
        channel.attr(KEY).set(watch);
        watch.expect();
        ChannelPipeline pipeline = channel.pipeline();
        if (pipeline.get(HTTP_1_DECODER) != null) {
            pipeline.addBefore(HTTP_1_DECODER, null, watch.new Bytes());
            pipeline.addAfter(HTTP_1_DECODER, null, watch.new Messages());
        }
    }

    /** Says that the head of a request has arrived. */
    static void arrived(HttpConnection connection) {
        ((ConnectionBase) connection).channel().attr(KEY).get().arrived();
    }

    private void expect() {
        deadline = Deadline.set(channel, timeout, () -> deadline == null, channel::close);
    }

    private void arrived() {
        if (deadline != null) {
            deadline.cancel(false);
            deadline = null;
        }
    }

    /** Sees what comes before it is decoded. */
    private final class Bytes extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext context, Object bytes) {
            if (!inRequest && deadline == null) {
                expect();
            }
            context.fireChannelRead(bytes);
        }
    }

    /** Sees what has been decoded. */
    private final class Messages extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof HttpRequest) {
                arrived();
                inRequest = true;
            }
            if (message instanceof LastHttpContent) {
                inRequest = false;
            }
            context.fireChannelRead(message);
        }
    }
}
