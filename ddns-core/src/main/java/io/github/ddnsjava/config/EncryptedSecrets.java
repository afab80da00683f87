package io.github.ddnsjava.config;

import io.github.ddnsjava.internal.secret.EncryptionKey;
import io.github.ddnsjava.internal.secret.Envelope;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;

/**
 * Makes what the secret source {@code encrypted} reads: keys, and references such as {@code ${encrypted:v1.…}}. A value is
 * encrypted by AES-256 in GCM, with a random nonce of 96 bits. The version and the id of the key are authenticated.
 * Stateless.
 */
public final class EncryptedSecrets {
    private EncryptedSecrets() {}

    /** Returns a new key of 32 random bytes as one line of text. Whoever has it can read every value that it encrypts. */
    public static String newKey() {
        byte[] bytes = new byte[EncryptionKey.BYTES];
        new SecureRandom().nextBytes(bytes);
        return EncryptionKey.text(bytes);
    }

    /**
     * Writes a new key, as {@link #newKey} makes it, into a new file that only its owner may read.
     *
     * @throws java.nio.file.FileAlreadyExistsException if the file is there already; what its key has encrypted can be read
     *     with no other
     * @throws IOException if it cannot be written; there is no file then
     */
    public static void writeNewKey(Path file) throws IOException {
        Secret.of(newKey()).writeTo(file);
    }

    /**
     * Returns the reference that stands for a value.
     *
     * @param key a text that {@link #newKey} made
     * @param value the secret; line ends at its end are dropped
     * @throws io.github.ddnsjava.exception.ConfigurationException if the key cannot be read or is none, or the value is
     *     empty, or one that {@link Secret#reveal} would refuse
     */
    public static String encrypt(Secret key, Secret value) {
        return reference(EncryptionKey.of(key.reveal()), value);
    }

    /**
     * Returns the reference that stands for a value, encrypted by a passphrase: with the key that PBKDF2 (HMAC-SHA-256,
     * 600,000 rounds, a random salt) makes of it, which takes about a second.
     *
     * @param passphrase at least 12 characters
     * @param value the secret; line ends at its end are dropped
     * @throws io.github.ddnsjava.exception.ConfigurationException if the passphrase cannot be read or is shorter, or the
     *     value is empty, or one that {@link Secret#reveal} would refuse
     */
    public static String encryptByPassphrase(Secret passphrase, Secret value) {
        byte[] salt = new byte[EncryptionKey.SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        return reference(EncryptionKey.derived(passphrase.reveal(), salt), value);
    }

    private static String reference(EncryptionKey key, Secret value) {
        return "${encrypted:" + Envelope.seal(key, value.reveal(), new SecureRandom()) + "}";
    }
}
