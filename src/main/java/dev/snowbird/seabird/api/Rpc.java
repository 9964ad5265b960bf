package dev.snowbird.seabird.api;

import com.google.protobuf.DiscardUnknownFieldsParser;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import io.coded.seabird.chat_ingest.ChatIngestGrpc;
import io.coded.seabird.seabird.SeabirdGrpc;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import io.grpc.StatusException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A method of one of the two services of section 1 of the Seabird contract, as the generated code describes it. */
final class Rpc {

    /** Both services. */
    static final List<ServiceDescriptor> SERVICES =
            List.of(SeabirdGrpc.getServiceDescriptor(), ChatIngestGrpc.getServiceDescriptor());

    /** What is longer takes long enough to decode for others to notice. */
    private static final int LONG_BYTES = 65_536;

    private static final Map<String, Rpc> BY_NAME = SERVICES.stream()
            .flatMap(service -> service.getMethods().stream()).map(Rpc::new)
            .collect(Collectors.toUnmodifiableMap(Rpc::name, Function.identity()));

    private final MethodDescriptor<byte[], byte[]> method;
    private final Parser<Message> requests;
    private final MessageLite emptyResponse;

    private Rpc(MethodDescriptor<?, ?> generated) {
        this.method = generated.toBuilder(RawBytes.MARSHALLER, RawBytes.MARSHALLER).build();
        this.requests = DiscardUnknownFieldsParser.wrap(parser(generated.getRequestMarshaller()));
        this.emptyResponse = prototype(generated.getResponseMarshaller());
    }

    private static Message prototype(MethodDescriptor.Marshaller<?> marshaller) {
        return (Message) ((PrototypeMarshaller<?>) marshaller).getMessagePrototype();
    }

    @SuppressWarnings("unchecked")
    private static Parser<Message> parser(MethodDescriptor.Marshaller<?> marshaller) {
        return (Parser<Message>) prototype(marshaller).getParserForType();
    }

    /**
     * Finds an RPC by its bare name, such as {@code SendMessage}; no name is in both services.
     *
     * @throws IllegalArgumentException when there is none of that name
     */
    static Rpc named(String name) {
        return Optional.ofNullable(BY_NAME.get(name)).orElseThrow(() -> new IllegalArgumentException(
                "there is no RPC called " + name + ", but " + String.join(", ", new TreeSet<>(BY_NAME.keySet()))));
    }

    /** Returns those whose server sends a stream. */
    static Stream<Rpc> streaming() {
        return BY_NAME.values().stream().filter(rpc -> !rpc.type().serverSendsOneMessage());
    }

    String name() {
        return method.getBareMethodName();
    }

    MethodType type() {
        return method.getType();
    }

    /** Returns the method with its name, type and schema, but with messages as bytes. */
    MethodDescriptor<byte[], byte[]> method() {
        return method;
    }

    /** Says whether a request is so long that the thread which reads from many peers should not decode it. */
    static boolean isLong(byte[] request) {
        return request.length > LONG_BYTES;
    }

    /**
     * Decodes a request, without the fields that the protocol does not know.
     *
     * @throws StatusException with what to tell the peer when it can't be decoded
     */
    Message decode(byte[] request) throws StatusException {
        try {
            return requests.parseFrom(request);
        } catch (InvalidProtocolBufferException e) {
            throw Status.INTERNAL.withDescription("failed to decode Protobuf message: " + e.getMessage())
                    .asException();
        }
    }

    /** Encodes what a route left as the response, where nothing is the empty one; none if that is no response of it. */
    Optional<byte[]> encode(Object response) {
        if (response == null) {
            return Optional.of(emptyResponse.toByteArray());
        }
        return emptyResponse.getClass().isInstance(response)
                ? Optional.of(((MessageLite) response).toByteArray()) : Optional.empty();
    }
}
