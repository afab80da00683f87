package io.github.ddnsjava.config;

import io.github.ddnsjava.NameLookupFactory;
import io.github.ddnsjava.cluster.LeadershipFactory;
import io.github.ddnsjava.detect.IpDetectorFactory;
import io.github.ddnsjava.event.UpdateListenerFactory;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.internal.Sha256;
import io.github.ddnsjava.internal.discovery.Discovery;
import io.github.ddnsjava.internal.discovery.JointLoader;
import io.github.ddnsjava.internal.text.Defect;
import io.github.ddnsjava.internal.text.FileRights;
import io.github.ddnsjava.internal.text.LocalFile;
import io.github.ddnsjava.publish.DnsProviderFactory;
import io.github.ddnsjava.publish.DnsProviders;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * Plug-ins: jars in a directory with whatever this library discovers, which is providers, detectors, secret sources, listeners,
 * engines of clusters, lookups, and JDBC drivers. Each jar has a class loader of its own, which asks this library's
 * loader first; so a plug-in brings its own libraries, and cannot replace a class of the program. A plug-in cannot replace a
 * type either: a jar with an id that exists already is refused. A jar that is refused does not hide the others, and a factory
 * that cannot be made or cannot describe itself does not hide the others of its jar.
 *
 * <p>A plug-in runs with the rights of this process. So a jar is only loaded if it and its directory belong to root or to
 * the user of this process, and nobody else may write them. Where the file system has no POSIX owners and modes, this
 * is not checked.
 *
 * <p>To use the plug-ins, make {@link #classLoader} the thread's context class loader before a configuration is read, or
 * give it to {@link DnsProviders#load(ClassLoader)}. Close the plug-ins after the last updater that uses them. Immutable
 * and thread-safe.
 */
public final class Plugins implements AutoCloseable {
    private static final int MAX_BYTES = 64 << 20;
    private static final int MOST_FAILURES = 20;
    private static final String SERVICES = "META-INF/services/";

    private static final Kind<?> PROVIDER =
            new Kind<>("provider", DnsProviderFactory.class, DnsProviderFactory::descriptions);
    private static final Kind<?> DETECTOR =
            Kind.described("detector", IpDetectorFactory.class, IpDetectorFactory::describe);
    private static final Kind<?> SECRET_SOURCE =
            Kind.described("secret source", SecretSource.class, SecretSource::describe);
    private static final Kind<?> NOTIFICATION =
            Kind.described("notification", UpdateListenerFactory.class, UpdateListenerFactory::describe);
    private static final Kind<?> CLUSTER =
            Kind.described("cluster", LeadershipFactory.class, LeadershipFactory::describe);
    private static final List<Kind<?>> KINDS = List.of(PROVIDER, DETECTOR, SECRET_SOURCE, NOTIFICATION, CLUSTER);

    /** Services without ids. None of them can replace another. */
    private static final List<String> WITHOUT_IDS = List.of(NameLookupFactory.class.getName(), "java.sql.Driver");

    /**
     * A service whose factories describe what they make. Only the ids are asked for here: a type is described when a
     * configuration names it, and one that its factory cannot describe hides no other.
     *
     * @param noun what they make, for messages
     */
    private record Kind<F>(
            String noun, Class<F> type, Function<F, Map<String, Supplier<TypeDescriptor>>> descriptions) {
        static <F> Kind<F> described(String noun, Class<F> type, Function<F, List<TypeDescriptor>> describe) {
            return new Kind<>(noun, type, factory -> {
                Map<String, Supplier<TypeDescriptor>> all = new HashMap<>();
                for (TypeDescriptor made : describe.apply(factory)) {
                    if (all.put(made.id(), () -> made) != null) {
                        throw new IllegalStateException("it describes " + made.id() + " twice");
                    }
                }
                return all;
            });
        }

        Set<String> ofThisProgram() {
            return Discovery.onDemand(type, descriptions, List.of(ServiceLoader.load(type, own())))
                    .ids();
        }

        /**
         * Returns the ids that the jar's own factories describe, in the order of the alphabet. A factory that fails is left
         * out; the log says so when types are looked for on the path, of which it is then a part.
         *
         * @param failures gets what the factories failed with
         */
        List<String> of(URLClassLoader loader, List<Throwable> failures) {
            List<String> ids = new ArrayList<>();
            Iterator<ServiceLoader.Provider<F>> found =
                    ServiceLoader.load(type, loader).stream().iterator();
            while (failures.size() < MOST_FAILURES) { // a loader that cannot look says so each time
                try {
                    if (!found.hasNext()) {
                        break;
                    }
                    ServiceLoader.Provider<F> factory = found.next();
                    if (factory.type().getClassLoader() == loader) {
                        ids.addAll(descriptions.apply(factory.get()).keySet());
                    }
                } catch (RuntimeException | Error e) {
                    Defect.failIfFatal(e);
                    failures.add(e);
                }
            }
            Collections.sort(ids);
            return ids;
        }
    }

    private final List<Plugin> loaded = new ArrayList<>();
    private final Map<Path, String> refused = new HashMap<>();
    private final List<URLClassLoader> loaders = new ArrayList<>();
    private final JointLoader joint;

    /**
     * One that was loaded.
     *
     * @param jar its file
     * @param sha256 the SHA-256 of the file in hexadecimal digits
     * @param providers the ids of its providers
     * @param detectors the ids of its detectors
     * @param secretSources the ids of its secret sources
     * @param listeners the ids of its listeners, which are notifications
     * @param leaderships the ids of its engines of clusters
     */
    public record Plugin(
            Path jar,
            String sha256,
            List<String> providers,
            List<String> detectors,
            List<String> secretSources,
            List<String> listeners,
            List<String> leaderships) {
        /** Copies. */
        public Plugin {
            providers = List.copyOf(providers);
            detectors = List.copyOf(detectors);
            secretSources = List.copyOf(secretSources);
            listeners = List.copyOf(listeners);
            leaderships = List.copyOf(leaderships);
        }
    }

    private Plugins(Path directory) {
        Map<String, String> owners = new HashMap<>();
        KINDS.forEach(kind -> kind.ofThisProgram().forEach(id -> owners.put(kind.noun() + " " + id, "this program")));
        for (Path jar : jars(directory)) {
            try {
                load(jar, owners);
            } catch (IOException e) {
                refused.put(jar, String.valueOf(e.getMessage()));
            }
        }
        joint = new JointLoader(own(), List.copyOf(loaders));
    }

    /**
     * Loads all files {@code *.jar} of a directory, in the order of their names.
     *
     * @throws ConfigurationException if the directory cannot be read
     */
    public static Plugins load(Path directory) {
        return new Plugins(directory);
    }

    private static ClassLoader own() {
        return Plugins.class.getClassLoader();
    }

    private static List<Path> jars(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new ConfigurationException(
                    "",
                    "the directory of plug-ins, " + directory + ", cannot be read: "
                            + (Files.isDirectory(directory) ? e.getMessage() : "there is no such directory"),
                    "");
        }
    }

    private void load(Path jar, Map<String, String> owners) throws IOException {
        String others = FileRights.othersMayWrite(jar).orElse("");
        if (!others.isEmpty()) {
            throw new IOException("others may write it, and who writes it decides what runs here: " + others);
        }
        String sha256 = Sha256.hex(LocalFile.readUninterruptibly(jar, MAX_BYTES));
        try {
            new ZipFile(jar.toFile()).close();
        } catch (ZipException e) {
            // A class loader takes a file that is no jar for an empty one.
            throw new IOException("it is no jar, or it is damaged: " + e.getMessage() + "; copy it again", e);
        }
        URLClassLoader loader = new URLClassLoader(
                "plug-in " + jar.getFileName(), new URL[] {jar.toUri().toURL()}, own());
        try {
            Map<Kind<?>, List<String>> ids = new HashMap<>();
            List<String> types = new ArrayList<>();
            List<Throwable> failures = new ArrayList<>();
            for (Kind<?> kind : KINDS) {
                List<String> its = kind.of(loader, failures);
                ids.put(kind, its);
                its.forEach(id -> types.add(kind.noun() + " " + id));
            }
            if (types.isEmpty()
                    && WITHOUT_IDS.stream().allMatch(name -> loader.findResource(SERVICES + name) == null)) {
                if (!failures.isEmpty()) {
                    throw useless(failures.get(0));
                }
                throw new IOException(
                        "it has no provider, detector, secret source, notification, engine of clusters, lookup"
                                + " or JDBC driver; a plug-in names its factories in a file of " + SERVICES
                                + " with one of these names: "
                                + Stream.concat(
                                                KINDS.stream()
                                                        .map(kind -> kind.type().getName()),
                                                WITHOUT_IDS.stream())
                                        .collect(Collectors.joining(", ")));
            }
            Set<String> own = new HashSet<>();
            for (String type : types) {
                if (!own.add(type)) {
                    throw new IOException("its " + type + " is in it twice; an id belongs to one factory");
                }
                if (owners.containsKey(type)) {
                    throw new IOException("its " + type + " exists already, in " + owners.get(type)
                            + "; a plug-in cannot replace a type");
                }
            }
            types.forEach(type -> owners.put(type, jar.getFileName().toString()));
            loaded.add(new Plugin(
                    jar,
                    sha256,
                    of(ids, PROVIDER),
                    of(ids, DETECTOR),
                    of(ids, SECRET_SOURCE),
                    of(ids, NOTIFICATION),
                    of(ids, CLUSTER)));
            loaders.add(loader);
        } catch (IOException e) {
            loader.close();
            throw e;
        } catch (RuntimeException | Error e) {
            loader.close();
            Defect.failIfFatal(e);
            throw useless(e);
        }
    }

    private static IOException useless(Throwable e) {
        return new IOException(
                "it cannot be loaded; check that it is complete and fits this version: " + Defect.whole(e), e);
    }

    private static List<String> of(Map<Kind<?>, List<String>> ids, Kind<?> kind) {
        return ids.getOrDefault(kind, List.of());
    }

    /** Returns the plug-ins that were loaded, ordered by file name. */
    public List<Plugin> loaded() {
        return List.copyOf(loaded);
    }

    /** Returns the jars that were not loaded, each with the reason, which begins with a word such as "it". */
    public Map<Path, String> refused() {
        return Map.copyOf(refused);
    }

    /** Returns a class loader that finds the factories of all loaded plug-ins, and this library's. */
    public ClassLoader classLoader() {
        return joint;
    }

    /** Closes the jars. Classes that were not used before cannot be loaded afterwards. */
    @Override
    public void close() throws IOException {
        for (URLClassLoader loader : loaders) {
            loader.close();
        }
    }
}
