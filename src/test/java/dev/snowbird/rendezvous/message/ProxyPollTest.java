package dev.snowbird.rendezvous.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyPollTest {

    private static final String COMPLETE = "{\"Sid\":\"ymbcCMto7KHNGYlp\",\"Version\":\"1.3\",\"Type\":\"standalone\","
            + "\"NAT\":\"restricted\",\"Clients\":8,\"AcceptedRelayPattern\":\"snowflake.torproject.net$\"}";

    @Test
    void readsAllThatAProxySays() throws JsonProcessingException {
        assertEquals(new ProxyPoll("ymbcCMto7KHNGYlp", ProxyType.STANDALONE, NatType.RESTRICTED, 8,
                Optional.of("snowflake.torproject.net$")), read(COMPLETE));
    }

    @Test
    void needsOnlySidAndVersion() throws JsonProcessingException {
        assertEquals(new ProxyPoll("s", ProxyType.UNKNOWN, NatType.UNKNOWN, 0, Optional.empty()),
                read("{\"Sid\":\"s\",\"Version\":\"1\"}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "1.0", "1.3", "1.9.9", "1."})
    void acceptsEveryMinorVersion(String version) throws JsonProcessingException {
        assertEquals("s", read("{\"Sid\":\"s\",\"Version\":\"" + version + "\"}").sid());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0.1", "2", "10.0", "1-0", " 1", "01", ".1"})
    void refusesAnyOtherVersion(String version) {
        assertRefused("using unknown version", "{\"Sid\":\"s\",\"Version\":\"" + version + "\"}");
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', value = {
            "{}                                          | using unknown version",
            "null                                        | using unknown version",
            "{'Sid':'s'}                                 | using unknown version",
            "{'Version':'1'}                             | no supplied session id",
            "{'Sid':'','Version':'1'}                    | no supplied session id",
            "{'Sid':null,'Version':'1'}                  | no supplied session id",
            "{'Sid':'s','Version':'1','NAT':'Unknown'}   | invalid NAT type",
            "{'Sid':'s','Version':'1'} x                 | invalid character 'x' after top-level value",
            "``                                          | unexpected end of JSON input",
            "{'Sid':7,'Version':'1'}                     | json: cannot unmarshal number into Go struct field ProxyPollRequest.Sid of type string",
            "{'Sid':'s','Version':1}                     | json: cannot unmarshal number into Go struct field ProxyPollRequest.Version of type string",
            "{'Sid':'s','Version':'1','Clients':8.0}     | json: cannot unmarshal number into Go struct field ProxyPollRequest.Clients of type int64",
            "{'Sid':'s','Version':'1','Clients':'8'}     | json: cannot unmarshal string into Go struct field ProxyPollRequest.Clients of type int64",
            "[]                                          | json: cannot unmarshal array into Go value of type messages.ProxyPollRequest",
    })
    void refusesWhatBreaksARule(String json, String reason) {
        assertRefused(reason, json.replace('\'', '"'));
    }

    @ParameterizedTest
    @CsvSource({"standalone,STANDALONE", "webext,WEBEXT", "badge,BADGE", "iptproxy,IPTPROXY", "bloco,BLOCO",
        "unknown,UNKNOWN", "Standalone,UNKNOWN", "my-own-proxy,UNKNOWN", "'',UNKNOWN"})
    void takesAnyUnfamiliarTypeAsUnknown(String name, ProxyType type) throws JsonProcessingException {
        assertEquals(type, read("{\"Sid\":\"s\",\"Version\":\"1\",\"Type\":\"" + name + "\"}").type());
    }

    @ParameterizedTest
    @CsvSource({"0,0", "8,8", "-1,0", "-9223372036854775808,0", "9223372036854775807,9223372036854775807", "null,0"})
    void takesANegativeNumberOfClientsAsNone(String written, long clients) throws JsonProcessingException {
        assertEquals(clients, read("{\"Sid\":\"s\",\"Version\":\"1\",\"Clients\":" + written + "}").clients());
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', value = {
            "``                                                         | false",
            "`,'AcceptedRelayPattern':null`                             | false",
            "`,'AcceptedRelayPattern':'a','acceptedrelaypattern':null`  | false",
            "`,'AcceptedRelayPattern':''`                               | true",
            "`,'AcceptedRelayPattern':null,'AcceptedRelayPattern':''`   | true",
    })
    void tellsAnAbsentRelayPatternFromAnEmptyOne(String member, boolean present) throws JsonProcessingException {
        ProxyPoll poll = read("{\"Sid\":\"s\",\"Version\":\"1\"" + member.replace('\'', '"') + "}");
        assertEquals(present ? Optional.of("") : Optional.empty(), poll.acceptedRelayPattern());
    }

    @Test
    void takesTheLastOfRepeatedMembers() throws JsonProcessingException {
        ProxyPoll poll = read(COMPLETE.replace("}", ",\"SID\":\"last\",\"clients\":9}"));
        assertEquals("last", poll.sid());
        assertEquals(9, poll.clients());
    }

    @Property(tries = 1000)
    void survivesAnything(@ForAll("polls") String json) {
        Hostile.read(json, ProxyPoll.class);
    }

    @Provide
    Arbitrary<String> polls() {
        return Hostile.versionsOf(COMPLETE, "{\"Sid\":\"s\",\"Version\":\"1\"}");
    }

    private static ProxyPoll read(String json) throws JsonProcessingException {
        return GoJson.mapper().readValue(json, ProxyPoll.class);
    }

    private static void assertRefused(String reason, String json) {
        Exception refused = assertThrows(Exception.class, () -> read(json));
        assertTrue(refused instanceof JsonProcessingException || refused instanceof BadMessageException);
        assertEquals(reason, GoJson.describe(refused));
    }
}
