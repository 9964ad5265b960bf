package dev.snowbird.rendezvous.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientPollTest {

    private static final String OFFER = "{\"type\":\"offer\",\"sdp\":\"v=0\\r\\n\"}";
    private static final String OTHER_BRIDGE = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    private static final String COMPLETE = "1.0\n{\"offer\":" + GoJson.write(OFFER)
            + ",\"nat\":\"restricted\",\"fingerprint\":\"" + OTHER_BRIDGE + "\"}";

    @Test
    void readsAllThatAClientSays() throws JsonProcessingException {
        assertEquals(new ClientPoll(OFFER, NatType.RESTRICTED, new Fingerprint(OTHER_BRIDGE)), read(COMPLETE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",\"nat\":\"\",\"fingerprint\":\"\"", ",\"nat\":null,\"fingerprint\":null"})
    void needsOnlyAnOffer(String others) throws JsonProcessingException {
        assertEquals(new ClientPoll(OFFER, NatType.UNKNOWN, Fingerprint.DEFAULT),
                read("1.0\n{\"offer\":" + GoJson.write(OFFER) + others + "}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1.0", "{}", "1.1\n{}", "1.0 \n{}", "1.0\r\n{}", "\n1.0\n{}", " 1.0\n{}", "1.00\n{}"})
    void refusesAnyOtherFirstLine(String body) {
        assertRefused("unsupported message version", body);
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', value = {
            "``                                     | unexpected end of JSON input",
            "{'offer':1,                            | unexpected end of JSON input",
            "x                                      | invalid character 'x' looking for beginning of value",
            "{'offer':1}                            | json: cannot unmarshal number into Go struct field ClientPollRequest.offer of type string",
            "{'nat':[]}                             | json: cannot unmarshal array into Go struct field ClientPollRequest.nat of type string",
            "[]                                     | json: cannot unmarshal array into Go value of type messages.ClientPollRequest",
            "{}                                     | no supplied offer",
            "null                                   | no supplied offer",
            "{'offer':null}                         | no supplied offer",
            "{'offer':'','nat':'x'}                 | no supplied offer",
            "{'offer':'x','nat':'x'}                | malformed session description: invalid character 'x' looking for beginning of value",
            "{'offer':'{}','fingerprint':'x'}       | malformed session description: cannot deserialize SessionDescription without type field",
            "{'offer':OFFER,'nat':'x','fingerprint':'x'} | cannot decode fingerprint",
            "{'offer':OFFER,'fingerprint':'2B28'}   | cannot decode fingerprint",
            "{'offer':OFFER,'nat':'x'}              | invalid NAT type",
    })
    void tellsTheClientOfTheFirstRuleItBreaks(String json, String reason) {
        assertRefused(reason, "1.0\n" + json.replace('\'', '"').replace("OFFER", GoJson.write(OFFER)));
    }

    @Test
    void isSentAsClientsSendIt() {
        assertEquals("1.0\n{\"offer\":\"{\\\"type\\\":\\\"offer\\\",\\\"sdp\\\":\\\"v=0\\\\r\\\\n\\\"}\",\"nat\":\"unknown\","
                + "\"fingerprint\":\"2B280B23E1107BB62ABFC40DDCC8824814F80A72\"}",
                new ClientPoll(OFFER, NatType.UNKNOWN, Fingerprint.DEFAULT).encode());
    }

    @ParameterizedTest
    @EnumSource
    void readsBackTheNatTypeItSends(NatType nat) throws JsonProcessingException {
        ClientPoll poll = new ClientPoll(OFFER, nat, Fingerprint.DEFAULT);
        assertEquals(poll, read(poll.encode()));
    }

    @Property(tries = 500)
    void readsBackAnyOfferItSends(@ForAll String sdp) throws JsonProcessingException {
        String offer = SessionDescription.offer(sdp).encode();
        assertEquals(offer, read(new ClientPoll(offer, NatType.UNKNOWN, Fingerprint.DEFAULT).encode()).offer());
    }

    @Property(tries = 1000)
    void survivesAnything(@ForAll("polls") String body) {
        try {
            Hostile.read(ClientPoll.jsonPart(body), ClientPoll.class);
        } catch (BadMessageException refused) {
            assertFalse(refused.getMessage().contains("PAYLOAD"));
        }
    }

    @Provide
    Arbitrary<String> polls() {
        return Hostile.versionsOf(COMPLETE, "1.0\n{\"offer\":" + GoJson.write(OFFER) + "}");
    }

    private static ClientPoll read(String body) throws JsonProcessingException {
        return GoJson.mapper().readValue(ClientPoll.jsonPart(body), ClientPoll.class);
    }

    private static void assertRefused(String reason, String body) {
        Exception refused = assertThrows(Exception.class, () -> read(body));
        assertTrue(refused instanceof JsonProcessingException || refused instanceof BadMessageException);
        assertEquals(reason, GoJson.describe(refused));
    }

    /** Offers are long, and each is read by a broker that has thousands of them: it takes its buffers once. */
    @Test
    void takesLittleMoreMemoryThanItsText() throws Exception {
        String offer = SessionDescription.offer("a=candidate\r\n".repeat(200)).encode();
        String poll = "{\"offer\":" + GoJson.write(offer) + "}";
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        GoJson.mapper().readValue(poll, ClientPoll.class);
        long before = threads.getThreadAllocatedBytes(thread);

        for (int i = 0; i < 100; i++) {
            GoJson.mapper().readValue(poll, ClientPoll.class);
        }

        long bytes = (threads.getThreadAllocatedBytes(thread) - before) / 100;
        assertTrue(bytes < 4L * poll.length(), () -> bytes + " for " + poll.length());
    }
}
