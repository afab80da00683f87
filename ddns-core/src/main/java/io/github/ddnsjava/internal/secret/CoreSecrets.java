package io.github.ddnsjava.internal.secret;

import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.config.SecretSource;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.config.TypeDescriptor;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.internal.text.LocalFile;
import io.github.ddnsjava.publish.ProviderContext;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Opens the sources that need nothing but the JDK. None keeps a value. Stateless. */
public final class CoreSecrets implements SecretSource {
    /** Where systemd puts the credentials of a service. */
    private static final String CREDENTIALS_DIRECTORY = "CREDENTIALS_DIRECTORY";

    /** Where Docker puts secrets. */
    public static final Path RUN_SECRETS = Path.of("/run/secrets");

    /** A name that leads to no other directory. */
    private static final Pattern CREDENTIAL = Pattern.compile("(?!\\.{1,2}$)[^/\\\\\\p{Cntrl}]{1,255}");

    private static final List<TypeDescriptor> TYPES = List.of(
            new TypeDescriptor("env", "Environment variables", "", List.of(), "", "POSIX", List.of()),
            new TypeDescriptor(
                    "file",
                    "Files",
                    "",
                    List.of(),
                    "64 KiB",
                    "",
                    List.of("Only regular files are read. A relative name is relative to the configuration.")),
            new TypeDescriptor(
                    "credential",
                    "Credentials of systemd, secrets of Docker",
                    "https://systemd.io/CREDENTIALS/",
                    List.of(),
                    "64 KiB",
                    "systemd documentation",
                    List.of("The directory is $CREDENTIALS_DIRECTORY. Where that is not set, it is /run/secrets.")),
            new TypeDescriptor(
                    "keystore",
                    "A PKCS12 key store",
                    "",
                    List.of(Keystore.FILE, Keystore.PASSWORD),
                    "4 MiB",
                    "RFC 7292, key stores of JDK 17 and 25",
                    List.of(
                            "Entries that keytool -importpass made can hold ASCII only.",
                            "Names of entries are compared without regard to case.")),
            new TypeDescriptor(
                    "encrypted",
                    "Values that stand encrypted in the configuration",
                    "",
                    List.of(Encrypted.KEY, Encrypted.PREVIOUS_KEY, Encrypted.PASSPHRASE),
                    "64 KiB",
                    "AES-256 in GCM (NIST SP 800-38D), PBKDF2 (RFC 8018)",
                    List.of("While keys are rotated, values of both keys can be read.")));

    private final Function<String, Optional<String>> environment;

    /** Reads the environment of this process. */
    public CoreSecrets() {
        this(CoreSecrets::environment);
    }

    private static Optional<String> environment(String name) {
        return Optional.ofNullable(System.getenv(name));
    }

    /** Returns the directory of credentials. */
    public static Path credentials() {
        return credentials(CoreSecrets::environment);
    }

    private static Path credentials(Function<String, Optional<String>> environment) {
        return environment
                .apply(CREDENTIALS_DIRECTORY)
                .filter(name -> !name.isEmpty()) // it would be the working directory
                .map(Path::of)
                .orElse(RUN_SECRETS);
    }

    CoreSecrets(Function<String, Optional<String>> environment) {
        this.environment = environment;
    }

    @Override
    public List<TypeDescriptor> describe() {
        return TYPES;
    }

    @Override
    public Function<String, Secret> open(String type, Settings settings, ProviderContext context) {
        return switch (type) {
            case "env" -> Secret::env;
            case "file" -> name -> Secret.file(file(settings, name));
            case "credential" -> this::credential;
            case "keystore" -> Keystore.of(settings);
            case "encrypted" -> Encrypted.of(settings);
            default -> throw new IllegalArgumentException(type);
        };
    }

    private static Path file(Settings settings, String name) {
        try {
            return settings.directory().resolve(name);
        } catch (InvalidPathException e) {
            throw new ConfigurationException("", "names no file: " + LocalFile.noName(name), "${file:PATH}");
        }
    }

    private Secret credential(String name) {
        if (!CREDENTIAL.matcher(name).matches()) {
            throw new ConfigurationException("", "names no credential", "${credential:NAME}, without a directory");
        }
        Path path = credentials(environment).resolve(name);
        Secret file = Secret.file(path);
        if (environment.apply(CREDENTIALS_DIRECTORY).isPresent()) {
            return file;
        }
        return Secret.from("file:" + path, () -> {
            try {
                return file.reveal();
            } catch (ConfigurationException e) {
                ConfigurationException.Entry first = e.problems().get(0);
                throw new ConfigurationException(
                        first.path(),
                        first.message() + "; it is looked for there because $" + CREDENTIALS_DIRECTORY
                                + " is not set, which systemd sets for a unit with LoadCredential=",
                        first.allowed());
            }
        });
    }
}
