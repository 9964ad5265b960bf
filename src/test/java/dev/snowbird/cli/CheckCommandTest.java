package dev.snowbird.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What is wrong with settings and routes is found without a start. */
class CheckCommandTest {

    @TempDir
    private Path folder;
    private final StringWriter output = new StringWriter();
    private final StringWriter error = new StringWriter();

    @Test
    void nothingIsWrongWithWhatIsBuiltIn() {
        assertEquals(0, execute());

        assertEquals("ok", output.toString().strip());
    }

    @Test
    void everyMistakeHasItsLineAndTheExitCodeIs1() throws IOException {
        Files.writeString(folder.resolve("mine.camel.yaml"), """
                - route:
                    id: mine
                    routeConfigurationId: tell-the-coller
                    from:
                      uri: direct:mine
                      steps:
                        - bean:
                            ref: chatCals
                        - to: aws2-sqs:mine?autoCreate=true
                        - to: spring-rabbitmq:mine?autoDeclare=true&queue=mine
                """);

        assertEquals(1, execute());

        assertEquals("""
                mine.camel.yaml:5: route mine: there is no routeConfiguration tell-the-coller; \
                did you mean tell-the-caller?
                mine.camel.yaml:7: route mine, step bean: there is no bean chatCals; did you mean chatCalls?
                mine.camel.yaml:9: route mine, step to: aws2-sqs has no option autoCreate
                mine.camel.yaml:10: route mine, step to: spring-rabbitmq has no option queue
                """, error.toString().replace(folder + "/", ""));
        assertEquals("", output.toString());
    }

    @Test
    void allMistakesOfAFileAreToldThatCamelWouldStopAtTheFirstOf() throws IOException {
        Files.writeString(folder.resolve("mine.camel.yaml"), """
                - route:
                    id: mine
                    descripton: Says hello
                    from:
                      uri: timer:mine
                      parameters: often
                      steps:
                        - set-body:
                            simple: hello
                        - setBody:
                            simpel: hello
                        - log: {mesage: hello}
                        - to: direct:hold-proxi
                - rout:
                    id: other
                """);

        assertEquals(1, execute());

        assertEquals("""
                mine.camel.yaml:3: there is no step or field descripton; did you mean description?
                mine.camel.yaml:6: parameters: string found, object expected
                mine.camel.yaml:11: there is no step or field simpel; did you mean simple?
                mine.camel.yaml:12: there is no step or field mesage; did you mean message?
                mine.camel.yaml:12: log lacks message
                mine.camel.yaml:14: there is no step or field rout; did you mean route?
                """, error.toString().replace(folder + "/", ""));
    }

    @Test
    void asksNoBrokerAndOpensAndWritesNothing() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = String.valueOf(taken.getLocalPort());
            Path written = folder.resolve("written");

            assertEquals(0, execute("--property", "http.port=" + port,
                    "--property", "amqp.uri=amqp://127.0.0.1:" + port,
                    "--property", "sqs.endpoint=http://127.0.0.1:" + port, "--property",
                    "rendezvous.broker-sqs-name=q",
                    "--property", "rendezvous.metrics-log=" + written,
                    "--property", "seabird.database-url=sqlite:" + written), error::toString);

            taken.setSoTimeout(1);
            assertThrows(SocketTimeoutException.class, taken::accept);
            assertFalse(Files.exists(written));
        }
    }

    @Test
    void aSettingIsWrongAsAtAStart() {
        assertEquals(2, execute("--property", "http.prot=1"));

        assertEquals("http.prot (command line) is not a setting; did you mean http.port?", error.toString().strip());
    }

    @Test
    void aUrlOfADatabaseMustBeOneButNothingIsAskedThere() {
        String url = "--property=seabird.database-url=postgres://user:hunter2@127.0.0.1:1/tokens?sslmode=";
        assertEquals(0, execute("--property=rendezvous.enabled=false", url + "require"), error::toString);
        assertEquals(1, execute("--property=rendezvous.enabled=false", url + "on"));

        assertEquals("seabird.database-url: sslmode is disable, allow, prefer, require, verify-ca or verify-full",
                error.toString().strip());
    }

    @Test
    void aFileThatASettingNamesMustBeThere() {
        assertEquals(1, execute("--bridge-list-path", folder.resolve("none.jsonl").toString()));

        assertTrue(error.toString().contains("rendezvous.bridge-list-path: "), error::toString);
    }

    private int execute(String... options) {
        SettingOptions settings = new SettingOptions();
        return new CommandLine(new CheckCommand(
                settings, new RunOptions(settings), new TokenOptions(settings), () -> folder))
                .setOverwrittenOptionsAllowed(true)
                .setExecutionExceptionHandler(new LineOnWrongSetting())
                .setOut(new PrintWriter(output, true)).setErr(new PrintWriter(error, true)).execute(options);
    }
}
