package dev.snowbird.rendezvous.it;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.snowbird.testing.Broker;
import dev.snowbird.testing.Http;
import dev.snowbird.testing.Program;
import dev.snowbird.testing.SelfSigned;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program reads its files again on SIGHUP (Snowflake contract, section 25, item 19). */
@DisabledOnOs(OS.WINDOWS)
class ReloadIT {

    @TempDir
    private Path folder;

    @Test
    void sighupBringsNewPollIntervalsAndABadFileChangesNothing() throws Exception {
        Path file = folder.resolve("intervals.json");
        Files.writeString(file, "{\"restricted_poll_interval\": 500000}");
        try (Program program = Program.ready(folder, Map.of(), "--poll-interval-filepath", file.toString(),
                "--property", "rendezvous.reload-interval=1h", "--property", "rendezvous.proxy-timeout=1s",
                "--property", "rendezvous.polls-per-interval=0")) {
            assumeFalse(logged(program, "SIGHUP does nothing"), "these tests were started to ignore SIGHUP");
            assertEquals(4, nextPoll(program));

            Files.writeString(file, "{\"strict_poll_interval\": 900000}");
            hangUp(program);
            await().atMost(Broker.patience()).until(() -> logged(program, "Loaded strict poll interval: 900000 ms"));
            assertEquals(8, nextPoll(program));

            Files.writeString(file, "{");
            hangUp(program);
            await().atMost(Broker.patience()).until(() -> logged(program, "failed to load poll interval from file: "));
            assertEquals(8, nextPoll(program));
            assertTrue(program.error().stream().noneMatch(line -> line.contains("\tat ")), program.error().toString());
        }
    }

    @Test
    void sighupRenewsTheCertificatesOfBothPorts() throws Exception {
        Path certificate = folder.resolve("cert.pem");
        Path key = folder.resolve("key.pem");
        SelfSigned.make(folder, "first", "EC").write(certificate, key);
        SelfSigned second = SelfSigned.make(folder, "second", "RSA");
        try (Program program = Program.ready(folder, Map.of(), "--cert", certificate.toString(),
                "--key", key.toString(), "--property", "seabird.enabled=true", "--property", "sqs.endpoint=none",
                "--property", "seabird.tls-cert=" + certificate, "--property", "seabird.tls-key=" + key)) {
            assumeFalse(logged(program, "SIGHUP does nothing"), "these tests were started to ignore SIGHUP");
            assertEquals(List.of("CN=first", "CN=first"), List.of(name(program, "http"), name(program, "seabird")));

            second.write(certificate, key);
            hangUp(program);
            await().atMost(Broker.patience()).until(() -> count(program, "is in use, valid until ") >= 2);
            assertEquals(List.of("CN=second", "CN=second"), List.of(name(program, "http"), name(program, "seabird")));

            // Without a signal each port complains once of the same files.
            Files.writeString(key, "no key");
            String complaint = "The certificate in use is kept: ";
            await().atMost(Broker.patience()).until(() -> count(program, complaint) == 2);
            hangUp(program);
            await().atMost(Broker.patience()).until(() -> count(program, complaint) == 4);
            assertEquals(List.of("CN=second", "CN=second"), List.of(name(program, "http"), name(program, "seabird")));
        }
    }

    private static String name(Program program, String port) throws Exception {
        URI address = program.listener(port, "/");
        try (SSLSocket peer = (SSLSocket) SelfSigned.trustAnyone().getSocketFactory()
                .createSocket(address.getHost(), address.getPort())) {
            SSLParameters http2 = peer.getSSLParameters();
            http2.setApplicationProtocols(new String[] {"h2"});
            peer.setSSLParameters(http2);
            peer.setSoTimeout((int) Broker.patience().toMillis());
            peer.startHandshake();
            return peer.getSession().getPeerPrincipal().getName();
        }
    }

    private static long count(Program program, String text) {
        return program.error().stream().filter(line -> line.contains(text)).count();
    }

    private static void hangUp(Program program) throws Exception {
        assertEquals(0, new ProcessBuilder("kill", "-HUP", String.valueOf(program.pid())).start().waitFor());
    }

    private static boolean logged(Program program, String text) {
        return program.error().stream().anyMatch(line -> line.contains(text));
    }

    /** Returns the next poll in hundreds of seconds, so that what has passed of it does not matter. */
    private static int nextPoll(Program program) throws Exception {
        String poll = "{\"Sid\":\"the-sid\",\"Version\":\"1.3\",\"AcceptedRelayPattern\":\"snowflake.torproject.net$\"}";
        String answer = Http.post(program.listener("http", "/proxy"), poll).body();
        return (int) Broker.json(answer).get("NextPoll") / 100_000;
    }
}
