package io.github.ddnsjava.provider.dns;

import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.exception.DdnsException;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.crypto.spec.SecretKeySpec;
import org.xbill.DNS.Name;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.TextParseException;

/**
 * The key that messages are signed with (TSIG, RFC 8945), as the settings {@code keyName}, {@code keySecret} and {@code
 * keyAlgorithm} give it. Immutable and thread-safe. The secret is read at each use; the text never shows it.
 */
final class TsigKey {
    private static final List<String> ALGORITHMS =
            List.of("hmac-sha1", "hmac-sha224", "hmac-sha256", "hmac-sha384", "hmac-sha512");

    private final Name name;
    private final String algorithm;
    private final Secret secret;
    private final String path;

    private TsigKey(Name name, String algorithm, Secret secret, String path) {
        this.name = name;
        this.algorithm = algorithm;
        this.secret = secret;
        this.path = path;
    }

    /**
     * Reads the key's settings; empty where there is neither a name nor a secret, for a server that asks for none.
     *
     * @throws ConfigurationException if they are wrong, or only one is there
     */
    static Optional<TsigKey> of(Settings settings) {
        Optional<String> name = settings.optionalText("keyName");
        Optional<Secret> secret = settings.optionalSecret("keySecret");
        String algorithm =
                algorithm(settings, settings.optionalText("keyAlgorithm").orElse("hmac-sha256"));
        if (name.isEmpty() && secret.isEmpty()) {
            return Optional.empty();
        }
        if (name.isEmpty() || secret.isEmpty()) {
            throw new ConfigurationException(
                    settings.path(name.isEmpty() ? "keyName" : "keySecret"),
                    "is missing",
                    "keyName and keySecret together, or neither, for a server that takes unsigned updates");
        }
        TsigKey key = new TsigKey(name(settings, name.get()), algorithm, secret.get(), settings.path("keySecret"));
        key.checkSecret();
        return Optional.of(key);
    }

    private static String algorithm(Settings settings, String text) {
        String word = text.toLowerCase(Locale.ROOT);
        if (word.startsWith("hmac-md5")) {
            throw new ConfigurationException(
                    settings.path("keyAlgorithm"),
                    "is \"" + text + "\", which RFC 8945 says must not be used any more; make a key of another kind,"
                            + " as with tsig-keygen",
                    String.join(", ", ALGORITHMS));
        }
        if (!ALGORITHMS.contains(word)) {
            throw settings.wrong("keyAlgorithm", text, String.join(", ", ALGORITHMS));
        }
        return word;
    }

    private static Name name(Settings settings, String text) {
        try {
            Name name = Name.fromString(text, Name.root);
            if (name.labels() > 1) {
                return name;
            }
        } catch (TextParseException e) {
            // Said below.
        }
        throw settings.wrong("keyName", text, "the key's name, a domain name, as the server's configuration has it");
    }

    /** A secret that cannot be read yet is not an error yet; one that is no Base64 is. */
    private void checkSecret() {
        String text;
        try {
            text = secret.reveal();
        } catch (DdnsException notYet) {
            return;
        }
        decode(text);
    }

    private byte[] decode(String text) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            if (bytes.length > 0) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            // Its message may quote the secret.
        }
        throw new ConfigurationException(
                path, "is not Base64", "the text between the quotes after \"secret\" in the key file");
    }

    /** Returns what signs and verifies, by the present value of the secret. */
    TSIG tsig(InstantSource clock) {
        String hash = algorithm.substring("hmac-".length()).toUpperCase(Locale.ROOT);
        return new TSIG(
                Name.fromConstantString(algorithm + "."),
                name,
                new SecretKeySpec(decode(secret.reveal()), "Hmac" + hash),
                clock.withZone(ZoneOffset.UTC));
    }

    /** Returns the key's name, without the dot at its end. */
    String name() {
        return name.toString(true);
    }

    /**
     * Returns a text that identifies this key, including its secret: a hold because of one secret ends with another
     * secret. The text is only hashed, and never shown. A secret that cannot be read counts as empty.
     */
    String principal() {
        try {
            return name() + '\n' + secret.reveal();
        } catch (DdnsException notYet) {
            return name();
        }
    }

    /** Returns name and algorithm, for people. */
    @Override
    public String toString() {
        return "key \"" + name() + "\" (" + algorithm + ")";
    }
}
