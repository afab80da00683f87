package io.github.ddnsjava.internal.engine.work;

import io.github.ddnsjava.DelayScheduler;
import io.github.ddnsjava.NameLookup;
import io.github.ddnsjava.NetworkCheck;
import io.github.ddnsjava.RetrySettings;
import io.github.ddnsjava.Schedule;
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
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What the builder collected; scheduler and executor are the engine's own where none was given. */
public record EngineParts(
        Map<String, IpDetector> detectors,
        Map<String, DnsProvider> providers,
        List<UpdateListener> listeners,
        List<ChangeVeto> vetoes,
        UpdatePolicy policy,
        Schedule schedule,
        RetrySettings retry,
        Duration detectionTimeout,
        StateStore state,
        InstantSource clock,
        RandomGenerator random,
        EchoTransport echo,
        NameLookup lookup,
        NetworkCheck network,
        Optional<Duration> withdrawOnClose,
        @Nullable DelayScheduler scheduler,
        @Nullable Executor executor) {}
