package io.github.ddnsjava.examples.agent.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.github.ddnsjava.config.Plugins;
import io.github.ddnsjava.config.Plugins.Plugin;
import io.github.ddnsjava.examples.agent.Main;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.module.ModuleFinder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Jars in a directory bring whatever the library discovers, and none of them can take the place of another. */
class PluginsTest {
    private static final String PROVIDERS = "META-INF/services/io.github.ddnsjava.publish.DnsProviderFactory";

    private static final String LEADERSHIPS = "META-INF/services/io.github.ddnsjava.cluster.LeadershipFactory";

    private static final String SOURCES = "META-INF/services/io.github.ddnsjava.config.SecretSource";

    @TempDir
    Path directory;

    private Path plugins;

    @BeforeEach
    void make() throws IOException {
        plugins = Files.createDirectory(directory.resolve("plugins"));
    }

    private Path jar(String name, Map<String, byte[]> entries) throws IOException {
        Path jar = plugins.resolve(name);
        try (OutputStream file = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(file)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        }
        return jar;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** What the module custom-provider consists of; it is not on the class path of these tests. */
    private static Map<String, byte[]> example() throws IOException {
        Path agent = Path.of(
                Main.class.getProtectionDomain().getCodeSource().getLocation().getPath());
        Path classes = agent.resolve("../../../custom-provider/target/classes").normalize();
        Map<String, byte[]> entries = new TreeMap<>();
        try (Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                entries.put(classes.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
            }
        }
        return entries;
    }

    /** A factory of a class of its own, with one provider of that id. */
    private Map<String, byte[]> factory(String className, String id) throws IOException {
        Path source = Files.writeString(directory.resolve(className + ".java"), """
                import io.github.ddnsjava.publish.ProviderType;
                import io.github.ddnsjava.publish.TypedProviderFactory;
                import java.util.List;

                public final class %s extends TypedProviderFactory {
                    public %1$s() {
                        super(List.of(ProviderType.of("%s", "Another", "https://another.example/").madeBy((s, c) -> null)));
                    }
                }
                """.formatted(className, id));
        return compiled(PROVIDERS, className, source);
    }

    /** A secret source of a class of its own, with that id, whose secrets are all the same. */
    private Map<String, byte[]> source(String className, String id) throws IOException {
        Path source = Files.writeString(directory.resolve(className + ".java"), """
                import io.github.ddnsjava.config.Secret;
                import io.github.ddnsjava.config.SecretSource;
                import io.github.ddnsjava.config.Settings;
                import io.github.ddnsjava.config.TypeDescriptor;
                import io.github.ddnsjava.publish.ProviderContext;
                import java.util.List;
                import java.util.function.Function;

                public final class %s implements SecretSource {
                    public List<TypeDescriptor> describe() {
                        return List.of(new TypeDescriptor("%s", "A safe", "", List.of(), "", "", List.of()));
                    }

                    public Function<String, Secret> open(String type, Settings settings, ProviderContext context) {
                        return name -> Secret.from("safe:" + name, () -> "0123456789abcdef0123456789abcdef01234567");
                    }
                }
                """.formatted(className, id));
        return compiled(SOURCES, className, source);
    }

    /** An engine of clusters of a class of its own, with that id, which gives no lease. */
    private Map<String, byte[]> leadership(String className, String id) throws IOException {
        Path source = Files.writeString(directory.resolve(className + ".java"), """
                import io.github.ddnsjava.cluster.Leadership;
                import io.github.ddnsjava.cluster.LeadershipFactory;
                import io.github.ddnsjava.cluster.Lease;
                import io.github.ddnsjava.config.Settings;
                import io.github.ddnsjava.config.TypeDescriptor;
                import io.github.ddnsjava.publish.ProviderContext;
                import java.time.Duration;
                import java.util.List;
                import java.util.Map;
                import java.util.Optional;

                public final class %s implements LeadershipFactory, Leadership {
                    public List<TypeDescriptor> describe() {
                        return List.of(new TypeDescriptor("%s", "A quorum", "", List.of(), "", "", List.of()));
                    }

                    public Leadership create(String type, Settings settings, String node, ProviderContext context) {
                        return this;
                    }

                    public Optional<Lease> tryAcquire(String lease, String note, Duration time) {
                        return Optional.empty();
                    }

                    public Optional<Map<String, Leadership.Holder>> leases(String prefix) {
                        return Optional.empty();
                    }

                    public void close() {}
                }
                """.formatted(className, id));
        return compiled(LEADERSHIPS, className, source);
    }

    private Map<String, byte[]> compiled(String service, String className, Path source) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        int status = compiler.run(
                null,
                null,
                null,
                "-proc:none",
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                directory.toString(),
                source.toString());
        assertThat(status).isZero();
        return Map.of(
                service,
                bytes(className),
                className + ".class",
                Files.readAllBytes(directory.resolve(className + ".class")));
    }

