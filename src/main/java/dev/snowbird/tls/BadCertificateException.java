package dev.snowbird.tls;

import java.io.IOException;

/** Why a certificate and its key can't be used, in one line that names the setting. */
public final class BadCertificateException extends IOException {

    private static final long serialVersionUID = 1L;

    BadCertificateException(String line) {
        super(line.replaceAll("\\p{Cntrl}", "?"));
    }
}
