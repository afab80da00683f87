package io.github.ddnsjava.internal.config;

import io.github.ddnsjava.ManagedRecord;
import io.github.ddnsjava.NameLookup;
import io.github.ddnsjava.RetrySettings;
import io.github.ddnsjava.Schedule;
import io.github.ddnsjava.cluster.Cluster;
import io.github.ddnsjava.config.Durations;
import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.config.SecretSource;
import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.config.TypeDescriptor;
import io.github.ddnsjava.detect.IpDetector;
import io.github.ddnsjava.detect.IpDetectors;
import io.github.ddnsjava.event.ListenerContext;
import io.github.ddnsjava.event.UpdateListener;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.exception.TransientException;
import io.github.ddnsjava.internal.discovery.Discovery;
import io.github.ddnsjava.internal.http.DeadManPing;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.DnsProviders;
import io.github.ddnsjava.publish.ProviderContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Reads a configuration: section by section. All problems are collected and reported together. Not thread-safe. */
public final class ConfigurationReader {
    private final Problems problems = new Problems();
    private final References references;

    private ConfigurationReader(Path directory, ProviderContext context, boolean offline) {
        this.references = new References(directory, context, offline, problems);
    }

    /** What a configuration is read from. */
    public interface Source {
        /**
         * Returns it as maps, lists, texts, numbers and flags.
         *
         * @param settings the settings at the top level, with all types on the path
         */
        Map<String, Object> tree(Supplier<List<SettingSpec>> settings, Problems problems);

        /** Returns the file that was read, if that was a copy of the configuration's own file. */
        default Optional<Path> copy() {
            return Optional.empty();
        }
    }

    /**
     * Returns a text that was read from a file.
     *
     * @param copy the copy that was read in the place of the configuration's own file
     * @param stateFile where the state is if the text does not say; an absolute path
     */
    public static Source of(Source text, Optional<Path> copy, Optional<Path> stateFile) {
        return new Source() {
            @Override
            public Map<String, Object> tree(Supplier<List<SettingSpec>> settings, Problems problems) {
                Map<String, Object> tree = text.tree(settings, problems);
                return stateFile.map(file -> Sections.withStateFile(tree, file)).orElse(tree);
            }

            @Override
            public Optional<Path> copy() {
                return copy;
            }
        };
    }

    /** Returns a JSON text. */
    public static Source json(String text) {
        return (settings, problems) -> JsonText.parse(text, problems);
    }

    /** Returns a YAML text. */
    public static Source yaml(String text) {
        return (settings, problems) -> {
            try {
                return YamlText.parse(text, problems);
            } catch (NoClassDefFoundError e) {
                throw new ConfigurationException(
                        "",
                        "is YAML, and SnakeYAML is not on the class path or module path; add org.yaml:snakeyaml (on the"
                                + " module path also --add-modules org.yaml.snakeyaml), or write the configuration as JSON",
                        "");
            }
        };
    }

    /** Returns the map of a host. */
    public static Source map(Map<String, ?> map) {
        return (settings, problems) -> HostMap.tree(map, settings.get(), problems);
    }

    /** Reads a configuration for the first time, as the other method. */
    public static ConfigurationParts read(
            Source source, Path directory, Optional<Path> itself, ProviderContext context, List<SettingSpec> host) {
        return read(source, directory, itself, context, host, new OpenedSources());
    }

    /**
     * Reads a configuration.
     *
     * @param directory what relative file names are relative to
     * @param itself the file that it was read from, if any
     * @param context what providers may use
     * @param host the sections that the host declares
     * @param sources those that an earlier reading has opened
     * @throws ConfigurationException with every problem
     * @throws io.github.ddnsjava.exception.TransientException if nothing else is wrong than that a secret source is down
     */
    public static ConfigurationParts read(
            Source source,
            Path directory,
            Optional<Path> itself,
            ProviderContext context,
            List<SettingSpec> host,
            OpenedSources sources) {
        return new ConfigurationReader(directory, context, false).read(source, itself, context, host, sources);
    }

