package io.github.ddnsjava.provider.testkit.fake;

import com.github.tomakehurst.wiremock.http.Request;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The parts from which fakes compute the signature that a request should have. They share no code with the signers of the
 * library, so that a mistake is not made twice. Stateless and thread-safe.
 */
public final class Signatures {
    private Signatures() {}

    /** Returns a SHA-256 hash in hexadecimal digits. */
    public static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** Returns the SHA-256 hash of a text in hexadecimal digits. */
    public static String sha256(String text) {
        return sha256(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns an HMAC-SHA256. */
    public static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** Returns the HMAC-SHA256 with a key that is derived by HMACs of these parts, in hexadecimal digits. */
    public static String hmac(String key, List<String> parts, String text) {
        byte[] derived = key.getBytes(StandardCharsets.UTF_8);
        for (String part : parts) {
            derived = hmac(derived, part);
        }
        return HexFormat.of().formatHex(hmac(derived, text));
    }

    /** Returns a text with all characters encoded that are not unreserved (RFC 3986). */
    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }

    /** Returns the named headers of a request, a line for each, as in {@code host:example.com}. */
    public static String headers(Request request, List<String> names) {
        return names.stream()
                .map(name ->
                        name + ":" + String.valueOf(request.getHeader(name)).strip() + "\n")
                .collect(Collectors.joining());
    }
}
