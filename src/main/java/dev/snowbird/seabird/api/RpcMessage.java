package dev.snowbird.seabird.api;

import com.google.protobuf.Message;
import java.util.List;
import java.util.Optional;

/**
 * What a route is run with.
 *
 * @param body    the peer's message; none when it has closed its side of the stream
 * @param sender  the user whose token the peer presented
 * @param stream  the stream it came on, or is asking for; none for unary calls
 * @param filters what the peer says of the events that it wants; none for all events
 */
record RpcMessage(Optional<Message> body, String sender, Optional<GrpcStream> stream, List<String> filters) {

    /** What comes on a stream that is open. */
    static RpcMessage on(GrpcStream stream, Optional<Message> body) {
        return new RpcMessage(body, stream.sender(), Optional.of(stream), List.of());
    }
}
