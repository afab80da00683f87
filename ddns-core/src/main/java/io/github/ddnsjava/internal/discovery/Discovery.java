package io.github.ddnsjava.internal.discovery;

import io.github.ddnsjava.cluster.LeadershipFactory;
import io.github.ddnsjava.config.SecretSource;
import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.config.TypeDescriptor;
import io.github.ddnsjava.event.UpdateListenerFactory;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.internal.config.Spelling;
import io.github.ddnsjava.internal.text.Defect;
import io.github.ddnsjava.internal.text.OneLine;
import io.github.ddnsjava.publish.DnsProviderFactory;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The factories of one kind that are on the path, by the ids that they describe. They are looked for once. A
 * description is made when it is first asked for, and kept. All foreign code runs with the context class loader that
 * the thread had that made this object. Thread-safe.
 *
 * @param <F> the factory's type
 */
public final class Discovery<F> {
    private static final Logger LOG = LoggerFactory.getLogger(Discovery.class);
    private static final int MAX_REPEATED = 20;

    private static final Map<Class<?>, String> NOUNS = Map.of(
            SecretSource.class,
            "secret source",
            DnsProviderFactory.class,
            "provider",
            UpdateListenerFactory.class,
            "notification",
            LeadershipFactory.class,
            "cluster");

    /** An id, and what describes it. */
    private record Described(String id, Supplier<TypeDescriptor> description) {
        Described {
            Objects.requireNonNull(id, "an id");
            Objects.requireNonNull(description, "the description of an id");
        }
    }

    /** Who is called by an id, and what describes it. */
    private record Named<F>(List<F> factories, Supplier<TypeDescriptor> description) {}

    private final String noun;
    private final Supplier<Map<String, Named<F>>> search;
    private final AtomicReference<@Nullable Map<String, Named<F>>> named = new AtomicReference<>();
    /** Those that were asked for. */
    private final Map<String, Optional<TypeDescriptor>> descriptors = new ConcurrentHashMap<>();

    private Discovery(Class<F> type, Supplier<Map<String, Named<F>>> search) {
        this.noun = NOUNS.getOrDefault(type, "detector");
        this.search = ContextLoader.kept(search);
    }

    /** Looks on the context class loader and this library's own. */
    public static <F> Discovery<F> of(Class<F> type, Function<F, List<TypeDescriptor>> describe) {
        return lazily(type, made(describe), List.of()).searched();
    }

    /** Looks on that loader first. */
    public static <F> Discovery<F> of(Class<F> type, Function<F, List<TypeDescriptor>> describe, ClassLoader loader) {
        return lazily(type, made(describe), List.of(ServiceLoader.load(type, loader)))
                .searched();
    }

    /** Looks as {@link #of(Class, Function)} does, but only when it is first asked for something. */
    public static <F> Discovery<F> atFirstUse(Class<F> type, Function<F, List<TypeDescriptor>> describe) {
        return lazily(type, made(describe), List.of());
    }

    /** Looks where these loaders look first, for factories that describe a type when it is asked for. */
    public static <F> Discovery<F> onDemand(
            Class<F> type,
            Function<F, Map<String, Supplier<TypeDescriptor>>> descriptions,
            List<ServiceLoader<F>> loaders) {
        Function<F, List<Described>> describe = factory -> descriptions.apply(factory).entrySet().stream()
                .map(entry -> new Described(entry.getKey(), entry.getValue()))
                .toList();
        return lazily(type, describe, loaders).searched();
    }

    private static <F> Function<F, List<Described>> made(Function<F, List<TypeDescriptor>> describe) {
        return factory -> describe.apply(factory).stream()
                .map(type -> new Described(type.id(), () -> type))
                .toList();
    }

    private static <F> Discovery<F> lazily(
            Class<F> type, Function<F, List<Described>> describe, List<ServiceLoader<F>> first) {
        return new Discovery<>(type, () -> {
            List<ServiceLoader<F>> loaders = new ArrayList<>(first);
            loaders.add(ServiceLoader.load(type));
            loaders.add(ServiceLoader.load(type, Discovery.class.getClassLoader()));
            Map<String, Named<F>> named = new TreeMap<>();
            Set<String> seen = new HashSet<>();
            for (ServiceLoader<F> loader : loaders) {
                Iterator<F> found = loader.iterator();
                for (@Nullable F factory = next(found); factory != null; factory = next(found)) {
                    if (seen.add(origin(factory))) {
                        add(named, factory, describe);
                    }
                }
            }
            return named;
        });
    }

