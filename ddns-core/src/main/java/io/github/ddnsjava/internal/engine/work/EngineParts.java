package io.github.ddnsjava.internal.engine.work;

import io.github.ddnsjava.ManagedRecord;
import io.github.ddnsjava.NameLookup;
import io.github.ddnsjava.NetworkCheck;
import io.github.ddnsjava.RetrySettings;
import io.github.ddnsjava.Schedule;
import io.github.ddnsjava.UpdaterEnvironment;
import io.github.ddnsjava.cluster.Cluster;
import io.github.ddnsjava.decide.UpdatePolicy;
import io.github.ddnsjava.detect.EchoTransport;
import io.github.ddnsjava.detect.IpDetector;
import io.github.ddnsjava.event.ChangeVeto;
import io.github.ddnsjava.event.ListenerContext;
import io.github.ddnsjava.event.UpdateListener;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.internal.config.NamedSetting;
import io.github.ddnsjava.internal.config.RecordChecks;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.remember.StateStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * What the builder collected, and found no problem with: a complete set-up. Among the policies, {@link
 * ManagedRecord#DEFAULT} is always there. The records have the attributes that their providers declare. Immutable.
 *
 * @param made how listeners are made that run on what the updater has, by key
 */
public record EngineParts(
        Map<String, IpDetector> detectors,
        Map<String, DnsProvider> providers,
        Map<String, UpdatePolicy> policies,
        List<ManagedRecord> records,
        List<UpdateListener> listeners,
        Map<String, Function<ListenerContext, UpdateListener>> made,
        List<ChangeVeto> vetoes,
        Schedule schedule,
        RetrySettings retry,
        Duration detectionTimeout,
        StateStore state,
        UpdaterEnvironment environment,
        NameLookup lookup,
        Optional<Duration> withdrawOnClose,
        Map<String, NamedSetting> named,
        Optional<Cluster> cluster) {
    /** Returns what is wrong with the records, or between them and the rest. */
    public List<ConfigurationException.Entry> problems() {
        List<ConfigurationException.Entry> problems =
                new ArrayList<>(RecordChecks.check(records, detectors, providers, policies.keySet()));
        if (withdrawOnClose.isPresent()) {
            problems.addAll(RecordChecks.withdrawable(records, providers));
            if (cluster.isPresent()) {
                problems.add(RecordChecks.WITHDRAWN_IN_CLUSTER);
            }
        }
        return problems;
    }

    public InstantSource clock() {
        return environment.clock();
    }

    public RandomGenerator random() {
        return environment.random();
    }

    public EchoTransport echo() {
        return environment.echo();
    }

    public NetworkCheck network() {
        return environment.network();
    }

    /** Returns this set-up with other records. */
    public EngineParts withRecords(Collection<ManagedRecord> others) {
        return new EngineParts(
                detectors,
                providers,
                policies,
                List.copyOf(others),
                listeners,
                made,
                vetoes,
                schedule,
                retry,
                detectionTimeout,
                state,
                environment,
                lookup,
                withdrawOnClose,
                named,
                cluster);
    }

    /**
     * Returns this set-up as it follows another one: with what is equal in both as it is there, and with its state,
     * environment and cluster, which stay for the life of an updater.
     */
    public EngineParts after(EngineParts before) {
        return new EngineParts(
                kept(before.detectors, detectors),
                kept(before.providers, providers),
                kept(before.policies, policies),
                records,
                listeners,
                kept(before.made, made),
                vetoes,
                schedule,
                retry,
                detectionTimeout,
                before.state,
                before.environment,
                lookup,
                withdrawOnClose,
                inEffect(before.named, named),
                before.cluster);
    }

    /** What needs a restart stays as it is. */
    private static Map<String, NamedSetting> inEffect(Map<String, NamedSetting> before, Map<String, NamedSetting> now) {
        Map<String, NamedSetting> named = new HashMap<>(now);
        named.values().removeIf(NamedSetting::needsRestart);
        before.values().stream()
                .filter(NamedSetting::needsRestart)
                .forEach(setting -> named.put(setting.name(), setting));
        return Map.copyOf(named);
    }

    private static <T> Map<String, T> kept(Map<String, T> before, Map<String, T> now) {
        Map<String, T> kept = new HashMap<>(now);
        kept.replaceAll((key, given) -> given.equals(before.get(key)) ? before.get(key) : given);
        return Map.copyOf(kept);
    }

    /** Returns these without the key of the only one, by which records use it that name none. */
    public static <T> Map<String, T> asGiven(Map<String, T> configured) {
        Map<String, T> given = new HashMap<>(configured);
        if (given.size() == 2 && given.values().stream().distinct().count() == 1) {
            given.remove(ManagedRecord.DEFAULT);
        }
        return given;
    }
}
