package io.github.ddnsjava.examples.agent.command;

import io.github.ddnsjava.examples.agent.service.Program;
import io.github.ddnsjava.examples.agent.service.ServiceKind;
import io.github.ddnsjava.exception.ConfigurationException;
import java.net.URISyntaxException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What the verbs of {@code service} have in common: the kind, and what is to run. */
final class ServiceOptions {
    @Parameters(index = "0", paramLabel = "KIND", description = "One of: ${COMPLETION-CANDIDATES}.")
    @SuppressWarnings("NullAway.Init") // set by picocli, which insists on it
    private ServiceKind kind;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The configuration. It is not read. By default the usual place of the kind, as in"
                    + " /etc/ddns/ddns.json.")
    private @Nullable String config;

    @Option(names = "--java", paramLabel = "FILE", description = "The program java; by default the one that runs now.")
    private @Nullable String java;

    @Option(names = "--jar", paramLabel = "FILE", description = "The agent's jar; by default the one that runs now.")
    private @Nullable String jar;

    ServiceKind kind() {
        return kind;
    }

    /**
     * Returns what is to run.
     *
     * @throws ConfigurationException if a path cannot be used
     */
    Program program() {
        String home = System.getProperty("user.home");
        return new Program(
                java == null ? runningJava() : absolute(java),
                jar == null ? runningJar() : absolute(jar),
                config == null ? kind.defaultConfig(home) : absolute(config));
    }

    private static String runningJava() {
        return ProcessHandle.current()
                .info()
                .command()
                .orElseGet(() ->
                        Path.of(System.getProperty("java.home"), "bin", "java").toString());
    }

    private static String runningJar() {
        return ownJar().map(Path::toString)
                .orElseThrow(() -> new ConfigurationException(
                        "--jar",
                        "the agent does not run from its jar now, so its path is not known",
                        "the path of ddns-agent.jar"));
    }

    private static Optional<Path> ownJar() {
        try {
            Path place = Path.of(ServiceOptions.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return Optional.of(place.toAbsolutePath()).filter(Files::isRegularFile);
        } catch (URISyntaxException | FileSystemNotFoundException e) {
            return Optional.empty();
        }
    }

    /** A path of Windows is absolute on every host: a definition may be printed for another one. */
    private static String absolute(String path) {
        return Program.isWindows(path)
                ? path
                : Path.of(path).toAbsolutePath().normalize().toString();
    }
}
