package dev.snowbird.rendezvous.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.snowbird.reload.Reloads;
import dev.snowbird.testing.SelfSigned;
import dev.snowbird.tls.CertificateFiles;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static SelfSigned first;
    private static SelfSigned second;

    @TempDir
    private Path folder;
    private Path certificate;
    private final Reloads reloads = new Reloads(List.of());
    private Path key;
    private HttpEdge edge;
    private int port;

    @BeforeAll
    static void makeCertificates(@TempDir Path workshop) throws Exception {
        first = SelfSigned.make(workshop, "first", "EC");
        second = SelfSigned.make(workshop, "second", "RSA");
    }

    @BeforeEach
    void start() throws Exception {
        certificate = folder.resolve("cert.pem");
        key = folder.resolve("key.pem");
        first.write(certificate, key);
        edge = new HttpEdge(new EdgeLimits(PATIENCE, PATIENCE, PATIENCE, 8192, 100, 10, List.of()),
                Optional.of(new CertificateFiles("http", certificate, key, reloads)));
        port = edge.listen("127.0.0.1", 0);
    }

    @AfterEach
    void stop() throws Exception {
        edge.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void speaksBothVersions(String version) throws Exception {
        try (SSLSocket peer = connect()) {
            peer.setEnabledProtocols(new String[] {version});
            peer.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
            String response = new String(peer.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertTrue(response.startsWith("HTTP/1.1 404 "), response);
            assertEquals(version, peer.getSession().getProtocol());
        }
    }

    /** The certificate is one for ECDSA. */
    @Test
    void speaksTls12InForwardSecretAuthenticatedSuitesOnly() throws Exception {
        Set<String> spoken = new TreeSet<>();
        for (String suite : SelfSigned.trustAnyone().getSupportedSSLParameters().getCipherSuites()) {
            try (SSLSocket peer = connect()) {
                peer.setEnabledProtocols(new String[] {"TLSv1.2"});
                peer.setEnabledCipherSuites(new String[] {suite});
                peer.startHandshake();
                spoken.add(suite);
            } catch (SSLException refused) {
                spoken.remove(suite);
            }
        }
        assertEquals(Set.of("TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
                "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256"), spoken);
    }

    @Test
    void speaksHttp2ToThoseWhoAskForIt() throws Exception {
        HttpClient client = HttpClient.newBuilder().sslContext(SelfSigned.trustAnyone()).build();
        HttpResponse<String> response = client.send(
                HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port + "/")).timeout(PATIENCE).build(),
                BodyHandlers.ofString());

        assertEquals(HttpClient.Version.HTTP_2, response.version());
        assertEquals("404 page not found\n", response.body());
    }

    @Test
    void refusesPlainHttp() throws Exception {
        try (Socket peer = new Socket("127.0.0.1", port)) {
            peer.setSoTimeout((int) PATIENCE.toMillis());
            peer.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

            String response = new String(peer.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            assertTrue(!response.contains("HTTP/"), response);
        }
    }

    @Test
    void takesANewCertificateIntoUse() throws Exception {
        assertEquals("CN=first", seenName());

        second.write(certificate, key);
        reloads.reloadAll();

        assertEquals("CN=second", seenName());
    }

    private String seenName() throws Exception {
        try (SSLSocket peer = connect()) {
            peer.startHandshake();
            SSLSession session = peer.getSession();
            return session.getPeerPrincipal().getName();
        }
    }

    private SSLSocket connect() throws Exception {
        SSLSocket peer = (SSLSocket) SelfSigned.trustAnyone().getSocketFactory().createSocket("127.0.0.1", port);
        peer.setSoTimeout((int) PATIENCE.toMillis());
        return peer;
    }
}
