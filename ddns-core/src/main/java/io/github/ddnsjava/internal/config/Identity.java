package io.github.ddnsjava.internal.config;

import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.exception.TransientException;
import io.github.ddnsjava.internal.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * By what a detector or a provider of a configuration is recognised when the configuration is read again: a hash of its
 * key, its type, its settings, and of what else it was made with. A secret counts by the place where it is read and by
 * its value at that time. Another place with the same value makes another provider, and so does another value at the
 * same place. No value can be found in it. Immutable.
 *
 * @param hash the hash
 */
public record Identity(String hash) {
    /**
     * Returns the identity of what is made of these.
     *
     * @param parts texts, settings, secrets, lists of these, and other identities
     */
    static Identity of(Object... parts) {
        MessageDigest digest = Sha256.digest();
        for (Object part : parts) {
            add(digest, part, Identity::placeAndValue);
        }
        return new Identity(HexFormat.of().formatHex(digest.digest()));
    }

    /**
     * Returns a hash of settings alone, of 24 digits. A secret counts by its value, wherever it is read.
     *
     * @throws io.github.ddnsjava.exception.DdnsException if a secret cannot be read
     */
    public static String fingerprint(Settings settings) {
        MessageDigest digest = Sha256.digest();
        add(digest, settings, secret -> List.of(secret.reveal()));
        return HexFormat.of().formatHex(digest.digest(), 0, 12);
    }

    /** Returns the secrets in a value, at all levels. */
    public static Stream<Secret> secrets(Object value) {
        if (value instanceof List<?> list) {
            return list.stream().flatMap(Identity::secrets);
        } else if (value instanceof Settings settings) {
            return settings.names().stream()
                    .flatMap(name -> secrets(settings.value(name).orElseThrow()));
        }
        return value instanceof Secret secret ? Stream.of(secret) : Stream.empty();
    }

    /** Tells whether a value is a secret, or has one in it. */
    static boolean hasSecret(Object value) {
        return secrets(value).findAny().isPresent();
    }

    /**
     * Adds a value with its kind and its length, so that no two values of different form give the same bytes. Numbers and
     * flags are no kind of their own: hosts may have them as texts.
     *
     * @param of the texts by which a secret counts
     */
    private static void add(MessageDigest digest, Object value, Function<Secret, List<String>> of) {
        if (value instanceof Settings settings) {
            text(digest, "{", String.valueOf(settings.names().size()));
            for (String name : settings.names()) {
                text(digest, "=", name);
                add(digest, settings.value(name).orElseThrow(), of);
            }
        } else if (value instanceof Identity identity) {
            text(digest, "identity", identity.hash());
        } else if (value instanceof List<?> list) {
            text(digest, "[", String.valueOf(list.size()));
            list.forEach(item -> add(digest, item, of));
        } else if (value instanceof Secret secret) {
            of.apply(secret).forEach(text -> text(digest, "secret", text));
        } else {
            text(digest, "value", value.toString());
        }
    }

    /** Shows nothing that was made of a secret. */
    @Override
    public String toString() {
        return "Identity";
    }

    private static List<String> placeAndValue(Secret secret) {
        try {
            return List.of(secret.toString(), secret.reveal());
        } catch (ConfigurationException | TransientException unreadable) {
            return List.of(secret.toString(), ""); // no secret is empty
        }
    }

    private static void text(MessageDigest digest, String kind, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update((kind + bytes.length + ":").getBytes(StandardCharsets.UTF_8));
        digest.update(bytes);
    }
}
