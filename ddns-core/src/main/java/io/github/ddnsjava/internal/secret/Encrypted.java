package io.github.ddnsjava.internal.secret;

import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.internal.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.stream.Stream;

/**
 * The source {@code encrypted}: values that stand encrypted in the configuration. Keys are read at each use. Only what
 * PBKDF2 makes of a passphrase is kept, because that takes a second. Thread-safe.
 */
final class Encrypted implements Function<String, Secret> {
    static final SettingSpec KEY =
            SettingSpec.optionalSecret("key", "the key that \"encrypt --new-key FILE\" made, mostly ${file:PATH}");
    static final SettingSpec PREVIOUS_KEY = SettingSpec.optionalSecret(
            "previousKey", "the key before, as long as there are values that were encrypted with it");
    static final SettingSpec PASSPHRASE =
            SettingSpec.optionalSecret("passphrase", "the passphrase of values that were encrypted with one");

    private static final int MAX_DERIVED = 64;

    private final List<Secret> keys;
    private final Optional<Secret> passphrase;
    /** By the hash of the passphrase and the salt. */
    private final Map<String, EncryptionKey> derived = new LinkedHashMap<>();

    private Encrypted(List<Secret> keys, Optional<Secret> passphrase) {
        this.keys = keys;
        this.passphrase = passphrase;
    }

    static Encrypted of(Settings settings) {
        Optional<Secret> passphrase = settings.optionalSecret(PASSPHRASE);
        List<Secret> keys = Stream.of(KEY, PREVIOUS_KEY)
                .flatMap(spec -> settings.optionalSecret(spec).stream())
                .toList();
        if (keys.isEmpty() && passphrase.isEmpty()) {
            throw new ConfigurationException(
                    settings.path("key"), "is missing: " + KEY.help(), "\"${file:PATH}\", or passphrase");
        }
        return new Encrypted(keys, passphrase);
    }

    @Override
    public Secret apply(String text) {
        Envelope envelope = Envelope.parse(text);
        String origin = "encrypted:" + Envelope.VERSION + "." + envelope.keyId() + ".…";
        return Secret.from(origin, () -> open(envelope, "the secret " + origin + " "));
    }

    private String open(Envelope envelope, String what) {
        EncryptionKey key = key(envelope.keyId(), what);
        try {
            return envelope.open(key);
        } catch (ConfigurationException e) {
            throw new ConfigurationException("", what + e.problems().get(0).message(), "");
        }
    }

    private EncryptionKey key(String id, String what) {
        Matcher salted = EncryptionKey.OF_PASSPHRASE.matcher(id);
        if (salted.matches()) {
            Secret given = passphrase.orElseThrow(() -> new ConfigurationException(
                    "", what + "was encrypted with a passphrase, and passphrase is not set; set it", ""));
            return derived(given.reveal(), salted.group(1));
        }
        List<EncryptionKey> known =
                keys.stream().map(key -> EncryptionKey.of(key.reveal())).toList();
        return known.stream()
                .filter(key -> key.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new ConfigurationException(
                        "",
                        what + "was encrypted with the key " + id + ", and key and previousKey are "
                                + known.stream().map(EncryptionKey::id).toList()
                                + "; give that key, or encrypt the secret again",
                        ""));
    }

    private synchronized EncryptionKey derived(String phrase, String salt) {
        byte[] hash = Sha256.of((phrase + "\n" + salt).getBytes(StandardCharsets.UTF_8));
        String id = EncryptionKey.base64(hash);
        EncryptionKey known = derived.get(id);
        if (known == null) {
            if (derived.size() >= MAX_DERIVED) {
                derived.clear();
            }
            known = EncryptionKey.derived(phrase, Base64.getUrlDecoder().decode(salt));
            derived.put(id, known);
        }
        return known;
    }
}
