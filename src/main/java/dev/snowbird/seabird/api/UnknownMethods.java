package dev.snowbird.seabird.api;

import io.grpc.HandlerRegistry;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerMethodDefinition;
import io.grpc.Status;
import java.util.Set;

/**
 * Answers calls of methods that there are not. Those of a service that there is need a token first, and none is told
 * what is missing (Seabird contract, section 1).
 */
final class UnknownMethods extends HandlerRegistry {

    private static final ServerCallHandler<byte[], byte[]> UNIMPLEMENTED =
            (call, headers) -> RefusedCall.of(call, Status.UNIMPLEMENTED);

    private final Set<String> guardedServices;
    private final ServerInterceptor guard;

    UnknownMethods(Set<String> guardedServices, ServerInterceptor guard) {
        this.guardedServices = guardedServices;
        this.guard = guard;
    }

    @Override
    public ServerMethodDefinition<?, ?> lookupMethod(String methodName, String authority) {
        MethodDescriptor<byte[], byte[]> method = MethodDescriptor.newBuilder(RawBytes.MARSHALLER, RawBytes.MARSHALLER)
                .setType(MethodDescriptor.MethodType.UNKNOWN).setFullMethodName(methodName).build();
        String service = MethodDescriptor.extractFullServiceName(methodName);
        return ServerMethodDefinition.create(method, service != null && guardedServices.contains(service)
                ? (call, headers) -> guard.interceptCall(call, headers, UNIMPLEMENTED) : UNIMPLEMENTED);
    }
}
