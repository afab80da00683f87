package io.github.ddnsjava;

import io.github.ddnsjava.detect.EchoTransport;
import io.github.ddnsjava.internal.detect.LocalNetwork;
import io.github.ddnsjava.internal.http.JdkHttpTransport;
import io.github.ddnsjava.internal.http.SocketEchoTransport;
import io.github.ddnsjava.publish.http.HttpTransport;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * The time, the chance, the threads and the network that an {@link Updater} uses. Most applications need only
 * {@link #standard}. A host passes in its own threads. A test passes in everything, so that it controls each access to
 * the outside and can simulate years in seconds:
 *
 * <pre>{@code
 * Updater.builder()
 *         .environment(UpdaterEnvironment.standard().withClock(clock).withScheduler(scheduler))
 * }</pre>
 *
 * <p>The state store and the lookup of live DNS are choices of the user and not part of the environment: see {@link
 * UpdaterBuilder#state} and {@link UpdaterBuilder#lookup}. Providers have an environment of their own, {@link
 * io.github.ddnsjava.publish.ProviderContext}.
 *
 * <p>Immutable; thread-safe if its parts are. No method accepts or returns null. Several updaters can share one
 * environment.
 */
public final class UpdaterEnvironment {
    private final InstantSource clock;
    private final LongSupplier monotonic;
    private final RandomGenerator random;
    private final EchoTransport echo;
    private final HttpTransport http;
    private final NetworkCheck network;
    private final Optional<DelayScheduler> scheduler;
    private final Optional<Executor> executor;

    private UpdaterEnvironment(
            InstantSource clock,
            LongSupplier monotonic,
            RandomGenerator random,
            EchoTransport echo,
            HttpTransport http,
            NetworkCheck network,
            Optional<DelayScheduler> scheduler,
            Optional<Executor> executor) {
        this.clock = clock;
        this.monotonic = monotonic;
        this.random = random;
        this.echo = echo;
        this.http = http;
        this.network = network;
        this.scheduler = scheduler;
        this.executor = executor;
    }

    /**
     * Returns the environment of an updater that is told nothing else: the system's clock, a {@link SecureRandom}, the
     * JDK's HTTP client, this host's interfaces and routes, and daemon threads of the updater's own.
     */
    public static UpdaterEnvironment standard() {
        return new UpdaterEnvironment(
                InstantSource.system(),
                System::nanoTime,
                new SecureRandom(),
                new SocketEchoTransport(),
                new JdkHttpTransport(),
                new LocalNetwork(),
                Optional.empty(),
                Optional.empty());
    }

    /** Returns a copy with this clock. */
    public UpdaterEnvironment withClock(InstantSource clock) {
        return new UpdaterEnvironment(clock, monotonic, random, echo, http, network, scheduler, executor);
    }

    /**
     * Returns a copy with this count of nanoseconds, which nobody can set. It may stand still while the
     * host sleeps. Only a {@linkplain UpdaterBuilder#cluster cluster} uses it. The default is {@link System#nanoTime}.
     */
    public UpdaterEnvironment withMonotonic(LongSupplier monotonic) {
        return new UpdaterEnvironment(clock, monotonic, random, echo, http, network, scheduler, executor);
    }

    /** Returns a copy with this generator of all random delays. */
    public UpdaterEnvironment withRandom(RandomGenerator random) {
        return new UpdaterEnvironment(clock, monotonic, random, echo, http, network, scheduler, executor);
    }

    /** Returns a copy with this transport for the pages of echo services. */
    public UpdaterEnvironment withEcho(EchoTransport echo) {
        return new UpdaterEnvironment(clock, monotonic, random, echo, http, network, scheduler, executor);
    }

    /** Returns a copy with this transport for {@link UpdaterBuilder#deadMan}. */
    public UpdaterEnvironment withHttp(HttpTransport http) {
        return new UpdaterEnvironment(clock, monotonic, random, echo, http, network, scheduler, executor);
    }

    /** Returns a copy with this check, which tells whether there is a network when nothing answers. */
    public UpdaterEnvironment withNetwork(NetworkCheck network) {
        return new UpdaterEnvironment(clock, monotonic, random, echo, http, network, scheduler, executor);
    }

    /** Returns a copy with this scheduler for all delays. */
    public UpdaterEnvironment withScheduler(DelayScheduler scheduler) {
        return new UpdaterEnvironment(clock, monotonic, random, echo, http, network, Optional.of(scheduler), executor);
    }

    /**
     * Returns a copy that runs detectors, providers and listeners on this executor. These tasks block. If the executor
     * has fewer threads than there are sources and twice the accounts, a slow one delays others; what finds no thread is
     * run on a thread of the updater. The caller remains the owner of the executor.
     */
    public UpdaterEnvironment withExecutor(Executor executor) {
        return new UpdaterEnvironment(clock, monotonic, random, echo, http, network, scheduler, Optional.of(executor));
    }

    /** Returns the clock. */
    public InstantSource clock() {
        return clock;
    }

    /** Returns the count of nanoseconds that nobody can set. */
    public LongSupplier monotonic() {
        return monotonic;
    }

    /** Returns the generator of random delays. */
    public RandomGenerator random() {
        return random;
    }

    /** Returns the transport for the pages of echo services. */
    public EchoTransport echo() {
        return echo;
    }

    /** Returns the transport for the calls to a monitor. */
    public HttpTransport http() {
        return http;
    }

    /** Returns the check of the network. */
    public NetworkCheck network() {
        return network;
    }

    /** Returns the scheduler for delays; empty if the updater uses a daemon thread of its own. */
    public Optional<DelayScheduler> scheduler() {
        return scheduler;
    }

    /** Returns the executor of blocking tasks; empty if the updater uses daemon threads of its own. */
    public Optional<Executor> executor() {
        return executor;
    }
}
