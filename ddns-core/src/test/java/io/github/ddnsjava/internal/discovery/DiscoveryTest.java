package io.github.ddnsjava.internal.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.SettingType;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.config.TypeDescriptor;
import io.github.ddnsjava.config.UpdaterConfiguration;
import io.github.ddnsjava.detect.IpDetector;
import io.github.ddnsjava.detect.IpDetectorFactory;
import io.github.ddnsjava.detect.IpDetectors;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.DnsProviderFactory;
import io.github.ddnsjava.publish.DnsProviders;
import io.github.ddnsjava.publish.ProviderContext;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Finds providers in jars that are put together here, each behind a loader of its own. */
@Timeout(120)
class DiscoveryTest {
    @TempDir
    Path directory;

    /** A factory of one id. */
    public abstract static class Base implements DnsProviderFactory {
        private final String id;

        protected Base(String id) {
            this.id = id;
        }

        @Override
        public List<TypeDescriptor> describe() {
            return List.of(new TypeDescriptor(
                    id,
                    id,
                    "",
                    List.of(
                            SettingSpec.secret("token", "the access token"),
                            SettingSpec.required("zone", "the zone"),
                            SettingSpec.optional("region", "where")),
                    "",
                    "",
                    List.of()));
        }

        @Override
        public DnsProvider create(String wanted, Settings settings, ProviderContext context) {
            throw new IllegalStateException("made " + wanted);
        }
    }

    /** Makes {@code acme}. */
    public static final class Acme extends Base {
        public Acme() {
            super("acme");
        }
    }

    /** Makes {@code acme} too. */
    public static final class OtherAcme extends Base {
        public OtherAcme() {
            super("acme");
        }
    }

    /** Makes {@code bolt}. */
    public static final class Bolt extends Base {
        public Bolt() {
            super("bolt");
        }
    }

    /** Cannot be made. */
    public static final class Broken extends Base {
        public Broken() {
            super("broken");
            throw new IllegalStateException("no");
        }
    }

    /** Cannot describe itself. */
    public static final class Mute extends Base {
        public Mute() {
            super("mute");
        }

        @Override
        public List<TypeDescriptor> describe() {
            throw new NoClassDefFoundError("com/example/Missing");
        }
    }

    /**
     * Makes {@code calm}, {@code other} and {@code torn}, and describes each when it is asked for. It describes the second one
     * as the first, and cannot describe the third.
     */
    public static final class Torn extends Base {
        public Torn() {
            super("calm");
        }

        @Override
        public Map<String, Supplier<TypeDescriptor>> descriptions() {
            return Map.of(
                    "calm", () -> describe().get(0), "other", () -> describe().get(0), "torn", () -> {
                        throw new NoClassDefFoundError("com/example/Missing");
                    });
        }
    }

    /** Makes a jar that offers these classes, whether they are in it or not. */
    private URL jar(String name, List<String> offered, Class<?>... content) throws IOException {
        Path jar = directory.resolve(name);
        try (FileSystem zip = FileSystems.newFileSystem(URI.create("jar:" + jar.toUri()), Map.of("create", "true"))) {
            Path services = Files.createDirectories(zip.getPath("META-INF", "services"));
            Files.write(services.resolve(DnsProviderFactory.class.getName()), offered);
            for (Class<?> type : content) {
                String resource = type.getName().replace('.', '/') + ".class";
                Path entry = zip.getPath(resource);
                Files.createDirectories(entry.getParent());
                try (InputStream in = type.getClassLoader().getResourceAsStream(resource)) {
                    Files.copy(in, entry);
                }
            }
        }
        return jar.toUri().toURL();
    }

    private URL jar(String name, Class<?>... content) throws IOException {
        return jar(name, Arrays.stream(content).map(Class::getName).toList(), content);
    }

    /** Looks into its own jars for the factories above before it asks its parent. */
    private static final class ChildFirst extends URLClassLoader {
        ChildFirst(URL... jars) {
            super(jars, DiscoveryTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                boolean own = name.startsWith(DiscoveryTest.class.getName() + "$")
                        && findResource(name.replace('.', '/') + ".class") != null;
                Class<?> known = findLoadedClass(name);
                return known != null ? known : own ? findClass(name) : super.loadClass(name, resolve);
            }
        }
    }

