package io.github.ddnsjava.internal.config;

import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.exception.TransientException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * By what a detector or a provider of a configuration is recognised when the configuration is read again: a hash of its
 * key, its type, its settings, and of what else it was made with. A secret counts by the place where it is read and by
 * its value at that time. Another place with the same value makes another provider, and so does another value at the
 * same place. No value can be found in it. Immutable.
 *
 * @param hash the hash
 */
record Identity(String hash) {
    /**
     * Returns the identity of what is made of these.
     *
     * @param parts texts, settings, secrets, lists of these, and other identities
     */
    static Identity of(Object... parts) {
        MessageDigest digest = sha256();
        for (Object part : parts) {
            add(digest, part);
        }
        return new Identity(HexFormat.of().formatHex(digest.digest()));
    }

    /** Tells whether a value is a secret, or has one in it. */
    static boolean hasSecret(Object value) {
        return value instanceof Secret
                || value instanceof List<?> list && list.stream().anyMatch(Identity::hasSecret)
                || value instanceof Settings settings
                        && settings.names().stream()
                                .anyMatch(name -> hasSecret(settings.value(name).orElseThrow()));
    }

    /** Adds a value with its kind and its length, so that no two values of different form give the same bytes. */
    private static void add(MessageDigest digest, Object value) {
        if (value instanceof Settings settings) {
            text(digest, "{", String.valueOf(settings.names().size()));
            for (String name : settings.names()) {
                text(digest, "=", name);
                add(digest, settings.value(name).orElseThrow());
            }
        } else if (value instanceof Identity identity) {
            text(digest, "identity", identity.hash());
        } else if (value instanceof List<?> list) {
            text(digest, "[", String.valueOf(list.size()));
            list.forEach(item -> add(digest, item));
        } else if (value instanceof Secret secret) {
            text(digest, "secret", secret.toString());
            text(digest, "", revealed(secret));
        } else {
            text(digest, value.getClass().getName(), value.toString());
        }
    }

    /** Shows nothing that was made of a secret. */
    @Override
    public String toString() {
        return "Identity";
    }

    private static String revealed(Secret secret) {
        try {
            return secret.reveal();
        } catch (ConfigurationException | TransientException unreadable) {
            return ""; // no secret is empty
        }
    }

    private static void text(MessageDigest digest, String kind, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update((kind + bytes.length + ":").getBytes(StandardCharsets.UTF_8));
        digest.update(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
