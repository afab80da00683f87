package io.github.ddnsjava.config;

import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.NameLookup;
import io.github.ddnsjava.NameLookupFactory;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.cluster.Leadership;
import io.github.ddnsjava.cluster.LeadershipFactory;
import io.github.ddnsjava.cluster.Lease;
import io.github.ddnsjava.detect.Detection;
import io.github.ddnsjava.detect.DetectionContext;
import io.github.ddnsjava.detect.IpDetector;
import io.github.ddnsjava.detect.IpDetectorFactory;
import io.github.ddnsjava.event.ListenerContext;
import io.github.ddnsjava.event.UpdateEvent;
import io.github.ddnsjava.event.UpdateListener;
import io.github.ddnsjava.event.UpdateListenerFactory;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.AttributeSpec;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.DnsProviderFactory;
import io.github.ddnsjava.publish.ProviderContext;
import io.github.ddnsjava.publish.Publication;
import io.github.ddnsjava.publish.RecordChange;
import io.github.ddnsjava.remember.StateStore;
import io.github.ddnsjava.remember.StateStores;
import java.net.InetSocketAddress;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Factories for configurations in tests, found as those of a user's jar are: by the context class loader. As an
 * extension of a test class it lets the test's thread find them. They are registered in the resources.
 */
public final class OnThePath implements BeforeEachCallback, AfterEachCallback {
    private AutoCloseable path = () -> {};

    /** Lets the calling thread find the factories below until closed. */
    public static AutoCloseable put() {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        URL[] registered = {OnThePath.class.getResource("/on-the-path/")};
        Thread.currentThread().setContextClassLoader(new URLClassLoader(registered, before));
        return () -> Thread.currentThread().setContextClassLoader(before);
    }

    @Override
    public void beforeEach(ExtensionContext test) {
        path = put();
    }

    @Override
    public void afterEach(ExtensionContext test) throws Exception {
        path.close();
    }

    /** {@code test-known} knows nothing and needs nothing; {@code test-any} asks others. */
    public static final class Detectors implements IpDetectorFactory {
        @Override
        public List<TypeDescriptor> describe() {
            return List.of(
                    type(
                            "test-known",
                            SettingSpec.optional("ipv4", "the address"),
                            SettingSpec.optional("file", "a file")),
                    type("test-any", SettingSpec.required("detectors", "keys of others")));
        }

        @Override
        public IpDetector create(String type, Settings settings, Function<String, IpDetector> detectors) {
            List<IpDetector> parts =
                    settings.texts("detectors").stream().map(detectors).toList();
            settings.optionalText("ipv4").ifPresent(text -> {
                if (IpAddress.tryParse(text).isEmpty()) {
                    throw settings.wrong("ipv4", text, "an address");
                }
            });
            return new Known(settings, parts);
        }
    }

    /** A detector that shows what it was made of. */
    public record Known(Settings settings, List<IpDetector> parts) implements IpDetector, AutoCloseable {
        /** How many were closed, by the directory of their configuration. */
        static final Map<Path, Integer> CLOSED = new ConcurrentHashMap<>();

        @Override
        public void close() {
            CLOSED.merge(settings.directory(), 1, Integer::sum);
        }

        @Override
        public Detection detect(IpFamily family, DetectionContext context) {
            throw new AssertionError("reading a configuration asks no detector");
        }
    }

    /** {@code test-full} can do everything, {@code test-poor} almost nothing. */
    public static final class Providers implements DnsProviderFactory {
        @Override
        public List<TypeDescriptor> describe() {
            return List.of(
                    type(
                            "test-full",
                            SettingSpec.secret("token", "a token"),
                            SettingSpec.optional("endpoint", "where"),
                            SettingSpec.optional("port", "a number"),
                            SettingSpec.optional("options", "an object")),
                    type("test-poor"),
                    type("test-zoneless"),
                    type("test-broken"));
        }

        @Override
        public DnsProvider create(String id, Settings settings, ProviderContext context) {
            settings.optionalSecret("token");
            settings.number("port", 1, 65535);
            settings.optionalText("endpoint").ifPresent(text -> {
                if (!text.startsWith("https:")) {
                    throw settings.wrong("endpoint", text, "an https URL");
                }
            });
            if (id.equals("test-broken")) {
                throw new IllegalStateException("no such algorithm");
            }
            return new Shown(id, settings, context);
        }
    }

    /** A provider that shows its settings. */
    public record Shown(String id, Settings settings, ProviderContext context) implements DnsProvider {
        @Override
        public Abilities abilities() {
            if (id.equals("test-poor")) {
                return Abilities.builder().families(EnumSet.of(IpFamily.IPV4)).build();
            }
            if (id.equals("test-zoneless")) {
                return Abilities.builder().needsZone().build();
            }
            return Abilities.builder()
                    .read()
                    .delete()
                    .marker()
                    .wildcard()
                    .attribute(new AttributeSpec(
                            "ttl",
                            AttributeSpec.Type.DURATION,
                            Duration.ofSeconds(60),
                            Duration.ofDays(1),
                            Set.of(Duration.ofSeconds(1)),
                            "time to live"))
                    .attribute(AttributeSpec.of("proxied", AttributeSpec.Type.FLAG, "whether"))
                    .attribute(AttributeSpec.of("comment", AttributeSpec.Type.TEXT, "what"))
                    .attribute(AttributeSpec.of("tags", AttributeSpec.Type.TEXTS, "which"))
                    .build();
        }

