package dev.snowbird.seabird.api;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be done with a token file is found without changing it. */
class TokenFindingTest {

    @TempDir
    private Path folder;
    private Path file;

    @BeforeEach
    void makeTokens() throws Exception {
        file = folder.resolve("tokens.db");
        try (Tokens tokens = Tokens.open("sqlite:" + file)) {
            tokens.add("weather");
        }
    }

    @Test
    void aFileWithTokensIsWell() throws Exception {
        byte[] before = Files.readAllBytes(file);

        assertEquals("ok    seabird.database-url: tokens.db can be read and written", finding("tokens.db"));
        assertEquals("ok    seabird.database-url: tokens.db can be read", finding("tokens.db?mode=ro"));

        assertArrayEquals(before, Files.readAllBytes(file));
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(file), files.toList());
        }
    }

    @Test
    void anEmptyFileStaysEmpty() throws Exception {
        Path empty = Files.createFile(folder.resolve("empty.db"));

        assertEquals("ok    seabird.database-url: empty.db can be read and written", finding("empty.db"));
        assertEquals("fail  seabird.database-url: empty.db holds no table of tokens: make it with token add",
                finding("empty.db?mode=ro"));
        assertEquals(0, Files.size(empty));
    }

    @Test
    void aFileThatIsNotThereIsMadeByAStartOnlyWhereThatIsPermitted() {
        assertEquals("ok    seabird.database-url: none.db can be made", finding("none.db"));
        assertEquals("fail  seabird.database-url: none.db is not there, and its mode does not permit to make it:"
                + " make it with token add, without a mode", finding("none.db?mode=rw"));
    }

    @Test
    void whatIsNoDatabaseIsNotOfUse() throws Exception {
        Files.writeString(folder.resolve("text.db"), "This is no database, but a poem. ".repeat(40));

        String line = finding("text.db");

        assertTrue(line.startsWith("fail  seabird.database-url: text.db can't be used: "), line);
    }

    @Test
    void aServerThatIsNotThereIsNamedWithoutItsPassword() {
        assertEquals("fail  seabird.database-url: postgres://127.0.0.1:1/tokens can't be used: Connection refused:"
                + " look at the URL, at its user, and at the server",
                TokenFinding.of("postgres://core:hunter2@127.0.0.1:1/tokens").toString());
        assertEquals("fail  seabird.database-url: it names no database",
                TokenFinding.of("postgres://core:hunter2@127.0.0.1").toString());
    }

    private String finding(String path) {
        return TokenFinding.of("sqlite:" + folder + "/" + path).toString().replace(folder + "/", "");
    }
}
