package dev.snowbird.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
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

    @ParameterizedTest
    @CsvSource({
        "seabrid.enabled, seabird.enabled",
        "LOG.unsafe, log.unsafe",
        "HTTP_PORT, http.port",
        "SEABRID_ENABLED, seabird.enabled",
        "managment.port, management.port",
        "rendevous.proxy-timeout, rendezvous.proxy-timeout",
        "smtp.port, ",
        "mqtt.host, ",
        "sns.endpoint, ",
        "HTTP_PROXY, ",
        "my.greeting, "
    })
    void takesAForeignNameForOursOnlyWhenItBeginsLikeOurs(String foreign, String known) {
        assertEquals(Optional.ofNullable(known), NearestKey.probablyMeantBy(foreign));
    }

    @ParameterizedTest
    @CsvSource({"reff, ref", "rendezvousEventz, rendezvousEvents", "id, ", "goJsonn, goJson"})
    void wantsShortNamesToBeNearer(String unknown, String known) {
        assertEquals(Optional.ofNullable(known),
                NearestKey.to(unknown, List.of("ref", "rendezvousEvents", "goJson", "body")));
    }
}
