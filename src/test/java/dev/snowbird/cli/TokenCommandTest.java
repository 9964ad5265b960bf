package dev.snowbird.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snowbird.seabird.api.TokenLock;
import dev.snowbird.seabird.api.TokenUser;
import dev.snowbird.seabird.api.Tokens;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenCommandTest {

    private final StringWriter output = new StringWriter();
    private final StringWriter error = new StringWriter();
    @TempDir
    private Path folder;
    private String setting;

    @BeforeEach
    void nameTheFile() {
        setting = "--property=seabird.database-url=" + url();
    }

    private String url() {
        return "sqlite://" + folder + "/tokens.db";
    }

    @Test
    void printsTheNewTokenAlone() throws Exception {
        assertEquals(0, execute("token", "add", "bot", setting));

        assertEquals("", error.toString());
        assertEquals(1, output.toString().lines().count());
        try (Tokens tokens = Tokens.open(url())) {
            assertEquals(Optional.of("bot"), tokens.userOf(output.toString().strip()).map(TokenUser::name));
        }
    }

    @Test
    void takesTheSettingOnEitherSideOfTheWords() {
        assertEquals(0, execute(setting, "token", "add", "a"));
        assertEquals(0, execute("token", setting, "add", "b"));
        assertEquals(0, execute("token", "add", setting, "c"));
        output.getBuffer().setLength(0);
        assertEquals(0, execute("token", "list", setting));
        assertEquals(List.of("1 a", "2 b", "3 c"), output.toString().lines().toList());
    }

    @Test
    void listsEveryTokenWithoutItself() throws Exception {
        try (Tokens tokens = Tokens.open(url())) {
            tokens.add("bot");
            tokens.add("my bot");
        }

        assertEquals(0, execute("token", "list", setting));

        assertEquals(List.of("1 bot", "2 my bot"), output.toString().lines().toList());
    }

    @Test
    void removesById() throws Exception {
        try (Tokens tokens = Tokens.open(url())) {
            String token = tokens.add("bot");

            assertEquals(0, execute("token", "remove", "1", setting));
            assertEquals(Optional.empty(), tokens.userOf(token).map(TokenUser::name));
        }

        assertEquals(1, execute("token", "remove", "1", setting));
        assertEquals("token: there is no token 1", error.toString().strip());
        assertEquals("", output.toString());
    }

    @Test
    void setsTheFilterOfAUserAndTakesItAway() throws Exception {
        try (Tokens tokens = Tokens.open(url())) {
            String token = tokens.add("my bot");
            tokens.add("other");

            assertEquals(0, execute("token", "filter", "my bot", "type=command, mine", setting));
            assertEquals(Optional.of("type=command, mine"), tokens.userOf(token).flatMap(TokenUser::filter));
            assertEquals(0, execute("token", "list", setting));
            assertEquals(0, execute("token", "filter", "my bot", "", setting));
            assertEquals(Optional.empty(), tokens.userOf(token).flatMap(TokenUser::filter));
        }

        assertEquals(List.of("1 my bot  filter: type=command, mine", "2 other"), output.toString().lines().toList());
        assertEquals(1, execute("token", "filter", "nobody", "mine", setting));
        assertEquals("token: there is no token of nobody", error.toString().strip());
    }

    @Test
    void refusesABadFilterInTheWordsThatAPluginHears() throws Exception {
        assertEquals(2, execute("token", "filter", "bot", "type=all", setting));
        assertTrue(error.toString().startsWith("bad filter \"type=all\": events are of the types message,"),
                error.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\nb", "a\tb", "\u0007", "jürgen"})
    void refusesANameThatTheServerCouldNotAccept(String name) throws Exception {
        assertEquals(2, execute("token", "add", name, setting));

        assertTrue(error.toString().startsWith("NAME must not be empty, and may have printable ASCII characters only"),
                error.toString());
        assertEquals("", output.toString());
        try (Tokens tokens = Tokens.open(url())) {
            assertEquals(List.of(), tokens.list());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"token", "token add", "token remove", "token remove x", "token list x", "token none"})
    void answersMistakesWithTheUsageAndExitCode2(String options) {
        assertEquals(2, execute(options.split(" ")));
        assertTrue(error.toString().contains("Usage: snowbird token"), error.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"token --help", "token add --help", "token list -h", "token remove -help"})
    void explainsItself(String options) {
        assertEquals(0, execute(options.split(" ")));
        assertTrue(output.toString().startsWith("Usage: snowbird token"), output.toString());
    }

    @Test
    void saysInALineWhatIsWrongWithTheFile() {
        assertEquals(1, execute("token", "list", "--property", "seabird.database-url=sqlite:" + folder));
        assertEquals(1, error.toString().lines().count());
        assertTrue(error.toString().startsWith("seabird.database-url: " + folder + " can't be used: "),
                error.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"token add bot", "token list"})
    void saysInALineThatTheFileIsLocked(String words) throws Exception {
        try (Tokens tokens = Tokens.open(url())) {
            tokens.add("bot");
        }
        Path file = folder.resolve("tokens.db");
        try (TokenLock lock = TokenLock.on(file)) {
            assertEquals(1, execute((words + " " + setting).split(" ")));
        }
        assertEquals("seabird.database-url: " + file + " can't be used: another process has locked it",
                error.toString().strip());
        assertEquals("", output.toString());
    }

    private int execute(String... arguments) {
        return SnowbirdCommand.commandLine(settings -> 1)
                .setOut(new PrintWriter(output, true)).setErr(new PrintWriter(error, true))
                .execute(arguments);
    }
}
