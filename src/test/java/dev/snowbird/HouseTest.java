package dev.snowbird;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** How the rooms of the house lie (docs/architecture.md). */
class HouseTest {

    private final JavaClasses house = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("dev.snowbird");

    /** A cycle of packages is one room with a wall in it. */
    @Test
    void noPackageNeedsOneThatNeedsIt() {
        slices().matching("dev.(**)").should().beFreeOfCycles().check(house);
    }
}
