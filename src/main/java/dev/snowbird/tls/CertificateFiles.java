package dev.snowbird.tls;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509KeyManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A server's certificate and its key: two PEM files that somebody renews while the program runs. */
public final class CertificateFiles {

    private static final Logger LOG = LoggerFactory.getLogger(CertificateFiles.class);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(2);

    private final String certificateSetting;
    private final String keySetting;
    private final Path certificate;
    private final Path key;
    /** What was in the files when they were last looked at. */
    private Contents seen;
    /** What was in the files when they were last taken into use, or were found to be of no use. */
    private Contents tried;

    /** What is in the two files, or why that can't be told. */
    private record Contents(Buffer certificate, Buffer key, String problem) {
    }

    /**
     * Takes the places of the files.
     *
     * @param server      what the names of the server's settings begin with, such as http
     * @param certificate the certificate, and below it any that lead to a well-known one
     * @param key         the private key of the first certificate
     */
    public CertificateFiles(String server, Path certificate, Path key) {
        this.certificateSetting = server + ".tls-cert";
        this.keySetting = server + ".tls-key";
        this.certificate = certificate;
        this.key = key;
    }

    /**
     * Returns the pair in the files, which follows them from now on.
     *
     * @param vertx looks at the files until it is closed
     * @throws BadCertificateException as {@link #load}
     */
    public X509ExtendedKeyManager renewed(Vertx vertx) throws BadCertificateException {
        RenewableKeyManager pair = new RenewableKeyManager(load(vertx));
        vertx.setPeriodic(LOOK_AGAIN.toMillis(), timer -> vertx.executeBlocking(() -> {
            loadWhenChanged(vertx).ifPresent(next -> {
                pair.renew(next);
                LOG.info("The certificate has been renewed");
            });
            return null;
        }));
        return pair;
    }

    /**
     * Loads both.
     *
     * @throws BadCertificateException when there is no certificate, no key, or they don't belong together
     */
    synchronized X509ExtendedKeyManager load(Vertx vertx) throws BadCertificateException {
        seen = contents();
        tried = seen;
        return use(vertx, seen);
    }

    /**
     * Returns what is in the files when it is new and good. When it is bad, that is logged once. Files that are still
     * being replaced, one after the other, are left for the next time.
     */
    synchronized Optional<X509ExtendedKeyManager> loadWhenChanged(Vertx vertx) {
        Contents now = contents();
        boolean settled = now.equals(seen);
        seen = now;
        if (!settled || now.equals(tried)) {
            return Optional.empty();
        }
        tried = now;
        try {
            return Optional.of(use(vertx, now));
        } catch (BadCertificateException e) {
            LOG.warn("The certificate in use is kept: {}", e.getMessage());
            return Optional.empty();
        }
    }

    private Contents contents() {
        String setting = certificateSetting;
        Path file = certificate;
        try {
            Buffer first = Buffer.buffer(Files.readAllBytes(certificate));
            setting = keySetting;
            file = key;
            return new Contents(first, Buffer.buffer(Files.readAllBytes(key)), "");
        } catch (IOException e) {
            return new Contents(Buffer.buffer(), Buffer.buffer(), "%s: %s can't be read: %s"
                    .formatted(setting, file, e.getClass().getSimpleName()));
        }
    }

    private X509ExtendedKeyManager use(Vertx vertx, Contents contents) throws BadCertificateException {
        if (!contents.problem().isEmpty()) {
            throw new BadCertificateException(contents.problem());
        }
        try {
            new PemTrustOptions().addCertValue(contents.certificate()).loadKeyStore(vertx);
        } catch (Exception e) {
            throw new BadCertificateException(
                    "%s: %s holds no certificate in PEM".formatted(certificateSetting, certificate));
        }
        try {
            X509ExtendedKeyManager pair = (X509ExtendedKeyManager) new PemKeyCertOptions()
                    .setCertValue(contents.certificate()).setKeyValue(contents.key())
                    .getKeyManagerFactory(vertx).getKeyManagers()[0];
            if (belongTogether(pair)) {
                return pair;
            }
        } catch (Exception e) {
            // Not told in the exception's own words, which may quote the key.
            LOG.debug("No key: {}", e.getClass().getName());
        }
        throw new BadCertificateException("%s: %s holds no private key in PEM that belongs to the certificate in %s"
                .formatted(keySetting, key, certificate));
    }

    /** Lets the certificate verify what the key signs. */
    private static boolean belongTogether(X509KeyManager manager) throws GeneralSecurityException {
        String alias = Stream.of("RSA", "EC", "EdDSA", "RSASSA-PSS")
                .map(type -> manager.getServerAliases(type, null)).filter(Objects::nonNull)
                .flatMap(Stream::of).findFirst().orElse("");
        X509Certificate[] chain = manager.getCertificateChain(alias);
        PrivateKey privateKey = manager.getPrivateKey(alias);
        if (chain == null || privateKey == null) {
            return false;
        }
        Signature signature = Signature.getInstance(switch (privateKey.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> privateKey.getAlgorithm();
        });
        byte[] text = "anything".getBytes(StandardCharsets.UTF_8);
        signature.initSign(privateKey);
        signature.update(text);
        byte[] signed = signature.sign();
        signature.initVerify(chain[0].getPublicKey());
        signature.update(text);
        return signature.verify(signed);
    }
}
