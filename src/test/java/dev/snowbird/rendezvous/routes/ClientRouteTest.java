package dev.snowbird.rendezvous.routes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.snowbird.rendezvous.client.ClientOverSqs;
import dev.snowbird.rendezvous.message.ClientPollResponse;
import dev.snowbird.rendezvous.message.GoJson;
import dev.snowbird.testkit.SqsInWords;
import java.time.Duration;
import java.util.List;
import org.apache.camel.BindToRegistry;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Produce;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.main.MainConfigurationProperties;
import org.apache.camel.test.main.junit5.CamelMainTest;
import org.apache.camel.test.main.junit5.Configure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The route {@code client}: one attempt over SQS from the client's side. */
@CamelMainTest(
        propertyPlaceholderLocations = "classpath:config/application.properties",
        properties = "client.look-interval-millis=1")
@Timeout(120)
class ClientRouteTest {

    private final SqsInWords sqs = new SqsInWords();

    @BindToRegistry
    private final ObjectMapper goJson = GoJson.mapper();
    @BindToRegistry
    private final ClientOverSqs clientOverSqs = new ClientOverSqs(
            sqs, SqsInWords.url("snowflake-broker"), "snowflake-client-", Duration.ofSeconds(20));

    @Produce("direct:client")
    private ProducerTemplate client;

    @Configure
    void loadTheRoute(MainConfigurationProperties camel) {
        camel.withRoutesIncludePattern("classpath:routes/client/client.camel.yaml");
    }

    @Test
    void looksUntilTheQueueIsThereAndReceivesUntilAResponseIs() {
        sqs.looksInVain(2).messages("", "", "{\"answer\":\"an answer\"}");

        ClientPollResponse response = client.requestBody((Object) "a poll", ClientPollResponse.class);

        assertEquals(ClientPollResponse.answer("an answer"), response);
        String queue = "snowflake-client-" + sqs.clientId();
        assertEquals(List.of(
                "send to snowflake-broker: a poll",
                "find " + queue,
                "find " + queue,
                "find " + queue,
                "receive from " + queue,
                "receive from " + queue,
                "receive from " + queue), sqs.words());
    }

    @Test
    void bringsTheBrokersErrorText() {
        sqs.messages("{\"error\":\"no snowflake proxies currently available\"}");

        assertEquals(ClientPollResponse.error("no snowflake proxies currently available"),
                client.requestBody((Object) "a poll", ClientPollResponse.class));
    }

    @Test
    void failsAtOnceWhenTheOfferCanNotBeSent() {
        sqs.refuse("send");

        assertThrows(CamelExecutionException.class, () -> client.requestBody((Object) "a poll"));
        assertEquals(List.of("send to snowflake-broker: a poll"), sqs.words());
    }

    @Test
    void failsAtOnceWhenLookingFailsForAnotherReasonThanAMissingQueue() {
        sqs.refuse("find");

        assertThrows(CamelExecutionException.class, () -> client.requestBody((Object) "a poll"));
        assertEquals(2, sqs.words().size());
    }

    @Test
    void failsWhenTheResponseIsNone() {
        sqs.messages("{}");

        assertThrows(CamelExecutionException.class, () -> client.requestBody((Object) "a poll"));
    }
}
