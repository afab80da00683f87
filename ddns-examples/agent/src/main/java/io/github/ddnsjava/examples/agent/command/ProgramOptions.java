package io.github.ddnsjava.examples.agent.command;

import io.github.ddnsjava.examples.agent.service.Program;
import io.github.ddnsjava.exception.ConfigurationException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What the verbs of {@code service} ask that write a definition: also what it is to run. */
final class ProgramOptions extends ServiceOptions {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The configuration. It is not read. By default the usual place of the kind, as in"
                    + " /etc/ddns/ddns.json.")
    private @Nullable String config;

    @Option(names = "--java", paramLabel = "FILE", description = "The program java; by default the one that runs now.")
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
                config == null ? kind().defaultConfig(home) : absolute("--config", config));
    }

    private static String runningJava() {
        return ProcessHandle.current()
                .info()
                .command()
                .orElseGet(() ->
                        Path.of(System.getProperty("java.home"), "bin", "java").toString());
    }
}
