package dev.snowbird.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import dev.snowbird.embedded.EmbeddedAmqp;
import dev.snowbird.embedded.EmbeddedSqs;
import dev.snowbird.rendezvous.queue.BrokerQueue;
import dev.snowbird.rendezvous.queue.SqsClients;
import dev.snowbird.rendezvous.queue.SqsConnection;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;

/** What would keep a start from succeeding is found without one, in a line for each thing. */
class DoctorCommandTest {

    @TempDir
    private Path folder;
    private StringWriter output;
    private final StringWriter error = new StringWriter();

    @BeforeEach
    void haveCredentials() {
        System.setProperty("aws.accessKeyId", "x");
        System.setProperty("aws.secretAccessKey", "y");
    }

    @AfterEach
    void haveNone() {
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
    }

    @Test
    void aLineForEachThingSaysThatItIsWell() {
        assertEquals(0, execute(), output::toString);

        assertEquals("""
                ok    management.port: any free port of 127.0.0.1
                ok    http.port: any free port of 127.0.0.1
                ok    sqs.endpoint: embedded
                ok    sqs.embedded.port: any free port of 127.0.0.1
                ok    seabird.bind-host: any free port of 127.0.0.1
                ok    seabird.database-url: FOLDER/tokens.db can be made
                ok    amqp.uri: embedded
                ok    amqp.embedded.port: any free port of 127.0.0.1
                ok    routes: nothing is wrong with them
                """, String.join("\n", lines().stream().filter(line -> !line.matches(".*(open files|heap|memory): .*"))
                        .toList()) + "\n");
    }

    @Test
    void whatIsOffIsNotLookedAt() {
        execute("--property", "rendezvous.enabled=false", "--property", "seabird.enabled=false");

        assertEquals(List.of("management.port", "routes"), lines().stream()
                .map(line -> line.replaceAll("^.{6}|:.*", ""))
                .filter(subject -> !subject.matches("open files|heap")).toList());
    }

