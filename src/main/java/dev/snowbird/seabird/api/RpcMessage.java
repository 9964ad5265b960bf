package dev.snowbird.seabird.api;

import com.google.protobuf.Message;
import java.util.Optional;

/**
 * What a route is run with.
 *
 * @param body   the peer's message; none when it has closed its side of the stream
 * @param sender the user whose token the peer presented
 * @param stream the stream it came on, or is asking for; none for unary calls
 */
record RpcMessage(Optional<Message> body, String sender, Optional<GrpcStream> stream) {
}
