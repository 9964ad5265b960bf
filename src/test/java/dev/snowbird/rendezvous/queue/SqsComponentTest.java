package dev.snowbird.rendezvous.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snowbird.testkit.FakeSqs;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.component.aws2.sqs.Sqs2Configuration;
import org.apache.camel.component.aws2.sqs.Sqs2Consumer;
import org.apache.camel.component.aws2.sqs.Sqs2Endpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

class SqsComponentTest {

    private static final SqsClients EMBEDDED = SqsClients.embedded(URI.create("http://127.0.0.1:1"), 1);
    private static final String QUEUE = "aws2-sqs:orders?queueUrl=http://127.0.0.1:1/000000000000/orders";

    private final DefaultCamelContext camel = new DefaultCamelContext();

    @AfterEach
    void closeCamel() throws Exception {
        camel.close();
    }

    @Test
    void endpointsUseTheAccountOfTheBrokerQueue() {
        Sqs2Configuration orders = endpoint(Optional.of(EMBEDDED), QUEUE).getConfiguration();

        assertEquals(List.of("http://127.0.0.1:1", "embedded", "embedded"),
                List.of(orders.getUriEndpointOverride(), orders.getRegion(), orders.getAccessKey()));
        assertTrue(orders.isOverrideEndpoint());
    }

    @Test
    void endpointsUseTheDefaultCredentialsWhereTheBrokerQueueDoes() {
        Sqs2Configuration orders = endpoint(Optional.of(new SqsClients(Optional.empty(), Optional.empty(),
                Optional.of("eu-west-1"), Optional.empty(), 1)), QUEUE).getConfiguration();

        assertTrue(orders.isUseDefaultCredentialsProvider());
        assertEquals("eu-west-1", orders.getRegion());
    }

    @Test
    void anEndpointMayNameAnotherAccount() {
        Sqs2Configuration orders = endpoint(Optional.of(EMBEDDED),
                QUEUE + "&accessKey=mine&secretKey=secret&region=eu-north-1").getConfiguration();

        assertEquals(List.of("mine", "secret", "eu-north-1"),
                List.of(orders.getAccessKey(), orders.getSecretKey(), orders.getRegion()));
    }

    @Test
    void anEndpointMayNameAProfile() {
        Sqs2Configuration orders = endpoint(Optional.of(EMBEDDED),
                QUEUE + "&profileCredentialsName=south").getConfiguration();

        assertTrue(orders.isUseProfileCredentialsProvider());
        assertEquals("south", orders.getProfileCredentialsName());
        assertEquals(null, orders.getAccessKey());
    }

    @Test
    void noEndpointGetsTheClientThatOnlyReceivesOffers() {
        camel.getRegistry().bind("offerReceiver", new OfferReceiver(new FakeSqs(), null, null, 1, () -> true));

        assertEquals(null, endpoint(Optional.of(EMBEDDED), QUEUE).getConfiguration().getAmazonSQSClient());
    }

    @ParameterizedTest
    @ValueSource(strings = {"CamelFileName", "camelfilename", "CAMELFileName", "cAmElHttpUri", "camel"})
    void attributesNamedLikeCamelsHeadersAreLeftOut(String name) throws Exception {
        assertEquals(Map.of("ClientID", "x"), headersOf(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Came", "MyCamel", "X-Camel"})
    void otherAttributesBecomeHeaders(String name) throws Exception {
        assertEquals(Map.of("ClientID", "x", name, "y"), headersOf(name));
    }

    private Map<String, Object> headersOf(String attribute) throws Exception {
        Sqs2Consumer consumer = assertInstanceOf(Sqs2Consumer.class,
                endpoint(Optional.of(EMBEDDED), QUEUE).createConsumer(exchange -> { }));
        Exchange exchange = consumer.createExchange(Message.builder().body("").messageId("1").receiptHandle("1")
                .messageAttributes(Map.of("ClientID", text("x"), attribute, text("y"))).build());
        Map<String, Object> headers = exchange.getMessage().getHeaders();
        headers.keySet().removeIf(name -> name.startsWith("CamelAwsSqs"));
        return headers;
    }

    private static MessageAttributeValue text(String value) {
        return MessageAttributeValue.builder().dataType("String").stringValue(value).build();
    }

    private Sqs2Endpoint endpoint(Optional<SqsClients> account, String uri) {
        camel.addComponent("aws2-sqs", new SqsComponent(account));
        return camel.getEndpoint(uri, Sqs2Endpoint.class);
    }
}