    @Test
    void neitherFilesNorFoldersAreMade() throws IOException {
        assertEquals(0, execute("--metrics-log", folder.resolve("metrics.log").toString()), output::toString);

        assertTrue(lines().contains("ok    rendezvous.metrics-log: FOLDER/metrics.log can be made"), output::toString);
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(), files.toList());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "http.port=TAKEN | fail  http.port: can't listen on 127.0.0.1:TAKEN: the port is taken or the address is"
            + " not this machine's; end the program that has it (a running Snowbird?), or set another",
        "sqs.embedded.port=TAKEN | fail  sqs.embedded.port: can't listen on 127.0.0.1:TAKEN: the port is taken or the"
            + " address is not this machine's; end the program that has it (a running Snowbird?), or set another",
        "rendezvous.bridge-list-path=FOLDER/none | fail  rendezvous.bridge-list-path: FOLDER/none: no such file",
        "rendezvous.poll-interval-filepath=FOLDER/none | warn  rendezvous.poll-interval-filepath: FOLDER/none: no such"
            + " file; mend it, or rendezvous.next-poll-... count until it can be read",
        "rendezvous.metrics-log=FOLDER | fail  rendezvous.metrics-log: FOLDER is a folder: name a file",
        "seabird.database-url=sqlite:FOLDER/none/tokens.db | fail  seabird.database-url: FOLDER/none/tokens.db can't be"
            + " made: make the folder FOLDER/none, and let the user that runs Snowbird write there",
        "amqp.uri=amqp://127.0.0.1:1 | fail  amqp.uri: the message broker can't be used: nothing listens there;"
            + " look at the settings amqp.uri, amqp.username and amqp.password, and at the broker",
    })
    void whatIsWrongIsSaidWithWhatToDo(String setting, String line) throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = String.valueOf(taken.getLocalPort());

            int code = execute("--property",
                    setting.replace("TAKEN", port).replace("FOLDER", folder.toString()));

            assertTrue(lines().contains(line.replace("TAKEN", port)), output::toString);
            assertEquals(line.startsWith("fail") ? 1 : 0, code);
        }
    }

    @Test
    void aMistakeInARouteIsFoundAsByCheck() throws IOException {
        Files.writeString(folder.resolve("mine.camel.yaml"), """
                - route:
                    id: mine
                    from:
                      uri: direct:mine
                      steps:
                        - bean:
                            ref: chatCals
                """);

        assertEquals(1, execute());

        assertTrue(lines().contains("fail  routes: FOLDER/mine.camel.yaml:6: route mine, step bean: there is no bean"
                + " chatCals; did you mean chatCalls?"), output::toString);
    }

    @Test
    void anSqsThatIsNotThereIsWaitedForOnlySoLong() {
        assertEquals(1, execute("--property", "sqs.endpoint=http://127.0.0.1:1", "--broker-sqs-name", "offers",
                "--broker-sqs-region", "embedded"));

        // The SDK was seen to lose a call to a server that refuses connections.
        assertTrue(lines().stream().anyMatch(line -> line.matches("fail  sqs.endpoint: SQS (can't be reached|did not"
                + " answer in time): look at the credentials, the region and the network")), output::toString);
    }

    @Test
    void whatCanBeDoneOnSqsIsTriedThereAndChangesNothing() throws Exception {
        try (EmbeddedSqs sqs = EmbeddedSqs.start(0);
                SqsConnection connection = SqsClients.embedded(sqs.endpoint(), 10).open()) {
            SqsAsyncClient client = connection.client();

            assertEquals(0, examineSqs(sqs), output::toString);
            assertTrue(lines().stream().anyMatch(line -> line.startsWith("warn  sqs:CreateQueue: there seems to"
                + " be no")),
                    output::toString);
            assertEquals(List.of(), client.listQueues().join().queueUrls());

            String queue = BrokerQueue.ensure(client, "offers").join().url();
            client.sendMessage(request -> request.queueUrl(queue).messageBody("an offer")).join();
            assertEquals(0, examineSqs(sqs), output::toString);
            assertEquals(List.of(
                    "ok    sqs:ListQueues: queues can be found",
                    "ok    sqs:CreateQueue: the queue offers is there",
                    "ok    sqs:ReceiveMessage: offers can be received"),
                    lines().stream().filter(line -> line.contains("sqs:")).toList());
            assertEquals(1, client.receiveMessage(request -> request.queueUrl(queue)).join().messages().size());
        }
    }

    private int examineSqs(EmbeddedSqs sqs) {
        return execute("--property", "sqs.endpoint=" + sqs.endpoint(), "--broker-sqs-name", "offers",
                "--broker-sqs-region", "embedded");
    }

    @Test
    void whatCanBeDoneOnAnAmqpBrokerIsTriedThereAndIsGoneAfterwards() throws Exception {
        EmbeddedAmqp broker = EmbeddedAmqp.start(0);
        try (Connection connection = connected(broker)) {
            connection.createChannel().exchangeDeclare("seabird.events", BuiltinExchangeType.HEADERS, true);

            assertEquals(0, examineAmqp(broker, broker.password()), output::toString);

            assertEquals(List.of(
                    "ok    amqp.uri: the broker is reached",
                    "ok    amqp intake: it takes messages",
                    "ok    amqp exchanges: they are or can be declared",
                    "ok    amqp queues: they can be declared",
                    "ok    amqp bindings: queues can be bound",
                    "ok    amqp reading: queues can be read",
                    "ok    amqp writing: seabird.events can be published to",
                    "ok    amqp writing: seabird.requests can be published to",
                    "ok    amqp writing: seabird.directory can be published to"),
                    lines().stream().filter(line -> line.contains("amqp")).toList());
            connection.createChannel().exchangeDeclarePassive("seabird.events");
            for (String made : List.of("seabird.requests", "seabird.unroutable")) {
                assertThrows(IOException.class, () -> connection.createChannel().exchangeDeclarePassive(made));
            }
        } finally {
            broker.close();
        }
    }

    @Test
    void aWrongPasswordIsSaidAndNotRepeated() throws Exception {
        EmbeddedAmqp broker = EmbeddedAmqp.start(0);
        try {
            assertEquals(1, examineAmqp(broker, "wrong-one"));

            assertTrue(lines().contains("fail  amqp.uri: the message broker can't be used: it refuses the user or the"
                    + " password; look at the settings amqp.uri, amqp.username and amqp.password, and at the broker"),
                    output::toString);
            assertFalse(output.toString().contains("wrong-one"));
        } finally {
            broker.close();
        }
    }

    private int examineAmqp(EmbeddedAmqp broker, String password) {
        return execute("--property", "amqp.uri=amqp://%s:%d".formatted(broker.host(), broker.port()),
                "--property", "amqp.username=" + broker.username(), "--property", "amqp.password=" + password);
    }

    private static Connection connected(EmbeddedAmqp broker) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost(broker.host());
        factory.setPort(broker.port());
        factory.setUsername(broker.username());
        factory.setPassword(broker.password());
        return factory.newConnection();
    }

    private List<String> lines() {
        return output.toString().replace(folder.toString(), "FOLDER").lines().toList();
    }

    private int execute(String... options) {
        output = new StringWriter();
        List<String> all = new ArrayList<>();
        for (String setting : List.of("management.port=0", "http.port=0", "sqs.embedded.port=0",
                "seabird.bind-host=127.0.0.1:0", "rendezvous.disable-geoip=true",
                "seabird.database-url=sqlite:" + folder.resolve("tokens.db"))) {
            all.addAll(List.of("--property", setting));
        }
        all.addAll(List.of(options));
        SettingOptions settings = new SettingOptions();
        return new CommandLine(new DoctorCommand(
                settings, new RunOptions(settings), new TokenOptions(settings), () -> folder))
                .setOverwrittenOptionsAllowed(true)
                .setExecutionExceptionHandler(new LineOnWrongSetting())
                .setOut(new PrintWriter(output, true)).setErr(new PrintWriter(error, true))
                .execute(all.toArray(String[]::new));
    }
}