    private static DnsProviders load(ClassLoader loader) {
        return DnsProviders.load(loader);
    }

    private static List<String> ids(DnsProviders providers) {
        return providers.descriptors().stream().map(TypeDescriptor::id).toList();
    }

    /** Makes nothing. */
    public static final class Idle extends Base {
        public Idle() {
            super("idle");
        }

        @Override
        @SuppressWarnings("NullAway") // the defect
        public DnsProvider create(String wanted, Settings settings, ProviderContext context) {
            return null;
        }
    }

    @Test
    void aFactoryThatMakesNothingIsNamed() throws IOException {
        try (ChildFirst loader = new ChildFirst(jar("idle.jar", Idle.class))) {
            DnsProviders providers = load(loader);

            assertThatThrownBy(() -> create(providers, "idle"))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("the factory " + Idle.class.getName()
                            + " made nothing for \"idle\"; this is a defect of that factory");
        }
    }

    private static void create(DnsProviders providers, String id) {
        Settings settings = Settings.of("token", "t", "zone", "z").with("region", "r");
        providers.create(id, settings, ProviderContext.standard());
    }

    @Test
    void theFactoryOfAnIdIsFoundAndAsked() throws IOException {
        try (ChildFirst loader = new ChildFirst(jar("a.jar", Acme.class, Bolt.class))) {
            DnsProviders providers = load(loader);

            assertThat(ids(providers)).containsSubsequence("acme", "bolt");
            assertThatThrownBy(() -> create(providers, "bolt")).hasMessage("made bolt");
        }
    }

    @Test
    void anUnknownIdIsAnsweredByTheKnownOnes() throws IOException {
        try (ChildFirst loader = new ChildFirst(jar("a.jar", Acme.class, Bolt.class))) {
            DnsProviders providers = load(loader);

            assertThatThrownBy(() -> create(providers, "amce"))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("\"amce\"")
                    .hasMessageContaining("acme, bolt")
                    .hasMessageContaining("jar is on the path or in the agent's folder plugins");
        }
    }

    @Test
    void twoFactoriesOfOneIdAreBothNamedWithTheirJars() throws IOException {
        try (ChildFirst loader =
                new ChildFirst(jar("one.jar", Acme.class), jar("two.jar", OtherAcme.class), jar("b.jar", Bolt.class))) {
            DnsProviders providers = load(loader);

            assertThatThrownBy(() -> create(providers, "acme"))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining(Acme.class.getName())
                    .hasMessageContaining("one.jar")
                    .hasMessageContaining(OtherAcme.class.getName())
                    .hasMessageContaining("two.jar");
            assertThatThrownBy(() -> create(providers, "bolt")).hasMessage("made bolt");
        }
    }

    @Test
    void whatCannotBeLoadedHidesNoOther() throws IOException {
        URL broken = jar(
                "broken.jar",
                List.of("com.example.Missing", Broken.class.getName(), Mute.class.getName(), "java.lang.String"),
                Broken.class,
                Mute.class);
        URL illegal = jar("illegal.jar", List.of("this is no class name"));
        try (ChildFirst loader = new ChildFirst(broken, illegal, jar("good.jar", Bolt.class))) {
            DnsProviders providers = load(loader);

            assertThat(ids(providers)).contains("bolt").doesNotContain("broken", "mute");
            assertThatThrownBy(() -> create(providers, "bolt")).hasMessage("made bolt");
        }
    }

    @Test
    void aTypeThatItsFactoryCannotDescribeIsRefusedByThatReasonAndHidesNoOther() throws IOException {
        try (ChildFirst loader = new ChildFirst(jar("torn.jar", Torn.class))) {
            DnsProviders providers = load(loader);

            assertThat(providers.ids()).contains("calm", "other", "torn");
            assertThat(providers.descriptor("calm")).isPresent();
            assertThat(providers.descriptor("torn")).isEmpty();
            assertThat(providers.descriptor("other")).isEmpty();
            assertThat(providers.descriptor("gone")).isEmpty();
            assertThat(ids(providers)).contains("calm").doesNotContain("other", "torn");
            assertThatThrownBy(() -> create(providers, "calm")).hasMessage("made calm");
            assertThatThrownBy(() -> create(providers, "torn"))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining(
                            "\"torn\" cannot be used, because its factory cannot describe it; the log says why");
        }
    }