    private Discovery<F> searched() {
        named();
        return this;
    }

    /** Two threads that ask at once both look, because factories are foreign code, which no lock is held over. */
    private Map<String, Named<F>> named() {
        if (named.get() == null) {
            named.compareAndSet(null, search.get());
        }
        return Objects.requireNonNull(named.get());
    }

    /** Returns the next factory that can be loaded. Factories that cannot be loaded are logged and skipped. */
    private static <F> @Nullable F next(Iterator<F> found) {
        // A loader that cannot look at all says the same each time it is asked, for ever.
        String last = "";
        for (int repeated = 0; repeated < MAX_REPEATED; repeated++) {
            try {
                return found.hasNext() ? found.next() : null;
            } catch (ServiceConfigurationError | LinkageError e) {
                if (!e.toString().equals(last)) {
                    LOG.warn(
                            "a factory on the class path or module path cannot be loaded, and is skipped; check that its"
                                    + " jar is complete and fits this version: {}",
                            OneLine.whole(e.toString()));
                    repeated = 0;
                }
                last = e.toString();
            }
        }
        return null;
    }

    /** A factory that describes an id twice is called by it twice, and nobody can tell which description is meant. */
    private static <F> void add(Map<String, Named<F>> named, F factory, Function<F, List<Described>> describe) {
        List<Described> types;
        try {
            types = describe.apply(factory);
        } catch (RuntimeException | Error e) {
            Defect.failIfFatal(e);
            LOG.warn(
                    "the factory {} cannot describe itself, and is skipped; this is a defect of that factory: {}",
                    factory.getClass().getName(),
                    OneLine.whole(e.toString()));
            return;
        }
        types.forEach(type -> named.computeIfAbsent(
                        type.id(), none -> new Named<>(new ArrayList<>(), ContextLoader.kept(type.description())))
                .factories()
                .add(factory));
    }

    /** Returns the ids of what was found, in their order. */
    public Set<String> ids() {
        return Collections.unmodifiableSet(named().keySet());
    }

    /**
     * Returns the description of that id; empty if there is none, or if its factory cannot describe it, which is
     * logged.
     */
    public Optional<TypeDescriptor> descriptor(String id) {
        Named<F> known = named().get(id);
        if (known == null) {
            return Optional.empty();
        }
        Optional<TypeDescriptor> descriptor = descriptors.get(id);
        if (descriptor == null) { // not by computeIfAbsent: what is foreign may take long, or ask for another id
            descriptors.putIfAbsent(id, described(id, known));
            descriptor = Objects.requireNonNull(descriptors.get(id));
        }
        return descriptor;
    }

    private Optional<TypeDescriptor> described(String id, Named<F> named) {
        try {
            TypeDescriptor made = Objects.requireNonNull(named.description().get(), "the description");
            if (!made.id().equals(id)) {
                throw new IllegalStateException("the description is that of \"" + made.id() + "\"");
            }
            return Optional.of(made);
        } catch (RuntimeException | Error e) {
            Defect.failIfFatal(e);
            LOG.warn(
                    "the factory {} cannot describe the {} {}, which cannot be used; this is a defect of that factory:"
                            + " {}",
                    named.factories().get(0).getClass().getName(),
                    noun,
                    id,
                    OneLine.whole(e.toString()));
            return Optional.empty();
        }
    }

    /** Returns what was found, ordered by id. */
    public List<TypeDescriptor> descriptors() {
        return ids().stream().flatMap(id -> descriptor(id).stream()).toList();
    }

