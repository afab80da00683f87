package io.github.ddnsjava.examples.agent.command;

import io.github.ddnsjava.Updater;
import io.github.ddnsjava.UpdaterBuilder;
import io.github.ddnsjava.config.UpdaterConfiguration;
import io.github.ddnsjava.examples.agent.action.Actions;
import io.github.ddnsjava.examples.agent.action.Audit;
import io.github.ddnsjava.examples.agent.action.EventFeed;
import io.github.ddnsjava.examples.agent.http.HttpDoor;
import io.github.ddnsjava.examples.agent.http.HttpSettings;
import io.github.ddnsjava.examples.agent.socket.AgentSocket;
import io.github.ddnsjava.exception.ConfigurationException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The doors of a running agent: HTTP if it is configured, and the socket. Follows the configuration. Thread-safe. */
final class Doors implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Doors.class);

    private final EventFeed feed = new EventFeed();
    /** What puts a configuration that was read in effect here. */
    private volatile Runnable prepared = () -> {};

    private volatile @Nullable HttpDoor http;
    private volatile @Nullable AgentSocket socket;
    private volatile boolean opened;

    /**
     * Returns the set-up of a configuration, with what the doors need. It is made for each configuration that is read.
     *
     * @throws ConfigurationException if the doors cannot use it
     */
    UpdaterBuilder setUp(UpdaterConfiguration configuration) {
        Optional<HttpSettings> settings = HttpSettings.of(configuration);
        if (opened) {
            prepared = prepare(settings);
        }
        return configuration.toBuilder().listener(feed);
    }

    /**
     * Checks what {@link #openHttp} would, and opens nothing.
     *
     * @throws ConfigurationException if the doors cannot use the configuration
     */
    static void check(UpdaterConfiguration configuration) {
        HttpSettings.of(configuration).ifPresent(HttpDoor::check);
    }

    /**
     * Checks what can be said where the agent will not run: files are not read, and a reference that could not be read is no
     * problem.
     *
     * @throws ConfigurationException if the doors cannot use the configuration
     */
    static void checkOffline(UpdaterConfiguration configuration) {
        try {
            HttpSettings.of(configuration);
        } catch (ConfigurationException e) {
            List<ConfigurationException.Entry> problems = e.problems().stream()
                    .filter(problem -> configuration.notes().stream()
                            .noneMatch(note -> note.path().equals(problem.path())
                                    || note.path().startsWith(problem.path() + ".")))
                    .toList();
            if (!problems.isEmpty()) {
                throw new ConfigurationException(problems);
            }
        }
    }

    private Runnable prepare(Optional<HttpSettings> settings) {
        HttpDoor open = http;
        if (open != null) {
            return open.prepare(settings);
        }
        return settings.isEmpty()
                ? () -> {}
                : () -> LOG.warn("the section http is new, which needs a restart, and is not in effect yet");
    }

    /** Puts the configuration of which {@link #setUp} made the last set-up in effect: the updater has taken that. */
    void use(UpdaterConfiguration configuration) {
        prepared.run();
        prepared = () -> {};
    }

    /**
     * Opens HTTP, if it is configured.
     *
     * @throws ConfigurationException if it cannot be opened
     */
    Actions openHttp(Updater updater, UpdaterConfiguration configuration) {
        Actions actions = new Actions(updater, new Audit(feed, Clock.systemUTC()));
        HttpSettings.of(configuration)
                .ifPresent(settings -> http = HttpDoor.open(settings, actions, feed, Clock.systemUTC()));
        opened = true;
        return actions;
    }

    /** Opens the socket beside the state, which the updater has opened: nobody else has one there. */
    void openSocket(UpdaterConfiguration configuration, Actions actions) {
        socket = configuration
                .stateFile()
                .flatMap(state -> AgentSocket.open(state, actions))
                .orElse(null);
    }

    @Override
    public void close() {
        AgentSocket openSocket = socket;
        if (openSocket != null) {
            openSocket.close();
        }
        HttpDoor openHttp = http;
        if (openHttp != null) {
            openHttp.close();
        }
    }
}
