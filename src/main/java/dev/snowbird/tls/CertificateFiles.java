package dev.snowbird.tls;

import dev.snowbird.reload.ReloadableFile;
import dev.snowbird.reload.Reloads;
import io.grpc.util.AdvancedTlsX509KeyManager;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509KeyManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A server's certificate and its key: two PEM files that somebody renews while the program runs. */
public final class CertificateFiles {

    private static final Logger LOG = LoggerFactory.getLogger(CertificateFiles.class);

    private final String certificateSetting;
    private final String keySetting;
    private final Path certificate;
    private final Path key;
    private final Reloads reloads;
    private final AdvancedTlsX509KeyManager inUse = new AdvancedTlsX509KeyManager();

    /**
     * Takes the places of the files.
     *
     * @param server      what the names of the server's settings begin with, such as http
     * @param certificate the certificate, and below it any that lead to a well-known one
     * @param key         the private key of the first certificate
     * @param reloads     reads them again, once they are in use
     */
    public CertificateFiles(String server, Path certificate, Path key, Reloads reloads) {
        this.certificateSetting = server + ".tls-cert";
        this.keySetting = server + ".tls-key";
        this.certificate = certificate;
        this.key = key;
        this.reloads = reloads;
    }

    /**
     * Takes the pair in the files into use.
     *
     * @return the pair, which follows the files from now on
     * @throws BadCertificateException when there is no certificate, no key, or they don't belong together
     */
    public X509ExtendedKeyManager renewed() throws BadCertificateException {
        ReloadableFile<X509ExtendedKeyManager> files = new ReloadableFile<X509ExtendedKeyManager>(
                inUse, List.of(certificate, key), this::readAgain,
                failure -> LOG.warn("The certificate in use is kept: {}", failure.getMessage())).onceSettled();
        read();
        reloads.add(files);
        return inUse;
    }

    private X509ExtendedKeyManager readAgain() throws BadCertificateException {
        Date end = read().getNotAfter();
        LOG.info("The certificate in {} is in use, valid until {}", certificate, end.toInstant());
        return inUse;
    }

    private X509Certificate read() throws BadCertificateException {
        Buffer certificates = contents(certificateSetting, certificate);
        Buffer privateKey = contents(keySetting, key);
        if (!holdsCertificate(certificates)) {
            throw new BadCertificateException(
                    "%s: %s holds no certificate in PEM".formatted(certificateSetting, certificate));
        }
        try {
            // With the text at hand, Vert.x' reader of PEM needs no Vert.x.
            X509KeyManager pair = (X509KeyManager) new PemKeyCertOptions().setCertValue(certificates)
                    .setKeyValue(privateKey).getKeyManagerFactory(null).getKeyManagers()[0];
            String alias = alias(pair);
            X509Certificate[] chain = pair.getCertificateChain(alias);
            if (belongTogether(chain[0].getPublicKey(), pair.getPrivateKey(alias))) {
                inUse.updateIdentityCredentials(chain, pair.getPrivateKey(alias));
                return chain[0];
            }
        } catch (Exception e) {
            // Not told in the exception's own words, which may quote the key.
            LOG.debug("No key: {}", e.getClass().getName());
        }
        throw new BadCertificateException("%s: %s holds no private key in PEM that belongs to the certificate in %s"
                .formatted(keySetting, key, certificate));
    }

    private static Buffer contents(String setting, Path file) throws BadCertificateException {
        try {
            return Buffer.buffer(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new BadCertificateException(
                    "%s: %s can't be read: %s".formatted(setting, file, e.getClass().getSimpleName()));
        }
    }

    private static boolean holdsCertificate(Buffer text) {
        try {
            return !CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(text.getBytes())).isEmpty();
        } catch (CertificateException e) {
            return false;
        }
    }

    private static String alias(X509KeyManager pair) {
        return Stream.of("RSA", "EC", "EdDSA", "RSASSA-PSS")
                .map(type -> pair.getServerAliases(type, null)).filter(Objects::nonNull)
                .flatMap(Stream::of).findFirst().orElseThrow();
    }

    /** Lets the certificate verify what the key signs. */
    private static boolean belongTogether(PublicKey certified, PrivateKey privateKey) throws GeneralSecurityException {
        Signature signature = Signature.getInstance(switch (privateKey.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> privateKey.getAlgorithm();
        });
        byte[] text = "anything".getBytes(StandardCharsets.UTF_8);
        signature.initSign(privateKey);
        signature.update(text);
        byte[] signed = signature.sign();
        signature.initVerify(certified);
        signature.update(text);
        return signature.verify(signed);
    }
}
