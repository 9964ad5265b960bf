package dev.snowbird.rendezvous.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoJsonTest {

    @Test
    void writesEveryCharacterAsGoDoes() throws IOException {
        String text = "<>&\u2028\u2029/\u007f\u0000\u0001\b\f\n\r\t\u001f\"\\é😀";
        String asGo = "\"\\u003c\\u003e\\u0026\\u2028\\u2029/\u007f\\u0000\\u0001\\b\\f\\n\\r\\t\\u001f\\\"\\\\é😀\"";

        assertEquals(asGo, GoJson.write(text));
        assertEquals(asGo, new String(GoJson.mapper().writeValueAsBytes(text), StandardCharsets.UTF_8));
    }

    @Property(tries = 1000)
    void writesAnyTextSoThatItReadsBackAsGoWouldSeeIt(@ForAll("hostileText") String text) throws IOException {
        String seen = GoStrings.wellFormed(text);
        String json = GoJson.write(text);

        assertEquals(seen, GoJson.mapper().readValue(json, String.class));
        assertEquals(json, new String(GoJson.mapper().writeValueAsBytes(text), StandardCharsets.UTF_8));
        assertEquals(json, new String(json.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
    }

    @Property(tries = 500)
    void neverWritesWhatHtmlOrALineReaderWouldNotice(@ForAll("hostileText") String text) {
        assertFalse(GoJson.write(text).chars().anyMatch(c -> c < ' ' || "<>&\u2028\u2029".indexOf(c) >= 0));
    }

    @Test
    void readsLoneSurrogatesAsTheReplacementCharacter() throws IOException {
        assertEquals("\ufffdx\ufffd😀",
                GoJson.mapper().readValue("\"\\ud800x\\udc00\\ud83d\\ude00\"", String.class));
    }

    @Test
    void readsBrokenUtf8AsTheReplacementCharacter() throws IOException {
        byte[] broken = {'"', 'a', (byte) 0xFF, '"'};

        assertEquals("a\ufffd", GoJson.mapper().readValue(broken, String.class));
        assertEquals("a\ufffd", GoJson.mapper().readValue(new ByteArrayInputStream(broken), String.class));
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', value = {
            "{}                                    | ``  | 0",
            "null                                  | ``  | 0",
            "{'name':'a','count':2}                | a   | 2",
            "{'NAME':'a','Count':2}                | a   | 2",
            "{'name':'a','count':2,'more':[{}]}    | a   | 2",
            "{'name':'a','NAME':'b','name':'c'}    | c   | 0",
            "{'count':1,'name':'a','count':2}      | a   | 2",
            "{'name':'a','name':null}              | a   | 0",
            "{'name':null,'count':null}            | ``  | 0",
            "{'count':-0}                          | ``  | 0",
            "{'count':-9223372036854775808}        | ``  | -9223372036854775808",
    })
    void readsMembersAsGoDoes(String json, String name, long count) throws IOException {
        Sample sample = GoJson.mapper().readValue(json.replace('\'', '"'), Sample.class);

        assertEquals(name, sample.name);
        assertEquals(count, sample.count);
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', value = {
            "{'count':8.0}                 | json: cannot unmarshal number into Go struct field Sample.count of type int64",
            "{'count':1e2}                 | json: cannot unmarshal number into Go struct field Sample.count of type int64",
            "{'count':9223372036854775808} | json: cannot unmarshal number into Go struct field Sample.count of type int64",
            "{'count':'8'}                 | json: cannot unmarshal string into Go struct field Sample.count of type int64",
            "{'count':true}                | json: cannot unmarshal bool into Go struct field Sample.count of type int64",
            "{'name':1}                    | json: cannot unmarshal number into Go struct field Sample.name of type string",
            "{'name':1.5}                  | json: cannot unmarshal number into Go struct field Sample.name of type string",
            "{'name':false}                | json: cannot unmarshal bool into Go struct field Sample.name of type string",
            "{'name':[]}                   | json: cannot unmarshal array into Go struct field Sample.name of type string",
            "{'name':['a']}                | json: cannot unmarshal array into Go struct field Sample.name of type string",
            "{'name':{}}                   | json: cannot unmarshal object into Go struct field Sample.name of type string",
            "[]                            | json: cannot unmarshal array into Go value of type messages.Sample",
            "[{}]                          | json: cannot unmarshal array into Go value of type messages.Sample",
            "'a'                           | json: cannot unmarshal string into Go value of type messages.Sample",
            "''                            | unreadable message",
            "1                             | json: cannot unmarshal number into Go value of type messages.Sample",
            "true                          | json: cannot unmarshal bool into Go value of type messages.Sample",
            "{'name':1,                    | unexpected end of JSON input",
            "{} {}                         | invalid character '{' after top-level value",
    })
    void refusesWhatGoRefusesInItsWords(String json, String text) {
        assertEquals(text, GoJson.describe(failureOf(json.replace('\'', '"'))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"small\":8.0}", "{\"small\":\"8\"}", "{\"small\":true}"})
    void coercesNothingIntoSmallerIntegersEither(String json) {
        assertThrows(JsonProcessingException.class, () -> GoJson.mapper().readValue(json, Sample.class));
    }

    @Test
    void describesAnUnknownMemberWhereThatIsAnError() {
        JsonProcessingException unknown = assertThrows(JsonProcessingException.class, () -> GoJson.mapper()
                .readerFor(Sample.class).with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .readValue("{\"more\":1}"));
        assertEquals("json: unknown field \"more\"", GoJson.describe(unknown));
    }

    @Test
    void describesAWrongMemberOfARecordToo() {
        JsonProcessingException wrong = assertThrows(JsonProcessingException.class,
                () -> GoJson.mapper().readValue("{\"Status\":1}", ProxyAnswerResponse.class));
        assertEquals("json: cannot unmarshal number into Go struct field ProxyAnswerResponse.Status of type string",
                GoJson.describe(wrong));
    }

    @Test
    void describesARuleOfTheContractHoweverItIsWrapped() {
        Exception wrapped = new IllegalStateException("secret", new IOException("secret", new BadMessageException("rule")));
        assertEquals("rule", GoJson.describe(wrapped));
    }

    @Test
    void saysNothingOfFailuresItDoesNotKnow() {
        assertEquals("unreadable message", GoJson.describe(new IllegalStateException("secret")));
    }

    @Provide
    Arbitrary<String> hostileText() {
        Arbitrary<Character> any = Arbitraries.chars().all();
        Arbitrary<Character> special = Arbitraries.of('<', '>', '&', '"', '\\', '\u2028', '\u2029', '\u0000', '\u007f',
                '\ud83d', '\ude00', '\ud800', 'é');
        return Arbitraries.oneOf(any, special).list().ofMaxSize(30).map(characters -> characters.stream()
                .collect(StringBuilder::new, StringBuilder::append, StringBuilder::append).toString());
    }

    private static Throwable failureOf(String json) {
        return assertThrows(Exception.class, () -> GoJson.mapper().readValue(json, Sample.class));
    }

    static final class Sample {
        public String name = "";
        public long count;
        public int small;
    }
}
