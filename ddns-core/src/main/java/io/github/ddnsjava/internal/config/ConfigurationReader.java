package io.github.ddnsjava.internal.config;

import io.github.ddnsjava.ManagedRecord;
import io.github.ddnsjava.NameLookup;
import io.github.ddnsjava.RetrySettings;
import io.github.ddnsjava.Schedule;
import io.github.ddnsjava.config.Durations;
import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.detect.IpDetector;
import io.github.ddnsjava.detect.IpDetectors;
import io.github.ddnsjava.internal.http.DeadManPing;
import io.github.ddnsjava.internal.journal.JournalStore;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.DnsProviders;
import io.github.ddnsjava.publish.ProviderContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads a configuration: section by section. All problems are collected and reported together. Not thread-safe. */
public final class ConfigurationReader {
    private static final List<String> SECTIONS = List.of(
            "detectors",
            "providers",
            "records",
            "schedule",
            "state",
            "policy",
            "retry",
            "detectionTimeout",
            "lookup",
            "deadMan",
            "withdrawOnClose",
            "secrets");

    /** In the others, a reference is as good as the text that it stands for. */
    private static final List<String> WITH_SECRETS = List.of("detectors", "providers", "deadMan", "secrets");

    private static final Duration LONGEST = Duration.ofDays(3650);

    private final Problems problems = new Problems();
    private final References references;

    private ConfigurationReader(Path directory, ProviderContext context) {
        this.references = new References(directory, context, problems);
    }

    /**
     * Reads a text.
     *
     * @param directory what relative file names are relative to
     * @param itself the file that the text was read from, if any
     * @param context what providers may use
     * @throws io.github.ddnsjava.exception.ConfigurationException with every problem
     * @throws io.github.ddnsjava.exception.TransientException if nothing else is wrong than that a secret source is down
     */
    public static ConfigurationParts read(String json, Path directory, Optional<Path> itself, ProviderContext context) {
        return new ConfigurationReader(directory, context).read(json, itself, context);
    }

    private ConfigurationParts read(String json, Optional<Path> itself, ProviderContext context) {
        Settings raw = references.resolved(JsonText.parse(json, references.directory(), problems));
        problems.addUnknown(raw, SECTIONS);
        Map<String, Object> others = new TreeMap<>();
        for (String name : raw.names()) {
            Object value = raw.value(name).orElseThrow();
            others.put(name, WITH_SECRETS.contains(name) ? value : references.plain(name, value));
        }
        Settings root = Settings.ofLiterals("", references.directory(), others);

        TypedSection detectorSection =
                new TypedSection(root, "detectors", IpDetectors.descriptors(), references, problems);
        Map<String, IpDetector> detectors = Detectors.make(detectorSection, problems);
        Optional<NameLookup> lookup = new Lookups(problems).read(root);
        ProviderContext world =
                new ProviderContext(context.http(), context.clock(), context.random(), lookup.orElse(context.lookup()));
        DnsProviders found = DnsProviders.load();
        TypedSection providerSection = new TypedSection(root, "providers", found.descriptors(), references, problems);
        Map<String, DnsProvider> providers = Providers.make(
                providerSection, found, world, root.value("lookup").orElse("system"), problems);

        ProgramChecks.check(raw, itself, problems);

        Settings policy = section(root, "policy");
        Policies policies = Policies.read(policy, Settings.none(), problems);
        Schedule schedule = schedule(section(root, "schedule"));
        RetrySettings retry = retry(section(root, "retry"));
        Duration detectionTimeout = problems.read(
                        () -> root.duration("detectionTimeout", Duration.ofMillis(100), Duration.ofMinutes(5)))
                .orElse(Duration.ofSeconds(10));
        Optional<Path> stateFile = stateFile(section(root, "state"));
        stateFile
                .flatMap(file -> NamedFiles.of(raw, references, itself).takenBy(file))
                .ifPresent(message -> problems.add("state.file", message, "a file of its own"));
        Optional<Secret> deadMan =
                root.value("deadMan").isPresent() ? deadMan(section(root, "deadMan")) : Optional.empty();

        Map<String, Optional<Abilities>> abilities = new TreeMap<>();
        for (String key : providerSection.keys()) {
            abilities.put(key, Optional.ofNullable(providers.get(key)).map(DnsProvider::abilities));
        }
        Records reader = new Records(
                detectorSection.keys(),
                abilities,
                detectorSection.disabled(),
                providerSection.disabled(),
                policy,
                problems);
        List<ManagedRecord> records = reader.read(root);
        Optional<Duration> withdrawOnClose =
                problems.read(() -> root.duration("withdrawOnClose", Duration.ofMillis(100), Duration.ofMinutes(5)));
        if (withdrawOnClose.isPresent()) {
            RecordChecks.withdrawable(records, providers).forEach(problems::add);
        }
        if (problems.any()) {
            throw problems.toException();
        }
        return new ConfigurationParts(
                Map.copyOf(detectors),
                Map.copyOf(providers),
                List.copyOf(records),
                policies.policy(),
                Map.copyOf(reader.policies()),
                schedule,
                retry,
                detectionTimeout,
                stateFile,
                lookup,
                deadMan,
                withdrawOnClose,
                context.http(),
                ReadableFiles.warnings(itself, references.files()));
    }

