package dev.snowbird.seabird.api;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.rpc.RetryInfo;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.protobuf.ProtoUtils;
import java.util.concurrent.ThreadLocalRandom;

/**
 * When a peer that is told UNAVAILABLE should come again: for clients as {@code google.rpc.RetryInfo} in the details of
 * the status, and for gRPC's own retries as {@code grpc-retry-pushback-ms}.
 */
final class RetryHint {

    /** Enough for a balancer, or for the names that a stream had to be free elsewhere. */
    private static final int LEAST_MILLIS = 500;
    /** All hear it at once, and should not all come at once. */
    private static final int MOST_MILLIS = 1500;

    private static final Metadata.Key<com.google.rpc.Status> DETAILS = Metadata.Key.of("grpc-status-details-bin",
            ProtoUtils.metadataMarshaller(com.google.rpc.Status.getDefaultInstance()));
    private static final Metadata.Key<String> PUSHBACK =
            Metadata.Key.of("grpc-retry-pushback-ms", Metadata.ASCII_STRING_MARSHALLER);

    private RetryHint() {
    }

    /** Returns the trailers of a call that ends with a status; none but for UNAVAILABLE. */
    static Metadata trailers(Status status) {
        Metadata trailers = new Metadata();
        if (status.getCode() == Status.Code.UNAVAILABLE) {
            int millis = ThreadLocalRandom.current().nextInt(LEAST_MILLIS, MOST_MILLIS);
            trailers.put(PUSHBACK, String.valueOf(millis));
            trailers.put(DETAILS, com.google.rpc.Status.newBuilder().setCode(status.getCode().value())
                    .setMessage(status.getDescription() == null ? "" : status.getDescription())
                    .addDetails(Any.pack(RetryInfo.newBuilder().setRetryDelay(delay(millis)).build()))
                    .build());
        }
        return trailers;
    }

    private static Duration delay(int millis) {
        return Duration.newBuilder().setSeconds(millis / 1000).setNanos(millis % 1000 * 1_000_000).build();
    }
}
