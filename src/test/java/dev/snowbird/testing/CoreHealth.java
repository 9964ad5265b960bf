package dev.snowbird.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.coded.seabird.chat_ingest.ChatIngestGrpc;
import io.coded.seabird.seabird.SeabirdGrpc;
import io.grpc.Channel;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.util.List;
import org.awaitility.Awaitility;

/**
 * Everything that tells whether a core has its broker: gRPC's health service, the management port, the metrics.
 *
 * @param core the core
 * @param peer a connection with it
 */
public record CoreHealth(Core core, Channel peer) {

    /** Waits until all of them say the same. */
    public void await(boolean up) {
        Awaitility.await().atMost(Broker.patience()).untilAsserted(() -> {
            for (String service : List.of("", SeabirdGrpc.SERVICE_NAME, ChatIngestGrpc.SERVICE_NAME)) {
                assertEquals(up ? ServingStatus.SERVING : ServingStatus.NOT_SERVING, HealthGrpc.newBlockingStub(peer)
                        .check(HealthCheckRequest.newBuilder().setService(service).build()).getStatus());
            }
            assertEquals(up ? 200 : 503,
                    Http.get(Http.at(core.listener("management"), "/observe/health")).statusCode());
            assertEquals(up ? 1 : 0, core.application().meters().get("seabird.amqp.up").gauge().value());
        });
    }
}
