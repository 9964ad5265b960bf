package dev.snowbird.rendezvous.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonProcessingException;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientPollResponseTest {

    @Test
    void isWrittenWithExactlyOneOfTheTwoMembers() {
        assertEquals("{\"answer\":\"{\\\"type\\\":\\\"answer\\\"}\"}",
                GoJson.write(ClientPollResponse.answer("{\"type\":\"answer\"}")));
        assertEquals("{\"error\":\"timed out waiting for answer!\"}",
                GoJson.write(ClientPollResponse.error("timed out waiting for answer!")));
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', value = {
            "{'answer':'a'}             | a  | ``",
            "{'error':'e'}              | `` | e",
            "{'answer':'a','error':''}  | a  | ``",
            "{'answer':'a','error':'e'} | `` | e",
    })
    void isReadAsClientsReadIt(String json, String answer, String error) throws JsonProcessingException {
        assertEquals(new ClientPollResponse(answer, error), read(json.replace('\'', '"')));
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', value = {"{}", "null", "{'answer':'';'error':null}"})
    void meansNothingWhenBothAreEmpty(String json) {
        Exception refused = assertThrows(JsonProcessingException.class,
                () -> read(json.replace('\'', '"').replace(';', ',')));
        assertEquals("received empty broker response", GoJson.describe(refused));
    }

    @Property(tries = 300)
    void readsBackWhatItWrites(@ForAll("texts") String text) throws JsonProcessingException {
        ClientPollResponse answer = ClientPollResponse.answer(text);
        ClientPollResponse error = ClientPollResponse.error(text);

        assertEquals(answer, read(GoJson.write(answer)));
        assertEquals(error, read(GoJson.write(error)));
    }

    @Property(tries = 1000)
    void survivesAnything(@ForAll("responses") String json) {
        Hostile.read(json, ClientPollResponse.class);
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings().ofMinLength(1).map(GoStrings::wellFormed);
    }

    @Provide
    Arbitrary<String> responses() {
        return Hostile.versionsOf("{\"answer\":\"a\"}", "{\"error\":\"e\",\"answer\":\"\"}");
    }

    private static ClientPollResponse read(String json) throws JsonProcessingException {
        return GoJson.mapper().readValue(json, ClientPollResponse.class);
    }
}
