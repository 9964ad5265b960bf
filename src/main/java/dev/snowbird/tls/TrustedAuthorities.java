package dev.snowbird.tls;

import dev.snowbird.start.StartException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Who may have signed the broker's certificate: the well-known authorities, or those in {@code amqp.tls-ca}. */
public final class TrustedAuthorities {

    private TrustedAuthorities() {
    }

    /**
     * Makes the TLS side of connections.
     *
     * @param file certificates in PEM; without it, the well-known ones count
     * @throws StartException when the file can't be read or holds no certificate
     */
    public static SSLContext context(Optional<Path> file) throws StartException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(file.isPresent() ? keyStore(file.get()) : null);
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (CertificateException e) {
            throw new StartException("amqp.tls-ca: %s holds no certificate in PEM".formatted(file.orElseThrow()), e);
        } catch (IOException e) {
            throw new StartException("amqp.tls-ca: %s can't be read: %s"
                    .formatted(file.orElseThrow(), e.getClass().getSimpleName()), e);
        } catch (GeneralSecurityException e) {
            throw new StartException("amqp.uri: TLS can't be used: " + e.getClass().getSimpleName(), e);
        }
    }

    private static KeyStore keyStore(Path file) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream content = Files.newInputStream(file)) {
            Collection<? extends Certificate> found =
                    CertificateFactory.getInstance("X.509").generateCertificates(content);
            if (found.isEmpty()) {
                throw new CertificateException("none");
            }
            for (Certificate certificate : found) {
                store.setCertificateEntry("authority-" + store.size(), certificate);
            }
        }
        return store;
    }
}