    /** Has an id that is none. */
    public static final class Nameless extends Base {
        public Nameless() {
            super("calm");
        }

        @Override
        @SuppressWarnings("NullAway") // which the factory of a stranger may lack
        public Map<String, Supplier<TypeDescriptor>> descriptions() {
            Map<String, Supplier<TypeDescriptor>> all = new HashMap<>();
            all.put("calm", () -> describe().get(0));
            all.put(null, () -> describe().get(0));
            return all;
        }
    }

    /** Has an id without a description. */
    public static final class Empty extends Base {
        public Empty() {
            super("calm");
        }

        @Override
        @SuppressWarnings("NullAway") // which the factory of a stranger may lack
        public Map<String, Supplier<TypeDescriptor>> descriptions() {
            Map<String, Supplier<TypeDescriptor>> all = new HashMap<>();
            all.put("calm", () -> describe().get(0));
            all.put("empty", null);
            return all;
        }
    }

    @ParameterizedTest
    @ValueSource(classes = {Nameless.class, Empty.class})
    void aFactoryWhoseIdsAreNoneIsSkippedAsAWholeAndHidesNoOther(Class<?> wrong) throws IOException {
        try (ChildFirst loader = new ChildFirst(jar("wrong.jar", wrong), jar("good.jar", Bolt.class))) {
            assertThat(load(loader).ids()).contains("bolt").doesNotContain("calm", "empty");
        }
    }

    /** Describes {@code acme} twice. */
    public static final class Double extends Base {
        public Double() {
            super("acme");
        }

        @Override
        public List<TypeDescriptor> describe() {
            return List.of(super.describe().get(0), super.describe().get(0));
        }
    }

    @Test
    void anIdThatItsFactoryDescribesTwiceIsUnusable() throws IOException {
        try (ChildFirst loader = new ChildFirst(jar("double.jar", Double.class, Bolt.class))) {
            DnsProviders providers = load(loader);

            assertThat(providers.ids()).contains("acme");
            assertThat(providers.descriptor("acme")).isEmpty();
            assertThatThrownBy(() -> create(providers, "acme"))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("\"acme\" cannot be used");
            assertThatThrownBy(() -> create(providers, "bolt")).hasMessage("made bolt");
        }
    }

    /** Describes each id by what it finds with the context class loader, and asks for the other id meanwhile. */
    public static final class Curious extends Base {
        /** Set by the test. */
        public static final AtomicReference<DnsProviders> OTHERS = new AtomicReference<>();

        public Curious() {
            super("inner");
        }

        @Override
        public Map<String, Supplier<TypeDescriptor>> descriptions() {
            return Map.of("inner", () -> describe().get(0), "outer", () -> {
                String seen = Thread.currentThread().getContextClassLoader().toString();
                TypeDescriptor inner = OTHERS.get().descriptor("inner").orElseThrow();
                return new TypeDescriptor("outer", seen, "", inner.settings(), "", "", List.of());
            });
        }
    }

