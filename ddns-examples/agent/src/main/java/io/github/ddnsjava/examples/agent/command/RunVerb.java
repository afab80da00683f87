package io.github.ddnsjava.examples.agent.command;

import io.github.ddnsjava.Updater;
import io.github.ddnsjava.UpdaterBuilder;
import io.github.ddnsjava.UpdaterStatus;
import io.github.ddnsjava.config.UpdaterConfiguration;
import io.github.ddnsjava.examples.agent.action.Actions;
import io.github.ddnsjava.examples.agent.action.Health;
import io.github.ddnsjava.examples.agent.service.SystemdNotifier;
import io.github.ddnsjava.exception.ConfigurationException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;

/** Runs cycles until the process receives a signal to end. A program may have a shutdown hook; the library has none. */
@Command(
        name = "run",
        description = "Keep every record in sync until SIGTERM or SIGINT; then print the status of each.")
final class RunVerb extends UpdaterVerb {
    /** Longer than closing takes, and shorter than a service manager waits before it kills the process. */
    private static final long STOP_SECONDS = 20;

    private static final Logger LOG = LoggerFactory.getLogger(RunVerb.class);

    private final Doors doors = new Doors();
    private final SystemdNotifier systemd = SystemdNotifier.of(System.getenv());

    /** Null while the agent starts. Then there is nothing to read again, and following begins with what has changed. */
    private final AtomicReference<@Nullable Updater> following = new AtomicReference<>();

    /** The signal is handled before anything else: by default it ends the process. */
    @Override
    int run(Path config) throws InterruptedException {
        Hangup hangup = Hangup.handledBy(() -> reload(following.get()));
        try {
            return super.run(config);
        } finally {
            hangup.close();
        }
    }

    @Override
    UpdaterConfiguration load(Path config) {
        try {
            return super.load(config);
        } catch (ConfigurationException broken) {
            Path lastGood = lastGood().orElseThrow(() -> broken);
            return loadLastGood(config, directory(config, lastGood, System.getenv()), broken);
        }
    }

    static Path directory(Path config, Path given, Map<String, String> environment) {
        if (!given.toString().isEmpty()) {
            return given;
        }
        // systemd names several directories with colons between them.
        return Optional.ofNullable(environment.get("STATE_DIRECTORY"))
                .map(directories -> directories.split(":", 2)[0])
                .filter(directory -> !directory.isEmpty())
                .map(Path::of)
                .orElseGet(() -> config.toAbsolutePath().resolveSibling(""));
    }

    private static UpdaterConfiguration loadLastGood(Path config, Path directory, ConfigurationException broken) {
        try {
            UpdaterConfiguration configuration =
                    UpdaterConfiguration.loadLastGood(config, directory, AgentSections.all());
            LOG.warn(
                    "the configuration {} cannot be used, and the agent starts with the last good copy of it in {}: {}",
                    config,
                    directory,
                    broken.getMessage());
            return configuration;
        } catch (ConfigurationException e) {
            List<ConfigurationException.Entry> problems = new ArrayList<>(broken.problems());
            e.problems()
                    .forEach(problem ->
                            problems.add(new ConfigurationException.Entry("--last-good", problem.toString(), "")));
            throw new ConfigurationException(problems);
        }
    }

    @Override
    UpdaterBuilder setUp(UpdaterConfiguration configuration) {
        return doors.setUp(configuration);
    }

    @Override
    int run(Updater updater, UpdaterConfiguration configuration) {
        CountDownLatch stop = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        Thread hook = new Thread(() -> stop(stop, stopped), "ddns-agent-stop");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            Actions actions = doors.openHttp(updater, configuration);
            updater.start();
            doors.openSocket(configuration, actions);
            updater.follow(configuration, doors::setUp);
            following.set(updater);
            systemd.ready(
                    () -> Health.live(updater.status(), Instant.now(), true).good());
            awaitStop(stop);
            systemd.close();
            UpdaterStatus status = updater.status();
            doors.close();
            updater.close();
            return output().status(status);
        } finally {
            following.set(null);
            doors.close();
            stopped.countDown();
            remove(hook);
        }
    }

    private void reload(@Nullable Updater updater) {
        if (updater == null) {
            LOG.debug("SIGHUP while the agent starts or ends");
            return;
        }
        try {
            systemd.reloading(updater::reload);
        } catch (IllegalStateException e) {
            LOG.debug("SIGHUP while the agent ends: {}", e.getMessage());
        }
    }

    private static void awaitStop(CountDownLatch stop) {
        try {
            stop.await();
        } catch (InterruptedException e) {
            // An interrupt is a wish to end, too; what follows is bounded in time.
            LOG.debug("interrupted");
        }
    }

    private static void stop(CountDownLatch stop, CountDownLatch stopped) {
        stop.countDown();
        try {
            if (!stopped.await(STOP_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn(
                        "ddns-agent did not stop within {} s after it was told to; the process ends now, and the next start"
                                + " looks up what was published last",
                        STOP_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void remove(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            LOG.debug("ended by the hook");
        }
    }
}
