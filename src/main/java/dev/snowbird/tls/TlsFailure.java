package dev.snowbird.tls;

import dev.snowbird.log.RootCause;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What went wrong with TLS, of which the JDK has one exception for nearly everything. */
public final class TlsFailure {

    private static final Pattern ALERT = Pattern.compile("fatal alert: (\\w+)");
    private static final Map<String, String> ALERTS = Map.of(
            "protocol_version", "it speaks no version of TLS that the JDK speaks",
            "handshake_failure", "it and the JDK have no TLS cipher in common, or it wants a client certificate",
            "bad_certificate", "it wants a client certificate, which Snowbird does not have",
            "certificate_required", "it wants a client certificate, which Snowbird does not have");

    private TlsFailure() {
    }

    /**
     * Describes a failure in words for an operator.
     *
     * @param failure an {@link javax.net.ssl.SSLException}, or what was caused by one
     */
    public static String describe(Throwable failure) {
        for (Throwable cause : RootCause.chain(failure).toList()) {
            if (cause instanceof CertificateExpiredException) {
                return "its certificate has expired";
            }
            if (cause instanceof CertificateNotYetValidException) {
                return "its certificate is not valid yet";
            }
            if (cause instanceof CertPathBuilderException) {
                return "its certificate is signed by no authority that is trusted; see amqp.tls-ca";
            }
        }
        return ofTexts(failure);
    }

    /** Of these the JDK has only texts, which are the same in all languages. */
    private static String ofTexts(Throwable failure) {
        for (Throwable cause : RootCause.chain(failure).toList()) {
            String text = String.valueOf(cause.getMessage());
            if (text.contains("SSL message")) {
                return "it speaks no TLS on that port; for AMQP without TLS the URI begins with amqp:";
            }
            if (cause instanceof CertificateException && (text.startsWith("No ") || text.contains("alternative"))) {
                return "its certificate is made out for another name than the host's";
            }
            Matcher alert = ALERT.matcher(text);
            if (alert.find()) {
                return ALERTS.getOrDefault(alert.group(1), "it refuses TLS (%s)".formatted(alert.group(1)));
            }
            if (text.contains("terminated the handshake")) {
                return "it hung up in the middle of the TLS handshake";
            }
        }
        return "its certificate or its TLS can't be used";
    }
}
