package dev.snowbird.tls;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.snowbird.reload.Reloads;
import dev.snowbird.testing.Broker;
import dev.snowbird.testing.SelfSigned;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.X509KeyManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class CertificateFilesTest {

    private static final Logger LOGGER = (Logger) LoggerFactory.getLogger(CertificateFiles.class);
    private static final String NO_KEY =
            "http.tls-key: %s holds no private key in PEM that belongs to the certificate in %s";
    private static SelfSigned first;
    private static SelfSigned second;
    private static SelfSigned third;

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    @TempDir
    private Path folder;
    private Path certificate;
    private Path key;
    private final Reloads reloads = new Reloads(List.of());
    private CertificateFiles files;

    @BeforeAll
    static void makeCertificates(@TempDir Path workshop) throws Exception {
        first = SelfSigned.make(workshop, "first", "EC");
        second = SelfSigned.make(workshop, "second", "RSA");
        third = SelfSigned.make(workshop, "third", "EC");
    }

    @BeforeEach
    void writeFirst() throws IOException {
        certificate = folder.resolve("cert.pem");
        key = folder.resolve("key.pem");
        first.write(certificate, key);
        files = new CertificateFiles("http", certificate, key, reloads);
        log.start();
        LOGGER.setAdditive(false);
        LOGGER.addAppender(log);
    }

    @AfterEach
    void detachLog() {
        LOGGER.detachAppender(log);
        LOGGER.setAdditive(true);
    }

    @Test
    void namesTheSettingOfAFileThatIsMissing() throws IOException {
        Files.delete(key);
        assertEquals("http.tls-key: " + key + " can't be read: NoSuchFileException", refusal());
        Files.delete(certificate);
        assertEquals("http.tls-cert: " + certificate + " can't be read: NoSuchFileException", refusal());
    }

    @Test
    void namesTheSettingOfAFileThatHoldsSomethingElse() throws IOException {
        for (String other : new String[] {"", "x", first.certificate().replace("M", "%"), first.key()}) {
            Files.writeString(certificate, other);
            assertEquals("http.tls-cert: " + certificate + " holds no certificate in PEM", refusal());
        }
        Files.writeString(certificate, first.certificate());
        for (String other : new String[] {"", "x", first.key().replace("M", "%"), first.certificate()}) {
            Files.writeString(key, other);
            assertEquals(NO_KEY.formatted(key, certificate), refusal());
        }
    }

    @Test
    void refusesTheKeyOfAnotherCertificate() throws IOException {
        for (SelfSigned other : new SelfSigned[] {second, third}) {
            Files.writeString(key, other.key());
            assertEquals(NO_KEY.formatted(key, certificate), refusal());
        }
    }

    @Test
    void takesANewPairOnceAndOnlyWhenBothFilesAreThere() throws Exception {
        X509KeyManager pair = files.renewed();
        assertEquals("CN=first", name(pair));
        Files.writeString(certificate, second.certificate());
        reloads.reloadChanged();
        Files.writeString(key, second.key());
        reloads.reloadChanged();
        assertEquals("CN=first", name(pair));
        reloads.reloadChanged();
        assertEquals("CN=second", name(pair));
        reloads.reloadChanged();
        reloads.reloadChanged();
        assertEquals(List.of("The certificate in " + certificate + " is in use, valid until " + end(pair)), lines());
    }

    @Test
    void logsABadPairOnceAndStillSeesTheNextGoodOne() throws Exception {
        X509KeyManager pair = files.renewed();
        Files.writeString(key, "x");
        for (int i = 0; i < 5; i++) {
            reloads.reloadChanged();
        }
        assertEquals(List.of("The certificate in use is kept: " + NO_KEY.formatted(key, certificate)), lines());
        assertEquals("CN=first", name(pair));
        second.write(certificate, key);
        reloads.reloadChanged();
        reloads.reloadChanged();
        assertEquals("CN=second", name(pair));
    }

    @Test
    void readsAtOnceWhenAskedTo() throws Exception {
        X509KeyManager pair = files.renewed();
        third.write(certificate, key);
        reloads.reloadAll();
        assertEquals("CN=third", name(pair));
    }

    @Test
    void isLookedAtAgainAndAgainUntilThatEnds() throws Exception {
        X509KeyManager pair = files.renewed();
        try (AutoCloseable looks = reloads.lookAgainAfter(Duration.ofMillis(10))) {
            second.write(certificate, key);
            await().atMost(Broker.patience()).until(() -> name(pair).equals("CN=second"));
        }
    }

    private static String name(X509KeyManager pair) {
        return inUse(pair).getSubjectX500Principal().getName();
    }

    private static Instant end(X509KeyManager pair) {
        return inUse(pair).getNotAfter().toInstant();
    }

    private static X509Certificate inUse(X509KeyManager pair) {
        return pair.getCertificateChain(pair.getServerAliases("EC", null)[0])[0];
    }

    private List<String> lines() {
        return List.copyOf(log.list).stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    private String refusal() {
        return assertThrows(BadCertificateException.class, () -> files.renewed()).getMessage();
    }
}
