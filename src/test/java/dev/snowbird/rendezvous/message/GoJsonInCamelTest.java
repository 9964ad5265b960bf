package dev.snowbird.rendezvous.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.apache.camel.Exchange;
import org.apache.camel.component.jackson.JacksonDataFormat;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

/** The mapper as routes use it: given to Camel's JSON data format. */
class GoJsonInCamelTest {

    @Test
    void readsLikeTheMapperAlone() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext();
                JacksonDataFormat polls = new JacksonDataFormat(GoJson.mapper(), ProxyPoll.class)) {
            polls.setCamelContext(context);
            polls.start();
            Exchange exchange = new DefaultExchange(context);
            String poll = "{\"SID\":\"s\",\"Version\":\"1\"}";

            assertEquals("s", ((ProxyPoll) polls.unmarshal(exchange, poll)).sid());
            assertEquals("s", ((ProxyPoll) polls.unmarshal(exchange, poll.getBytes(StandardCharsets.UTF_8))).sid());
            assertEquals("using unknown version",
                    GoJson.describe(assertThrows(Exception.class, () -> polls.unmarshal(exchange, "null"))));
            assertEquals("unexpected end of JSON input",
                    GoJson.describe(assertThrows(Exception.class, () -> polls.unmarshal(exchange, ""))));
        }
    }

    @Test
    void writesLikeTheMapperAlone() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext();
                JacksonDataFormat responses = new JacksonDataFormat(GoJson.mapper(), ClientPollResponse.class)) {
            responses.setCamelContext(context);
            responses.start();
            ByteArrayOutputStream written = new ByteArrayOutputStream();

            responses.marshal(new DefaultExchange(context), ClientPollResponse.answer("<😀\ud800>"), written);

            assertEquals("{\"answer\":\"\\u003c😀\ufffd\\u003e\"}", written.toString(StandardCharsets.UTF_8));
        }
    }
}
