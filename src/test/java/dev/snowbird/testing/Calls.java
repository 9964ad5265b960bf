package dev.snowbird.testing;

import com.google.common.util.concurrent.ListenableFuture;
import com.google.protobuf.Message;
import io.coded.seabird.seabird.SeabirdGrpc;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Any unary call of a plugin: the request says which. */
public final class Calls {

    private static final Map<Class<?>, MethodDescriptor<?, ?>> METHODS = SeabirdGrpc.getServiceDescriptor()
            .getMethods().stream().collect(Collectors.toMap(Calls::requestType, Function.identity()));

    private Calls() {
    }

    private static Class<?> requestType(MethodDescriptor<?, ?> method) {
        return ((PrototypeMarshaller<?>) method.getRequestMarshaller()).getMessagePrototype().getClass();
    }

    /** Makes a call and returns how it ended, as {@link #text} has it. */
    public static String outcome(Channel core, Message request) {
        return outcome(core, method(request), request);
    }

    public static String outcome(Channel core, MethodDescriptor<Message, Message> method, Message request) {
        try {
            ClientCalls.blockingUnaryCall(core, method, patient(), request);
            return "OK";
        } catch (StatusRuntimeException e) {
            return text(e.getStatus());
        }
    }

    /** Makes a call without a request, and returns how it ended. */
    public static String outcomeWithoutMessage(Channel core, MethodDescriptor<Message, Message> method) {
        CompletableFuture<Status> end = new CompletableFuture<>();
        ClientCall<Message, Message> call = core.newCall(method, patient());
        call.start(new ClientCall.Listener<>() {
            @Override
            public void onClose(Status status, Metadata trailers) {
                end.complete(status);
            }
        }, new Metadata());
        call.halfClose();
        return text(end.join());
    }

    /** Begins a call and doesn't wait for its end. */
    public static ListenableFuture<Message> begin(Channel core, Message request) {
        return ClientCalls.futureUnaryCall(core.newCall(method(request), patient()), request);
    }

    /** The method that has such a request. */
    @SuppressWarnings("unchecked")
    public static MethodDescriptor<Message, Message> method(Message request) {
        return (MethodDescriptor<Message, Message>) METHODS.get(request.getClass());
    }

    private static CallOptions patient() {
        return CallOptions.DEFAULT.withDeadlineAfter(Broker.patience().toSeconds(), TimeUnit.SECONDS);
    }

    /** A status as CODE, or CODE: message; on the wire an empty message is the same as none. */
    public static String text(Status status) {
        return status.getDescription() == null || status.getDescription().isEmpty()
                ? status.getCode().name() : status.getCode() + ": " + status.getDescription();
    }
}
