package io.github.ddnsjava.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Computes a hash of settings. Secrets are hashed by their values, so the result does not depend on how they are read.
 * Stateless.
 */
final class Fingerprint {
    private Fingerprint() {}

    static String of(Map<String, Object> values) {
        StringBuilder all = new StringBuilder();
        append(all, values);
        return hash(all.toString());
    }

    /** Returns the secrets among these values, at all levels. */
    static Stream<Secret> secrets(Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.values().stream().flatMap(Fingerprint::secrets);
        } else if (value instanceof List<?> items) {
            return items.stream().flatMap(Fingerprint::secrets);
        } else if (value instanceof Settings settings) {
            return secrets(settings.values());
        }
        return value instanceof Secret secret ? Stream.of(secret) : Stream.empty();
    }

    private static void append(StringBuilder all, Object value) {
        if (value instanceof Map) {
            ((Map<?, ?>) value).forEach((name, inner) -> {
                all.append(name).append('=');
                append(all, inner);
                all.append('\n');
            });
        } else if (value instanceof Secret secret) {
            all.append(hash(secret.reveal()));
        } else if (value instanceof List<?> items) {
            items.forEach(item -> {
                append(all, item);
                all.append(',');
            });
        } else if (value instanceof Settings settings) {
            append(all, settings.values());
        } else {
            all.append(value);
        }
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