    private Plugins load() {
        return Plugins.load(plugins);
    }

    @Test
    void theExampleIsLoadedListedAndUsed() throws Exception {
        Path jar = jar("acme.jar", example());
        List<String> asked = new CopyOnWriteArrayList<>();
        HttpServer acme = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        acme.createContext("/", exchange -> {
            asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            byte[] answer = bytes("{\"changed\": true}");
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        acme.start();
        try {
            Path config = Files.writeString(directory.resolve("ddns.json"), """
                    {
                      "detectors": { "wan": { "type": "static", "ipv4": "9.9.9.9" } },
                      "providers": { "mine": { "type": "acme", "token": "t", "endpoint": "http://127.0.0.1:%d" } },
                      "records": [ { "name": "home.example.com", "types": ["A"] } ],
                      "notify": { "book": { "type": "logbook", "file": "book.txt" } }
                    }
                    """.formatted(
                            acme.getAddress().getPort()));

            assertThat(Agent.run("once", "--config", config, "--json").status())
                    .as("without the plug-in")
                    .isEqualTo(2);
            Agent once = Agent.run("once", "--plugins", plugins, "--config", config, "--json");
            assertThat(once.json().at("/records/0/outcome").asText()).isEqualTo("updated");
            assertThat(once.status()).isZero();
            assertThat(asked).containsExactly("PUT /names/home.example.com");
            assertThat(directory.resolve("book.txt")).hasContent("home.example.com A at mine is now 9.9.9.9");
        } finally {
            acme.stop(0);
        }

        JsonNode providers =
                Agent.run("--plugins", plugins, "providers", "--json").json().get("providers");
        for (JsonNode provider : providers) {
            String from = provider.path("plugin").asText();
            boolean own = List.of("acme", "birch", "cedar")
                    .contains(provider.get("id").asText());
            assertThat(from).as(provider.get("id").asText()).isEqualTo(own ? jar.toString() : "");
        }
        assertThat(Agent.run("providers", "--plugins", plugins).out())
                .containsPattern("acme +Acme DNS +plug-in acme\\.jar\n")
                .containsPattern("\ncloudflare +Cloudflare DNS *\n")
                .containsPattern("\n\\S+ .* notification, plug-in acme\\.jar\n");
        assertThat(Agent.run("providers", "acme", "--plugins", plugins).out()).contains("Plug-in: " + jar + "\n");
        try (Plugins loaded = load()) {
            assertThat(loaded.loaded())
                    .containsExactly(new Plugins.Plugin(
                            jar,
                            HexFormat.of()
                                    .formatHex(
                                            MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(jar))),
                            List.of("acme", "birch", "cedar"),
                            List.of(),
                            List.of(),
                            List.of("logbook"),
                            List.of()));
        }
    }

    @Test
    void aSecretSourceIsLoadedAndUsed() throws Exception {
        Path jar = jar("safe.jar", source("Safe", "safe"));
        jar("second.jar", source("Second", "safe"));
        jar("third.jar", source("Third", "vault"));
        Path config = Files.writeString(directory.resolve("ddns.json"), """
                {
                  "detectors": { "wan": { "type": "static", "ipv4": "9.9.9.9" } },
                  "providers": { "cf": { "type": "cloudflare", "token": "${safe:token}" } },
                  "records": [ { "name": "home.example.com", "types": ["A"] } ]
                }
                """);

        assertThat(Agent.run("check", "--offline", "--config", config).status())
                .as("without the plug-in")
                .isEqualTo(2);
        Agent check = Agent.run("check", "--offline", "--plugins", plugins, "--config", config, "--json");
        assertThat(check.status()).isZero();
        assertThat(check.json().get("notes").toString()).contains("is not read offline");
        assertThat(Agent.run("detect", "--plugins", plugins, "--config", config).status())
                .as("the secret was read")
                .isZero();
        try (Plugins loaded = load()) {
            assertThat(loaded.loaded()).singleElement().satisfies(plugin -> {
                assertThat(plugin.jar()).isEqualTo(jar);
                assertThat(plugin.secretSources()).containsExactly("safe");
            });
            assertThat(loaded.refused())
                    .containsOnly(
                            Map.entry(
                                    plugins.resolve("second.jar"),
                                    "its secret source safe exists already, in safe.jar; a plug-in cannot replace a type"),
                            Map.entry(
                                    plugins.resolve("third.jar"),
                                    "its secret source vault exists already, in this program; a plug-in cannot replace"
                                            + " a type"));
        }
    }

    @Test
    void noneTakesThePlaceOfWhatExists() throws IOException {
        jar("a.jar", factory("One", "another"));
        Path second = jar("b.jar", factory("Two", "another"));
        Path ours = jar("c.jar", factory("Three", "cloudflare"));

        try (Plugins loaded = load()) {
            assertThat(loaded.loaded())
                    .singleElement()
                    .satisfies(plugin -> assertThat(plugin.providers()).containsExactly("another"));
            assertThat(loaded.refused())
                    .containsOnly(
                            Map.entry(
                                    second,
                                    "its provider another exists already, in a.jar; a plug-in cannot replace a type"),
                            Map.entry(
                                    ours,
                                    "its provider cloudflare exists already, in this program; a plug-in cannot replace"
                                            + " a type"));
        }
        assertThat(Agent.run("providers", "cloudflare", "--plugins", plugins).out())
                .startsWith("cloudflare: Cloudflare DNS https://");
    }

    @Test
    void oneThatCannotBeLoadedIsNamedAndHidesNothing() throws IOException {
        jar("a.jar", factory("One", "another"));
        Path empty = jar("empty.jar", Map.of("readme.txt", bytes("nothing")));
        Path missing = jar("missing.jar", Map.of(PROVIDERS, bytes("com.example.NotThere")));
        Path garbage = Files.writeString(plugins.resolve("garbage.jar"), "PK? no");
        Path folder = Files.createDirectory(plugins.resolve("folder.jar"));

        try (Plugins loaded = load()) {
            assertThat(loaded.loaded()).hasSize(1);
            assertThat(loaded.refused()).containsOnlyKeys(empty, missing, garbage, folder);
            assertThat(loaded.refused().get(empty))
                    .startsWith(
                            "it has no provider, detector, secret source, notification, engine of clusters, lookup or JDBC"
                                    + " driver; a plug-in names its factories in a file of META-INF/services/ with one of these"
                                    + " names: io.github.ddnsjava.publish.DnsProviderFactory, ");
            assertThat(loaded.refused().get(missing))
                    .startsWith("it cannot be loaded; check that it is complete and fits this version: ")
                    .contains("com.example.NotThere");
            assertThat(loaded.refused().get(garbage)).startsWith("it is no jar, or it is damaged: ");
            assertThat(loaded.refused().get(folder)).isEqualTo("it is a directory");
        }
    }

    @Test
    void whateverTheLibraryDiscoversCanBeAPlugIn() throws IOException {
        Path core = Path.of(Plugins.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath());
        Set<String> services = ModuleFinder.of(core)
                .find("io.github.ddnsjava")
                .orElseThrow()
                .descriptor()
                .uses();
        assertThat(services)
                .contains("io.github.ddnsjava.cluster.LeadershipFactory")
                .hasSizeGreaterThan(5);
        for (String service : services) {
            jar(service + ".jar", Map.of("META-INF/services/" + service, bytes("com.example.NotThere")));
        }
        try (Plugins loaded = load()) {
            // Whose factories cannot be loaded, but are looked for; or are loaded at their first use.
            assertThat(loaded.refused().values()).allMatch(reason -> reason.contains("com.example.NotThere"));
        }
    }

    @Test
    void theEngineOfAClusterIsAPlugInToo() throws IOException {
        Path jar = jar("quorum.jar", leadership("Quorum", "quorum"));
        Path second = jar("second.jar", leadership("Second", "jdbc"));
        try (Plugins loaded = load()) {
            assertThat(loaded.loaded()).singleElement().satisfies(plugin -> {
                assertThat(plugin.jar()).isEqualTo(jar);
                assertThat(plugin.leaderships()).containsExactly("quorum");
            });
            assertThat(loaded.refused())
                    .containsExactly(Map.entry(
                            second,
                            "its cluster jdbc exists already, in this program; a plug-in cannot replace a type"));
        }
        Path config = Files.writeString(directory.resolve("ddns.json"), """
                {
                  "detectors": { "wan": { "type": "static", "ipv4": "9.9.9.9" } },
                  "providers": { "mine": { "type": "cloudflare", "token": "0123456789abcdef0123456789abcdef01234567" } },
                  "records": [ { "name": "home.example.com", "types": ["A"] } ],
                  "cluster": { "type": "quorum", "node": "a" }
                }
                """);
        assertThat(Agent.run("check", "--offline", "--config", config).status())
                .as("without the plug-in")
                .isEqualTo(2);
        Agent check = Agent.run("check", "--offline", "--plugins", plugins, "--config", config);
        assertThat(check.status()).as(check.out() + check.err()).isZero();
    }

    @Test
    void aJdbcDriverIsAPlugInToo() throws IOException {
        Path driver = jar("h2.jar", Map.of("META-INF/services/java.sql.Driver", bytes("org.h2.Driver")));
        try (Plugins loaded = load()) {
            assertThat(loaded.refused()).isEmpty();
            assertThat(loaded.loaded()).extracting(Plugin::jar).containsExactly(driver);
            assertThat(Collections.list(loaded.classLoader().getResources("META-INF/services/java.sql.Driver")))
                    .hasSize(1);
        }
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "rights of POSIX")
    void whatOthersMayWriteIsNotLoaded() throws IOException {
        Path jar = jar("a.jar", factory("One", "another"));
        Files.setPosixFilePermissions(jar, PosixFilePermissions.fromString("rw-rw-rw-"));
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(plugins, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (Plugins loaded = load()) {
            assertThat(loaded.loaded()).isEmpty();
            assertThat(loaded.refused().get(jar))
                    .startsWith("others may write it, and who writes it decides what runs here: ")
                    .endsWith("chmod go-w " + jar.toRealPath());
        }
        Files.setPosixFilePermissions(jar, PosixFilePermissions.fromString("rw-r--r--"));
        Files.setPosixFilePermissions(plugins, PosixFilePermissions.fromString("rwxrwxrwx"));
        try (Plugins loaded = load()) {
            assertThat(loaded.refused().get(jar)).endsWith("chmod go-w " + plugins.toRealPath());
        }
    }

    @Test
    void aDirectoryThatIsNotThereIsAnErrorOfTheCommandLine() {
        Agent agent = Agent.run("providers", "--plugins", directory.resolve("none"), "--json");

        assertThat(agent.status()).isEqualTo(2);
        assertThat(agent.json().at("/error/problems/0/message").asText())
                .isEqualTo("the directory of plug-ins, " + directory.resolve("none")
                        + ", cannot be read: there is no such directory");
    }

    /** A factory that fails when it describes itself, or when it is made. */
    private Map<String, byte[]> failing(String className, String constructor, String describe) throws IOException {
        Path source = Files.writeString(
                directory.resolve(className + ".java"), """
                import io.github.ddnsjava.config.*;
                import io.github.ddnsjava.publish.*;
                import java.util.List;

                public final class %s implements DnsProviderFactory {
                    public %1$s() { %s }

                    public List<TypeDescriptor> describe() { %s }

                    public DnsProvider create(String id, Settings settings, ProviderContext context) { return null; }
                }
                """.formatted(className, constructor, describe));
        return compiled(PROVIDERS, className, source);
    }

    @Test
    void oneThatFailsWithAnErrorIsNamedWithItsCauseAndHidesNothing() throws Exception {
        Path deep = jar("deep.jar", failing("Deep", "", "return describe();"));
        Path proud = jar("proud.jar", failing("Proud", "", "throw new AssertionError(\"never described\");"));
        Path poor =
                jar("poor.jar", failing("Poor", "throw new IllegalStateException(\"no hat\");", "return List.of();"));
        jar("right.jar", factory("Right", "right"));
        try (Plugins loaded = load()) {
            assertThat(loaded.refused()).containsOnlyKeys(deep, proud, poor);
            assertThat(loaded.refused().get(deep)).contains("StackOverflowError");
            assertThat(loaded.refused().get(proud)).contains("never described");
            assertThat(loaded.refused().get(poor)).contains("could not be instantiated", "no hat");
            assertThat(loaded.loaded()).hasSize(1);
        }
    }

    @Test
    void aFactoryThatCannotBeMadeHidesNoOtherOfItsJarAndIsTold() throws Exception {
        Map<String, byte[]> all = new TreeMap<>(factory("Good", "good"));
        all.putAll(failing("Poor", "throw new IllegalStateException(\"no hat\");", "return List.of();"));
        all.putAll(failing("Proud", "", "throw new AssertionError(\"never described\");"));
        all.put(PROVIDERS, bytes("Poor\ncom.example.NotThere\nProud\nGood\n"));
        jar("mixed.jar", all);
        try (Plugins loaded = load()) {
            assertThat(loaded.refused()).isEmpty();
            assertThat(loaded.loaded())
                    .singleElement()
                    .satisfies(plugin -> assertThat(plugin.providers()).containsExactly("good"));
        }

        try (AgentProcess agent =
                AgentProcess.startWith(List.of(), directory, "providers", "--plugins", plugins.toString())) {
            assertThat(agent.exitStatus()).isZero();
            assertThat(agent.restOfLogs())
                    .contains("Poor could not be instantiated", "com.example.NotThere", "the factory Proud");
        }
        assertThat(directory.resolve("out")).content().contains("\ngood ");
    }

    /** Types of a plug-in are described when a configuration names them, as those on the path are. */
    @Test
    void oneThatCannotDescribeOneOfItsTypesHasTheOthers() throws Exception {
        Path source = Files.writeString(directory.resolve("Torn.java"), """
                import io.github.ddnsjava.config.*;
                import io.github.ddnsjava.publish.*;
                import java.util.*;
                import java.util.function.Supplier;

                public final class Torn implements DnsProviderFactory {
                    public List<TypeDescriptor> describe() { throw new IllegalStateException("asked for all"); }

                    public Map<String, Supplier<TypeDescriptor>> descriptions() {
                        return Map.of(
                                "whole", () -> ProviderType.of("whole", "Whole", "https://example.com").madeBy((s, c) -> null).descriptor(),
                                "torn", () -> { throw new IllegalStateException("no hat"); });
                    }

                    public DnsProvider create(String id, Settings settings, ProviderContext context) { return null; }
                }
                """);
        jar("torn.jar", compiled(PROVIDERS, "Torn", source));

        Agent agent = Agent.run("providers", "--plugins", plugins);

        assertThat(agent.status()).isZero();
        assertThat(agent.out()).contains("\nwhole ").doesNotContain("\ntorn ");
    }

    @Test
    void oneThatHasAnIdTwiceIsNotLoaded() throws Exception {
        Map<String, byte[]> two = new TreeMap<>(factory("First", "qq"));
        two.putAll(factory("Second", "qq"));
        two.put(PROVIDERS, bytes("First\nSecond\n"));
        Path jar = jar("two.jar", two);
        try (Plugins loaded = load()) {
            assertThat(loaded.refused().get(jar)).startsWith("its provider qq is in it twice");
            assertThat(loaded.loaded()).isEmpty();
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void oneBelowADirectoryThatOthersMayWriteIsNotLoaded() throws Exception {
        plugins = Files.createDirectories(directory.resolve("open/plugins"));
        Path jar = jar("right.jar", factory("Right", "right"));
        Files.setPosixFilePermissions(directory.resolve("open"), PosixFilePermissions.fromString("rwxrwxrwx"));
        try (Plugins loaded = load()) {
            assertThat(loaded.refused().get(jar)).contains("/open may be written by others");
        }
    }

    /** A verb that ends at once answers what was asked. What a process has loaded that runs for months is looked up later. */
    @Test
    void onlyRunTellsWhichPlugInsWereLoaded() throws Exception {
        Path jar = jar("a.jar", factory("One", "another"));
        String told = "the plug-in " + jar + " was loaded: providers [another]";
        for (String verb : List.of("run", "once", "check")) {
            List<String> line = List.of(
                    verb,
                    "--plugins",
                    plugins.toString(),
                    "--config",
                    directory.resolve("none.json").toString());
            try (AgentProcess agent = AgentProcess.start(directory, Map.of(), line)) {
                assertThat(agent.exitStatus()).isEqualTo(2);
                assertThat(agent.restOfLogs().contains(told)).as(verb).isEqualTo(verb.equals("run"));
            }
        }
    }
}
