package io.github.ddnsjava.internal.engine.work;

import io.github.ddnsjava.NameLookup;
import io.github.ddnsjava.NetworkCheck;
import io.github.ddnsjava.RetrySettings;
import io.github.ddnsjava.Schedule;
import io.github.ddnsjava.UpdaterEnvironment;
import io.github.ddnsjava.decide.UpdatePolicy;
import io.github.ddnsjava.detect.EchoTransport;
import io.github.ddnsjava.detect.IpDetector;
import io.github.ddnsjava.event.ChangeVeto;
import io.github.ddnsjava.event.UpdateListener;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.remember.StateStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** What the builder collected. Among the policies, {@link io.github.ddnsjava.ManagedRecord#DEFAULT} is always there. */
public record EngineParts(
        Map<String, IpDetector> detectors,
        Map<String, DnsProvider> providers,
        Map<String, UpdatePolicy> policies,
        List<UpdateListener> listeners,
        List<ChangeVeto> vetoes,
        Schedule schedule,
        RetrySettings retry,
        Duration detectionTimeout,
        StateStore state,
        UpdaterEnvironment environment,
        NameLookup lookup,
        Optional<Duration> withdrawOnClose) {
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
}
