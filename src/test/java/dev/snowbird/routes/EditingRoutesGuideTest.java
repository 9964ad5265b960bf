package dev.snowbird.routes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snowbird.testing.RouteFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/editing-routes.md stays true. */
class EditingRoutesGuideTest {

    private static final Path GUIDE = Path.of("docs/editing-routes.md");
    private static final Path EXAMPLES = Path.of("examples");
    private static final String VERSION = version();
    private static final Pattern BEAN = Pattern.compile(
            "(?:ref: |objectMapper: |idempotentRepository: |SQSClient: \"#)(\\w+)");
    private static final Pattern METHOD = Pattern.compile("ref: \\w+\\n\\s+method: \"?(\\w+)");

    @ParameterizedTest
    @ValueSource(strings = {"examples/refuse-offers/src/test/java/RefuseOffersTest.java",
            "src/test/java/dev/snowbird/seabird/routes/ExampleChatRouteTest.java"})
    void itsExamplesAreTests(String file) throws IOException {
        String test = Files.readString(Path.of(file));

        assertTrue(Files.readString(GUIDE).contains(test.substring(test.indexOf("@SnowbirdTest"))));
    }

    /** As testkit/run and CI run it. */
    @Test
    void itNamesEveryExampleAndEachHasItsTestAndItsReadme() throws IOException {
        assertTrue(Files.readString(GUIDE).contains("<version>" + VERSION + "</version>"));
        String list = Files.readString(EXAMPLES.resolve("README.md"));
        try (Stream<Path> folders = Files.list(EXAMPLES)) {
            for (Path example : folders.filter(Files::isDirectory).toList()) {
                String name = example.getFileName().toString();
                assertTrue(list.contains("](" + name + "/README.md)"), name);
                assertTrue(Files.exists(example.resolve("README.md")), name);
                assertTrue(Files.isDirectory(example.resolve("src/test/java")), name);
                assertTrue(Files.readString(example.resolve("pom.xml"))
                        .contains("<snowbird.version>" + VERSION + "<"), name);
            }
        }
    }

    /**
     * But for {@code proxy-poll}, which tests of the test kit use, and for what has a page of its own among the
     * examples.
     */
    @Test
    void itsRecipesAreTheFilesThatAreTested() throws IOException {
        String guide = Files.readString(GUIDE);
        try (Stream<Path> tested = Files.list(Path.of("src/test/resources/edited-routes"));
                Stream<Path> examples = Files.walk(EXAMPLES)) {
            List<RouteFile> recipes = Stream.concat(tested, examples
                    .filter(file -> file.toString().endsWith(".camel.yaml"))).map(RouteFile::read).toList();

            assertTrue(recipes.size() > 1);
            assertEquals(Set.of("proxy-poll", "no-proxies-webhook", "client-over-bot"), recipes.stream()
                    .filter(file -> !guide.contains("```yaml\n" + file.text() + "```\n"))
                    .map(RouteFile::name).collect(Collectors.toSet()));
        }
    }

    /** Of the program; Maven does not fill it in there. */
    private static String version() {
        try {
            return Files.readString(Path.of("pom.xml")).replaceFirst("(?s).*?<version>(.*?)<.*", "$1");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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
