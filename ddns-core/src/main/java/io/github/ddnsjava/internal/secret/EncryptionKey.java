package io.github.ddnsjava.internal.secret;

import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.internal.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A key of the source {@code encrypted}, with the id by which a value names its key. Immutable.
 *
 * @param id the first digits of the key's hash, or the salt of a passphrase
 * @param key for AES-256
 */
public record EncryptionKey(String id, SecretKey key) {
    /** The length of a key. */
    public static final int BYTES = 32;

    /** The length of a salt. */
    public static final int SALT_BYTES = 16;

    /** The form of the id of a key that was made from a passphrase. */
    static final Pattern OF_PASSPHRASE = Pattern.compile("p([A-Za-z0-9_-]{22})");

    private static final String START = "ddns-key-v1.";
    private static final Pattern TEXT = Pattern.compile("ddns-key-v1\\.([A-Za-z0-9_-]{43})");
    private static final int ROUNDS = 600_000;
    private static final int SHORTEST_PASSPHRASE = 12;

    /** Returns the text of a key, as it stands in a file. */
    public static String text(byte[] key) {
        return START + base64(key);
    }

    /**
     * Returns the key that a text is.
     *
     * @throws ConfigurationException if it is none; the message does not show it
     */
    public static EncryptionKey of(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new ConfigurationException(
                    "",
                    "the key of the encrypted secrets has the wrong form; make one with \"encrypt --new-key FILE\", or give"
                            + " a passphrase as passphrase",
                    "");
        }
        byte[] bytes = Base64.getUrlDecoder().decode(matcher.group(1));
        return new EncryptionKey(HexFormat.of().formatHex(Sha256.of(bytes), 0, 4), new SecretKeySpec(bytes, "AES"));
    }

    /**
     * Returns the key that PBKDF2 makes of a passphrase and a salt.
     *
     * @throws ConfigurationException if the passphrase is too short
     */
    public static EncryptionKey derived(String passphrase, byte[] salt) {
        if (passphrase.codePointCount(0, passphrase.length()) < SHORTEST_PASSPHRASE) {
            throw new ConfigurationException(
                    "",
                    "the passphrase of the encrypted secrets is shorter than " + SHORTEST_PASSPHRASE
                            + " characters; choose a longer one, or make a key with \"encrypt --new-key FILE\"",
                    "");
        }
        PBEKeySpec spec = new PBEKeySpec(passphrase.toCharArray(), salt, ROUNDS, BYTES * 8);
        try {
            byte[] bytes = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
            return new EncryptionKey("p" + base64(salt), new SecretKeySpec(bytes, "AES"));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java platform has PBKDF2WithHmacSHA256", e);
        } finally {
            spec.clearPassword();
        }
    }

    /** Returns bytes in Base64 for URLs, without padding: a reference must not contain a brace. */
    static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Returns the part of an envelope that is authenticated and not encrypted. */
    byte[] associatedData() {
        return ("encrypted:" + Envelope.VERSION + "." + id).getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public String toString() {
        return "EncryptionKey[" + id + "]";
    }
}
