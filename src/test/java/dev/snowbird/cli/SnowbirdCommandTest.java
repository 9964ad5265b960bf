package dev.snowbird.cli;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snowbird.settings.Settings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class SnowbirdCommandTest {

    private static final int FROM_RUNNER = 42;

    private final StringWriter output = new StringWriter();
    private final StringWriter error = new StringWriter();
    private Settings seen;

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--property http.port=0 | http.port | 0",
        "-property http.port=0 | http.port | 0",
        "--property=http.port=0 | http.port | 0",
        "--property my.key=a=b | my.key | a=b",
        "--property my.key= | my.key | ''",
        "--property my.key=@file | my.key | @file",
        "--addr localhost:81 | http.host | localhost",
        "--addr localhost:81 | http.port | 81",
        "-addr=:443 | http.host | 0.0.0.0",
        "-addr=:443 | http.port | 443",
        "-addr [::1]:0 | http.host | ::1",
        "-broker-sqs-name x --broker-sqs-region=r | rendezvous.broker-sqs-name | x",
        "-broker-sqs-name=x -broker-sqs-region r | rendezvous.broker-sqs-region | r",
        "--broker-sqs-name=x --broker-sqs-region r | sqs.endpoint | aws",
        "--cert c --key k | http.tls-cert | c",
        "-cert=c -key=k | http.tls-key | k",
        "--disable-tls | http.disable-tls | true",
        "-disable-tls | http.disable-tls | true",
        "--disable-tls=false | http.disable-tls | false",
        "-disable-tls=true -disable-tls=false | http.disable-tls | false",
        "-allowed-relay-pattern ^a.example$ | rendezvous.allowed-relay-pattern | ^a.example$",
        "--allowed-relay-pattern= | rendezvous.allowed-relay-pattern | ''",
        "-sqs-profiles=a | rendezvous.sqs-profiles | a",
        "-bridge-list-path=b.jsonl | rendezvous.bridge-list-path | b.jsonl",
        "-poll-interval-filepath p.json | rendezvous.poll-interval-filepath | p.json",
        "-trusted-hops 2 | http.trusted-hops | 2",
        "--trusted-hops=0 | http.trusted-hops | 0",
        "--trusted-hops -1 | http.trusted-hops | 0",
        "--trusted-hops=0x1F | http.trusted-hops | 31",
        "--trusted-hops=0b11 | http.trusted-hops | 3",
        "--trusted-hops=0o17 | http.trusted-hops | 15",
        "--trusted-hops=017 | http.trusted-hops | 15",
        "--trusted-hops=+1_0 | http.trusted-hops | 10",
        "--trusted-hops=9223372036854775807 | http.trusted-hops | 2147483647",
        "--trusted-hops=-9223372036854775808 | http.trusted-hops | 0",
        "-unsafe-logging | log.unsafe | true",
        "--bind-host 0.0.0.0:1 | seabird.bind-host | 0.0.0.0:1",
        "--bind-host=:11235 | seabird.bind-host | :11235",
        "--database-url sqlite:///var/lib/x.db | seabird.database-url | sqlite:///var/lib/x.db",
        "--log-level debug | log.level | debug",
        "--log-format=text | log.format | text",
        "-geoipdb=a | rendezvous.geoipdb | a",
        "--geoip6db a | rendezvous.geoip6db | a",
        "-disable-geoip | rendezvous.disable-geoip | true",
        "--disable-geoip=false | rendezvous.disable-geoip | false"
    })
    void setsSettingsWithOrWithoutTheWordRun(String options, String key, String value) {
        assertEquals(FROM_RUNNER, execute(options));
        assertEquals(value, seen.text(key));
        assertEquals(FROM_RUNNER, execute("run " + options));
        assertEquals(value, seen.text(key));
        assertEquals(FROM_RUNNER, execute(options + " run"));
        assertEquals(value, seen.text(key));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--addr :1 --property http.port=2 | http.port | 2",
        "--property http.port=2 --addr :1 | http.port | 1",
        "--property http.port=2 --addr :1 --property http.port=3 | http.port | 3",
        "--property my.a=1 --addr :1 --property http.port=3 --addr :4 --property my.b=2 | http.port | 4",
        "-addr :1 -addr :2 | http.port | 2",
        "--addr :1 run --property http.port=2 | http.port | 2",
        "--property http.port=2 run --addr :1 | http.port | 1",
        "-allowed-relay-pattern a --property rendezvous.allowed-relay-pattern=b "
            + "| rendezvous.allowed-relay-pattern | b",
        "--property rendezvous.allowed-relay-pattern=b --allowed-relay-pattern a "
            + "| rendezvous.allowed-relay-pattern | a"
    })
    void letsTheLastOneWin(String options, String key, String value) {
        assertEquals(FROM_RUNNER, execute(options));
        assertEquals(value, seen.text(key));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--addr localhost", "--addr localhost:", "--addr localhost:http", "--addr ::1:80",
        "--addr []:80", "--addr", "--property http.port", "--property =1", "--property", "--no-such-option",
        "-addrx", "-hx", "no-such-command", "run no-such-argument", "--disable-tls=maybe", "--trusted-hops x", "--trusted-hops",
        "--trusted-hops=08", "--trusted-hops=1.0", "--trusted-hops=_1", "--trusted-hops=9223372036854775808", "sqs-creds --addr :1"})
    void answersMistakesWithTheUsageAndExitCode2(String options) {
        assertEquals(2, execute(options));
        assertNull(seen);
        assertTrue(error.toString().contains("Usage: snowbird"), error.toString());
        assertEquals("", output.toString());
    }

    @Test
    void doesNotRepeatWhatMayBeAMisplacedCredential() {
        execute("sqs-creds eyJhd3MtYWNjZXNzLWtleS1pZCI6In0=");
        assertFalse(error.toString().contains("eyJ"));
        execute("--sqs-secret=hidden");
        assertTrue(error.toString().contains("There is no command or option --sqs-secret"));
        assertFalse(error.toString().contains("hidden"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--property http.prot=1 | http.prot (command line) is not a setting; did you mean http.port?",
        "run --addr :65536 | http.port=65536 (command line): expected a port from 0 to 65535"
    })
    void answersAWrongSettingOnTheCommandLineWithOneLineAndExitCode2(String options, String line) {
        assertEquals(2, execute(options));
        assertNull(seen);
        assertEquals(line, error.toString().strip());
        assertEquals("", output.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--acme-hostnames a.example,b.example", "-acme-hostnames=a.example", "-acme-email a@b",
        "--acme-cert-cache=dir --disable-tls", "run --acme-email a@b"})
    void answersAcmeWithTheWayThatIsOfferedInstead(String options) {
        assertEquals(1, execute(options));
        assertNull(seen);
        assertEquals(1, error.toString().lines().count());
        assertTrue(error.toString().contains("certbot") && error.toString().contains("--cert and --key")
                && error.toString().contains("reverse proxy"), error.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"-h", "-help", "--help", "run --help", "sqs-creds -help"})
    void explainsItself(String options) {
        assertEquals(0, execute(options));
        assertTrue(output.toString().startsWith("Usage: snowbird"));
    }

    @Test
    void tellsItsVersionAndTheJava() {
        assertEquals(0, execute("--version"));
        assertTrue(output.toString().startsWith("snowbird "));
        assertTrue(output.toString().contains("Java " + Runtime.version()), output.toString());
    }

    @Test
    void givesExamplesOfEveryCommandThatItUnderstands() {
        List<CommandLine> commands = new ArrayList<>();
        collect(SnowbirdCommand.commandLine(settings -> 0), commands);
        for (CommandLine command : commands) {
            List<String> examples = Stream.of(command.getCommandSpec().usageMessage().footer())
                    .filter(line -> line.startsWith("  snowbird")).toList();
            assertFalse(examples.isEmpty(), command.getCommandName());
            for (String example : examples) {
                String[] words = example.strip().split(" (>|&&) ")[0].split(" ");
                assertDoesNotThrow(() -> SnowbirdCommand.commandLine(settings -> 0)
                        .parseArgs(Arrays.copyOfRange(words, 1, words.length)), example);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "token --help       | --database-url | --addr",
        "token list --help  | --database-url | --geoipdb",
        "routes --help      | --property     | --bind-host",
        "sqs-creds --help   | --decode       | --property",
        "demo --help        | --help         | --property",
        "run --help         | --bind-host    | --decode"
    })
    void showsOfEachCommandTheOptionsThatItHasAndNoOther(String options, String shown, String hidden) {
        assertEquals(0, execute(options));
        assertTrue(output.toString().contains(shown), output.toString());
        assertFalse(output.toString().contains(hidden), output.toString());
    }

    @Test
    void completesCommandsAndOptionsInBash() throws Exception {
        assertEquals(0, execute("generate-completion"));
        Process bash = new ProcessBuilder("bash", "-c", output + """

                complete_words() {
                  COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMP_LINE="$*"; COMP_POINT=${#COMP_LINE}
                  _complete_snowbird; echo "${COMPREPLY[@]}"
                }
                complete_words snowbird tok
                complete_words snowbird token li
                complete_words snowbird token --data
                """).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        assertEquals(List.of("token", "list", "--database-url"),
                new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList());
    }

    /** A start by the script makes an archive of classes first, which is not worth the time for these commands. */
    @Test
    void isKnownToTheScriptThatStartsItByAllCommandsThatDoNotRunForLong() throws IOException {
        Matcher known = Pattern.compile("\\n +(\\S[^\\n]* \\| token)\\) runs=no").matcher(
                Files.readString(Path.of("src/dist/bin/snowbird")));
        assertTrue(known.find());
        assertEquals(SnowbirdCommand.commandLine(settings -> 0).getSubcommands().keySet().stream()
                .filter(name -> !name.equals("run")).sorted().toList(), List.of(known.group(1).split(" \\| ")));
    }

    private static void collect(CommandLine command, List<CommandLine> commands) {
        commands.add(command);
        command.getSubcommands().values().forEach(below -> collect(below, commands));
    }

    private int execute(String options) {
        seen = null;
        return SnowbirdCommand.commandLine(settings -> {
            seen = settings;
            return FROM_RUNNER;
        }).setOut(new PrintWriter(output, true)).setErr(new PrintWriter(error, true)).execute(options.split(" "));
    }
}
