package io.github.ddnsjava.internal.http;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/** The message for a person about a TLS connection that failed. It contains the JDK's own words. Stateless. */
final class TlsFailure {
    private static final int MAX_WORDS = 300;

    /** Alerts that a server sends about the client's certificate (RFC 8446, 6.2). */
    private static final Pattern CLIENT = Pattern.compile(
            "received fatal alert: (certificate_required|bad_certificate|unsupported_certificate|certificate_revoked"
                    + "|certificate_expired|certificate_unknown|unknown_ca|access_denied)",
            Pattern.CASE_INSENSITIVE);

    private TlsFailure() {}

    /** Returns a sentence without a full stop. */
    static String message(SSLException failure) {
        String words = "; the JDK says: " + words(failure);
        if (isOfCertificate(failure)) {
            return "TLS failed: the server's certificate is not trusted or is another host's; a captive portal or a"
                    + " proxy may have answered in its place" + words;
        }
        if (words.contains("handshake_failure")) {
            return "TLS failed: the server refused the handshake; it may share no cipher with this JVM (a Java runtime"
                    + " that was cut down by jlink may lack the module jdk.crypto.ec)" + words;
        }
        if (CLIENT.matcher(words).find()) {
            return "TLS failed: the server wants a client certificate, or does not accept the one that it was shown"
                    + words;
        }
        if (words.toLowerCase(Locale.ROOT).contains("unrecognized ssl message")) {
            return "TLS failed: the answer is not TLS; the port may be one for plain HTTP, or a captive portal answered"
                    + words;
        }
        return "TLS failed" + words;
    }

    private static boolean isOfCertificate(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException
                    || cause instanceof CertPathBuilderException
                    || cause instanceof CertPathValidatorException) {
                return true;
            }
        }
        return false;
    }

    /** Words that a certificate of any origin can be part of, so they are bounded and printable. */
    private static String words(SSLException failure) {
        String message = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        String printable = message.replaceAll("[^ -~]", "?");
        return printable.length() > MAX_WORDS ? printable.substring(0, MAX_WORDS) + "…" : printable;
    }
}