    @Test
    void aDescriptionMayAskForAnotherAndSeesTheLoaderOfTheSearch() throws IOException {
        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {jar("curious.jar", List.of(Curious.class.getName()))},
                getClass().getClassLoader())) {
            DnsProviders providers = withContextLoader(loader, DnsProviders::load);
            Curious.OTHERS.set(providers);

            assertThat(providers.descriptor("outer"))
                    .hasValueSatisfying(outer -> assertThat(outer.name()).isEqualTo(loader.toString()));
            assertThat(providers.descriptor("outer").orElseThrow())
                    .isSameAs(providers.descriptor("outer").orElseThrow());
        }
    }

    @Test
    void whatLooksAtItsFirstUseLooksWithTheLoaderThatWasThereBefore() throws IOException {
        try (ChildFirst loader = new ChildFirst(jar("a.jar", Acme.class))) {
            Discovery<DnsProviderFactory> later = withContextLoader(
                    loader, () -> Discovery.atFirstUse(DnsProviderFactory.class, DnsProviderFactory::describe));

            assertThat(later.ids()).contains("acme");
        }
    }

    /** Has a type that nobody names, whose description would end the test. */
    public static final class Shy extends Base {
        public Shy() {
            super("calm");
        }

        @Override
        public Map<String, Supplier<TypeDescriptor>> descriptions() {
            return Map.of("calm", () -> describe().get(0), "shy", () -> {
                throw new OutOfMemoryError("described");
            });
        }
    }

    @Test
    void aConfigurationDescribesOnlyTheTypesThatItNames() throws IOException {
        try (ChildFirst loader = new ChildFirst(jar("shy.jar", Shy.class))) {
            String text = """
                    {"detectors": {"d": {"type": "static", "ipv4": "192.0.2.1", "allow": ["192.0.2.0/24"]}},
                     "providers": {"p": {"type": "%s", "token": "t", "zone": "z", "regoin": "r"}},
                     "records": [{"name": "a.example.com", "type": "A"}]}
                    """;

            assertThatThrownBy(() -> withContextLoader(
                            loader, () -> UpdaterConfiguration.parse(text.formatted("calm"), Path.of(""))))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("regoin")
                    .hasMessageContaining("region");
            assertThatThrownBy(() -> withContextLoader(
                            loader, () -> UpdaterConfiguration.parse(text.formatted("clam"), Path.of(""))))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("did you mean \"calm\"?");
        }
    }

    /** A reference is read after the types are described. */
    @Test
    void aTypeThatIsAReferenceHasItsSettings() throws IOException {
        Path file = Files.writeString(directory.resolve("type"), "acme");
        try (ChildFirst loader = new ChildFirst(jar("a.jar", Acme.class))) {
            String text = """
                    {"detectors": {"d": {"type": "static", "ipv4": "192.0.2.1", "allow": ["192.0.2.0/24"]}},
                     "providers": {"p": {"type": "${file:%s}", "token": "t", "zone": "z", "regoin": "r"}},
                     "records": [{"name": "a.example.com", "type": "A"}]}
                    """.formatted(file.toString().replace('\\', '/'));

            assertThatThrownBy(() -> withContextLoader(loader, () -> UpdaterConfiguration.parse(text, Path.of(""))))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("has no such setting; did you mean \"region\"?");
        }
    }

    @Test
    void aLoaderThatCannotLookAtAllDoesNotEndTheSearch() throws IOException {
        ClassLoader blind = new ClassLoader(getClass().getClassLoader()) {
            @Override
            public Enumeration<URL> getResources(String name) throws IOException {
                throw new IOException("unmounted");
            }
        };
        try (ChildFirst context = new ChildFirst(jar("a.jar", Acme.class))) {
            assertThat(ids(withContextLoader(context, () -> load(blind)))).contains("acme");
        }
    }

    @Test
    void theSameJarBehindTwoLoadersCountsOnce() throws IOException {
        URL jar = jar("a.jar", Acme.class);
        try (ChildFirst one = new ChildFirst(jar);
                ChildFirst other = new ChildFirst(jar)) {
            DnsProviders same = withContextLoader(one, () -> load(one));
            assertThatThrownBy(() -> create(same, "acme")).hasMessage("made acme");

            DnsProviders twice = withContextLoader(one, () -> load(other));
            assertThatThrownBy(() -> create(twice, "acme")).hasMessage("made acme");
        }
    }

    @Test
    void theSameClassInTwoJarsIsTwoFactories() throws IOException {
        try (ChildFirst one = new ChildFirst(jar("old.jar", Acme.class));
                ChildFirst other = new ChildFirst(jar("new.jar", Acme.class))) {
            DnsProviders providers = withContextLoader(one, () -> load(other));

            assertThatThrownBy(() -> create(providers, "acme"))
                    .hasMessageContaining("old.jar")
                    .hasMessageContaining("new.jar");
        }
    }

    @Test
    void theContextLoaderIsLookedAtToo() throws IOException {
        try (ChildFirst context = new ChildFirst(jar("a.jar", Acme.class))) {
            assertThat(ids(withContextLoader(context, DnsProviders::load))).contains("acme");
            assertThat(ids(withContextLoader(new URLClassLoader(new URL[0], null), () -> load(context))))
                    .contains("acme");
        }
    }

    @Test
    void everyProblemWithTheNamesOfSettingsIsToldAtOnce() throws IOException {
        try (ChildFirst loader = new ChildFirst(jar("a.jar", Acme.class))) {
            DnsProviders providers = load(loader);
            Settings settings = Settings.at("providers.x", Map.of("tokn", "s3cret", "region", "r"));

            assertThatThrownBy(() -> providers.create("acme", settings, ProviderContext.standard()))
                    .isInstanceOfSatisfying(
                            ConfigurationException.class,
                            e -> assertThat(e.problems())
                                    .extracting(ConfigurationException.Entry::path)
                                    .containsExactly("providers.x.tokn", "providers.x.token", "providers.x.zone"))
                    .hasMessageContaining("token, zone, region")
                    .hasMessageContaining("${env:NAME}")
                    .hasMessageNotContaining("s3cret");
        }
    }

    /** A factory that, as most do, stops at the first wrong setting. */
    public static final class Careful extends Base {
        public Careful() {
            super("careful");
        }

        @Override
        public DnsProvider create(String wanted, Settings settings, ProviderContext context) {
            settings.secret("token");
            String zone = settings.text("zone");
            settings.number("region", 1, 3);
            if (zone.equals("second") && settings.value("region").isEmpty()) {
                throw settings.wrong("region", null, "a region, for the second zone has no other");
            }
            throw new IllegalStateException("made " + wanted);
        }
    }

    @Test
    void whatFollowsAWrongSettingIsCheckedToo() throws IOException {
        try (ChildFirst loader = new ChildFirst(jar("a.jar", Careful.class))) {
            DnsProviders providers = load(loader);

            assertThat(wrong(providers, Map.of("token", " t", "zone", "z", "region", 9, "foo", 1)))
                    .containsExactly("foo", "token");
            assertThat(wrong(providers, Map.of("token", "t", "zone", "z", "region", 9, "foo", 1)))
                    .containsExactly("foo", "region");
            assertThat(wrong(providers, Map.of("token", "t", "zone", "second", "region", 9)))
                    .as("what follows from setting one aside is no problem")
                    .containsExactly("region");
        }
    }

    /** A factory whose declared settings are not all read. */
    public static final class Reader extends Base {
        public Reader() {
            super("reader");
        }

        @Override
        public List<TypeDescriptor> describe() {
            return List.of(new TypeDescriptor(
                    "reader",
                    "reader",
                    "",
                    List.of(
                            SettingSpec.optional("flag", "a flag").as(SettingType.flag()),
                            SettingSpec.optional("port", "a number").as(SettingType.number(1, 65_535)),
                            SettingSpec.optional("wait", "a duration")
                                    .as(SettingType.duration(Duration.ofSeconds(1), Duration.ofHours(1))),
                            SettingSpec.optional("word", "a word").as(SettingType.words("a", "b")),
                            SettingSpec.optional("id", "a text with a form").guid("a GUID"),
                            SettingSpec.optional("regions", "a list").as(SettingType.list(SettingType.words("x", "y"))),
                            SettingSpec.optional("options", "an object")
                                    .as(SettingType.object(SettingSpec.optional("depth", "a number")
                                            .as(SettingType.number(0, 9)))),
                            SettingSpec.optionalSecret("headers", "secrets by name")
                                    .as(SettingType.map(SettingType.text())),
                            SettingSpec.optional("free", "what has no type")),
                    "",
                    "",
                    List.of()));
        }
    }

    @Test
    void aSingleValueIsHeldToItsDeclarationWhetherOrNotItIsRead() throws IOException {
        Map<String, Object> good = Map.of(
                "flag",
                "true",
                "port",
                "53",
                "wait",
                Duration.ofMinutes(1),
                "word",
                "a",
                "id",
                "01234567-89ab-cdef-0123-456789abcdef",
                "regions",
                List.of("x", "is for the factory "),
                "options",
                Map.of("depth", 1),
                "free",
                List.of(1));
        Map<String, Object> bad = Map.of(
                "flag",
                "perhaps",
                "port",
                0,
                "wait",
                Duration.ofDays(1),
                "word",
                "c",
                "id",
                "01234567",
                "options",
                "none",
                "headers",
                5);
        try (ChildFirst loader = new ChildFirst(jar("a.jar", Reader.class))) {
            DnsProviders providers = load(loader);

            assertThatThrownBy(() -> providers.create("reader", Settings.at("", good), ProviderContext.standard()))
                    .hasMessage("made reader");
            assertThatThrownBy(() -> providers.create("reader", Settings.at("p", bad), ProviderContext.standard()))
                    .isInstanceOfSatisfying(
                            ConfigurationException.class,
                            e -> assertThat(e.problems())
                                    .extracting(ConfigurationException.Entry::toString)
                                    .containsExactly(
                                            "p.flag: is \"perhaps\" (allowed: true or false)",
                                            "p.port: is 0 (allowed: a whole number from 1 to 65535)",
                                            "p.wait: is PT24H (allowed: a duration from 1s to 1h, as in 5m)",
                                            "p.word: is \"c\" (allowed: \"a\", \"b\")",
                                            "p.id: has the wrong form (allowed: a GUID)",
                                            "p.options: is \"none\" (allowed: {\"depth\": …})",
                                            "p.headers: is a number, not a text (allowed: \"${env:NAME}\" or"
                                                    + " \"${file:PATH}\"; or a text in quotes)"));
        }
    }

    private static List<String> wrong(DnsProviders providers, Map<String, ?> values) {
        return catchThrowableOfType(
                        ConfigurationException.class,
                        () -> providers.create("careful", Settings.at("", values), ProviderContext.standard()))
                .problems()
                .stream()
                .map(ConfigurationException.Entry::path)
                .toList();
    }

    @Test
    void whatMayFollowFromAnotherProblemSaysSo() {
        Settings settings = Settings.at("detectors.wan", Map.of("allow", "10.0.0.0/33", "ipv4", "10.0.0.5"));
        assertThatThrownBy(() -> IpDetectors.create("static", settings, key -> {
                    throw new IllegalStateException(key);
                }))
                .isInstanceOfSatisfying(
                        ConfigurationException.class,
                        e -> assertThat(e.problems())
                                .satisfiesExactly(
                                        allow -> assertThat(allow.path()).startsWith("detectors.wan.allow"),
                                        ipv4 -> assertThat(ipv4.message())
                                                .endsWith("; correct allow first: this may be a consequence")));
    }

    @Test
    void everyWrongSettingOfADetectorIsToldAtOnce() {
        assertThatThrownBy(() -> IpDetectors.create(
                        "static",
                        Settings.at(
                                "detectors.wan",
                                Map.of("ipv4", "300.1.1.1", "ipv6", "zz", "allow", "10.0.0.0/33", "foo", 1)),
                        key -> {
                            throw new IllegalStateException(key);
                        }))
                .isInstanceOfSatisfying(
                        ConfigurationException.class,
                        e -> assertThat(e.problems())
                                .extracting(ConfigurationException.Entry::path)
                                .containsExactlyInAnyOrder(
                                        "detectors.wan.foo",
                                        "detectors.wan.ipv4",
                                        "detectors.wan.ipv6",
                                        "detectors.wan.allow"));
    }

    @Test
    void detectorsAreFoundTheSameWay() {
        Discovery<IpDetectorFactory> found = Discovery.of(IpDetectorFactory.class, IpDetectorFactory::describe);
        Function<String, IpDetector> none = key -> {
            throw new IllegalStateException(key);
        };

        assertThat(found.descriptors()).extracting(TypeDescriptor::id).contains("http", "static");
        IpDetector made = found.create(
                "static", Settings.of("ipv4", "8.8.8.8"), (factory, given) -> factory.create("static", given, none));
        assertThat(made).isNotNull();
        assertThatThrownBy(() ->
                        found.create("htp", Settings.none(), (factory, given) -> factory.create("htp", given, none)))
                .hasMessageContaining("no detector is called \"htp\"")
                .hasMessageContaining("http");
    }

    private static <T> T withContextLoader(ClassLoader loader, Supplier<T> action) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return action.get();
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
