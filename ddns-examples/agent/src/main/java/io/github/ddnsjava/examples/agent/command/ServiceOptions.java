package io.github.ddnsjava.examples.agent.command;

import io.github.ddnsjava.examples.agent.service.Program;
import io.github.ddnsjava.examples.agent.service.ServiceKind;
import io.github.ddnsjava.exception.ConfigurationException;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What the verbs of {@code service} have in common: the kind, and where the program is. */
class ServiceOptions {
    @Parameters(index = "0", paramLabel = "KIND", description = "One of: ${COMPLETION-CANDIDATES}.")
    @SuppressWarnings("NullAway.Init") // set by picocli, which insists on it
    private ServiceKind kind;

    @Option(names = "--jar", paramLabel = "FILE", description = "The agent's jar; by default the one that runs now.")
    private @Nullable String jar;

    final ServiceKind kind() {
        return kind;
    }

    /**
     * Returns the agent's jar, beside which some kinds have their files.
     *
     * @throws ConfigurationException if it is not known
     */
    final String jar() {
        return jar == null ? runningJar() : absolute("--jar", jar);
    }

    private String runningJar() {
        return OwnProgram.jar()
                .map(Path::toString)
                .or(() -> kind.withoutPlaceFor("--jar").map(unused -> "ddns-agent.jar"))
                .orElseThrow(() -> new ConfigurationException(
                        "--jar",
                        "the agent does not run from its jar now, so its path is not known",
                        "the path of ddns-agent.jar"));
    }

    /** Returns what to say of the options that were given, but that the definition has no place for. */
    List<String> unused() {
        return unused("--jar", jar);
    }

    final List<String> unused(String option, @Nullable String given) {
        return kind
                .withoutPlaceFor(option)
                .filter(why -> given != null)
                .map(why -> option + " has no effect on the definition of " + kind + ", because " + why)
                .stream()
                .toList();
    }

    /**
     * Returns a path of the host that will run the service, absolute. One of Windows is so on every host: a definition may be
     * printed for another one.
     *
     * @throws ConfigurationException if it is relative to nothing that is known, or no path at all
     */
    final String absolute(String option, String path) {
        if (path.isEmpty() || Program.isWindows(path)) {
            return path;
        }
        Path given = GivenPath.of(option, path);
        if (kind.isWindows() && File.separatorChar == '/' && !given.isAbsolute()) {
            throw new ConfigurationException(
                    option,
                    "the path " + path + " is relative, and this host is not the one that will run the service",
                    "an absolute path, as in C:\\ddns\\" + given.getFileName());
        }
        return given.toAbsolutePath().normalize().toString();
    }
}
