package dev.snowbird.seabird.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snowbird.start.StartException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokensTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"sqlite:%s/a.db, a.db", "sqlite://%s/a.db, a.db", "sqlite://%s/a.db?mode=rwc, a.db",
        "sqlite:%s/a%%20b+c.db?cache=shared&immutable=false&mode=rwc, a b+c.db", "sqlite:%s/%%3F%%23%%25.db, ?#%.db",
        "sqlite:%s/%%C3%%A4.db, ä.db", "sqlite:%s/x/../a.db?, a.db"})
    void makesTheFileThatTheUrlNames(String url, String file) throws Exception {
        Files.createDirectory(folder.resolve("x"));

        String token;
        try (Tokens tokens = Tokens.open(url.formatted(folder))) {
            token = tokens.add("bot");
        }

        assertTrue(Files.exists(folder.resolve(file)));
        try (Tokens again = Tokens.open(url.formatted(folder))) {
            assertEquals(Optional.of("bot"), again.userOf(token).map(TokenUser::name));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite::memory:", "sqlite://:memory:", "sqlite:anything?mode=memory"})
    void keepsTokensInMemoryOnly(String url) throws Exception {
        try (Tokens tokens = Tokens.open(url)) {
            assertEquals(Optional.of("bot"), tokens.userOf(tokens.add("bot")).map(TokenUser::name));
        }
        assertFalse(Files.exists(Path.of("anything")));
    }

    @Test
    void takesAPathFromTheWorkingDirectory() throws Exception {
        Path relative = Path.of("").toAbsolutePath().relativize(folder);
        try (Tokens tokens = Tokens.open("sqlite://" + relative + "/a.db")) {
            assertTrue(Files.exists(folder.resolve("a.db")));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "sqlite:%s/none/a.db | %s/none/a.db can't be used: there is no such file or folder",
        "sqlite:%s/none.db?mode=rw | %s/none.db can't be used: there is no such file or folder",
        "sqlite:%s/text | %s/text can't be used: [SQLITE_NOTADB] File opened that is not a database file "
            + "(file is not a database)",
        "sqlite:%s/empty?mode=ro | %s/empty can't be used: [SQLITE_READONLY] Attempt to write a readonly database "
            + "(attempt to write a readonly database)",
        "sqlite:%s/a.db?mode=x | mode is ro, rw, rwc or memory",
        "sqlite:%s/a.db?vfs=x | after the question mark only mode, cache and immutable are known",
        "sqlite:%s/%%x | a %% in it is not followed by two hexadecimal digits",
        "sqlite:%s/%%00 | it is not the path of a file",
        "sqlite:// | it names no file",
        "mysql:%s | it begins with neither sqlite: nor postgres://"
    })
    void saysInALineWhyItCanNotBeOpened(String url, String reason) throws Exception {
        Files.writeString(folder.resolve("text"), "certainly not a database");
        Files.createFile(folder.resolve("empty"));

        assertEquals("seabird.database-url: " + reason.formatted(folder),
                assertThrows(StartException.class, () -> Tokens.open(url.formatted(folder))).getMessage());
    }

    @Test
    void refusesATableOfAnotherForm() throws Exception {
        change("CREATE TABLE seabird_auth_tokens (id INTEGER PRIMARY KEY, token TEXT)");

        StartException refusal = assertThrows(StartException.class, () -> Tokens.open(url()));
        assertTrue(refusal.getMessage().contains("no such column: name"), refusal.getMessage());
        assertEquals(1, refusal.getMessage().lines().count());
    }

    @Test
    void letsOnlyTheOwnerReadANewFile() throws Exception {
        try (Tokens tokens = Tokens.open(url())) {
            tokens.add("bot");
            assertEquals("rw-------", PosixFilePermissions.toString(
                    Files.getPosixFilePermissions(folder.resolve("a.db"))));
        }
    }

    @Test
    void findsAUserByTheWholeTokenOnly() throws Exception {
        try (Tokens tokens = Tokens.open(url())) {
            String token = tokens.add("bot");

            assertTrue(token.matches("[0-9a-f]{64}"));
            assertEquals(Optional.of("bot"), tokens.userOf(token).map(TokenUser::name));
            for (String other : List.of("", " " + token, token + " ", token.substring(1), "%", token + "\0")) {
                assertEquals(Optional.empty(), tokens.userOf(other).map(TokenUser::name));
            }
        }
    }

    @Test
    void seesWhatAnotherProcessChanges() throws Exception {
        try (Tokens tokens = Tokens.open(url()); Tokens others = Tokens.open(url())) {
            String token = others.add("bot");
            assertEquals(Optional.of("bot"), tokens.userOf(token).map(TokenUser::name));

            assertTrue(others.remove(1));
            assertEquals(Optional.empty(), tokens.userOf(token).map(TokenUser::name));
        }
    }

    @Test
    void answersFromTheFileThatIsThereNow() throws Exception {
        Path other = folder.resolve("other.db");
        try (Tokens tokens = Tokens.open(url()); Tokens others = Tokens.open("sqlite://" + other)) {
            String old = tokens.add("old");
            String fresh = others.add("new");
            assertEquals(Optional.of("old"), tokens.userOf(old).map(TokenUser::name));

            Files.move(other, folder.resolve("a.db"), StandardCopyOption.REPLACE_EXISTING);

            assertEquals(Optional.of("new"), tokens.userOf(fresh).map(TokenUser::name));
            assertEquals(Optional.empty(), tokens.userOf(old).map(TokenUser::name));
            tokens.add("newest");
            assertEquals(2, tokens.list().size());
        }
    }

    /** SQLite itself would take the new content for the old: both files have seen as many changes. */
    @Test
    void noticesAFileThatIsOverwrittenInPlace() throws Exception {
        Path other = folder.resolve("other.db");
        try (Tokens tokens = Tokens.open(url())) {
            String old = tokens.add("old");
            String fresh;
            try (Tokens others = Tokens.open("sqlite://" + other)) {
                fresh = others.add("new");
            }
            assertEquals(Optional.of("old"), tokens.userOf(old).map(TokenUser::name));

            Files.write(folder.resolve("a.db"), Files.readAllBytes(other));

            assertEquals(Optional.of("new"), tokens.userOf(fresh).map(TokenUser::name));
            assertEquals(Optional.empty(), tokens.userOf(old).map(TokenUser::name));
        }
    }

    @Test
    void worksAgainWhenADamagedFileIsRepaired() throws Exception {
        Path file = folder.resolve("a.db");
        try (Tokens tokens = Tokens.open(url())) {
            String token = tokens.add("bot");
            byte[] whole = Files.readAllBytes(file);
            assertEquals(Optional.of("bot"), tokens.userOf(token).map(TokenUser::name));

            Files.write(file, new byte[8192], StandardOpenOption.WRITE);
            assertEquals("seabird.database-url: " + file + " can't be used: [SQLITE_NOTADB] File opened that is not a "
                    + "database file (file is not a database)", refusal(tokens, token));
            Files.write(file, whole, StandardOpenOption.WRITE);
            assertEquals(Optional.of("bot"), tokens.userOf(token).map(TokenUser::name));

            Files.delete(file);
            assertEquals("seabird.database-url: " + file + " can't be used: there is no such file or folder",
                    refusal(tokens, token));
            Files.write(file, whole);
            assertEquals(Optional.of("bot"), tokens.userOf(token).map(TokenUser::name));
        }
    }

    @Test
    void waitsForNoLockWhenItLooksUp() throws Exception {
        try (Tokens tokens = Tokens.open(url())) {
            String token = tokens.add("bot");
            try (TokenLock lock = TokenLock.on(folder.resolve("a.db"))) {
                assertEquals("seabird.database-url: " + folder.resolve("a.db")
                        + " can't be used: another process has locked it", refusal(tokens, token));
            }
            assertEquals(Optional.of("bot"), tokens.userOf(token).map(TokenUser::name));
        }
    }

    private static String refusal(Tokens tokens, String token) {
        return assertThrows(TokenStoreException.class, () -> tokens.userOf(token).map(TokenUser::name)).getMessage();
    }

    @Test
    void listsAndRemovesById() throws Exception {
        try (Tokens tokens = Tokens.open(url())) {
            tokens.add("bot");
            tokens.add("irc");
            tokens.add("bot");
            assertEquals(List.of(new Tokens.Entry(1, "bot"), new Tokens.Entry(2, "irc"), new Tokens.Entry(3, "bot")),
                    tokens.list());

            assertTrue(tokens.remove(2));
            assertFalse(tokens.remove(2));
            assertEquals(List.of(new Tokens.Entry(1, "bot"), new Tokens.Entry(3, "bot")), tokens.list());
        }
    }

    @Test
    void remembersATokenUntilTheFileChanges() throws Exception {
        Assumptions.assumeTrue(FileTokenMemory.isLocal(folder), "a disk that is elsewhere");
        Clock later = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(1));
        try (Tokens tokens = Tokens.open(url(), later); Tokens others = Tokens.open(url())) {
            String token = tokens.add("bot");
            assertEquals(Optional.empty(), tokens.recall(token));
            Optional<TokenUser> found = tokens.userOf(token);
            assertEquals(found, tokens.recall(token));
            assertEquals(Optional.empty(), tokens.recall(token + "x"));

            others.filter("bot", "mine");
            assertEquals(Optional.empty(), tokens.recall(token));
            assertEquals(Optional.of(new TokenUser("bot", Optional.of("mine"))), tokens.userOf(token));
            assertEquals(tokens.userOf(token), tokens.recall(token));

            others.remove(1);
            assertEquals(Optional.empty(), tokens.recall(token));
        }
    }

    /** Times of files are coarse, so that another change might not be seen. */
    @Test
    void doesNotRememberWhatWasFoundRightAfterAChange() throws Exception {
        try (Tokens tokens = Tokens.open(url(), Clock.fixed(Instant.now(), ZoneOffset.UTC))) {
            String token = tokens.add("bot");
            tokens.userOf(token);
            assertEquals(Optional.empty(), tokens.recall(token));
        }
    }

    @Test
    void keepsFiltersBesideTheTableWhenThereAreAny() throws Exception {
        try (Tokens tokens = Tokens.open(url()); Tokens others = Tokens.open(url())) {
            String one = tokens.add("bot");
            String two = tokens.add("bot");
            tokens.add("other");
            List<String> before = schema();
            assertTrue(tokens.filter("bot", ""));
            assertFalse(tokens.filter("nobody", "mine"));
            assertEquals(before, schema());

            assertTrue(others.filter("bot", "mine"));
            assertTrue(others.filter("bot", "mine, type=mention"));
            Optional<String> filter = Optional.of("mine, type=mention");
            assertEquals(Optional.of(new TokenUser("bot", filter)), tokens.userOf(one));
            assertEquals(List.of(new Tokens.Entry(1, "bot", filter), new Tokens.Entry(2, "bot", filter),
                    new Tokens.Entry(3, "other")), tokens.list());

            assertTrue(others.filter("bot", ""));
            assertEquals(Optional.of(new TokenUser("bot", Optional.empty())), tokens.userOf(two));
            assertTrue(schema().containsAll(before));
        }
    }

    /** SQLite gives the id of a token that is gone to the next one. */
    @Test
    void givesNoTokenTheFilterOfOneBefore() throws Exception {
        try (Tokens tokens = Tokens.open(url())) {
            tokens.add("bot");
            assertTrue(tokens.filter("bot", "mine"));
            change("DELETE FROM seabird_auth_tokens");

            assertEquals(Optional.of(new TokenUser("bot", Optional.empty())), tokens.userOf(tokens.add("bot")));
            assertEquals(List.of(new Tokens.Entry(1, "bot")), tokens.list());
            assertTrue(tokens.remove(1));
            assertEquals(0, rows("snowbird_token_filters"));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"everything | bad filter \"everything\": it is neither KEY=VALUE nor mine",
        "' ' | bad filter \"\": nothing is there"})
    void refusesABadFilterInTheWordsThatAPluginHears(String filter, String words) throws Exception {
        try (Tokens tokens = Tokens.open(url())) {
            tokens.add("bot");
            assertEquals(words, assertThrows(IllegalArgumentException.class,
                    () -> tokens.filter("bot", filter)).getMessage());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\tb", "a\nb", "ä", "a\u007F"})
    void makesNoTokenThatCouldNotBeUsed(String name) throws Exception {
        try (Tokens tokens = Tokens.open(url())) {
            assertThrows(IllegalArgumentException.class, () -> tokens.add(name));
            assertEquals(List.of(), tokens.list());
        }
    }

    /**
     * The file of a core that was deployed long ago: without UNIQUE, and with tables and columns we know nothing of.
     */
    @Test
    void usesTheFileOfADeployedCoreAsItIs() throws Exception {
        change("CREATE TABLE _sqlx_migrations (version BIGINT PRIMARY KEY, checksum BLOB NOT NULL)",
                "CREATE TABLE seabird_channels (uuid TEXT PRIMARY KEY)",
                "CREATE TABLE seabird_auth_tokens (id INTEGER PRIMARY KEY, name TEXT NOT NULL, key TEXT NOT NULL,"
                        + " status TEXT NOT NULL DEFAULT 'active')",
                "INSERT INTO seabird_auth_tokens (id, name, key) VALUES (7, 'old', 'secret')");
        List<String> before = schema();

        try (Tokens tokens = Tokens.open(url())) {
            assertEquals(Optional.of("old"), tokens.userOf("secret").map(TokenUser::name));
            assertEquals(Optional.of("new"), tokens.userOf(tokens.add("new")).map(TokenUser::name));
        }
        try (Tokens tokens = Tokens.open(url() + "?mode=ro")) {
            assertEquals(Optional.of("old"), tokens.userOf("secret").map(TokenUser::name));
            assertThrows(TokenStoreException.class, () -> tokens.remove(7));
        }
        assertEquals(before, schema());
    }

    private String url() {
        return "sqlite://" + folder + "/a.db";
    }

    private void change(String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("a.db"));
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private int rows(String table) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("a.db"));
                Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery("SELECT count(*) FROM " + table)) {
            return count.getInt(1);
        }
    }

    private List<String> schema() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("a.db"));
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT sql FROM sqlite_master ORDER BY name")) {
            List<String> schema = new ArrayList<>();
            while (rows.next()) {
                schema.add(rows.getString(1));
            }
            return schema;
        }
    }
}
