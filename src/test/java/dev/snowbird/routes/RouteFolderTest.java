package dev.snowbird.routes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.snowbird.start.StartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An operator's routes are those of one folder, and never some of one and some of another. */
class RouteFolderTest {

    private static final String ROUTES = "- route:\n    id: mine\n";

    @TempDir
    private Path folder;
    private Path here;
    private Path besideProgram;

    @BeforeEach
    void twoFolders() throws IOException {
        here = folder.resolve("here");
        besideProgram = Files.createDirectory(folder.resolve("program"));
        Files.writeString(besideProgram.resolve("README.md"), "no routes");
    }

    @Test
    void isTheCurrentOneAsLongAsThereAreNoRoutesAtAll() throws Exception {
        assertEquals(here, RouteFiles.choose(here, besideProgram));
    }

    @Test
    void isTheOneThatHasRoutes() throws Exception {
        write(besideProgram, ROUTES);
        assertEquals(besideProgram, RouteFiles.choose(here, besideProgram));
        Files.delete(besideProgram.resolve("mine.camel.yaml"));
        write(here, ROUTES);
        assertEquals(here, RouteFiles.choose(here, besideProgram));
    }

    @Test
    void stopsTheStartWhenTwoDifferAndNamesBoth() throws Exception {
        write(here, ROUTES);
        write(besideProgram, ROUTES);
        assertEquals(here, RouteFiles.choose(here, besideProgram));
        write(besideProgram, "- route:\n    id: other\n");
        assertEquals("two folders have routes that differ, %s and %s: empty one of them".formatted(here, besideProgram),
                assertThrows(StartException.class, () -> RouteFiles.choose(here, besideProgram)).getMessage());
    }

    private static void write(Path routes, String text) throws IOException {
        Files.createDirectories(routes);
        Files.writeString(routes.resolve("mine.camel.yaml"), text);
    }
}
