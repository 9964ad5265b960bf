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
 * Closes a connection whose peer does not send in time what it has begun: the head of its first request, counted from
 * the beginning of the connection; and of HTTP/1 each further head, counted from its first byte, and each body, counted
 * from its head, whether anybody waits for it or not. Vert.x has no such limits.
 *
 * <p>Nearly all requests come as a whole, so a deadline is set only when a read ends in the middle of one.
 */
final class RequestTimeout {

    private static final AttributeKey<RequestTimeout> KEY = AttributeKey.valueOf(RequestTimeout.class, "watch");
    private static final String HTTP_1_DECODER = "httpDecoder";

    private enum Part { NONE, HEAD, BODY }

    private final Channel channel;
    private final EdgeLimits limits;
    private Part begun = Part.HEAD;
    private Future<?> deadline;
    private long arrivals;

    private RequestTimeout(Channel channel, EdgeLimits limits) {
        this.channel = channel;
        this.limits = limits;
    }

    /** Watches a connection that has just been opened; on its event loop. */
    static void watch(HttpConnection connection, EdgeLimits limits) {
        Channel channel = ((ConnectionBase) connection).channel();
        RequestTimeout watch = new RequestTimeout(channel, limits);
        channel.attr(KEY).set(watch);
        watch.expect();
        ChannelPipeline pipeline = channel.pipeline();
        if (pipeline.get(HTTP_1_DECODER) != null) {
            pipeline.addBefore(HTTP_1_DECODER, null, watch.new Bytes());
            pipeline.addAfter(HTTP_1_DECODER, null, watch.new Messages());
        }
    }

    /** Says that the first head has arrived on a connection of HTTP/2. */
    static void arrived(HttpConnection connection) {
        ((ConnectionBase) connection).channel().attr(KEY).get().arrived(Part.NONE);
    }

    private void expect() {
        long before = arrivals;
        deadline = Deadline.set(channel, begun == Part.HEAD ? limits.headerTimeout() : limits.bodyTimeout(),
                () -> arrivals > before, channel::close);
    }

    private void arrived(Part next) {
        begun = next;
        arrivals++;
        if (deadline != null) {
            deadline.cancel(false);
            deadline = null;
        }
    }

    /** Sees what comes before it is decoded. */
    private final class Bytes extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext context, Object bytes) {
            begun = begun == Part.NONE ? Part.HEAD : begun;
            context.fireChannelRead(bytes);
            if (begun != Part.NONE && deadline == null) {
                expect();
            }
        }
    }

    /** Sees what has been decoded. */
    private final class Messages extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof HttpRequest) {
                arrived(Part.BODY);
            }
            if (message instanceof LastHttpContent) {
                arrived(Part.NONE);
            }
            context.fireChannelRead(message);
        }
    }
}
