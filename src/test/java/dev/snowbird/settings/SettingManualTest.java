package dev.snowbird.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds config/application.properties and the table of settings together. */
class SettingManualTest {

    private static final Path MANUAL = Path.of("config/application.properties");

    @Test
    void namesEverySettingOfTheTableOnceAndNoOther() throws IOException {
        assertEquals(SettingTable.TYPES.keySet().stream().sorted().toList(),
                keysIn(Files.readString(MANUAL)).sorted().toList());
    }

    @Test
    void tellsWhatEachSettingMeansAboveIt() throws IOException {
        for (String paragraph : Files.readString(MANUAL).split("\n\n")) {
            assertTrue(keysIn(paragraph).findAny().isEmpty() || paragraph.startsWith("# "), paragraph);
        }
    }

    @Test
    void isPackagedAsTheSourceOfTheDefaults() throws IOException {
        try (var packaged = SettingManualTest.class.getResourceAsStream("/config/application.properties")) {
            assertEquals(Files.readString(MANUAL), new String(packaged.readAllBytes()));
        }
    }

    @Test
    void givesEachSettingAnEnvironmentVariableOfItsOwn() {
        List<String> variables = SettingTable.TYPES.keySet().stream()
                .map(key -> key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_")).toList();
        assertEquals(variables.size(), variables.stream().distinct().count());
    }

    @Test
    void holdsOnlyKeysOfOurNamespaces() {
        assertTrue(SettingTable.TYPES.keySet().stream().allMatch(SettingTable::isOurs));
    }

    private static Stream<String> keysIn(String text) {
        return text.lines().filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> line.substring(0, line.indexOf('=')));
    }
}
