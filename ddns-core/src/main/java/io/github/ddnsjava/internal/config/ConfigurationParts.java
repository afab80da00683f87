package io.github.ddnsjava.internal.config;

import io.github.ddnsjava.ManagedRecord;
import io.github.ddnsjava.NameLookup;
import io.github.ddnsjava.RetrySettings;
import io.github.ddnsjava.Schedule;
import io.github.ddnsjava.cluster.Cluster;
import io.github.ddnsjava.config.RecordExplanation;
import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.decide.UpdatePolicy;
import io.github.ddnsjava.detect.IpDetector;
import io.github.ddnsjava.event.ListenerContext;
import io.github.ddnsjava.event.UpdateListener;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.ProviderContext;
import io.github.ddnsjava.remember.StateStore;
import io.github.ddnsjava.remember.StateStores;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What a configuration says, checked. Immutable.
 *
 * @param listeners how the listeners are made that are enabled
 * @param policy the top-level policy
 * @param policies the policies that the records name
 * @param context what its providers may use
 * @param sharesState whether the state is in the engine of the cluster, and not in a file
 * @param reloadPoll how often the files are read again; empty if they are not followed
 * @param files what references name, each with the digest of its content
 * @param sources the secret sources that it uses, for the next reading
 * @param warnings what works, and should not stay so
 * @param notes what cannot be judged here, because a reference cannot be read
 * @param explanations explains the records
 * @param sections the sections that the host declares
 * @param named the settings that are compared when the configuration is replaced, and are nowhere else
 */
public record ConfigurationParts(
        Map<String, IpDetector> detectors,
        Map<String, DnsProvider> providers,
        Map<String, Function<ListenerContext, UpdateListener>> listeners,
        List<ManagedRecord> records,
        UpdatePolicy policy,
        Map<String, UpdatePolicy> policies,
        Schedule schedule,
        RetrySettings retry,
        Duration detectionTimeout,
        Optional<Path> stateFile,
        boolean sharesState,
        Optional<NameLookup> lookup,
        Optional<Secret> deadMan,
        Optional<Duration> withdrawOnClose,
        Optional<Cluster> cluster,
        ProviderContext context,
        Optional<Duration> reloadPoll,
        Map<Path, String> files,
        OpenedSources sources,
        List<ConfigurationException.Entry> warnings,
        List<ConfigurationException.Entry> notes,
        Supplier<List<RecordExplanation>> explanations,
        Settings sections,
        List<NamedSetting> named) {
    /** Returns a new store of the state; empty if it is in memory. */
    public Optional<StateStore> state() {
        return sharesState ? cluster.flatMap(shared -> shared.leadership().state()) : stateFile.map(StateStores::file);
    }
}