    private Settings section(Settings root, String name) {
        return problems.read(() -> root.nested(name)).orElse(Settings.none());
    }

    private Schedule schedule(Settings section) {
        problems.addUnknown(section, List.of("every", "jitter", "probe", "adaptive"));
        Duration every = problems.read(() -> section.duration("every", Duration.ofSeconds(1), LONGEST))
                .orElse(Schedule.DEFAULT.every());
        double jitter = problems.read(() -> section.decimal("jitter", 0, 1)).orElse(Schedule.DEFAULT.jitter());
        Duration probe = problems.read(() -> section.duration("probe", Duration.ofSeconds(1), LONGEST))
                .orElse(Schedule.DEFAULT.probe());
        boolean adaptive = problems.read(() -> section.flag("adaptive")).orElse(Schedule.DEFAULT.adaptive());
        return new Schedule(every, jitter, probe, adaptive);
    }

    private RetrySettings retry(Settings section) {
        // Files may still use the former name. If both are there, the former one is an unknown setting.
        boolean former =
                section.names().contains("settleWithin") && !section.names().contains("retryWithin");
        String within = former ? "settleWithin" : "retryWithin";
        problems.addUnknown(section, List.of("firstDelay", "maxDelay", within));
        RetrySettings normal = RetrySettings.DEFAULT;
        Duration first = problems.read(() -> section.duration("firstDelay", RetrySettings.SHORTEST, LONGEST))
                .orElse(normal.firstDelay());
        Optional<Duration> max = problems.read(() -> section.duration("maxDelay", RetrySettings.SHORTEST_MAX, LONGEST));
        Duration retryWithin = problems.read(() -> section.duration(within, Duration.ZERO, LONGEST))
                .orElse(normal.retryWithin());
        Duration maxDelay = max.orElse(first.compareTo(normal.maxDelay()) > 0 ? first : normal.maxDelay());
        if (maxDelay.compareTo(first) < 0) {
            String bound = "at least firstDelay, which is " + Durations.format(first);
            problems.add(section.wrong("maxDelay", Durations.format(maxDelay), bound));
            return normal;
        }
        return new RetrySettings(first, maxDelay, retryWithin);
    }

    private Optional<Secret> deadMan(Settings section) {
        problems.addUnknown(section, List.of("url"));
        if (section.value("url").isEmpty()) {
            problems.add(section.path("url"), "is missing", "\"${env:NAME}\", or a URL");
        }
        Optional<Secret> url = problems.read(() -> section.optionalSecret("url"));
        url.ifPresent(secret -> {
            problems.hide(secret, "(secret)");
            problems.read(() -> Optional.of(DeadManPing.check(section, "url", secret.reveal())));
        });
        return url;
    }

    private Optional<Path> stateFile(Settings section) {
        problems.addUnknown(section, List.of("file"));
        Optional<Path> file = problems.read(() -> section.file("file"));
        if (file.filter(Files::isDirectory).isPresent()) {
            problems.add(section.wrong("file", file.get(), "the name of a file; this is a directory"));
        } else if (file.filter(path -> Files.exists(path) && !Files.isRegularFile(path))
                .isPresent()) {
            problems.add(section.wrong("file", file.get(), "the name of a file; this is a pipe or a device"));
        } else {
            file.flatMap(path -> JournalStore.wrongPlace(path, section.path("file")))
                    .ifPresent(problems::add);
        }
        return file;
    }
}
