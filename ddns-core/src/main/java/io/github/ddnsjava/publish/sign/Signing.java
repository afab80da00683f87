package io.github.ddnsjava.publish.sign;

import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.publish.http.Encoding;
import io.github.ddnsjava.publish.http.OutgoingRequest;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Pieces of signatures: hashes, HMACs (RFC 2104) and the canonical query. Texts are UTF-8. Stateless and thread-safe. */
public final class Signing {
    private Signing() {}

    /** Returns the SHA-256 of these bytes, in lower-case hexadecimal digits. */
    public static String sha256Hex(byte[] message) {
        return hex(digest("SHA-256", message));
    }

    /** Returns the SHA-1 of these bytes, in lower-case hexadecimal digits. For vendors that ask for nothing better. */
    public static String sha1Hex(byte[] message) {
        return hex(digest("SHA-1", message));
    }

    /** Returns the MD5 of these bytes, in lower-case hexadecimal digits. For vendors that ask for nothing better. */
    public static String md5Hex(byte[] message) {
        return hex(digest("MD5", message));
    }

    static byte[] digest(String algorithm, byte[] message) {
        try {
            return MessageDigest.getInstance(algorithm).digest(message);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java platform has " + algorithm, e);
        }
    }

    /** Returns the HMAC-SHA256 of these bytes. The key is not empty. */
    public static byte[] hmacSha256(byte[] key, byte[] message) {
        return hmac("HmacSHA256", key, message);
    }

    /** Returns the HMAC-SHA256 of a text. The key is not empty. */
    public static byte[] hmacSha256(byte[] key, String message) {
        return hmacSha256(key, utf8(message));
    }

    /** Returns the HMAC-SHA1 of a text. The key is not empty. */
    public static byte[] hmacSha1(byte[] key, String message) {
        return hmac("HmacSHA1", key, utf8(message));
    }

    private static byte[] hmac(String algorithm, byte[] key, byte[] message) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(key, algorithm));
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java platform has " + algorithm, e);
        }
    }

    /** Returns bytes as lower-case hexadecimal digits. */
    public static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    /** Returns bytes in Base64 with padding (RFC 4648, section 4). */
    public static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /**
     * Returns the query of a request as servers rebuild it: names and values percent-encoded as RFC 3986 says, sorted by
     * the encoded name and then by the encoded value. A parameter without a value ends with an equals sign. Empty if
     * there is no query.
     */
    public static String canonicalQuery(OutgoingRequest request) {
        return parameters(request).stream()
                .sorted(Map.Entry.<String, String>comparingByKey().thenComparing(Map.Entry.comparingByValue()))
                .map(parameter -> parameter.getKey() + "=" + parameter.getValue())
                .collect(Collectors.joining("&"));
    }

    /** Returns names and values of the query, encoded as RFC 3986 says, in the order in which they are sent. */
    static List<Map.Entry<String, String>> parameters(OutgoingRequest request) {
        String query = request.url().getRawQuery();
        return Arrays.stream(query == null ? new String[0] : query.split("&"))
                .filter(parameter -> !parameter.isEmpty())
                .map(parameter -> parameter.split("=", 2))
                .map(parts -> Map.entry(normal(parts[0]), parts.length == 1 ? "" : normal(parts[1])))
                .collect(Collectors.toList());
    }

    /** Encodes an encoded text anew, so that the same characters are encoded, with the same digits, whoever encoded it. */
    private static String normal(String encoded) {
        StringBuilder normal = new StringBuilder(encoded.length());
        for (int i = 0; i < encoded.length(); ) {
            int c = encoded.codePointAt(i);
            if (c == '%') {
                String escape = encoded.substring(i, i + 3);
                int octet = HexFormat.fromHexDigits(escape, 1, 3);
                normal.append(
                        octet < 128 ? Encoding.percent(Character.toString(octet)) : escape.toUpperCase(Locale.ROOT));
                i += 3;
            } else {
                normal.append(Encoding.percent(Character.toString(c)));
                i += Character.charCount(c);
            }
        }
        return normal.toString();
    }

    /** Joins lines with line feeds, without one at the end: the form of most strings to sign. */
    static String lines(Object... lines) {
        return Arrays.stream(lines).map(Object::toString).collect(Collectors.joining("\n"));
    }

    /** Joins texts around a body, which stays as it is, byte for byte. */
    static byte[] around(String before, byte[] body, String after) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(utf8(before));
        all.writeBytes(body);
        all.writeBytes(utf8(after));
        return all.toByteArray();
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Reveals a secret that makes a key, which cannot be empty. */
    static String reveal(OutgoingRequest request, Secret secret, String what) {
        String text = request.reveal(secret);
        if (text.isEmpty()) {
            throw new ConfigurationException("", what + " is empty; set it to the value that the vendor shows", "");
        }
        return text;
    }
}
