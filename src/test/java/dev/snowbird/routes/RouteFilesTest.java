package dev.snowbird.routes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.ValidationMessage;
import dev.snowbird.testing.RouteFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Every route file is what Camel's own schema allows, and follows the house rules. */
class RouteFilesTest {

    /** Settings that follow from others, which operators don't set. */
    private static final Set<String> DERIVED = Set.of("rendezvous.over-sqs", "rendezvous.broker-queue-url",
            "rendezvous.receive-wait-seconds", "rendezvous.visibility-timeout-seconds", "client.look-interval-millis");

    private static final Path BROKEN = Path.of("src/test/resources/broken-routes");

    @Test
    void everyFileFollowsCamelsSchema() throws IOException {
        RouteSchema schema = new RouteSchema();
        for (RouteFile file : RouteFile.builtIn()) {
            assertEquals(Set.of(), schema.wrongWith(file.tree()), file.path()::toString);
        }
    }

    @Test
    void theSchemaRefusesAStepThatCamelDoesNotHave() throws IOException {
        RouteFile broken = RouteFile.read(BROKEN.resolve("misspelled-step.camel.yaml"));

        Set<ValidationMessage> mistakes = new RouteSchema().wrongWith(broken.tree());

        String text = mistakes.stream().map(ValidationMessage::getMessage).collect(Collectors.joining("\n"));
        assertTrue(text.contains("unmarshall"), text);
    }

    @Test
    void everyFileFollowsTheHouseRules() throws IOException {
        HouseRules rules = new HouseRules(settings(), RouteVocabulary.properties());
        List<RouteFile> files = RouteFile.builtIn();

        assertFalse(files.isEmpty());
        assertEquals(List.of(), files.stream().flatMap(file -> rules.broken(file).stream()).toList());
    }

    @Test
    void theHouseRulesAreSeenToBeBroken() throws IOException {
        RouteFile broken = RouteFile.read(BROKEN.resolve("BadHabits.camel.yaml"));

        assertEquals(List.of(
                "BadHabits: the file's name is not kebab-case.camel.yaml",
                "BadHabits: there is not exactly one route",
                "BadHabits: the route's id is not the file's name",
                "BadHabits: the description is not one sentence",
                "BadHabits: the group is not the folder's name",
                "BadHabits: the direct: name is not the route's id",
                "BadHabits: there are more than 45 lines",
                "BadHabits: there is a script: groovy",
                "BadHabits: to has a query string",
                "BadHabits: the method is given arguments: parse(${body})",
                "BadHabits: {{rendezvous.no-such-setting}} is not a setting",
                "BadHabits: the property whatever is not in RouteProperties"),
                new HouseRules(settings(), RouteVocabulary.properties()).broken(broken));
    }

    private static Set<String> settings() throws IOException {
        Properties manual = new Properties();
        try (InputStream text = Files.newInputStream(Path.of("config/application.properties"))) {
            manual.load(text);
        }
        Set<String> settings = new HashSet<>(manual.stringPropertyNames());
        settings.addAll(DERIVED);
        return settings;
    }
}
