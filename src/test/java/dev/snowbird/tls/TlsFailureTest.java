package dev.snowbird.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.snowbird.start.DaemonThreads;
import dev.snowbird.start.StartException;
import dev.snowbird.testing.AmqpCore;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an operator is told when TLS with the broker fails, with servers that have each of the usual mistakes. */
class TlsFailureTest {

    private static final String PASSWORD = "changeit";

    @TempDir
    private static Path folder;

    @BeforeAll
    static void makeAnAuthority() throws Exception {
        keytool("-genkeypair", "-alias", "authority", "-keyalg", "EC", "-dname", "CN=authority", "-ext", "bc:c");
        keytool("-exportcert", "-alias", "authority", "-rfc", "-file", folder.resolve("authority.pem").toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "localhost|-10d|5|its certificate has expired",
        "localhost|+5d|10|its certificate is not valid yet",
        "elsewhere|-1d|10|its certificate is made out for another name than the host's",
    })
    void whatIsWrongWithACertificateOfATrustedAuthority(String name, String start, String days, String words)
            throws Exception {
        String alias = name + start;
        keytool("-genkeypair", "-alias", alias, "-keyalg", "EC", "-dname", "CN=" + name);
        Path request = folder.resolve(alias + ".csr");
        Path signed = folder.resolve(alias + ".pem");
        keytool("-certreq", "-alias", alias, "-file", request.toString());
        keytool("-gencert", "-alias", "authority", "-infile", request.toString(), "-outfile", signed.toString(),
                "-startdate", start, "-validity", days, "-ext", "san=dns:" + name);
        keytool("-importcert", "-noprompt", "-alias", alias, "-file", signed.toString());

        assertNoStart(words, alias, Map.of("amqp.tls-ca", folder.resolve("authority.pem").toString()));
    }

    @Test
    void aCertificateOfAnAuthorityThatNobodyKnows() throws Exception {
        assertNoStart("its certificate is signed by no authority that is trusted; see amqp.tls-ca", "authority",
                Map.of());
    }

    private static void assertNoStart(String words, String alias, Map<String, String> settings) throws Exception {
        try (SSLServerSocket server = server(alias)) {
            StartException failure = assertThrows(StartException.class,
                    () -> AmqpCore.at("amqps://u:p@localhost:" + server.getLocalPort(), settings));
            assertEquals("amqp.uri: the message broker can't be used: " + words, failure.getMessage());
        }
    }

    @Test
    void aServerThatHangsUp() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 9, InetAddress.getLoopbackAddress())) {
            serve(server, Socket::close);
            StartException failure = assertThrows(StartException.class,
                    () -> AmqpCore.at("amqps://u:p@localhost:" + server.getLocalPort(), Map.of()));
            assertEquals("amqp.uri: the message broker can't be used: it hung up in the middle of the TLS handshake",
                    failure.getMessage());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "protocol_version, it speaks no version of TLS that the JDK speaks",
        "handshake_failure, 'it and the JDK have no TLS cipher in common, or it wants a client certificate'",
        "certificate_required, 'it wants a client certificate, which Snowbird does not have'",
        "internal_error, it refuses TLS (internal_error)",
    })
    void whatAServerSaysWithAnAlert(String alert, String words) {
        assertEquals(words, TlsFailure.describe(new SSLHandshakeException("Received fatal alert: " + alert)));
    }

    @Test
    void whateverElse() {
        assertEquals("its certificate or its TLS can't be used", TlsFailure.describe(new SSLException("odd")));
    }

    private static SSLServerSocket server(String alias) throws Exception {
        KeyStore all = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store())) {
            all.load(in, PASSWORD.toCharArray());
        }
        KeyStore one = KeyStore.getInstance("PKCS12");
        one.load(null, null);
        one.setKeyEntry("a", all.getKey(alias, PASSWORD.toCharArray()), PASSWORD.toCharArray(),
                all.getCertificateChain(alias));
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(one, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        SSLServerSocket server = (SSLServerSocket) context.getServerSocketFactory()
                .createServerSocket(0, 9, InetAddress.getLoopbackAddress());
        serve(server, socket -> socket.getInputStream().read());
        return server;
    }

    /** What a server does with a connection. */
    @FunctionalInterface
    private interface Service {

        void on(Socket socket) throws IOException;
    }

    private static void serve(ServerSocket server, Service service) {
        DaemonThreads.named("test-tls").newThread(() -> {
            while (!server.isClosed()) {
                try (Socket socket = server.accept()) {
                    service.on(socket);
                } catch (IOException refused) {
                    continue;
                }
            }
        }).start();
    }

    private static Path store() {
        return folder.resolve("keys.p12");
    }

    private static void keytool(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-storetype", "PKCS12", "-keystore", store().toString(), "-storepass", PASSWORD));
        Process process = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.txt").toFile()).start();
        if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
            throw new IllegalStateException(Files.readString(folder.resolve("keytool.txt")));
        }
    }
}
