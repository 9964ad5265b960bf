package dev.snowbird.rendezvous.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SessionDescriptionTest {

    @ParameterizedTest
    @ValueSource(strings = {"offer", "pranswer", "answer", "rollback"})
    void knowsFourTypes(String type) {
        assertEquals(new SessionDescription(type, "v=0"),
                SessionDescription.parse("{\"type\":\"" + type + "\",\"sdp\":\"v=0\"}"));
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', value = {
            "{'type':'offer','sdp':''}",
            " {'more':{'type':1},'sdp':'','type':'offer'} ",
            "{'type':1,'sdp':2,'type':'offer','sdp':''}",
            "{'type':'offer','sdp':'','TYPE':1,'Sdp':2}",
    })
    void ignoresOtherMembersAndTakesTheLastOfRepeatedOnes(String container) {
        assertEquals(SessionDescription.offer(""), SessionDescription.parse(container.replace('\'', '"')));
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', value = {
            "``                          | unexpected end of JSON input",
            "fake                        | invalid character 'k' in literal false (expecting 'l')",
            "{'type':'offer','sdp':''}}  | invalid character '}' after top-level value",
            "'offer'                     | json: cannot unmarshal string into Go value of type map[string]interface {}",
            "1                           | json: cannot unmarshal number into Go value of type map[string]interface {}",
            "1.5                         | json: cannot unmarshal number into Go value of type map[string]interface {}",
            "true                        | json: cannot unmarshal bool into Go value of type map[string]interface {}",
            "[]                          | json: cannot unmarshal array into Go value of type map[string]interface {}",
            "null                        | cannot deserialize SessionDescription without type field",
            "{}                          | cannot deserialize SessionDescription without type field",
            "{'Type':'offer','sdp':''}   | cannot deserialize SessionDescription without type field",
            "{'type':1}                  | cannot deserialize SessionDescription without sdp field",
            "{'type':'offer','SDP':''}   | cannot deserialize SessionDescription without sdp field",
            "{'type':1,'sdp':2}          | invalid SDP type",
            "{'type':null,'sdp':''}      | invalid SDP type",
            "{'type':'other','sdp':2}    | invalid SDP",
            "{'type':'offer','sdp':null} | invalid SDP",
            "{'type':'offer','sdp':{}}   | invalid SDP",
            "{'type':'','sdp':''}        | unknown SDP type",
            "{'type':'Offer','sdp':''}   | unknown SDP type",
    })
    void refusesAnythingElseWithTheContractsReason(String container, String reason) {
        BadMessageException refused = assertThrows(BadMessageException.class,
                () -> SessionDescription.parse(container.replace('\'', '"')));
        assertEquals(reason, refused.getMessage());
    }

    @Test
    void writesTypeBeforeSdp() {
        assertEquals("{\"type\":\"offer\",\"sdp\":\"v=0\\r\\n\"}", SessionDescription.offer("v=0\r\n").encode());
    }

    @Property(tries = 500)
    void readsBackWhatItWrites(@ForAll String sdp) {
        assertEquals(GoStrings.wellFormed(sdp), SessionDescription.parse(SessionDescription.offer(sdp).encode()).sdp());
    }

    @Property(tries = 1000)
    void survivesAnything(@ForAll("containers") String container) {
        try {
            SessionDescription.parse(container);
        } catch (BadMessageException refused) {
            assertFalse(refused.getMessage().contains("PAYLOAD"));
        }
    }

    @Provide
    Arbitrary<String> containers() {
        return Hostile.versionsOf("{\"type\":\"offer\",\"sdp\":\"v=0\\r\\n\"}", "{\"sdp\":\"\",\"type\":\"answer\",\"x\":[1]}");
    }
}
