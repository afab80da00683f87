package io.github.ddnsjava.config;

import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.exception.TransientException;
import io.github.ddnsjava.internal.config.Reference;
import io.github.ddnsjava.internal.text.LocalFile;
import io.github.ddnsjava.internal.text.OutsideText;
import io.github.ddnsjava.internal.text.OwnerFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * A secret that is read each time it is needed, so that a rotation needs no restart. Its text form never contains the
 * value. Thread-safe.
 */
public final class Secret {
    private static final int MAX_FILE = 64 * 1024;

    private final String what;
    private final String origin;
    private final Optional<Path> file;
    private final Supplier<String> source;
    private final Runnable refused;

    private Secret(String what, String origin, Supplier<String> source) {
        this(what, origin, Optional.empty(), source, () -> {});
    }

    private Secret(String what, String origin, Optional<Path> file, Supplier<String> source, Runnable refused) {
        this.what = what;
        this.origin = origin;
        this.file = file;
        this.source = source;
        this.refused = refused;
    }

    /**
     * Returns a secret with a fixed value. Prefer the other methods, because a value in code or configuration is easily
     * disclosed.
     *
     * @throws IllegalArgumentException if the value is a reference such as {@code ${env:NAME}}, because nothing would
     *     resolve it
     */
    public static Secret of(String value) {
        if (Reference.of(value).isPresent()) {
            throw new IllegalArgumentException(
                    "the secret is a reference, which only a configuration file replaces; use Secret.env(\"NAME\") or"
                            + " Secret.file(path)");
        }
        return new Secret("the secret", "given", () -> value);
    }

    /** Returns the value of that environment variable. {@link #reveal} fails if it is not set or empty. */
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
     * Returns the content of that file without the line end. The file is encoded as UTF-8 or has a byte order mark. It
     * must be a regular file of at most 64 KiB that is not empty; otherwise {@link #reveal} fails. If its file system does not answer, that is temporary.
     */
    public static Secret file(Path path) {
        String what = "the secret's file " + path;
        Supplier<String> content = () -> {
            try {
                String value = OutsideText.value(OutsideText.decode(LocalFile.readUninterruptibly(path, MAX_FILE)));
                if (value.isEmpty()) {
                    throw new ConfigurationException("", what + " is empty", "");
                }
                return value;
            } catch (IOException e) {
                String message = what + " cannot be used: " + e.getMessage();
                if (LocalFile.mayPass(e)) {
                    throw TransientException.notSent(message, null);
                }
                throw new ConfigurationException("", message, "");
            }
        };
        return new Secret(what, "file:" + path, Optional.of(path), content, () -> {});
    }

    /**
     * Returns a value from elsewhere, such as a vault or a key store.
     *
     * @param origin where the value comes from, for people; it must not contain the secret
     * @param source is called at each use, from any thread; may throw {@code ConfigurationException}, and {@code
     *     TransientException} if the place is down
     */
    public static Secret from(String origin, Supplier<String> source) {
        return from(origin, source, () -> {});
    }

    /**
     * Returns a value from elsewhere that is remembered for a while.
     *
     * @param origin where the value comes from, for people; it must not contain the secret
     * @param source is called at each use, as in {@link #from(String, Supplier)}
     * @param refused drops what is remembered, because the other side has refused the value: it may have been rotated
     */
    public static Secret from(String origin, Supplier<String> source, Runnable refused) {
        return new Secret("the secret of " + origin, origin, Optional.empty(), source, refused);
    }

    /**
     * Reads the value. Line ends at its end are removed. Never log or store it, and never put it into a text that
     * outlives the request.
     *
     * @throws io.github.ddnsjava.exception.TransientException if the place that it comes from is down
     * @throws ConfigurationException if it cannot be read, begins or ends with white space or an invisible character,
     *     or contains a control character other than tabs and line ends; the message names the origin and that
     *     character, and nothing else of the value
     */
    public String reveal() {
        String value = OutsideText.value(source.get());
        flaw(value).ifPresent(flaw -> {
            throw new ConfigurationException("", what + " " + flaw, "");
        });
        return value;
    }

    /**
     * Reads the value, and returns why {@link #reveal} refuses it and what to do, as in {@code ends with U+0020 SPACE; remove
     * that character}; empty if it does not.
     *
     * @throws io.github.ddnsjava.exception.TransientException if the place that it comes from is down
     * @throws ConfigurationException if it cannot be read
     */
    public Optional<String> flaw() {
        return flaw(OutsideText.value(source.get()));
    }

    private static Optional<String> flaw(String value) {
        String remedy = value.indexOf('\uFFFD') >= 0
                ? "; where its encoding was not known, a character was lost: run this process with LC_ALL=C.UTF-8"
                : "; remove that character";
        return OutsideText.flaw(value).map(flaw -> flaw + remedy);
    }

    /**
     * Writes the value and a line end to a new file that only its owner may read: {@link #file(Path)} reads it. Returns after
     * it is on the disk.
     *
     * @throws java.nio.file.FileAlreadyExistsException if the file is there already; it is left as it is
     * @throws IOException if it cannot be written; there is no file then
     * @throws ConfigurationException if {@link #reveal} would refuse the value
     */
    public void writeTo(Path newFile) throws IOException {
        OwnerFile.create(newFile, (reveal() + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Returns this secret with a form that its value must have; each {@link #reveal} checks it. */
    Secret inForm(String path, Pattern form, String allowed) {
        return new Secret(
                what,
                origin,
                file,
                () -> {
                    String value = OutsideText.value(source.get());
                    if (!form.matcher(value).matches()) {
                        throw new ConfigurationException(path, "has the wrong form", allowed);
                    }
                    return value;
                },
                refused);
    }

    /** Returns the file that this is the content of; empty if it is from elsewhere. */
    public Optional<Path> file() {
        return file;
    }

    /** Drops what is remembered of the value. */
    void forget() {
        refused.run();
    }

    /** Returns the origin of the value, never the value. */
    @Override
    public String toString() {
        return "Secret[" + origin + "]";
    }
}
