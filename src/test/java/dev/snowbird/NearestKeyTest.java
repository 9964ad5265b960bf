package dev.snowbird;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestKeyTest {

    @ParameterizedTest
    @CsvSource({
        "http.prot, http.port",
        "http.hots, http.host",
        "http.maxBodySize, http.max-body-size",
        "rendezvous.brokerSqsName, rendezvous.broker-sqs-name",
        "rendezvous.client-que-prefix, rendezvous.client-queue-prefix",
        "sqs.endpoint.url, sqs.endpoint",
        "sqs.retention, ",
        "seabird.bindHost, seabird.bind-host",
        "seabird.listen-address, "
    })
    void findsWhatWasMeantOrNothing(String unknown, String known) {
        assertEquals(Optional.ofNullable(known), NearestKey.to(unknown));
    }
}
