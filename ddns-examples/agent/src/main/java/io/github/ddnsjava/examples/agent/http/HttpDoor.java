package io.github.ddnsjava.examples.agent.http;

import io.github.ddnsjava.DelayScheduler;
import io.github.ddnsjava.examples.agent.action.Actions;
import io.github.ddnsjava.examples.agent.action.EventFeed;
import io.github.ddnsjava.exception.ConfigurationException;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running HTTP server. Thread-safe. All its threads are daemons. */
public final class HttpDoor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpDoor.class);

    /** How often it looks for slow clients and replaced files. */
    private static final Duration TICK = Duration.ofSeconds(5);

    private final ScheduledThreadPoolExecutor timer;
    private final DelayScheduler later;
    private final Connections connections;
    private final EventStreams streams;
    private final Refusals refusals;
    private final MetricsPage metrics;
    private final EventFeed.Subscription subscription;
    private final InstantSource clock;
    private final JettyServer jetty;

    /** What was last said to need a restart; empty if nothing does. */
    private final AtomicReference<String> toldToRestart = new AtomicReference<>("");
    /** Those that it was opened with: its address and whether it has TLS stay. */
    private final HttpSettings inUse;

    private volatile Doorkeeper doorkeeper;
    private volatile Authorities authorities;

    /**
     * Opens it: from now on it listens.
     *
     * @param actions what callers can do
     * @param feed the events that they can see
     * @throws ConfigurationException if the address is not free, or a file cannot be used
     */
    public static HttpDoor open(HttpSettings settings, Actions actions, EventFeed feed, InstantSource clock) {
        return new HttpDoor(settings, actions, feed, clock, Optional.empty());
    }

    /**
     * Checks everything that opening checks, except that the address is free: an agent that runs already has it.
     *
     * @throws ConfigurationException if a file cannot be used
     */
    public static void check(HttpSettings settings) {
        new Doorkeeper(settings, Clock.systemUTC());
        new Authorities(settings, settings.tls().isPresent());
        settings.tls().ifPresent(ServerKeys::context);
    }

    HttpDoor(
            HttpSettings settings,
            Actions actions,
            EventFeed feed,
            InstantSource clock,
            Optional<AgentHandler.Timer> delays) {
        this.clock = clock;
        this.doorkeeper = new Doorkeeper(settings, clock);
        this.authorities = new Authorities(settings, settings.tls().isPresent());
        this.inUse = settings;
        this.connections = new Connections(clock);
        this.streams = new EventStreams();
        this.refusals = new Refusals(actions.audit(), clock);
        this.metrics = new MetricsPage(actions.updater());
        this.timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "ddns-agent-http-timer");
            thread.setDaemon(true);
            return thread;
        });
        this.later = DelayScheduler.on(timer);
        AgentHandler handler = new AgentHandler(
                new AgentHandler.Rules(() -> authorities, () -> doorkeeper),
                new Pages(actions, metrics, streams, clock),
                connections,
                new Throttle(clock),
                refusals,
                delays.orElse(later::schedule));
        this.subscription = feed.subscribe(streams::tell, streams::any);
        this.jetty = start(settings, handler);
        later.schedule(TICK, this::tickOnAndOn);
    }

    private JettyServer start(HttpSettings given, AgentHandler handler) {
        try {
            return JettyServer.start(given, handler, connections);
        } catch (RuntimeException e) {
            closeRest();
            throw e;
        }
    }

    /** Returns how many connections there are. */
    int connections() {
        return connections.size();
    }

    /** Returns the port that it listens on. */
    public int port() {
        return jetty.port();
    }

    /**
     * Checks settings that were read again.
     *
     * @param next the settings; empty if the section is gone
     * @return what puts them in effect; nothing is changed before
     * @throws ConfigurationException if they cannot be used
     */
    public Runnable prepare(Optional<HttpSettings> next) {
        String restart = restart(next);
        if (next.isEmpty()) {
            return () -> needsRestart(restart);
        }
        HttpSettings wanted = next.get();
        if (!inUse.listen().isLoopback() && wanted.isOpen()) {
            // Right for the address that it wants, but not for that where the agent still listens.
            return () -> needsRestart("http.tokens");
        }
        Doorkeeper nextDoorkeeper = new Doorkeeper(wanted, clock);
        Authorities nextAuthorities = new Authorities(wanted, inUse.tls().isPresent());
        Optional<HttpSettings.Tls> nextTls =
                wanted.tls().filter(any -> inUse.tls().isPresent());
        Optional<SSLContext> context = nextTls.map(ServerKeys::context);
        return () -> {
            doorkeeper = nextDoorkeeper;
            authorities = nextAuthorities;
            nextTls.ifPresent(tls -> jetty.use(tls, context.orElseThrow()));
            streams.recheck();
            needsRestart(restart);
        };
    }

    /** Returns what of an edit needs a restart. Of {@code listen} the library says so, because of its declaration. */
    private String restart(Optional<HttpSettings> next) {
        if (next.isEmpty()) {
            return "http";
        }
        return next.get().tls().isPresent() == inUse.tls().isPresent() ? "" : "http.tls";
    }

    /** Says once, in the words of the library, that something of an edit is not in effect. */
    private void needsRestart(String what) {
        if (!what.equals(toldToRestart.getAndSet(what)) && !what.isEmpty()) {
            LOG.warn("the change of {} needs a restart, and is not in effect yet", what);
        }
    }

    private void tickOnAndOn() {
        tick();
        try {
            later.schedule(TICK, this::tickOnAndOn);
        } catch (RejectedExecutionException e) {
            LOG.debug("the HTTP server is closed");
        }
    }

    /** Closes slow connections, and notices replaced files. */
    void tick() {
        try {
            connections.sweep();
            streams.beat();
            refusals.tick();
            jetty.refresh();
        } catch (RuntimeException e) {
            LOG.warn("the HTTP server could not look after its connections; it tries again: {}", e.toString());
        }
    }

    @Override
    public void close() {
        streams.endAll();
        jetty.close();
        refusals.end();
        closeRest();
    }

    private void closeRest() {
        subscription.end();
        timer.shutdownNow();
        metrics.close();
    }
}
