package io.github.ddnsjava.internal.secret;

import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.internal.text.OutsideText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/**
 * An encrypted value as a text: {@code v1.KEYID.BASE64}, where the last part is the nonce, the encrypted text and its tag.
 * The version and the key's id are authenticated, so none of the three parts can be replaced. Immutable.
 */
public final class Envelope {
    static final String VERSION = "v1";

    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final Pattern FORM =
            Pattern.compile("v1\\.([0-9a-f]{8}|p[A-Za-z0-9_-]{22})\\.([A-Za-z0-9_-]{39,200000})");

    private final String keyId;
    private final byte[] sealed;

    private Envelope(String keyId, byte[] sealed) {
        this.keyId = keyId;
        this.sealed = sealed;
    }

    /** Encrypts a value with a new nonce. */
    public static String seal(EncryptionKey key, String value, SecureRandom random) {
        if (value.isEmpty()) {
            throw new ConfigurationException("", "the secret is empty", "");
        }
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] encrypted = cipher(Cipher.ENCRYPT_MODE, key, nonce).doFinal(value.getBytes(StandardCharsets.UTF_8));
            byte[] all = Arrays.copyOf(nonce, nonce.length + encrypted.length);
            System.arraycopy(encrypted, 0, all, nonce.length, encrypted.length);
            return VERSION + "." + key.id() + "." + EncryptionKey.base64(all);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java platform has AES/GCM/NoPadding", e);
        }
    }

    /**
     * Reads a text without opening it.
     *
     * @throws ConfigurationException if it has the wrong form
     */
    static Envelope parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (matcher.matches()) {
            byte[] sealed = decode(matcher.group(2));
            if (EncryptionKey.base64(sealed).equals(matcher.group(2))) {
                return new Envelope(matcher.group(1), sealed);
            }
        }
        throw new ConfigurationException("", "is not an encrypted secret, or was cut off", "what \"encrypt\" prints");
    }

    private static byte[] decode(String base64) {
        try {
            return Base64.getUrlDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            return new byte[0]; // of a length that no Base64 has
        }
    }

    String keyId() {
        return keyId;
    }

    /**
     * Opens it.
     *
     * @throws ConfigurationException if it was changed, or was not made with this key; the message begins with a verb
     */
    String open(EncryptionKey key) {
        byte[] nonce = Arrays.copyOf(sealed, NONCE_BYTES);
        try {
            byte[] opened =
                    cipher(Cipher.DECRYPT_MODE, key, nonce).doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
            return OutsideText.decode(opened);
        } catch (AEADBadTagException e) {
            String what = EncryptionKey.OF_PASSPHRASE.matcher(keyId).matches() ? "passphrase" : "key";
            throw new ConfigurationException(
                    "", "cannot be decrypted: it was changed, or the " + what + " is another one", "");
        } catch (GeneralSecurityException | IOException e) {
            throw new ConfigurationException("", "cannot be decrypted: it is no encrypted text", "");
        }
    }

    private static Cipher cipher(int mode, EncryptionKey key, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key.key(), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(key.associatedData());
        return cipher;
    }
}
