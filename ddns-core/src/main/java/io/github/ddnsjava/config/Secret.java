package io.github.ddnsjava.config;

import io.github.ddnsjava.exception.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * A secret that is read anew each time it is needed, so that rotation needs no restart. Thread-safe. Its text never
 * shows the value.
 */
public final class Secret {
    private static final long MAX_FILE = 64 * 1024;

    private final String origin;
    private final Supplier<String> source;

    private Secret(String origin, Supplier<String> source) {
        this.origin = origin;
        this.source = source;
    }

    /** A fixed value. Prefer the others: a value in code or configuration is easily shown. */
    public static Secret of(String value) {
        return new Secret("given", () -> value);
    }

    /** The value of that environment variable. */
    public static Secret env(String name) {
        return new Secret("env:" + name, () -> {
            String value = System.getenv(name);
            if (value == null || value.isEmpty()) {
                throw new ConfigurationException(
                        "", "the environment variable " + name + " is not set; set it, or name another", "");
            }
            return value;
        });
    }

    /** The content of that UTF-8 file, without the line end. */
    public static Secret file(Path path) {
        return new Secret("file:" + path, () -> {
            try {
                if (Files.size(path) > MAX_FILE) {
                    throw new ConfigurationException("", "the secret's file " + path + " is larger than 64 KiB", "");
                }
                String value = Files.readString(path).strip();
                if (value.isEmpty()) {
                    throw new ConfigurationException("", "the secret's file " + path + " is empty", "");
                }
                return value;
            } catch (IOException e) {
                throw new ConfigurationException(
                        "", "the secret's file " + path + " cannot be read; check that it exists and its rights", "");
            }
        });
    }

    /**
     * A value from elsewhere: a vault, a key store.
     *
     * @param origin where from, for people; not the secret
     * @param source called at each use, from any thread; may throw {@code ConfigurationException}
     */
    public static Secret from(String origin, Supplier<String> source) {
        return new Secret(origin, source);
    }

    /**
     * Reads the value. Never log, store or concatenate it into a text that outlives the request.
     *
     * @throws ConfigurationException if it cannot be read; the message names the origin
     */
    public String reveal() {
        return source.get();
    }

    /** Returns where the value comes from, never the value. */
    @Override
    public String toString() {
        return "Secret[" + origin + "]";
    }
}
