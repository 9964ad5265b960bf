package dev.snowbird.seabird.it;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snowbird.testing.BrokersTest;
import dev.snowbird.testing.ChatProgram;
import dev.snowbird.testing.Program;
import dev.snowbird.testing.RabbitMq;
import dev.snowbird.testing.SelfSigned;
import dev.snowbird.testing.TestBroker;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What stops the start of Seabird is one line that names the setting and holds no password. */
class ChatStartIT {

    private static final String SECRET = "hunter2";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"seabird.bind-host, 127.0.0.1:", "amqp.embedded.port, ''"})
    void aTakenPort(String setting, String before) throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertFails(1, setting, setting + "=" + before + taken.getLocalPort());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "amqp.uri, amqp.uri=amqp://user:hunter2@127.0.0.1:1",
        "amqp.uri, amqp.uri=amqp://user:hunter2@broker.invalid",
        "amqp.tls-ca, amqp.uri=amqps://user:hunter2@127.0.0.1:1 amqp.tls-ca=missing.pem",
        "seabird.tls-cert, seabird.tls-cert=missing.pem seabird.tls-key=missing.pem",
        "seabird.database-url, seabird.database-url=sqlite:no/such/folder.db",
        "seabird.database-url, seabird.database-url=sqlite:.",
        "seabird.database-url, seabird.database-url=sqlite:/proc/tokens.db",
        "seabird.database-url, seabird.database-url=sqlite:tokens.db?mode=ro",
        "seabird.database-url, seabird.database-url=postgres://user:hunter2@127.0.0.1:1/tokens",
        "seabird.database-url, seabird.database-url=postgresql://user:hunter2@server.invalid/tokens",
        "seabird.database-url, seabird.database-url=postgres://user:hunter2@127.0.0.1:1/tokens?password=hunter2",
    })
    void whatCannotBeUsed(String named, String settings) throws Exception {
        assertFails(1, named, settings.split(" "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"amqp.uri=http://user:hunter2@host", "amqp.uri=amqp://user:hunter2@ho st",
        "amqp.heartbeat=0s", "amqp.embedded.port=-1", "amqp.timeout=soon", "seabird.bind-host=127.0.0.1",
        "seabird.database-url=mysql://user:hunter2@host/tokens", "seabird.enabled=perhaps",
        "seabird.request-timeout=-1s", "seabird.events-exchange=amq.topic", "seabird.max-streams=many",
        "seabird.tls-cert=alone.pem", "seabird.bind-hots=:1", "amqp.url=amqp://user:hunter2@host"})
    void aMistakeOnTheCommandLine(String setting) throws Exception {
        assertFails(2, setting.substring(0, setting.indexOf('=')), setting);
    }

    @BrokersTest
    void aWrongPassword(TestBroker broker) throws Exception {
        assertFails(1, "amqp.uri", "amqp.uri=amqp://guest:" + SECRET + "@" + broker.amqpUri().getHost() + ":"
                + broker.amqpUri().getPort());
        assertFails(1, "amqp.uri", "amqp.uri=" + broker.amqpUri(), "amqp.password=" + SECRET);
    }

    @BrokersTest
    void aVirtualHostThatIsNotThere(TestBroker broker) throws Exception {
        assertFails(1, "amqp.uri", "amqp.uri=" + broker.amqpUri() + "/nowhere");
    }

    @Test
    void aBrokerWhoseCertificateIsNotTrustedOrIsAnothersIsRefused() throws Exception {
        Path certificate = folder.resolve("certificate.pem");
        SelfSigned.make(folder, "localhost", "EC").write(certificate, folder.resolve("key.pem"));
        try (RabbitMq rabbit = RabbitMq.launchWithTls(certificate, folder.resolve("key.pem"))) {
            String named = "amqps://guest:guest@localhost:" + rabbit.tlsUri().getPort();
            try (ChatProgram core = ChatProgram.ready(folder, named, "amqp.tls-ca=" + certificate)) {
                AmqpFailureIT.assertChatWorks(core.connect("peer"));
                assertTrue(core.program().error().isEmpty(), core.program().error().toString());
            }
            assertFails(1, "amqp.uri", "amqp.uri=" + named);
            assertFails(1, "amqp.uri", "amqp.uri=" + rabbit.tlsUri(), "amqp.tls-ca=" + certificate);
        }
    }

    private void assertFails(int code, String named, String... settings) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("--property", "seabird.enabled=true",
                "--property", "rendezvous.enabled=false"));
        for (String setting : settings) {
            arguments.addAll(List.of("--property", setting));
        }
        Path own = Files.createTempDirectory(folder, "run");
        try (Program program = Program.ready(own, Map.of(), arguments.toArray(String[]::new))) {
            String line = program.failure(code);
            assertTrue(line.contains(named), line);
            assertFalse(line.contains(SECRET), line);
        }
    }
}