    /**
     * Reads a configuration, and asks nobody. A reference that cannot be read is noted. What needs its value is not made.
     *
     * @param directory what relative file names are relative to
     * @param itself the file that it was read from
     * @param host the sections that the host declares
     * @throws ConfigurationException with every problem
     */
    public static ConfigurationParts readOffline(Source source, Path directory, Path itself, List<SettingSpec> host) {
        ProviderContext nobody = ProviderContext.standard().withHttp(request -> {
            throw TransientException.notSent("nobody is asked offline", null);
        });
        return new ConfigurationReader(directory, nobody, true)
                .read(source, Optional.of(itself), nobody, host, new OpenedSources());
    }

    /**
     * Returns the file of the state, whatever else is wrong with the configuration. Nobody is asked.
     *
     * @param directory what relative file names are relative to
     * @param itself the file that it was read from
     * @throws ConfigurationException if the text as a whole or {@code state.file} cannot be read
     */
    public static Optional<Path> stateFile(Source source, Path directory, Path itself) {
        return new ConfigurationReader(directory, ProviderContext.standard(), true).stateFile(source, itself);
    }

    private Optional<Path> stateFile(Source source, Path itself) {
        Map<String, Object> tree = tree(source, Optional.of(itself), List::of);
        Map<String, Object> alone = tree.get("state") == null ? Map.of() : Map.of("state", tree.get("state"));
        Settings written = ConfigurationTree.settings(alone, references.directory(), problems);
        Discovery<SecretSource> secretSources = Discovery.of(SecretSource.class, SecretSource::describe);
        Settings state = section(references.resolved(written, secretSources, new OpenedSources()), "state");
        Optional<Path> file = problems.read(() -> state.file("file"));
        if (file.isEmpty() && problems.any()) {
            throw references.refusal();
        } else if (file.isEmpty() && !problems.notes().isEmpty()) {
            throw new ConfigurationException(problems.notes()); // a reference that cannot be read here
        }
        return file;
    }

