package dev.snowbird;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.snowbird.testing.Broker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** How the rooms of the house lie (docs/architecture.md), and how their files are written. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HouseTest {

    /** What .editorconfig says of Java that is no test. */
    private static final int LONGEST_LINE = 120;

    /** What gives up sooner than after {@link Broker#patience()}: Awaitility's own patience, and two digits of seconds. */
    private static final Pattern IMPATIENT = Pattern.compile("await\\((\"[^\"]*\")?\\)\\s*\\.until|@Timeout\\(\\d{1,2}\\)"
            + "|\\.(await|get|orTimeout|poll|tryAcquire|waitFor)\\(\\d{1,2}, (TimeUnit\\.)?SECONDS\\)");

    private final JavaClasses house = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("dev.snowbird");

    /** It is packaged without the tests here and what they use. */
    @Test
    void theTestKitNeedsNoTest() {
        noClasses().that().resideInAPackage("dev.snowbird.testkit").should().dependOnClassesThat(
                resideInAnyPackage("dev.snowbird.testing", "net.jqwik..", "org.awaitility..", "com.tngtech.."))
                .check(new ClassFileImporter().importPackages("dev.snowbird.testkit"));
    }

    /** A cycle of packages is one room with a wall in it. */
    @Test
    void noPackageNeedsOneThatNeedsIt() {
        slices().matching("dev.(**)").should().beFreeOfCycles().check(house);
    }

    @Test
    void noLineIsLongerThanEditorsAreTold() throws IOException {
        List<String> tooLong = new ArrayList<>();
        for (String folder : List.of("src/main/java", "src/bench/java", "src/testkit/java", "examples")) {
            try (Stream<Path> files = Files.walk(Path.of(folder))) {
                for (Path file : files.filter(file -> file.toString().matches(".*\\.(java|yaml)")).toList()) {
                    Files.readAllLines(file).stream().filter(line -> line.length() > LONGEST_LINE)
                            .forEach(line -> tooLong.add(file + ": " + line));
                }
            }
        }
        assertEquals(List.of(), tooLong);
    }

    /** A busy machine takes long for what must happen. */
    @Test
    void testsAreAsPatientAsTheirPatience() throws IOException {
        List<String> impatient = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                IMPATIENT.matcher(Files.readString(file)).results()
                        .forEach(found -> impatient.add(file + ": " + found.group()));
            }
        }
        assertEquals(List.of(), impatient);
    }
}
