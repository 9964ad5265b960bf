package dev.snowbird.seabird.api;

import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;

/**
 * What those with a token find on the gRPC port: the two services of Seabird, and reflection (Seabird contract,
 * sections 1, 2 and 14).
 */
final class ServerServices {

    private final RpcRoutes routes;
    private final OpenStreams streams;
    private final OpenCalls calls;
    private final Executor work;
    private final CallTimes times;
    private final Authentication authentication;

    ServerServices(Authentication authentication, RpcRoutes routes, OpenStreams streams, OpenCalls calls,
            Executor work, MeterRegistry meters) {
        this.routes = routes;
        this.streams = streams;
        this.calls = calls;
        this.work = work;
        this.times = new CallTimes(meters);
        this.authentication = authentication;
    }

    /** Returns them, guarded. */
    List<ServerServiceDefinition> guarded() {
        List<ServerServiceDefinition> guarded = new ArrayList<>();
        Rpc.SERVICES.forEach(service ->
                guarded.add(ServerInterceptors.interceptForward(
                        define(service), new ShortStatuses(), times, authentication)));
        CallLimit limit = new CallLimit(CallLimit.STANDARD_CALLS);
        guarded.add(ServerInterceptors.interceptForward(
                ProtoReflectionServiceV1.newInstance().bindService(), authentication, limit));
        guarded.add(ServerInterceptors.interceptForward(reflectionV1Alpha(), authentication, limit));
        return guarded;
    }

    /** The older form of reflection, which many tools still ask for. */
    @SuppressWarnings("deprecation")
    private static ServerServiceDefinition reflectionV1Alpha() {
        return io.grpc.protobuf.services.ProtoReflectionService.newInstance().bindService();
    }

    private ServerServiceDefinition define(ServiceDescriptor generated) {
        List<Rpc> rpcs = generated.getMethods().stream().map(method -> Rpc.named(method.getBareMethodName())).toList();
        ServiceDescriptor.Builder descriptor = ServiceDescriptor.newBuilder(generated.getName())
                .setSchemaDescriptor(generated.getSchemaDescriptor());
        rpcs.forEach(rpc -> descriptor.addMethod(rpc.method()));
        ServerServiceDefinition.Builder service = ServerServiceDefinition.builder(descriptor.build());
        rpcs.forEach(rpc -> service.addMethod(rpc.method(), new CallStart(rpc, routes, streams, calls, work)));
        return service.build();
    }

    /** Returns what answers the calls of methods that are in none of the services given. */
    UnknownMethods unknown(List<ServerServiceDefinition> guarded) {
        Set<String> names = guarded.stream().map(service -> service.getServiceDescriptor().getName())
                .collect(Collectors.toSet());
        return new UnknownMethods(names, authentication);
    }
}
