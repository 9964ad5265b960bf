package dev.snowbird.tls;

/** Why a certificate and its key can't be used, in one line that names the setting. */
public final class BadCertificateException extends Exception {

    private static final long serialVersionUID = 1L;

    BadCertificateException(String line) {
        super(line.replaceAll("\\p{Cntrl}", "?"));
    }
}
