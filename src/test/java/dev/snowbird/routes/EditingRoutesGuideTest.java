package dev.snowbird.routes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/editing-routes.md stays true. */
class EditingRoutesGuideTest {

    private static final Path GUIDE = Path.of("docs/editing-routes.md");
    private static final Path EXAMPLE = Path.of("src/test/java/dev/snowbird/routes/ExampleRouteTest.java");
    private static final Pattern BEAN = Pattern.compile(
            "(?:ref: |objectMapper: |idempotentRepository: |SQSClient: \"#)(\\w+)");
    private static final Pattern METHOD = Pattern.compile("ref: \\w+\\n\\s+method: (\\w+)");

    @Test
    void itsExampleIsTheTest() throws IOException {
        String test = Files.readString(EXAMPLE);

        assertTrue(Files.readString(GUIDE).contains(test.substring(test.indexOf("@CamelMainTest("))));
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