    /**
     * Creates what the settings describe.
     *
     * <p>Factories stop at the first wrong setting, but people want to know all of them. So names and values are
     * checked here by what is declared, and the factory is asked again without the settings that it refused, as long as
     * no required one is among them. What it then says of one that was left out follows from that, and is ignored. What
     * it says of another may follow from it, and says so.
     *
     * @param create calls the factory
     * @throws ConfigurationException with every problem that can be found
     */
    public <T> T create(String id, Settings settings, BiFunction<F, Settings, T> create) {
        F factory = factory(id, settings);
        List<SettingSpec> specs = descriptor(id)
                .orElseThrow(() -> new ConfigurationException(
                        settings.path("type"),
                        "the " + noun + " \"" + id
                                + "\" cannot be used, because its factory cannot describe it; the log says why",
                        ""))
                .settings();
        Set<ConfigurationException.Entry> problems =
                new LinkedHashSet<>(SettingChecks.check(noun, id, specs, settings));
        Optional<Settings> asked = without(settings, problems, specs);
        while (asked.isPresent()) {
            Settings given = asked.get();
            try {
                @Nullable T made = create.apply(factory, given);
                if (made != null && problems.isEmpty()) {
                    return made;
                } else if (made == null) {
                    String who = "the factory " + factory.getClass().getName();
                    String message = who + " made nothing for \"" + id + "\"; this is a defect of that factory";
                    problems.add(new ConfigurationException.Entry(settings.path("type"), message, ""));
                }
                break;
            } catch (ConfigurationException e) {
                String first = settings.names().stream()
                        .filter(name -> !given.names().contains(name))
                        .collect(Collectors.joining(", "));
                boolean refused = false;
                for (ConfigurationException.Entry problem : e.problems()) {
                    boolean ofGiven = named(problem, given).isPresent();
                    boolean setAside = !ofGiven && named(problem, settings).isPresent();
                    refused |= ofGiven;
                    if (first.isEmpty()) {
                        problems.add(problem);
                    } else if (!setAside && !isTold(problem, problems)) {
                        problems.add(new ConfigurationException.Entry(
                                problem.path(),
                                problem.message() + "; correct " + first + " first: this may be a consequence",
                                problem.allowed()));
                    }
                }
                asked = refused ? without(given, e.problems(), specs) : Optional.empty();
            } catch (RuntimeException | Error e) {
                if (problems.isEmpty()) {
                    throw e;
                }
                break; // a defect that may follow from what was set aside
            }
        }
        throw new ConfigurationException(List.copyOf(problems));
    }

    /** Tells whether that is known already, perhaps with other words behind it. */
    private static boolean isTold(
            ConfigurationException.Entry problem, Collection<ConfigurationException.Entry> problems) {
        return problems.stream()
                .filter(told -> told.path().equals(problem.path()))
                .anyMatch(told -> !problem.path().isEmpty() || told.message().startsWith(problem.message()));
    }

    /** Returns the settings that no problem names; empty if a required one is not among them. */
    private static Optional<Settings> without(
            Settings settings, Collection<ConfigurationException.Entry> problems, List<SettingSpec> specs) {
        Settings rest = settings;
        for (ConfigurationException.Entry problem : problems) {
            rest = named(problem, rest).map(rest::without).orElse(rest);
        }
        Set<String> left = rest.names();
        return specs.stream().allMatch(spec -> !spec.required() || left.contains(spec.name()))
                ? Optional.of(rest)
                : Optional.empty();
    }

    /** Returns which of the given settings a problem is about, as {@code urls} for {@code detectors.wan.urls[1]}. */
    private static Optional<String> named(ConfigurationException.Entry problem, Settings settings) {
        return settings.names().stream()
                .filter(name -> {
                    String path = settings.path(name);
                    String rest =
                            problem.path().startsWith(path) ? problem.path().substring(path.length()) : "-";
                    return rest.isEmpty() || rest.startsWith(".") || rest.startsWith("[");
                })
                .findFirst();
    }

    private F factory(String id, Settings settings) {
        Named<F> known = named().get(id);
        if (known == null) {
            throw new ConfigurationException(
                    settings.path("type"),
                    "no " + noun + " is called \"" + id + "\"; check the spelling, and that its jar is on the path or"
                            + " in the agent's folder plugins"
                            + Spelling.hint(id, ids()),
                    Spelling.nearest(id, ids()));
        }
        List<F> candidates = known.factories();
        if (candidates.size() > 1) {
            throw new ConfigurationException(
                    settings.path("type"),
                    "several " + noun + "s are called \"" + id + "\": "
                            + candidates.stream().map(Discovery::origin).collect(Collectors.joining(" and "))
                            + "; remove one from the path",
                    "");
        }
        return candidates.get(0);
    }

    /** Names a factory's class and jar: two loaders that show the same class of the same jar show the same factory. */
    private static String origin(Object factory) {
        CodeSource source = factory.getClass().getProtectionDomain().getCodeSource();
        return factory.getClass().getName() + " in " + (source == null ? "an unknown jar" : source.getLocation());
    }
}
