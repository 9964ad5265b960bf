package dev.snowbird.seabird.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snowbird.log.RootCause;
import org.apache.camel.ResolveEndpointFailedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeabirdGrpcComponentTest {

    private TestPort port;

    @BeforeEach
    void start() throws Exception {
        port = new TestPort();
    }

    @AfterEach
    void stop() throws Exception {
        port.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"SendMessages", "sendMessage", "seabird.Seabird/SendMessage"})
    void knowsOnlyTheRpcsOfSeabird(String name) {
        Exception refusal = assertThrows(Exception.class, () -> port.route(name, exchange -> { }));

        String line = RootCause.line(refusal);
        assertTrue(line.startsWith("there is no RPC called " + name + ", but GetBackendInfo, GetChannelInfo, "), line);
    }

    @Test
    void takesTheBoundsOfStreams() {
        SeabirdGrpcEndpoint endpoint = port.camel().getEndpoint(
                "seabird-grpc:StreamEvents?maxWaiting=3&maxWaitingBytes=5000000000", SeabirdGrpcEndpoint.class);

        assertEquals(3, endpoint.getMaxWaiting());
        assertEquals(5_000_000_000L, endpoint.getMaxWaitingBytes());
    }

    @Test
    void refusesOtherParameters() {
        assertThrows(ResolveEndpointFailedException.class,
                () -> port.camel().getEndpoint("seabird-grpc:StreamEvents?maxWaitng=3"));
    }

    @Test
    void letsOneRouteServeAnRpc() throws Exception {
        port.route("StreamEvents?maxWaiting=3", exchange -> { });

        Exception refusal = assertThrows(Exception.class,
                () -> port.route("StreamEvents?maxWaiting=4", exchange -> { }));

        assertTrue(RootCause.line(refusal).contains("StreamEvents"), RootCause.line(refusal));
    }
}
