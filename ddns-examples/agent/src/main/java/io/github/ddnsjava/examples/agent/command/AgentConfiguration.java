package io.github.ddnsjava.examples.agent.command;

import io.github.ddnsjava.config.Durations;
import io.github.ddnsjava.config.UpdaterConfiguration;
import io.github.ddnsjava.exception.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Reads a configuration with the sections of the agent. If it names no file for the state, this is {@code ddns-state} in
 * {@code $STATE_DIRECTORY}, which systemd sets. Without this variable, a configuration in {@code /etc/ddns} is that of the
 * service, whose state is in {@code /var/lib/ddns}: a person who types {@code ddns status} means the service. Any other
 * configuration has its state beside it. Stateless.
 */
final class AgentConfiguration {
    private static final String STATE_FILE = "ddns-state";
    /** Where the service of a system has its configuration and, by {@code StateDirectory=ddns}, its state. */
    private static final Path SERVICE_CONFIG = Path.of("/etc/ddns");

    private static final Path SERVICE_STATE = Path.of("/var/lib/ddns");
    /** Longer than a pipe is read. */
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private AgentConfiguration() {}

    /** Reads it, as {@link UpdaterConfiguration#load(Path, Optional, io.github.ddnsjava.config.SettingSpec...)}. */
    static UpdaterConfiguration load(Path config) {
        return UpdaterConfiguration.load(config, stateFile(config, System.getenv()), AgentSections.all());
    }

    /** Reads it and asks nobody. It ends in bounded time, because it may be a first look at a plug-in. */
    static UpdaterConfiguration loadOffline(Path config) {
        Optional<Path> stateFile = stateFile(config, System.getenv());
        return within(LONGEST, () -> UpdaterConfiguration.loadOffline(config, stateFile, AgentSections.all()));
    }

    /**
     * Returns what is read within that time. What takes longer goes on, on a daemon thread.
     *
     * @throws ConfigurationException if it takes longer; it names the place that is waited for
     */
    static <T> T within(Duration longest, Supplier<T> read) {
        FutureTask<T> reading = new FutureTask<>(read::get);
        Thread thread = new Thread(reading, "ddns-agent-read");
        thread.setDaemon(true);
        thread.start();
        try {
            return reading.get(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new ConfigurationException(
                    "",
                    "the configuration could not be read within " + Durations.format(longest) + ", because "
                            + place(thread) + " does not return",
                    "if that is a plug-in, it has a defect: remove it from the folder of plug-ins, or replace it");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConfigurationException("", "the configuration was not read, because that was interrupted", "");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) Objects.requireNonNull(e.getCause()); // a Supplier throws no other
        }
    }

    private static String place(Thread thread) {
        return Arrays.stream(thread.getStackTrace())
                .filter(frame -> !frame.getClassName().matches("(java|jdk|sun)\\..*"))
                .findFirst()
                .map(frame -> frame.getClassName() + "." + frame.getMethodName())
                .orElse("reading");
    }

    /** Reads the newest good copy of it in that directory. */
    static UpdaterConfiguration loadLastGood(Path config, Path directory) {
        return UpdaterConfiguration.loadLastGood(
                config, directory, stateFile(config, System.getenv()), AgentSections.all());
    }

    /** Returns the file of the state of a configuration that may be broken otherwise, as {@link UpdaterConfiguration#stateFileOf}. */
    static Optional<Path> stateFileOf(Path config) {
        Map<String, String> environment = System.getenv();
        return UpdaterConfiguration.stateFileOf(config, stateDirectory(config, environment))
                .or(() -> stateFile(config, environment));
    }

    /** Returns the directory of the state if the configuration does not name it. */
    static Path stateDirectory(Path config, Map<String, String> environment) {
        Path beside = config.toAbsolutePath().normalize().resolveSibling("");
        return given(environment).orElseGet(() -> serviceState(beside).orElse(beside));
    }

    /** Returns the state of the service, if that directory has its configuration and the service has been set up. */
    private static Optional<Path> serviceState(Path directory) {
        return Optional.of(SERVICE_STATE).filter(state -> directory.equals(SERVICE_CONFIG) && Files.isDirectory(state));
    }

    /**
     * Checks that the service can read what this process will write. Only root could write into the state of another user.
     *
     * @throws ConfigurationException if the file is in the directory of the service, and that belongs to another user
     */
    static void requireOwnState(UpdaterConfiguration configuration) {
        configuration
                .stateFile()
                .filter(file -> !configuration.sharesState()
                        && given(System.getenv()).isEmpty()
                        && SERVICE_STATE.equals(file.getParent()))
                .ifPresent(file -> requireOwner(SERVICE_STATE, System.getProperty("user.name")));
    }

    /** Returns why the user of this process could not keep the state, with the remedy; empty if it could. */
    static Optional<ConfigurationException.Entry> stateProblem(UpdaterConfiguration configuration) {
        return configuration.stateFile().flatMap(file -> stateProblem(file, Files::isWritable));
    }

    /** Does the same for a file, by what this user may write. */
    static Optional<ConfigurationException.Entry> stateProblem(Path file, Predicate<Path> isWritable) {
        Path directory = file.toAbsolutePath().resolveSibling("");
        if (!Files.isDirectory(directory)) {
            return Optional.of(new ConfigurationException.Entry(
                    "state", "there is no directory " + directory, "make it, for the user that the agent runs as"));
        }
        // The service has a state of its own, which its manager makes at the first start.
        return Stream.of(directory, file)
                .filter(path -> !directory.equals(SERVICE_CONFIG))
                .filter(path -> Files.exists(path) && !isWritable.test(path))
                .findFirst()
                .map(path -> new ConfigurationException.Entry(
                        "state",
                        "the user " + System.getProperty("user.name") + ", who runs this, cannot write " + path,
                        "run this, and the agent, as the user to whom it belongs"
                                + owner(path).map(owner -> ": " + owner).orElse("")));
    }

    private static Optional<String> owner(Path path) {
        try {
            return Optional.of(Files.getOwner(path).getName());
        } catch (IOException | UnsupportedOperationException e) {
            return Optional.empty();
        }
    }

    /** Checks that the directory belongs to the user with that name. */
    static void requireOwner(Path directory, String user) {
        // Where the owner is not known, the state will say what is wrong with it.
        owner(directory).filter(owner -> !owner.equals(user)).ifPresent(owner -> {
            throw new ConfigurationException(
                    "state",
                    "the directory " + directory + " belongs to the user " + owner + ", who could not read what " + user
                            + " writes there",
                    "run this as that user: runuser -u " + owner + " -- " + OwnProgram.command() + " …");
        });
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
