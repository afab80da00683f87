package io.github.ddnsjava;

import io.github.ddnsjava.cluster.Cluster;
import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.decide.UpdatePolicies;
import io.github.ddnsjava.decide.UpdatePolicy;
import io.github.ddnsjava.detect.IpDetector;
import io.github.ddnsjava.event.ChangeVeto;
import io.github.ddnsjava.event.ListenerContext;
import io.github.ddnsjava.event.UpdateEvent;
import io.github.ddnsjava.event.UpdateListener;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.internal.config.Closeables;
import io.github.ddnsjava.internal.config.NamedSetting;
import io.github.ddnsjava.internal.config.RecordChecks;
import io.github.ddnsjava.internal.config.SteadyProvider;
import io.github.ddnsjava.internal.engine.UpdaterEngine;
import io.github.ddnsjava.internal.engine.work.EngineParts;
import io.github.ddnsjava.internal.http.DeadManPing;
import io.github.ddnsjava.internal.journal.JournalStore;
import io.github.ddnsjava.internal.lookup.JdkNameLookup;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.remember.StateStore;
import io.github.ddnsjava.remember.StateStores;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Collects the parts of an {@link Updater}. A detector, a provider and a record are needed; everything else has a
 * default. A single detector or provider needs no key. Several are distinguished by their keys. An application that
 * knows the addresses needs no detector: it calls {@link #pushed} and {@linkplain Updater#push pushes} them. Not
 * thread-safe.
 */
public final class UpdaterBuilder {
    private final Map<String, IpDetector> detectors = new LinkedHashMap<>();
    private final Map<String, DnsProvider> providers = new LinkedHashMap<>();
    private final Map<String, UpdatePolicy> policies = new LinkedHashMap<>();
    private final List<ManagedRecord> records = new ArrayList<>();
    private final List<UpdateListener> listeners = new ArrayList<>();
    private final Map<String, Function<ListenerContext, UpdateListener>> made = new LinkedHashMap<>();
    private final List<ChangeVeto> vetoes = new ArrayList<>();
    private final List<ConfigurationException.Entry> problems = new ArrayList<>();
    private Schedule schedule = Schedule.DEFAULT;
    private RetrySettings retry = RetrySettings.DEFAULT;
    private Duration detectionTimeout = Duration.ofSeconds(10);
    private StateStore state = StateStores.memory();
    private UpdaterEnvironment environment = UpdaterEnvironment.standard();
    private NameLookup lookup = new JdkNameLookup();
    private Optional<Duration> withdrawOnClose = Optional.empty();
    private Optional<Secret> deadMan = Optional.empty();
    private final Map<String, NamedSetting> named = new TreeMap<>();
    private Optional<Cluster> cluster = Optional.empty();
    private boolean pushed;

    UpdaterBuilder() {}

    /** Adds the only detector. */
    public UpdaterBuilder detector(IpDetector detector) {
        return detector(ManagedRecord.DEFAULT, detector);
    }

    /**
     * Adds a detector with a key. A key that is used twice is reported by {@link #build}. A detector that is {@link
     * AutoCloseable} belongs to the updater, which closes it when it no longer uses it.
     */
    public UpdaterBuilder detector(String key, IpDetector detector) {
        if (detectors.putIfAbsent(key, detector) != null) {
            problems.add(
                    new ConfigurationException.Entry("detectors." + key, "is configured twice", "one of each key"));
        }
        return this;
    }

    /** Declares that the application {@linkplain Updater#push pushes} the addresses, so that no detector is needed. */
    public UpdaterBuilder pushed() {
        this.pushed = true;
        return this;
    }

    /** Adds the only provider. */
    public UpdaterBuilder provider(DnsProvider provider) {
        return provider(ManagedRecord.DEFAULT, provider);
    }

    /**
     * Adds a provider with a key. Its account and abilities are asked here, once. A key that is used twice, and a provider
     * that fails, are reported by {@link #build}. A provider that is {@link AutoCloseable} belongs to the updater, which
     * closes it when it no longer uses it.
     */
    public UpdaterBuilder provider(String key, DnsProvider provider) {
        String path = "providers." + key;
        try {
            if (providers.putIfAbsent(key, SteadyProvider.of(provider)) != null) {
                problems.add(new ConfigurationException.Entry(path, "is configured twice", "one of each key"));
            }
        } catch (ConfigurationException e) {
            e.problems()
                    .forEach(problem -> problems.add(new ConfigurationException.Entry(
                            problem.path().isEmpty() ? path : problem.path(), problem.message(), problem.allowed())));
        }
        return this;
    }

    /**
     * Adds one record set for each type, or for both types if none is given. They use the only detector and provider. A
     * bad name is reported by {@link #build}.
     */
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

    /** Sets the policy of records that name none. The default is {@link UpdatePolicies#standard}. */
    public UpdaterBuilder policy(UpdatePolicy policy) {
        policies.put(ManagedRecord.DEFAULT, policy);
        return this;
    }

    /**
     * Adds a policy with a key, for the records that {@linkplain ManagedRecord.Builder#policy name} it. A key that is
     * used twice is reported by {@link #build}.
     */
    public UpdaterBuilder policy(String key, UpdatePolicy policy) {
        if (policies.putIfAbsent(key, policy) != null) {
            problems.add(new ConfigurationException.Entry("policies." + key, "is given twice", "one of each key"));
        }
        return this;
    }

    /** Sets how often detectors are polled. The default is {@link Schedule#DEFAULT}. */
    public UpdaterBuilder schedule(Schedule schedule) {
        this.schedule = schedule;
        return this;
    }

    /** Sets how failed attempts are repeated. The default is {@link RetrySettings#DEFAULT}. */
    public UpdaterBuilder retry(RetrySettings retry) {
        this.retry = retry;
        return this;
    }

    /** Sets how long one source of an address may take. The default is 10 seconds. */
    public UpdaterBuilder detectionTimeout(Duration timeout) {
        this.detectionTimeout = timeout;
        return this;
    }

    /** Keeps the state in that file. By default the state is kept only in memory, which costs reads at each start. */
    public UpdaterBuilder stateFile(Path file) {
        return state(StateStores.file(file));
    }

    /** Keeps the state in that store. The updater opens and closes it. */
    public UpdaterBuilder state(StateStore store) {
        this.state = store;
        return this;
    }

    /** Registers a listener for all events. */
    public UpdaterBuilder listener(UpdateListener listener) {
        listeners.add(listener);
        return this;
    }

    /**
     * Registers a listener that uses the clock and the threads of the updater, with a key. A key that is used twice is
     * reported by {@link #build}. {@link Updater#reconfigure} keeps the listener if {@code how} is equal to what made it.
     * A listener that is {@link AutoCloseable} belongs to the updater, which closes it after its last event.
     *
     * @param how creates the listener, as {@link io.github.ddnsjava.notify.Notifications#create} does
     */
    public UpdaterBuilder listener(String key, Function<ListenerContext, UpdateListener> how) {
        if (made.putIfAbsent(key, how) != null) {
            problems.add(new ConfigurationException.Entry("notify." + key, "is configured twice", "one of each key"));
        }
        return this;
    }

    /** Registers a consumer that is notified of each confirmed change. */
    public UpdaterBuilder onChange(Consumer<UpdateEvent.Changed> consumer) {
        return listener(event -> {
            if (event instanceof UpdateEvent.Changed changed) {
                consumer.accept(changed);
            }
        });
    }

    /** Registers a consumer that is notified of trouble, of whatever {@link UpdateEvent.Trouble} names. */
    public UpdaterBuilder onTrouble(Consumer<? super UpdateEvent.Trouble> consumer) {
        return listener(event -> {
            if (event instanceof UpdateEvent.Trouble trouble) {
                consumer.accept(trouble);
            }
        });
    }

    /** Registers a consumer that is notified of the end of trouble, of whatever it was. */
    public UpdaterBuilder onRecovery(Consumer<? super UpdateEvent.Recovery> consumer) {
        return listener(event -> {
            if (event instanceof UpdateEvent.Recovery recovery) {
                consumer.accept(recovery);
            }
        });
    }

    /** Registers a hook that is asked before each change is published. */
    public UpdaterBuilder veto(ChangeVeto veto) {
        vetoes.add(veto);
        return this;
    }

    /**
     * Calls that URL after each good cycle, so that a monitor such as healthchecks.io notices when the calls stop. A
     * cycle is good if every record is in sync and no detection failed. After a bad cycle, {@code /fail} is appended to
     * the path. While records are only pending, the URL is not called. Equal results within 10 seconds cause one call.
     * The call is made on the listeners' thread, after the listeners, and takes at most 10 seconds. A failed call is
     * not repeated.
     *
     * @param url https, or plain HTTP to loopback; a secret, because anyone who knows it can call it
     */
    public UpdaterBuilder deadMan(Secret url) {
        this.deadMan = Optional.of(url);
        return this;
    }

    /**
     * Removes our values when an updater that was started is closed, as far as that is possible within that time. Use
     * it for services that must not be found while they are down. By default the published values stay.
     *
     * @throws IllegalArgumentException if the time is not positive
     */
    public UpdaterBuilder withdrawOnClose(Duration within) {
        if (within.isNegative() || within.isZero()) {
            throw new IllegalArgumentException("within is " + within + "; a longer time is needed");
        }
        this.withdrawOnClose = Optional.of(within);
        return this;
    }

    /** Uses this lookup for live DNS. The default is the JDK's resolver. */
    public UpdaterBuilder lookup(NameLookup lookup) {
        this.lookup = lookup;
        return this;
    }

    /**
     * Uses this clock, these threads and this network. It is needed by hosts that bring threads of their own, and by
     * tests. The default is {@link UpdaterEnvironment#standard}. An earlier environment is replaced as a whole.
     */
    public UpdaterBuilder environment(UpdaterEnvironment environment) {
        this.environment = environment;
        return this;
    }

    /** Shares the records with other machines. The cluster stays until the updater is closed. By default there is none. */
    public UpdaterBuilder cluster(Cluster cluster) {
        this.cluster = Optional.of(cluster);
        return this;
    }

    /**
     * Names a setting of the application, so that the report of {@link Updater#reconfigure} tells whether it changed. The
     * updater does nothing else with it, and never shows the value.
     *
     * @param name the name, for example {@code http.listen}
     * @param value what is compared by {@code equals}
     * @param needsRestart whether a change is in effect only after a restart of the application; it is reported until then
     */
    public UpdaterBuilder setting(String name, Object value, boolean needsRestart) {
        named.put(name, new NamedSetting(name, value, needsRestart));
        return this;
    }

    /**
     * Builds the updater. Nothing runs until {@link Updater#start} or {@link Updater#runOnce}.
     *
     * @throws ConfigurationException with every problem, if anything is missing or does not fit together
     */
    public Updater build() {
        return new UpdaterEngine(
                this,
                UpdaterBuilder::parts,
                setUp -> Closeables.of(setUp.detectors.values(), setUp.providers.values()));
    }

    /**
     * Returns everything that was collected.
     *
     * @param status returns the status of all records; used only later
     * @throws ConfigurationException with every problem, if anything is missing or does not fit together
     */
    private EngineParts parts(Supplier<List<RecordReport>> status) {
        List<UpdateListener> told = new ArrayList<>(listeners);
        deadMan.ifPresent(url -> told.add(new DeadManPing(environment.http(), url, status)));
        Map<String, UpdatePolicy> known = new LinkedHashMap<>(policies);
        known.putIfAbsent(ManagedRecord.DEFAULT, UpdatePolicies.standard());
        EngineParts parts = new EngineParts(
                byKey(detectors),
                byKey(providers),
                Map.copyOf(known),
                RecordChecks.asDeclared(records, byKey(providers)),
                List.copyOf(told),
                Map.copyOf(made),
                List.copyOf(vetoes),
                schedule,
                retry,
                detectionTimeout,
                state,
                environment,
                lookup,
                withdrawOnClose,
                Map.copyOf(named),
                cluster);
        List<ConfigurationException.Entry> all = new ArrayList<>(problems);
        all.addAll(missing());
        all.addAll(parts.problems());
        if (!all.isEmpty()) {
            throw new ConfigurationException(all);
        }
        return parts;
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

    /** Makes the only detector or provider also available under the default key. */
    private static <T> Map<String, T> byKey(Map<String, T> configured) {
        Map<String, T> all = new LinkedHashMap<>(configured);
        if (configured.size() == 1) {
            all.putIfAbsent(
                    ManagedRecord.DEFAULT, configured.values().iterator().next());
        }
        return Map.copyOf(all);
    }
}
