package io.github.ddnsjava;

import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.decide.UpdatePolicies;
import io.github.ddnsjava.decide.UpdatePolicy;
import io.github.ddnsjava.detect.EchoTransport;
import io.github.ddnsjava.detect.IpDetector;
import io.github.ddnsjava.event.ChangeVeto;
import io.github.ddnsjava.event.UpdateEvent;
import io.github.ddnsjava.event.UpdateListener;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.internal.detect.LocalNetwork;
import io.github.ddnsjava.internal.engine.UpdaterEngine;
import io.github.ddnsjava.internal.engine.work.EngineParts;
import io.github.ddnsjava.internal.http.DeadManPing;
import io.github.ddnsjava.internal.http.JdkHttpTransport;
import io.github.ddnsjava.internal.http.SocketEchoTransport;
import io.github.ddnsjava.internal.journal.JournalStore;
import io.github.ddnsjava.internal.lookup.JdkNameLookup;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.support.HttpTransport;
import io.github.ddnsjava.remember.StateStore;
import io.github.ddnsjava.remember.StateStores;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Collects what an {@link Updater} is made of. Needed are a detector, a provider and a record; everything else has a
 * default. One detector and one provider need no key; several are told apart by theirs. An application that knows the
 * addresses needs no detector: it says {@link #pushed} and {@linkplain Updater#push pushes} them. Not thread-safe.
 */
public final class UpdaterBuilder {
    private final Map<String, IpDetector> detectors = new LinkedHashMap<>();
    private final Map<String, DnsProvider> providers = new LinkedHashMap<>();
    private final List<ManagedRecord> records = new ArrayList<>();
    private final List<UpdateListener> listeners = new ArrayList<>();
    private final List<ChangeVeto> vetoes = new ArrayList<>();
    private final List<ConfigurationException.Entry> problems = new ArrayList<>();
    private UpdatePolicy policy = UpdatePolicies.standard();
    private Schedule schedule = Schedule.DEFAULT;
    private RetrySettings retry = RetrySettings.DEFAULT;
    private Duration detectionTimeout = Duration.ofSeconds(10);
    private StateStore state = StateStores.memory();
    private InstantSource clock = InstantSource.system();
    private RandomGenerator random = new SecureRandom();
    private EchoTransport echo = new SocketEchoTransport();
    private NameLookup lookup = new JdkNameLookup();
    private NetworkCheck network = new LocalNetwork();
    private Optional<Duration> withdrawOnClose = Optional.empty();
    private boolean pushed;
    private @Nullable Function<Supplier<List<RecordReport>>, UpdateListener> deadMan;
    private @Nullable Scheduler scheduler;
    private @Nullable Executor executor;

    UpdaterBuilder() {}

    /** Adds the only detector. */
    public UpdaterBuilder detector(IpDetector detector) {
        return detector(ManagedRecord.DEFAULT, detector);
    }

    /** Adds a detector under a key. */
    public UpdaterBuilder detector(String key, IpDetector detector) {
        if (detectors.putIfAbsent(key, detector) != null) {
            problems.add(new ConfigurationException.Entry("detectors." + key, "is given twice", "one of each key"));
        }
        return this;
    }

    /** Says that the application {@linkplain Updater#push pushes} the addresses, so that no detector is needed. */
    public UpdaterBuilder pushed() {
        this.pushed = true;
        return this;
    }

    /** Adds the only provider. */
    public UpdaterBuilder provider(DnsProvider provider) {
        return provider(ManagedRecord.DEFAULT, provider);
    }

    /** Adds a provider under a key. */
    public UpdaterBuilder provider(String key, DnsProvider provider) {
        if (providers.putIfAbsent(key, provider) != null) {
            problems.add(new ConfigurationException.Entry("providers." + key, "is given twice", "one of each key"));
        }
        return this;
    }

    /** Adds a record set of each type, or of both if none is named, with the only detector and provider. */
    public UpdaterBuilder record(String name, RecordType... types) {
        for (RecordType type : types.length == 0 ? RecordType.values() : types) {
            try {
                records.add(ManagedRecord.builder(name, type).build());
            } catch (IllegalArgumentException e) {
                problems.add(new ConfigurationException.Entry(
                        "records[" + records.size() + "].name", String.valueOf(e.getMessage()), "a full host name"));
                break;
            }
        }
        return this;
    }

    /** Adds a record set. */
    public UpdaterBuilder record(ManagedRecord record) {
        records.add(record);
        return this;
    }

    /** Sets the policy of records that have none of their own; {@link UpdatePolicies#standard} by default. */
    public UpdaterBuilder policy(UpdatePolicy policy) {
        this.policy = policy;
        return this;
    }

    /** Sets how often to look; {@link Schedule#DEFAULT} by default. */
    public UpdaterBuilder schedule(Schedule schedule) {
        this.schedule = schedule;
        return this;
    }

    /** Sets how failures are repeated; {@link RetrySettings#DEFAULT} by default. */
    public UpdaterBuilder retry(RetrySettings retry) {
        this.retry = retry;
        return this;
    }

    /** Sets how long one source of an address may take; 10 seconds by default. */
    public UpdaterBuilder detectionTimeout(Duration timeout) {
        this.detectionTimeout = timeout;
        return this;
    }

    /** Remembers in that file; by default only in memory, which costs reads at each start. */
    public UpdaterBuilder stateFile(Path file) {
        return state(StateStores.file(file));
    }

    /** Remembers in that store, which the updater opens and closes. */
    public UpdaterBuilder state(StateStore store) {
        this.state = store;
        return this;
    }

    /** Tells that listener of everything. */
    public UpdaterBuilder listener(UpdateListener listener) {
        listeners.add(listener);
        return this;
    }

    /** Tells of each confirmed change. */
    public UpdaterBuilder onChange(Consumer<UpdateEvent.Changed> consumer) {
        return listener(event -> {
            if (event instanceof UpdateEvent.Changed changed) {
                consumer.accept(changed);
            }
        });
    }

    /** Registers a listener for trouble: of a record, of a detector, and of the network. */
    public UpdaterBuilder onTrouble(Consumer<? super UpdateEvent.Trouble> consumer) {
        return listener(event -> {
            if (event instanceof UpdateEvent.Trouble trouble) {
                consumer.accept(trouble);
            }
        });
    }

    /** Registers a listener for the end of trouble: of a record, of a detector, and of the network. */
    public UpdaterBuilder onRecovery(Consumer<? super UpdateEvent.Recovery> consumer) {
        return listener(event -> {
            if (event instanceof UpdateEvent.Recovery recovery) {
                consumer.accept(recovery);
            }
        });
    }

    /** Asks that hook before each change is published. */
    public UpdaterBuilder veto(ChangeVeto veto) {
        vetoes.add(veto);
        return this;
    }

    /** Takes the time from there; the system's clock by default. */
    public UpdaterBuilder clock(InstantSource clock) {
        this.clock = clock;
        return this;
    }

    /** Waits there; by default on a daemon thread of the updater's own. */
    public UpdaterBuilder scheduler(Scheduler scheduler) {
        this.scheduler = scheduler;
        return this;
    }

    /**
     * Asks detectors and providers, and tells listeners, there, which blocks; by default on daemon threads of the
     * updater's own. With fewer threads than sources and accounts, one that is slow delays others.
     */
    public UpdaterBuilder executor(Executor executor) {
        this.executor = executor;
        return this;
    }

    /** Draws jitter from there. */
    public UpdaterBuilder random(RandomGenerator random) {
        this.random = random;
        return this;
    }

    /** Fetches echo pages by that transport. */
    public UpdaterBuilder echo(EchoTransport transport) {
        this.echo = transport;
        return this;
    }

    /**
     * Calls that URL after each good cycle, and the URL with {@code /fail} at the end of its path after one that leaves
     * a record not right: a monitor such as healthchecks.io then notices when nothing comes any more. Called on the
     * listeners' thread after them, within 10 seconds; none is called again for a failure.
     *
     * @param url https, or plain HTTP to loopback; a secret, for who knows it can call it
     */
    public UpdaterBuilder deadMan(Secret url) {
        return deadMan(url, new JdkHttpTransport());
    }

    /** Like {@link #deadMan(Secret)}, by that transport. */
    public UpdaterBuilder deadMan(Secret url, HttpTransport http) {
        this.deadMan = standing -> new DeadManPing(http, url, standing);
        return this;
    }

    /**
     * Removes our values when an updater that was started is closed, as far as that can be done within that time: for
     * services that must not be found while they are down. By default what is published stays.
     */
    public UpdaterBuilder withdrawOnClose(Duration within) {
        if (within.isNegative() || within.isZero()) {
            throw new IllegalArgumentException("within is " + within + "; a longer time is needed");
        }
        this.withdrawOnClose = Optional.of(within);
        return this;
    }

    /** Asks live DNS there; the JDK's resolver by default. */
    public UpdaterBuilder lookup(NameLookup lookup) {
        this.lookup = lookup;
        return this;
    }

    /** Asks there whether there is a network, when nothing answers; by default this host's interfaces are looked at. */
    public UpdaterBuilder network(NetworkCheck network) {
        this.network = network;
        return this;
    }

    /**
     * Builds the updater; nothing runs until {@link Updater#start} or {@link Updater#runOnce}.
     *
     * @throws ConfigurationException with every problem, if anything is missing or does not fit together
     */
    public Updater build() {
        List<UpdateListener> told = new ArrayList<>(listeners);
        AtomicReference<Updater> built = new AtomicReference<>();
        if (deadMan != null) {
            told.add(deadMan.apply(
                    () -> Objects.requireNonNull(built.get()).status().records()));
        }
        EngineParts parts = new EngineParts(
                byKey(detectors),
                byKey(providers),
                List.copyOf(told),
                List.copyOf(vetoes),
                policy,
                schedule,
                retry,
                detectionTimeout,
                state,
                clock,
                random,
                echo,
                lookup,
                network,
                withdrawOnClose,
                scheduler,
                executor);
        List<ConfigurationException.Entry> all = new ArrayList<>(problems);
        all.addAll(missing());
        all.addAll(UpdaterEngine.problems(parts, records));
        if (!all.isEmpty()) {
            throw new ConfigurationException(all);
        }
        Updater updater = new UpdaterEngine(parts, List.copyOf(records));
        built.set(updater);
        return updater;
    }

    private List<ConfigurationException.Entry> missing() {
        List<ConfigurationException.Entry> missing = new ArrayList<>();
        if (detectors.isEmpty() && !pushed) {
            missing.add(new ConfigurationException.Entry(
                    "detectors",
                    "nothing gives the addresses",
                    "a detector, or pushed() where the application pushes the addresses"));
        }
        if (providers.isEmpty()) {
            missing.add(new ConfigurationException.Entry("providers", "there is none", "at least one"));
        }
        if (records.isEmpty() && problems.stream().noneMatch(p -> p.path().startsWith("records"))) {
            missing.add(new ConfigurationException.Entry("records", "there is none", "at least one"));
        }
        if (state instanceof JournalStore file) {
            file.wrongPlace().ifPresent(missing::add);
        }
        return missing;
    }

    /** The only one serves records that name none, too. */
    private static <T> Map<String, T> byKey(Map<String, T> configured) {
        Map<String, T> all = new LinkedHashMap<>(configured);
        if (configured.size() == 1) {
            all.putIfAbsent(
                    ManagedRecord.DEFAULT, configured.values().iterator().next());
        }
        return Map.copyOf(all);
    }
}
