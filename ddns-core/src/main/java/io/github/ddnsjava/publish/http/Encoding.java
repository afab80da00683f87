package io.github.ddnsjava.publish.http;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Percent-encoding. Stateless and thread-safe. */
public final class Encoding {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private Encoding() {}

    /** Encodes all characters of a text in UTF-8, except the unreserved ones of RFC 3986: letters, digits, {@code -._~}. */
    public static String percent(String text) {
        StringBuilder encoded = new StringBuilder(text.length() + 16);
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (isUnreserved((char) (b & 255))) {
                encoded.append((char) b);
            } else {
                encoded.append('%').append(HEX.toHexDigits(b));
            }
        }
        return encoded.toString();
    }

    private static boolean isUnreserved(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || "-._~".indexOf(c) >= 0;
    }
}
