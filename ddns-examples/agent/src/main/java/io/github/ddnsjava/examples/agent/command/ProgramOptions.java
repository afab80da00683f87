package io.github.ddnsjava.examples.agent.command;

import io.github.ddnsjava.examples.agent.service.Program;
import io.github.ddnsjava.exception.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What the verbs of {@code service} ask that write a definition: also what it is to run. */
final class ProgramOptions extends ServiceOptions {
    /** What stays when the system replaces its Java by the next release, whose directory has another name. */
    private static final List<Path> STABLE =
            List.of(Path.of("/usr/bin/java"), Path.of("/usr/lib/jvm/default-java/bin/java"));

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The configuration. It is not read. By default the usual place of the kind, as in"
                    + " /etc/ddns/ddns.json.")
    private @Nullable String config;

    @Option(
            names = "--java",
            paramLabel = "FILE",
            description =
                    "The program java; by default the one that runs now, as /usr/bin/java if that is the same. Of a"
                            + " package or image it is the program ddns that runs, unless this is given.")
    private @Nullable String java;

    /**
     * Returns what is to run.
     *
     * @throws ConfigurationException if a path cannot be used
     */
    Program program() {
        String home = System.getProperty("user.home");
        return new Program(
                java == null ? runningJava() : absolute("--java", java),
                jar(),
                config == null ? kind().defaultConfig(home) : absolute("--config", config),
                launcher());
    }

    @Override
    List<String> unused() {
        return Stream.concat(super.unused().stream(), unused("--java", java).stream())
                .toList();
    }

    /** The launcher chooses the Java itself. Windows has its own way. */
    private Optional<String> launcher() {
        return java != null || kind().isWindows()
                ? Optional.empty()
                : OwnProgram.launcher(Path.of(jar())).map(Path::toString);
    }

    private static String runningJava() {
        String java = ProcessHandle.current()
                .info()
                .command()
                .orElseGet(() ->
                        Path.of(System.getProperty("java.home"), "bin", "java").toString());
        return stable(java, STABLE);
    }

    /** Returns the first of the links that leads to this program now; the program itself if none does. */
    static String stable(String java, List<Path> links) {
        return links.stream()
                .filter(link -> isSame(link, Path.of(java)))
                .findFirst()
                .map(Path::toString)
                .orElse(java);
    }

    private static boolean isSame(Path link, Path java) {
        try {
            return Files.exists(link) && Files.isSameFile(link, java);
        } catch (IOException e) {
            return false;
        }
    }
}
