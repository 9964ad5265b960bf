package dev.snowbird.rendezvous.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;

/**
 * Lets the requests of an HTTP/1 connection through one at a time: the next one when the answer has gone out. What a
 * peer sends meanwhile stays where it is, for the most part in the peer's own kernel, so that a peer that asks much and
 * reads nothing costs no more than one that asks once. A request that {@link RequestFraming} does not take is answered
 * here and never seen by the server, and its connection is closed.
 */
final class RequestGate {

    /** What Vert.x calls these two in its pipeline. */
    private static final String DECODER = "httpDecoder";
    private static final String ENCODER = "httpEncoder";

    private final RequestFraming framing;
    private final Bytes bytes = new Bytes();
    private final Messages messages = new Messages();
    private boolean isShut;
    private boolean answerBegun;
    private boolean answerSent;
    private boolean awaitsAnswer;

    private RequestGate(RequestFraming framing) {
        this.framing = framing;
    }

    /**
     * Stands before the server, on a connection that has just been opened, on its event loop. HTTP/2 needs no gate: its
     * frames leave no doubt where a request ends, and its streams are counted.
     *
     * @param longest as of {@link RequestFraming}
     */
    static void guard(ChannelPipeline pipeline, int longest) {
        if (pipeline.get(DECODER) != null) {
            RequestGate gate = new RequestGate(new RequestFraming(longest));
            pipeline.addBefore(DECODER, null, gate.bytes);
            pipeline.addAfter(ENCODER, null, gate.messages);
        }
    }

    private void refuse(int status) {
        isShut = true;
        if (answerBegun) {
            messages.context.close();
            return;
        }
        FullHttpResponse refusal = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status),
                Unpooled.EMPTY_BUFFER);
        refusal.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE)
                .set(HttpHeaderNames.CONTENT_LENGTH, HttpHeaderValues.ZERO);
        messages.context.writeAndFlush(refusal).addListener(ChannelFutureListener.CLOSE);
    }

    /** Stands before the decoder. */
    private final class Bytes extends ChannelInboundHandlerAdapter {

        private ChannelHandlerContext context;
        private ByteBuf held = Unpooled.EMPTY_BUFFER;
        private boolean hasStoppedReading;

        @Override
        public void handlerAdded(ChannelHandlerContext added) {
            context = added;
        }

        @Override
        public void channelRead(ChannelHandlerContext same, Object more) {
            held = ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(context.alloc(), held, (ByteBuf) more);
            letThrough();
        }

        private void goOn() {
            letThrough();
            // Vert.x sends what it has to say when reading pauses.
            context.fireChannelReadComplete();
        }

        private void letThrough() {
            while (held.isReadable() && !awaitsAnswer && !isShut) {
                letThroughToTheEndOfARequest();
            }
            if (isShut || !held.isReadable()) {
                drop();
            }
            if (held.isReadable() != hasStoppedReading) {
                hasStoppedReading = held.isReadable();
                context.channel().config().setAutoRead(!hasStoppedReading);
            }
        }

        private void letThroughToTheEndOfARequest() {
            int end = held.readerIndex();
            RequestFraming.Step step = RequestFraming.Step.GOES_ON;
            while (step == RequestFraming.Step.GOES_ON && end < held.writerIndex()) {
                end += framing.skip(held.writerIndex() - end - 1);
                step = framing.read(held.getByte(end));
                end++;
            }
            if (step == RequestFraming.Step.IS_MALFORMED) {
                refuse(framing.status());
                return;
            }
            if (step == RequestFraming.Step.ENDS) {
                awaitsAnswer = !answerSent;
                answerSent = false;
            }
            context.fireChannelRead(held.readRetainedSlice(end - held.readerIndex()));
        }

        private void drop() {
            held.release();
            held = Unpooled.EMPTY_BUFFER;
        }

        @Override
        public void handlerRemoved(ChannelHandlerContext same) {
            drop();
        }
    }

    /** Stands between the codec and the server. */
    private final class Messages extends ChannelDuplexHandler {

        private ChannelHandlerContext context;

        @Override
        public void handlerAdded(ChannelHandlerContext added) {
            context = added;
        }

        /** What the decoder can't read is the last thing that it says: a head is for the server to answer. */
        @Override
        public void channelRead(ChannelHandlerContext same, Object message) {
            if (!isShut && message instanceof HttpContent content && content.decoderResult().isFailure()) {
                content.release();
                refuse(RequestFraming.BAD_REQUEST);
                return;
            }
            isShut |= message instanceof HttpRequest request && request.decoderResult().isFailure();
            context.fireChannelRead(message);
        }

        @Override
        public void write(ChannelHandlerContext same, Object message, ChannelPromise sent) {
            if (message instanceof HttpResponse response) {
                answerBegun = response.status().codeClass() != HttpStatusClass.INFORMATIONAL;
            }
            if (answerBegun && message instanceof LastHttpContent) {
                context.write(message, sent.unvoid()).addListener(done -> answered());
            } else {
                context.write(message, sent);
            }
        }

        private void answered() {
            answerBegun = false;
            answerSent = !awaitsAnswer;
            awaitsAnswer = false;
            if (bytes.held.isReadable()) {
                context.executor().execute(bytes::goOn);
            }
        }
    }
}
