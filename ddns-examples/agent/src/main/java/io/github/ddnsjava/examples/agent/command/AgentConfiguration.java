package io.github.ddnsjava.examples.agent.command;

import io.github.ddnsjava.config.UpdaterConfiguration;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a configuration with the sections of the agent. If it names no file for the state, this is {@code ddns-state} in
 * {@code $STATE_DIRECTORY}, which systemd sets, otherwise beside the configuration. Stateless.
 */
final class AgentConfiguration {
    private static final String STATE_FILE = "ddns-state";

    private AgentConfiguration() {}

    /** Reads it, as {@link UpdaterConfiguration#load(Path, Optional, io.github.ddnsjava.config.SettingSpec...)}. */
    static UpdaterConfiguration load(Path config) {
        return UpdaterConfiguration.load(config, stateFile(config, System.getenv()), AgentSections.all());
    }

    /** Reads it and asks nobody. */
    static UpdaterConfiguration loadOffline(Path config) {
        return UpdaterConfiguration.loadOffline(config, stateFile(config, System.getenv()), AgentSections.all());
    }

    /** Reads the newest good copy of it in that directory. */
    static UpdaterConfiguration loadLastGood(Path config, Path directory) {
        return UpdaterConfiguration.loadLastGood(
                config, directory, stateFile(config, System.getenv()), AgentSections.all());
    }

    /** Returns the directory of the state if the configuration does not name it. */
    static Path stateDirectory(Path config, Map<String, String> environment) {
        return given(environment).orElseGet(() -> config.toAbsolutePath().resolveSibling(""));
    }

    /** Returns the file of the state if the configuration does not name it. A pipe has no place beside it. */
    static Optional<Path> stateFile(Path config, Map<String, String> environment) {
        boolean isPipe = Files.exists(config) && !Files.isRegularFile(config);
        return isPipe && given(environment).isEmpty()
                ? Optional.empty()
                : Optional.of(stateDirectory(config, environment).resolve(STATE_FILE));
    }

    private static Optional<Path> given(Map<String, String> environment) {
        // systemd names several directories with colons between them.
        return Optional.ofNullable(environment.get("STATE_DIRECTORY"))
                .map(directories -> directories.split(":", 2)[0])
                .filter(directory -> !directory.isEmpty())
                .map(Path::of);
    }
}
