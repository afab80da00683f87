package io.github.ddnsjava.examples.agent.command;

import io.github.ddnsjava.config.EncryptedSecrets;
import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.exception.ConfigurationException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Objects;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes what the secret source "encrypted" reads. The secret is no argument: every user of the host sees those. */
@Command(
        name = "encrypt",
        exitCodeList = {
            "0:the reference or the key was made",
            "1:an unexpected failure",
            "2:the command line or a file is wrong"
        },
        description = "Read a secret from the terminal, without showing it, or from a pipe, and print the reference"
                + " $${encrypted:…} for the configuration; or make the key for that.")
final class EncryptVerb extends Verb {
    private static final Logger LOG = LoggerFactory.getLogger(EncryptVerb.class);

    @ArgGroup(multiplicity = "1")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private How how;

    /** One of these. */
    static final class How {
        @Option(names = "--new-key", paramLabel = "FILE", description = "Make a key in a new file, with mode 0600.")
        private Path newKey = Path.of("");

        @Option(names = "--key", paramLabel = "FILE", description = "Encrypt with the key in that file.")
        private Path key = Path.of("");

        @Option(
                names = "--passphrase",
                paramLabel = "FILE",
                description = "Encrypt with the passphrase in that file, of at least 12 characters.")
        private Path passphrase = Path.of("");

        private static boolean isGiven(Path file) {
            return !file.toString().isEmpty();
        }
    }

    /** Says what the system says in the name of an exception, or in half a sentence. */
    private static String reason(IOException e, Path file) {
        if (e instanceof NoSuchFileException) {
            return "there is no directory " + file.toAbsolutePath().getParent() + "; make it first, or name another";
        }
        return e instanceof AccessDeniedException
                ? "this user may not write into " + file.toAbsolutePath().getParent()
                : String.valueOf(e.getMessage());
    }

    /** A reference would be encrypted as it is, and refused when the configuration is read. */
    private static Secret literal(Secret given) {
        return Secret.from("standard input", () -> {
            String value = given.reveal();
            if (value.startsWith("${")) {
                throw new ConfigurationException(
                        "",
                        "the secret begins with ${, as a reference does; a reference is never encrypted",
                        "the value itself");
            }
            return value;
        });
    }

    private static void warnOfReaders(Path file) {
        try {
            Set<PosixFilePermission> rights = Files.getPosixFilePermissions(file);
            // A service reads a file of root by its group.
            boolean isOfRoot = Files.getAttribute(file, "unix:uid").equals(0);
            if (rights.contains(PosixFilePermission.OTHERS_READ)
                    || rights.contains(PosixFilePermission.GROUP_READ) && !isOfRoot) {
                LOG.warn(
                        "{} may be read by others, who can then decrypt the secret; chmod {} {}",
                        file,
                        isOfRoot ? "o-rw" : "go-rw",
                        file);
            }
        } catch (IOException | UnsupportedOperationException e) {
            LOG.debug("the rights of {} are not known: {}", file, e.toString());
        }
    }

    @Override
    public Integer call() {
        try {
            if (How.isGiven(how.newKey)) {
                EncryptedSecrets.writeNewKey(how.newKey);
                return output().keyWritten(how.newKey);
            }
            boolean byKey = How.isGiven(how.key);
            Secret key = Secret.file(byKey ? how.key : how.passphrase);
            key.reveal(); // before anybody is asked for the secret
            warnOfReaders(byKey ? how.key : how.passphrase);
            Secret secret = literal(SecretInput.secret());
            return output().reference(
                            byKey
                                    ? EncryptedSecrets.encrypt(key, secret)
                                    : EncryptedSecrets.encryptByPassphrase(key, secret));
        } catch (FileAlreadyExistsException e) {
            return output().refused(
                            "--new-key",
                            how.newKey + " is there already, and what it has encrypted can be read with no other key",
                            "a new file");
        } catch (IOException e) {
            return output().refused("", how.newKey + " cannot be written: " + reason(e, how.newKey), "");
        } catch (UncheckedIOException e) {
            String reason = Objects.requireNonNull(e.getCause()).getMessage();
            return output().refused("", "the secret cannot be read: " + reason, "");
        } catch (ConfigurationException e) {
            return output().refused(e.problems());
        }
    }
}
