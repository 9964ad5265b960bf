package dev.snowbird.rendezvous.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxyAnswerTest {

    private static final String DESCRIPTION = "{\"type\":\"answer\",\"sdp\":\"v=0\"}";
    private static final String COMPLETE =
            "{\"Version\":\"1.3\",\"Sid\":\"ymbcCMto7KHNGYlp\",\"Answer\":" + GoJson.write(DESCRIPTION) + "}";

    @Test
    void readsTheAnswerAsReceived() throws JsonProcessingException {
        assertEquals(new ProxyAnswer("ymbcCMto7KHNGYlp", DESCRIPTION), read(COMPLETE));
    }

    @Test
    void acceptsADescriptionOfAnotherType() throws JsonProcessingException {
        assertEquals("s", read("{\"Version\":\"1\",\"Sid\":\"s\",\"Answer\":"
                + GoJson.write("{\"type\":\"offer\",\"sdp\":\"\"}") + "}").sid());
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', value = {
            "``                                                    | unexpected end of JSON input",
            "[]                                                    | json: cannot unmarshal array into Go value of type messages.ProxyAnswerRequest",
            "null                                                  | using unknown version",
            "{'Sid':'s','Answer':'x'}                              | using unknown version",
            "{'Version':'2.0','Sid':'s','Answer':'x'}              | using unknown version",
            "{'Version':'1.3','Answer':'x'}                        | no supplied session id",
            "{'Version':'1.3','Sid':'','Answer':'x'}               | no supplied session id",
            "{'Version':'1.3','Sid':'s'}                           | no supplied answer",
            "{'Version':'1.3','Sid':'s','Answer':''}               | no supplied answer",
            "{'Version':'1.3','Sid':'s','Answer':'x'}              | invalid character 'x' looking for beginning of value",
            "{'Version':'1.3','Sid':'s','Answer':'{}'}             | cannot deserialize SessionDescription without type field",
            "{'Version':'1.3','Sid':'s','Answer':{'type':'offer'}} | json: cannot unmarshal object into Go struct field ProxyAnswerRequest.Answer of type string",
    })
    void refusesWhatBreaksARule(String json, String reason) {
        Exception refused = assertThrows(Exception.class, () -> read(json.replace('\'', '"')));
        assertTrue(refused instanceof JsonProcessingException || refused instanceof BadMessageException);
        assertEquals(reason, GoJson.describe(refused));
    }

    @Property(tries = 1000)
    void survivesAnything(@ForAll("answers") String json) {
        Hostile.read(json, ProxyAnswer.class);
    }

    @Provide
    Arbitrary<String> answers() {
        return Hostile.versionsOf(COMPLETE);
    }

    private static ProxyAnswer read(String json) throws JsonProcessingException {
        return GoJson.mapper().readValue(json, ProxyAnswer.class);
    }
}
