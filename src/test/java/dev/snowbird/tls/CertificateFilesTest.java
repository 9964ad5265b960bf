package dev.snowbird.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.snowbird.testing.SelfSigned;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class CertificateFilesTest {

    private static final Vertx VERTX = Vertx.vertx();
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
    private CertificateFiles files;

    @BeforeAll
    static void makeCertificates(@TempDir Path workshop) throws Exception {
        first = SelfSigned.make(workshop, "first", "EC");
        second = SelfSigned.make(workshop, "second", "RSA");
        third = SelfSigned.make(workshop, "third", "EC");
    }

    @AfterAll
    static void closeVertx() {
        VERTX.close();
    }

    @BeforeEach
    void writeFirst() throws IOException {
        certificate = folder.resolve("cert.pem");
        key = folder.resolve("key.pem");
        first.write(certificate, key);
        files = new CertificateFiles("http", certificate, key);
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
    void offersANewPairOnceAndOnlyWhenBothFilesAreThere() throws Exception {
        files.load(VERTX);
        assertNothingNew();
        Files.writeString(certificate, second.certificate());
        assertNothingNew();
        Files.writeString(key, second.key());
        assertNothingNew();
        assertTrue(files.loadWhenChanged(VERTX).isPresent());
        assertNothingNew();
        assertNothingNew();
        assertEquals(0, log.list.size());
    }

    @Test
    void logsABadPairOnceAndStillSeesTheNextGoodOne() throws Exception {
        files.load(VERTX);
        Files.writeString(key, "x");
        for (int i = 0; i < 5; i++) {
            assertNothingNew();
        }
        assertEquals(1, log.list.size());
        assertEquals("The certificate in use is kept: " + NO_KEY.formatted(key, certificate),
                log.list.get(0).getFormattedMessage());
        second.write(certificate, key);
        assertNothingNew();
        assertTrue(files.loadWhenChanged(VERTX).isPresent());
    }

    private void assertNothingNew() {
        assertTrue(files.loadWhenChanged(VERTX).isEmpty());
    }

    private String refusal() {
        return assertThrows(BadCertificateException.class, () -> files.load(VERTX)).getMessage();
    }
}
