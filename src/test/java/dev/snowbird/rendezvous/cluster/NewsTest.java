package dev.snowbird.rendezvous.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.snowbird.rendezvous.message.GoJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NewsTest {

    private static final News NEWS = new News("a1b2", new PerPool(41, 0, 913), new PerPool(2, 0, 0), false);

    @Test
    void isReadAsItIsWritten() throws Exception {
        String json = "{\"node\":\"a1b2\",\"held\":{\"open\":41,\"moderate\":0,\"strict\":913},"
                + "\"leastLoad\":{\"open\":2,\"moderate\":0,\"strict\":0},\"draining\":false}";

        assertEquals(json, GoJson.write(NEWS));
        assertEquals(NEWS, GoJson.mapper().readValue(json, News.class));
    }

    @Test
    void mayTellMoreThanThisVersionKnows() throws Exception {
        assertEquals(NEWS, GoJson.mapper().readValue("{\"node\":\"a1b2\",\"held\":{\"open\":41,"
                + "\"moderate\":0,\"strict\":913,\"lunar\":1},\"leastLoad\":{\"open\":2,\"moderate\":0,\"strict\":0},"
                + "\"draining\":false,\"mood\":\"good\"}", News.class));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "null", "[]", "{'node':'a'}", "{'node':'','held':ANY,'leastLoad':ANY}",
        "{'node':'a.b','held':ANY,'leastLoad':ANY}", "{'node':'a\\nb','held':ANY,'leastLoad':ANY}",
        "{'node':'12345678901234567890123456789012345678901','held':ANY,'leastLoad':ANY}",
        "{'node':'a','held':{'open':-1,'moderate':0,'strict':0},'leastLoad':ANY}",
        "{'node':'a','held':{'open':'many','moderate':0,'strict':0},'leastLoad':ANY}",
        "{'node':'a','held':{'open':99999999999999999999,'moderate':0,'strict':0},'leastLoad':ANY}",
        "{'node':'a','held':null,'leastLoad':ANY}", "{'node':'a','held':{'open':1},'leastLoad':ANY}"})
    void isNoneWithoutANameOrNumbers(String text) {
        String json = text.replace("ANY}", "ANY,'draining':false}").replace('\'', '"')
                .replace("ANY", "{\"open\":0,\"moderate\":0,\"strict\":0}");

        assertThrows(Exception.class, () -> GoJson.mapper().readValue(json, News.class));
    }
}
