package dev.snowbird.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An operator's settings are read from one file, and never half from one and half from another. */
class SettingFileTest {

    @TempDir
    private Path folder;
    private Path here;
    private Path program;

    @BeforeEach
    void twoFolders() throws IOException {
        here = Files.createDirectories(folder.resolve("here/config")).getParent();
        program = Files.createDirectories(folder.resolve("program/config")).getParent();
    }

    @Test
    void isTheOneOfTheCurrentFolder() throws IOException {
        write(here, "http.port=1\n");
        assertEquals(1, load().integer("http.port"));
    }

    @Test
    void isTheOneBesideTheProgramWhenTheCurrentFolderHasNone() throws IOException {
        write(program, "http.port=2\n");
        assertEquals(2, load().integer("http.port"));
    }

    @Test
    void mayBeMissingInBoth() {
        assertEquals(8080, load().integer("http.port"));
    }

    @Test
    void stopsTheStartWhenTwoDifferAndNamesBoth() throws IOException {
        write(here, "http.port=1\n");
        write(program, "http.port=2\n");
        assertEquals("two files of settings differ, %s and %s: remove one, or name one with --config"
                .formatted(here.resolve(SettingFile.NAME), program.resolve(SettingFile.NAME)),
                assertThrows(SettingException.class, this::load).getMessage());
    }

    @Test
    void stopsTheStartWhenTheTwoSaySomethingOfDifferentThings() throws IOException {
        write(here, "http.port=1\n");
        write(program, "management.port=2\n");
        assertThrows(SettingException.class, this::load);
    }

    @Test
    void mayBeInBothPlacesWhenBothSayTheSame() throws IOException {
        write(here, "# mine\nhttp.port = 1\n");
        write(program, "http.port=1\nmanagement.port=9876\n");
        assertEquals(1, load().integer("http.port"));
    }

    @Test
    void saysNothingAsLongAsItIsTheOneThatComesWithTheProgram() throws IOException {
        write(program, Files.readString(Path.of(SettingFile.NAME)));
        write(here, "http.port=1\n");
        assertEquals(1, load().integer("http.port"));
        write(here, Files.readString(program.resolve(SettingFile.NAME)));
        write(program, "http.port=2\n");
        assertEquals(2, load().integer("http.port"));
    }

    @Test
    void isTheNamedOneAloneWhateverElseThereIs() throws IOException {
        write(here, "http.port=1\nmanagement.port=3\n");
        write(program, "http.port=2\n");
        Path named = Files.writeString(folder.resolve("mine.properties"), "http.port=4\n");
        Settings settings = Settings.load(SettingFile.named(named, here), Map.of(), Map.of());
        assertEquals(4, settings.integer("http.port"));
        assertEquals(9876, settings.integer("management.port"));
        assertEquals(List.of("%s is not read; settings are read from %s".formatted(
                here.resolve(SettingFile.NAME), named)), settings.warnings());
    }

    @Test
    void isOneFileForWhoeverStartsAProgramInItsOwnFolder() throws IOException {
        write(program, "http.port=1\n");
        Path sameFolder = here.resolve("..").resolve(program.getFileName());
        Settings settings = Settings.load(
                SettingFile.find(sameFolder, Optional.of(program)), Map.of(), Map.of());
        assertEquals(1, settings.integer("http.port"));
        assertEquals(List.of(), settings.warnings());
        Files.writeString(program.resolve(SettingFile.NAME), Files.readString(Path.of(SettingFile.NAME)));
        assertEquals(List.of(), Settings.load(
                SettingFile.find(sameFolder, Optional.of(program)), Map.of(), Map.of()).warnings());
    }

    @Test
    void mustBeThereWhenItIsNamed() {
        SettingException missing = assertThrows(SettingException.class,
                () -> SettingFile.named(folder.resolve("missing"), here));
        assertEquals("--config: there is no file " + folder.resolve("missing"), missing.getMessage());
        assertTrue(missing.isOnCommandLine());
        assertThrows(SettingException.class, () -> SettingFile.named(folder, here));
    }

    private Settings load() {
        return Settings.load(SettingFile.find(here, Optional.of(program)), Map.of(), Map.of());
    }

    private static void write(Path home, String text) throws IOException {
        Files.writeString(home.resolve(SettingFile.NAME), text);
    }
}
