package io.github.ddnsjava.publish;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Makes account keys. */
public final class Accounts {
    private Accounts() {}

    /**
     * Returns an opaque key of an endpoint and a principal (a user name, an access key id, or a token): a shortened
     * SHA-256, from which neither can be told.
     */
    public static String key(String endpoint, String principal) {
        try {
            byte[] text = (endpoint + '\n' + principal).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
