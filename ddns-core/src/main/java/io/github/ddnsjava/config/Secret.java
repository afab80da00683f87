package io.github.ddnsjava.config;

import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.internal.config.Reference;
import io.github.ddnsjava.internal.text.LocalFile;
import io.github.ddnsjava.internal.text.OutsideText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A secret that is read anew each time it is needed, so that rotation needs no restart. Thread-safe. Its text never
 * shows the value.
 */
public final class Secret {
    private static final int MAX_FILE = 64 * 1024;

    private final String what;
    private final String origin;
    private final Supplier<String> source;

    private Secret(String what, String origin, Supplier<String> source) {
        this.what = what;
        this.origin = origin;
        this.source = source;
    }

    /**
     * A fixed value. Prefer the others: a value in code or configuration is easily shown.
     *
     * @throws IllegalArgumentException if the value is a reference, as {@code ${env:NAME}}: nothing would replace it
     */
    public static Secret of(String value) {
        if (Reference.isReference(value)) {
            throw new IllegalArgumentException(
                    "the secret is a reference, which only a configuration file replaces; use Secret.env(\"NAME\") or"
                            + " Secret.file(path)");
        }
        return new Secret("the secret", "given", () -> value);
    }

    /** The value of that environment variable. */
    public static Secret env(String name) {
        String what = "the environment variable " + name;
        return new Secret(what, "env:" + name, () -> {
            String value = System.getenv(name);
            if (value == null || value.isEmpty()) {
                throw new ConfigurationException("", what + " is not set; set it, or name another", "");
            }
            return value;
        });
    }

    /**
     * The content of that file, which is UTF-8 or has a byte order mark, without the line end. It must be a regular
     * file of at most 64 KiB.
     */
    public static Secret file(Path path) {
        String what = "the secret's file " + path;
        return new Secret(what, "file:" + path, () -> {
            try {
                String value = OutsideText.value(OutsideText.decode(LocalFile.readUninterruptibly(path, MAX_FILE)));
                if (value.isEmpty()) {
                    throw new ConfigurationException("", what + " is empty", "");
                }
                return value;
            } catch (IOException e) {
                throw new ConfigurationException("", what + " cannot be used: " + e.getMessage(), "");
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
        return new Secret("the secret of " + origin, origin, source);
    }

    /**
     * Reads the value, without line ends at its end. Never log, store or concatenate it into a text that outlives the
     * request.
     *
     * @throws ConfigurationException if it cannot be read, begins or ends with white space or an invisible character,
     *     or contains a control character other than tabs and line ends; the message names the origin and that
     *     character, and nothing else of the value
     */
    public String reveal() {
        String value = OutsideText.value(source.get());
        Optional<String> flaw = OutsideText.flaw(value);
        if (flaw.isPresent()) {
            String remedy = value.indexOf('\uFFFD') >= 0
                    ? "; where its encoding was not known, a character was lost: run this process with LC_ALL=C.UTF-8"
                    : "; remove that character";
            throw new ConfigurationException("", what + " " + flaw.get() + remedy, "");
        }
        return value;
    }

    /** Returns where the value comes from, never the value. */
    @Override
    public String toString() {
        return "Secret[" + origin + "]";
    }
}