        @Override
        public String account() {
            return id;
        }

        @Override
        public String fingerprint() {
            return settings.fingerprint();
        }

        @Override
        public void publish(List<RecordChange> changes, Publication publication) {
            throw new AssertionError("reading a configuration publishes nothing");
        }
    }

    /** {@code test-bell} rings, {@code test-mute} cannot be made. */
    public static final class Bells implements UpdateListenerFactory {
        @Override
        public List<TypeDescriptor> describe() {
            return List.of(
                    type("test-bell", SettingSpec.optionalSecret("url", "where"), SettingSpec.optional("tone", "how")),
                    type("test-mute"));
        }

        @Override
        public UpdateListener create(String id, Settings settings, ListenerContext context) {
            settings.optionalSecret("url");
            settings.optionalText("tone").filter("shrill"::equals).ifPresent(text -> {
                throw settings.wrong("tone", text, "a pleasant one");
            });
            if (id.equals("test-mute")) {
                throw new IllegalStateException("no clapper");
            }
            Bell bell = new Bell(settings, context);
            Bell.ALL.add(bell);
            return bell;
        }
    }

    /** A listener that remembers what happened to it. */
    public static final class Bell implements UpdateListener, AutoCloseable {
        /** Those that were made; a test clears it. */
        public static final List<Bell> ALL = new CopyOnWriteArrayList<>();

        public final Settings settings;
        public final ListenerContext context;
        public final List<UpdateEvent> heard = new CopyOnWriteArrayList<>();
        public final AtomicInteger closed = new AtomicInteger();

        private Bell(Settings settings, ListenerContext context) {
            this.settings = settings;
            this.context = context;
        }

        /** Returns those that are not closed. */
        public static List<Bell> inUse() {
            return ALL.stream().filter(bell -> bell.closed.get() == 0).toList();
        }

        @Override
        public void on(UpdateEvent event) {
            heard.add(event);
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }

    /** {@code test-locks} is an engine that gives leases, {@code test-base} keeps a state, too. */
    public static final class Locks implements LeadershipFactory {
        @Override
        public List<TypeDescriptor> describe() {
            SettingSpec endpoint = SettingSpec.required("endpoint", "where");
            return List.of(
                    type("test-locks", endpoint, SettingSpec.optionalSecret("password", "a password")),
                    type("test-base", endpoint));
        }

        @Override
        public Leadership create(String id, Settings settings, String node, ProviderContext context) {
            settings.optionalSecret("password");
            settings.optionalText("endpoint")
                    .filter(text -> !text.startsWith("https:"))
                    .ifPresent(text -> {
                        throw settings.wrong("endpoint", text, "an https URL");
                    });
            Lock lock = new Lock(settings, node, id.equals("test-base"));
            Lock.ALL.add(lock);
            return lock;
        }
    }

    /** An engine that gives no lease, and shows what it was made of. */
    public static final class Lock implements Leadership {
        /** Those that were made; a test clears it. */
        public static final List<Lock> ALL = new CopyOnWriteArrayList<>();

        public final Settings settings;
        public final String node;
        public final AtomicInteger closed = new AtomicInteger();

        private final boolean keepsState;

        private Lock(Settings settings, String node, boolean keepsState) {
            this.keepsState = keepsState;
            this.settings = settings;
            this.node = node;
        }

        /** Returns those that are not closed. */
        public static List<Lock> inUse() {
            return ALL.stream().filter(lock -> lock.closed.get() == 0).toList();
        }

        @Override
        public Optional<Lease> tryAcquire(String name, String note, Duration time) {
            return Optional.empty();
        }

        @Override
        public Optional<Map<String, Holder>> leases(String prefix) {
            return Optional.empty();
        }

        @Override
        public Optional<StateStore> state() {
            return keepsState ? Optional.of(StateStores.memory()) : Optional.empty();
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }

        @Override
        public String toString() {
            return "locks at " + settings.optionalText("endpoint").orElse("nowhere");
        }
    }

    /** Look-ups that show who would be asked; none is made for the port 1. */
    public static final class Lookups implements NameLookupFactory {
        @Override
        @SuppressWarnings("NullAway") // the defect
        public NameLookup ofServers(List<InetSocketAddress> servers) {
            return servers.get(0).getPort() == 1 ? null : new Asked(servers);
        }

        @Override
        public NameLookup authoritative() {
            return new Asked(List.of());
        }
    }

    /** A look-up that shows whom it would ask; nobody for the zone's own servers. */
    public record Asked(List<InetSocketAddress> servers) implements NameLookup {
        @Override
        public Optional<Set<IpAddress>> lookup(DnsName name, RecordType type) {
            throw new AssertionError("reading a configuration asks no server");
        }
    }

    private static TypeDescriptor type(String id, SettingSpec... settings) {
        return new TypeDescriptor(id, id, "", List.of(settings), "", "", List.of());
    }
}