    private ConfigurationParts read(
            Source source,
            Optional<Path> itself,
            ProviderContext context,
            List<SettingSpec> host,
            OpenedSources opened) {
        DnsProviders found = DnsProviders.load();
        List<TypeDescriptor> detectorTypes = IpDetectors.descriptors();
        Listeners listeners = new Listeners();
        ClusterSection clusters = new ClusterSection();
        Discovery<SecretSource> secretSources = Discovery.of(SecretSource.class, SecretSource::describe);
        Map<String, Object> tree = tree(
                source,
                itself,
                () -> Sections.all(
                        detectorTypes,
                        found.descriptors(),
                        listeners.descriptors(),
                        clusters.descriptors(),
                        secretSources.descriptors(),
                        host));
        Settings written = ConfigurationTree.settings(tree, references.directory(), problems);
        // To describe a type takes time and memory, so only those are described that the configuration can have.
        List<TypeDescriptor> providerTypes = Providers.types(written, found);
        List<TypeDescriptor> listenerTypes = tree.containsKey(Listeners.SECTION) ? listeners.descriptors() : List.of();
        List<SettingSpec> declared = Sections.all(
                detectorTypes,
                providerTypes,
                listenerTypes,
                tree.containsKey(ClusterSection.NAME) ? clusters.descriptors() : List.of(),
                secretSources.descriptors(),
                host);
        MemberNames.check(written, "detectors", "detector", detectorTypes, problems);
        MemberNames.check(written, "providers", "provider", providerTypes, problems);
        MemberNames.check(written, Listeners.SECTION, "notification", listenerTypes, problems);
        Settings raw = references.resolved(written, secretSources, opened);
        problems.addUnknown(raw, Sections.names(declared));
        Settings root = Shape.of(raw.without(Sections.SECRETS.name()), declared, references, problems);
        Object sources = raw.value(Sections.SECRETS.name()).orElse("none");

        TypedSection detectorSection = new TypedSection(
                root,
                "detectors",
                detectorTypes,
                Sections.ids(detectorTypes),
                references.directory(),
                references.filled(sources),
                problems);
        Map<String, IpDetector> detectors = Detectors.make(detectorSection, problems);
        Optional<NameLookup> lookup = new Lookups(problems).read(root);
        ProviderContext world =
                new ProviderContext(context.http(), context.clock(), context.random(), lookup.orElse(context.lookup()));
        TypedSection providerSection = new TypedSection(
                references.filled(root),
                "providers",
                providerTypes,
                found.ids(),
                references.directory(),
                references.filled(sources),
                problems);
        Map<String, DnsProvider> providers = Providers.make(
                providerSection, found, world, root.value("lookup").orElse("system"), problems);

        TypedSection listenerSection = new TypedSection(
                references.filled(root),
                Listeners.SECTION,
                listenerTypes,
                Sections.ids(listenerTypes),
                references.directory(),
                references.filled(sources),
                problems);
        Map<String, Function<ListenerContext, UpdateListener>> notify =
                listeners.make(listenerSection, world, problems);

        Optional<Cluster> cluster = clusters.read(references.filled(root), world, references.filled(sources), problems);
        ProgramChecks.check(raw, Stream.concat(itself.stream(), source.copy().stream()), problems);

        Settings policy = section(root, "policy");
        Policies policies = Policies.read(policy, Settings.none(), problems);
        Schedule schedule = schedule(section(root, "schedule"));
        RetrySettings retry = retry(section(root, "retry"));
        Duration detectionTimeout =
                problems.read(() -> root.duration(Sections.DETECTION_TIMEOUT)).orElse(Duration.ofSeconds(10));
        StateSection.Place state = StateSection.read(section(root, "state"), root, cluster, problems);
        state.file()
                .flatMap(file -> NamedFiles.of(raw, references, itself).takenBy(file, itself))
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
                () -> Sections.attributes(found.descriptors()),
                detectorSection.disabled(),
                providerSection.disabled(),
                policy,
                problems);
        List<ManagedRecord> records = reader.read(root);
        Optional<Duration> withdrawOnClose = problems.read(() -> root.duration(Sections.WITHDRAW_ON_CLOSE));
        if (withdrawOnClose.isPresent()) {
            RecordChecks.withdrawable(records, providers).forEach(problems::add);
            cluster.ifPresent(shared -> problems.add(RecordChecks.WITHDRAWN_IN_CLUSTER));
        }
        Optional<Duration> reloadPoll = reloadPoll(section(root, "reload"));
        Settings ofHost = HostSections.check(root, host, references.directory(), problems);
        if (problems.any()) {
            Closeables.of(detectors.values(), providers.values()).forEach(Closeables::close);
            throw references.refusal();
        }
        Explanations explanations = new Explanations(
                detectorSection,
                Map.copyOf(detectors),
                providerSection,
                Map.copyOf(providers),
                Explanations.weaknesses(schedule, state));
        return new ConfigurationParts(
                Map.copyOf(detectors),
                Map.copyOf(providers),
                Map.copyOf(notify),
                List.copyOf(records),
                policies.policy(),
                Map.copyOf(reader.policies()),
                schedule,
                retry,
                detectionTimeout,
                state.file(),
                state.shared(),
                lookup,
                deadMan,
                withdrawOnClose,
                cluster,
                context,
                reloadPoll,
                references.contents(),
                opened,
                ReadableFiles.warnings(itself, references.hasLiteralSecret(), references.files()),
                problems.notes(),
                () -> explanations.of(reader.explained()),
                ofHost,
                named(root, ofHost, host));
    }

    private static List<NamedSetting> named(Settings root, Settings sections, List<SettingSpec> host) {
        List<NamedSetting> named = new ArrayList<>(NamedSetting.of(sections, host));
        for (String name : List.of("lookup", "deadMan", "reload")) {
            root.value(name).ifPresent(value -> named.add(new NamedSetting(name, Identity.of(value), false)));
        }
        return named;
    }

    /** Reads the text or the map. What is wrong with the whole of it is told with its name, for there may be several files. */
    private Map<String, Object> tree(Source source, Optional<Path> itself, Supplier<List<SettingSpec>> declared) {
        try {
            return source.tree(declared, problems);
        } catch (ConfigurationException e) {
            String name = "the configuration" + itself.map(file -> " " + file).orElse("") + " ";
            throw new ConfigurationException(e.problems().stream()
                    .map(entry -> entry.path().isEmpty()
                            ? new ConfigurationException.Entry("", name + entry.message(), entry.allowed())
                            : entry)
                    .toList());
        }
    }

    private Settings section(Settings root, String name) {
        return problems.read(() -> root.nested(name)).orElse(Settings.none());
    }

    private Schedule schedule(Settings section) {
        problems.addUnknown(section, Sections.names(Sections.SCHEDULE));
        Duration every = problems.read(() -> section.duration(Sections.EVERY)).orElse(Schedule.DEFAULT.every());
        double jitter = problems.read(() -> section.decimal(Sections.JITTER)).orElse(Schedule.DEFAULT.jitter());
        Duration probe = problems.read(() -> section.duration(Sections.PROBE)).orElse(Schedule.DEFAULT.probe());
        boolean adaptive = problems.read(() -> section.flag(Sections.ADAPTIVE)).orElse(Schedule.DEFAULT.adaptive());
        return new Schedule(every, jitter, probe, adaptive);
    }

    private RetrySettings retry(Settings section) {
        // Files may still use the former name. If both are there, the former one is an unknown setting.
        boolean former =
                section.names().contains("settleWithin") && !section.names().contains("retryWithin");
        String within = former ? "settleWithin" : "retryWithin";
        problems.addUnknown(section, List.of("firstDelay", "maxDelay", within));
        RetrySettings normal = RetrySettings.DEFAULT;
        Duration first =
                problems.read(() -> section.duration(Sections.FIRST_DELAY)).orElse(normal.firstDelay());
        Optional<Duration> max = problems.read(() -> section.duration(Sections.MAX_DELAY));
        Duration retryWithin = problems.read(() -> section.duration(within, Duration.ZERO, Sections.LONGEST))
                .orElse(normal.retryWithin());
        Duration maxDelay = max.orElse(first.compareTo(normal.maxDelay()) > 0 ? first : normal.maxDelay());
        if (maxDelay.compareTo(first) < 0) {
            String bound = "at least firstDelay, which is " + Durations.format(first);
            problems.add(section.wrong("maxDelay", Durations.format(maxDelay), bound));
            return normal;
        }
        return new RetrySettings(first, maxDelay, retryWithin);
    }

    private Optional<Duration> reloadPoll(Settings section) {
        problems.addUnknown(section, List.of("watch", "poll"));
        boolean watch = problems.read(() -> section.flag(Sections.WATCH)).orElse(true);
        Duration poll =
                problems.read(() -> section.duration(Sections.RELOAD_POLL)).orElse(Duration.ofSeconds(10));
        return watch ? Optional.of(poll) : Optional.empty();
    }

    private Optional<Secret> deadMan(Settings section) {
        problems.addUnknown(section, List.of("url"));
        if (section.value("url").isEmpty()) {
            problems.add(section.path("url"), "is missing", "\"${env:NAME}\", or a URL");
        }
        Optional<Secret> url = problems.read(() -> section.optionalSecret("url"));
        url.ifPresent(secret -> problems.read(() -> {
            problems.hide(secret, "(secret)");
            return Optional.of(DeadManPing.check(section, "url", secret.reveal()));
        }));
        return url;
    }
}
