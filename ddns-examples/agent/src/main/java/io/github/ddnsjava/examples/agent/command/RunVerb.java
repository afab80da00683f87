package io.github.ddnsjava.examples.agent.command;

import io.github.ddnsjava.Updater;
import io.github.ddnsjava.UpdaterBuilder;
import io.github.ddnsjava.UpdaterStatus;
import io.github.ddnsjava.config.UpdaterConfiguration;
import io.github.ddnsjava.event.UpdateEvent;
import io.github.ddnsjava.examples.agent.action.Actions;
import io.github.ddnsjava.examples.agent.action.Health;
import io.github.ddnsjava.examples.agent.service.SystemdNotifier;
import io.github.ddnsjava.exception.ConfigurationException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;

/** Runs cycles until the process receives a signal to end. A program may have a shutdown hook; the library has none. */
@Command(
        name = "run",
        description = "Keep every record in sync until SIGTERM or SIGINT; then print the status of each.")
final class RunVerb extends UpdaterVerb {
    /** Longer than closing takes, and shorter than a service manager waits before it kills the process. */
    private static final Duration STOP = Duration.ofSeconds(9);

    private static final Logger LOG = LoggerFactory.getLogger(RunVerb.class);

    private final Doors doors = new Doors();
    private final SystemdNotifier systemd;
    private final CountDownLatch stop;
    private final AtomicBoolean stuck = new AtomicBoolean();

    /** What the present configuration gives to withdrawing records, beyond the time for closing. */
    private final AtomicReference<Duration> withdrawal = new AtomicReference<>(Duration.ZERO);

    private final ReloadRequests requests = new ReloadRequests();

    RunVerb() {
        this(SystemdNotifier.of(System.getenv()), new CountDownLatch(1));
    }

    private RunVerb(SystemdNotifier systemd, CountDownLatch stop) {
        this.systemd = systemd;
        this.stop = stop;
    }

    /** Returns one that tells no service manager, and ends as soon as everything has started. */
    static RunVerb rehearsal() {
        return new RunVerb(SystemdNotifier.of(Map.of()), new CountDownLatch(0));
    }

    /** The signal is handled before anything else: by default it ends the process. */
    @Override
    int run(Path config) throws InterruptedException {
        Hangup hangup = Hangup.handledBy(requests::ask);
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
            return loadLastGood(config, copies(config, lastGood), broken);
        }
    }

    private static Path copies(Path config, Path given) {
        return given.toString().isEmpty() ? AgentConfiguration.stateDirectory(config, System.getenv()) : given;
    }

    private static UpdaterConfiguration loadLastGood(Path config, Path directory, ConfigurationException broken) {
        try {
            UpdaterConfiguration configuration = AgentConfiguration.loadLastGood(config, directory);
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
        AgentConfiguration.requireOwnState(configuration);
        withdrawal.set(configuration.withdrawOnClose().orElse(Duration.ZERO));
        return doors.setUp(configuration);
    }

    @Override
    int run(Updater updater, UpdaterConfiguration configuration) {
        CountDownLatch stopped = new CountDownLatch(1);
        Thread hook = new Thread(() -> stop(stopped), "ddns-agent-stop");
        Runtime.getRuntime().addShutdownHook(hook);
        updater.addListener(event -> {
            MemoryGuard.on(event);
            if (event instanceof UpdateEvent.CycleTroubled) {
                stuck.set(true);
                stop.countDown();
            }
        });
        try {
            int answer = output().status(runUntilStop(updater, configuration));
            if (stuck.get()) {
                LOG.warn(
                        "ddns-agent ends with status {}, to be started again, because a cycle did not end",
                        ExitStatus.RESTART);
                return ExitStatus.RESTART;
            }
            return answer;
        } finally {
            stopped.countDown();
            remove(hook);
        }
    }

    /** Returns the status at the end. Nobody comes in any more when the updater gives up its state to the next process. */
    private UpdaterStatus runUntilStop(Updater updater, UpdaterConfiguration configuration) {
        try (updater;
                doors) {
            Actions actions = doors.openHttp(updater, configuration);
            updater.start();
            doors.openSocket(configuration, actions);
            updater.follow(configuration, this::setUp, doors::use);
            requests.servedBy(() -> reload(updater));
            systemd.ready(
                    () -> Health.live(updater.status(), Instant.now(), true).good());
            awaitStop();
            systemd.close();
            return updater.status();
        } finally {
            requests.end();
        }
    }

    private void reload(Updater updater) {
        try {
            systemd.reloading(updater::reload); // the result is an event, and so a line of the log
        } catch (IllegalStateException e) {
            LOG.debug("SIGHUP while the agent ends: {}", e.getMessage());
        }
    }

    private void awaitStop() {
        try {
            stop.await();
        } catch (InterruptedException e) {
            // An interrupt is a wish to end, too; what follows is bounded in time.
            LOG.debug("interrupted");
        }
    }

    private void stop(CountDownLatch stopped) {
        stop.countDown();
        Duration limit = STOP.plus(withdrawal.get());
        try {
            if (!stopped.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn(
                        "ddns-agent did not stop within {} s after it was told to; the process ends now, and the next start"
                                + " looks up what was published last",
                        limit.toSeconds());
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
