package dev.snowbird.rendezvous.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The rights of Snowflake contract, section 8, and none more. */
class IamPoliciesTest {

    @Test
    void theBrokerMayTakeOffersAndCareForClientQueues() throws Exception {
        assertEquals(Map.of(
                "snowflake-broker", Set.of("sqs:CreateQueue", "sqs:ReceiveMessage", "sqs:DeleteMessage"),
                "snowflake-client-*", Set.of("sqs:CreateQueue", "sqs:SendMessage", "sqs:GetQueueAttributes",
                        "sqs:DeleteQueue"),
                "*", Set.of("sqs:ListQueues")), rights("iam-broker.json"));
    }

    @Test
    void aClientMayOnlySendOffersAndReadAnswers() throws Exception {
        assertEquals(Map.of(
                "snowflake-broker", Set.of("sqs:SendMessage"),
                "snowflake-client-*", Set.of("sqs:GetQueueUrl", "sqs:ReceiveMessage")), rights("iam-client.json"));
    }

    private static Map<String, Set<String>> rights(String file) throws Exception {
        Map<String, Set<String>> rights = new TreeMap<>();
        for (JsonNode statement : new ObjectMapper().readTree(Path.of("config", file).toFile()).get("Statement")) {
            assertEquals("Allow", statement.get("Effect").asText());
            String resource = statement.get("Resource").asText();
            Set<String> actions = rights.computeIfAbsent(resource.substring(resource.lastIndexOf(':') + 1),
                    name -> new TreeSet<>());
            JsonNode action = statement.get("Action");
            if (action.isTextual()) {
                actions.add(action.asText());
            } else {
                action.forEach(one -> actions.add(one.asText()));
            }
        }
        return rights;
    }
}
