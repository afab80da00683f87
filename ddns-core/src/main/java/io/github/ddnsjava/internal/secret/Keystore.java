package io.github.ddnsjava.internal.secret;

import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.SettingType;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.exception.TransientException;
import io.github.ddnsjava.internal.text.LocalFile;
import io.github.ddnsjava.internal.text.OutsideText;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.UnrecoverableKeyException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The source {@code keystore}: entries of a PKCS12 file whose bytes are the secrets in UTF-8. The file is read at each use.
 * Thread-safe.
 */
final class Keystore implements Function<String, Secret> {
    static final SettingSpec FILE =
            SettingSpec.required("file", "the PKCS12 file, as keytool makes it").as(SettingType.file());
    static final SettingSpec PASSWORD = SettingSpec.secret("password", "the password of the file and of its entries");

    private static final int MAX_BYTES = 4 << 20;

    private final Path file;
    private final Secret password;

    private Keystore(Path file, Secret password) {
        this.file = file;
        this.password = password;
    }

    static Keystore of(Settings settings) {
        Secret password = settings.secret(PASSWORD);
        Path file = settings.file(FILE.name())
                .orElseThrow(() -> new ConfigurationException(settings.path(FILE.name()), "is missing", "a file"));
        return new Keystore(file, password);
    }

    @Override
    public Secret apply(String alias) {
        return Secret.from("keystore:" + alias, () -> read(alias));
    }

    private String read(String alias) {
        char[] letters = password.reveal().toCharArray();
        if (letters.length == 0) {
            throw wrong("cannot be opened: its password is empty");
        }
        KeyStore store = open(letters);
        String entry = "has an entry " + alias;
        try {
            // Null where there is none, or a certificate.
            @Nullable Key key = store.getKey(alias, letters);
            if (key == null) {
                throw wrong("has no secret " + alias + "; add it with keytool -importpass -alias " + alias
                        + ", or correct the name");
            }
            byte @Nullable [] bytes = key.getEncoded();
            if (!store.entryInstanceOf(alias, KeyStore.SecretKeyEntry.class) || bytes == null) {
                throw wrong(entry + ", which is no secret key");
            }
            String value = OutsideText.decode(bytes);
            if (value.isEmpty()) {
                throw wrong(entry + ", which is empty");
            }
            return value;
        } catch (OutsideText.MalformedException e) {
            throw wrong(entry + ", which is no text: " + e.getMessage());
        } catch (GeneralSecurityException e) {
            // What keytool -importpass makes is masked to ASCII by some versions of Java, and refused by others.
            throw wrong(
                    entry + " that cannot be read; store it again, with the same password as the file, and if keytool"
                            + " -importpass stores it, in ASCII");
        }
    }

    private KeyStore open(char[] letters) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(new ByteArrayInputStream(bytes()), letters);
            return store;
        } catch (IOException e) {
            throw wrong(
                    e.getCause() instanceof UnrecoverableKeyException
                            ? "cannot be opened with its password"
                            : "is no PKCS12 file, or is damaged");
        } catch (GeneralSecurityException e) {
            throw wrong("cannot be opened by this Java: it uses an algorithm that is not supported");
        }
    }

    private byte[] bytes() {
        try {
            return LocalFile.readUninterruptibly(file, MAX_BYTES);
        } catch (IOException e) {
            ConfigurationException wrong = wrong("cannot be used: " + e.getMessage());
            throw LocalFile.mayPass(e) ? TransientException.notSent(String.valueOf(wrong.getMessage()), null) : wrong;
        }
    }

    private ConfigurationException wrong(String what) {
        return new ConfigurationException("", "the key store " + file + " " + what, "");
    }
}
