package dev.snowbird.routes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snowbird.testing.RouteFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/editing-routes.md stays true. */
class EditingRoutesGuideTest {

    private static final Path GUIDE = Path.of("docs/editing-routes.md");
    private static final Path TESTS = Path.of("src/test/java/dev/snowbird");
    private static final Pattern BEAN = Pattern.compile(
            "(?:ref: |objectMapper: |idempotentRepository: |SQSClient: \"#)(\\w+)");
    private static final Pattern METHOD = Pattern.compile("ref: \\w+\\n\\s+method: \"?(\\w+)");

    @ParameterizedTest
    @ValueSource(strings = {"rendezvous/routes/ExampleRouteTest", "seabird/routes/ExampleChatRouteTest"})
    void itsExamplesAreTests(String name) throws IOException {
        String test = Files.readString(TESTS.resolve(name + ".java"));

        assertTrue(Files.readString(GUIDE).contains(test.substring(test.indexOf("@CamelMainTest("))));
    }

    /** But for {@code proxy-poll}, which is there for the example of a test. */
    @Test
    void itsRecipesAreTheFilesThatAreTested() throws IOException {
        String guide = Files.readString(GUIDE);
        try (Stream<Path> files = Files.list(Path.of("src/test/resources/edited-routes"))) {
            List<RouteFile> recipes = files.map(RouteFile::read).toList();

            assertTrue(recipes.size() > 1);
            assertEquals(List.of("proxy-poll"), recipes.stream()
                    .filter(file -> !guide.contains("```yaml\n" + file.text() + "```\n"))
                    .map(RouteFile::name).toList());
        }
    }

    @Test
    void itNamesEveryExchangeProperty() throws IOException {
        String guide = Files.readString(GUIDE);

        assertEquals(List.of(), RouteVocabulary.properties().stream()
                .filter(name -> !guide.contains("`" + name + "`")).toList());
    }

    @Test
    void itNamesEveryBeanAndMethodThatTheBuiltInRoutesCall() throws IOException {
        String guide = Files.readString(GUIDE);

        assertEquals(List.of(), RouteFile.builtIn().stream()
                .flatMap(file -> Stream.of(BEAN, METHOD).flatMap(name -> name.matcher(file.text()).results()))
                .map(found -> found.group(1))
                .filter(name -> !guide.contains("`" + name + "`"))
                .distinct().toList());
    }
}
