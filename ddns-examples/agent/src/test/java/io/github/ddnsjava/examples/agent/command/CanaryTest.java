package io.github.ddnsjava.examples.agent.command;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.ddnsjava.Updater;
import io.github.ddnsjava.config.SecretSource;
import io.github.ddnsjava.config.SettingSpec;
import io.github.ddnsjava.config.SettingType;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.config.TypeDescriptor;
import io.github.ddnsjava.config.UpdaterConfiguration;
import io.github.ddnsjava.detect.IpDetectors;
import io.github.ddnsjava.event.UpdateEvent;
import io.github.ddnsjava.examples.agent.action.AnswerJson;
import io.github.ddnsjava.exception.DdnsException;
import io.github.ddnsjava.metrics.DdnsMetrics;
import io.github.ddnsjava.notify.Notifications;
import io.github.ddnsjava.publish.DnsProviders;
import io.github.ddnsjava.publish.ProviderContext;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/**
 * Canaries in the place of all secrets of every registered provider, detector, secret source and notification. None may be seen in what is
 * printed, logged, thrown or remembered, in clear, URL-encoded or in Base64. A new type is covered without a new line.
 */
@Tag("promise-22")
@Tag("thorough")
class CanaryTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SCHEMA = UpdaterConfiguration.schema(AgentSections.all());
    private static final String ID = "Qx7Jw3ZkV9tLmB4c";

    /** What a secret can look like. A setting gets the first that has its form. */
    private static final List<String> CANARIES = List.of(
            "c4nary/" + ID + "+&%~",
            "c4nary" + ID + "0123456789",
            "c4nary." + ID,
            "pk1_c4nary" + ID,
            "sk1_c4nary" + ID,
            "c4nary@qx7jw3zkv9tlmb4c.example",
            "AKIAC4NARYQX7JW3ZKV9TLMB4C",
            "904417293655",
            "SECc4nary" + ID,
            "SCTc4nary" + ID,
            "tk_c4nary" + ID,
            "904417293655:c4nary" + ID,
            "c4a4a7e1-7b0d-4f3a-9c55-0d8ea71c93b6",
            "c4a4a7e17b0d4f3a9c550d8ea71c93b6",
            "c4a4a7e17b0d4f3a9c550d8ea71c93b6c4a4a7e17b0d4f3a9c550d8ea71c93b6",
            "198.18.217.93");

    private static final String BASE64 = "YzRuYXJ5UXg3Snczk9dExtQjRj";
    private static final String KEY_FILE = JSON.valueToTree(Map.of(
                    "type",
                    "service_account",
                    "private_key",
                    "-----BEGIN PRIVATE KEY-----\n" + BASE64 + "\n-----END PRIVATE KEY-----\n",
                    "private_key_id",
                    "1",
                    "client_email",
                    "ddns@example.com",
                    "token_uri",
                    "https://oauth.example/token",
                    "project_id",
                    "example-1"))
            .toString();

    /** What is given where a setting has no form of its own. */
    private static final List<String> STYLES = List.of(CANARIES.get(0), CANARIES.get(1), BASE64, KEY_FILE);

    /** What makes a wrong secret of a right one. */
    private static final List<UnaryOperator<Object>> BREAKERS = List.of(
            value -> value + " ",
            value -> value + "\nx",
            value -> "ü" + value,
            List::of,
            value -> Map.of("x", value),
            value -> "${nosuch:" + value + "}x");

    /** With fewer, each id is covered all the same. */
    private static final boolean FULL = "full".equals(System.getProperty("ddns.contract"));

    private static HttpServer echo;
    private static ListAppender<ILoggingEvent> logs;

    @TempDir
    Path directory;

    private final StringBuilder seen = new StringBuilder();
    private final Set<String> canaries = new LinkedHashSet<>();

    /** A hostile server: it refuses, and repeats all that it was sent. */
    @BeforeAll
    static void start() throws IOException {
        echo = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        echo.createContext("/", CanaryTest::repeat);
        echo.start();
        logs = new ListAppender<>();
        logs.start();
        ((Logger) LoggerFactory.getLogger("jdk")).setLevel(Level.OFF);
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.addAppender(logs);
        root.setLevel(Level.TRACE);
    }

    @AfterAll
    static void stop() {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.OFF);
        root.detachAppender(logs);
        echo.stop(0);
    }

    private static void repeat(HttpExchange exchange) throws IOException {
        String sent = exchange.getRequestURI() + " "
                + exchange.getRequestHeaders().values() + " "
                + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        byte[] body = JSON.valueToTree(Map.of("message", "what is " + sent + "?"))
                .toString()
                .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(401, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    static Stream<String> providers() {
        return DnsProviders.load().descriptors().stream().map(TypeDescriptor::id);
    }

    static Stream<String> detectors() {
        return IpDetectors.descriptors().stream().map(TypeDescriptor::id);
    }

    static Stream<String> notifications() {
        return Notifications.descriptors().stream().map(TypeDescriptor::id);
    }

    static Stream<String> sources() {
        return sourceTypes().map(TypeDescriptor::id);
    }

    private static Stream<TypeDescriptor> sourceTypes() {
        return ServiceLoader.load(SecretSource.class).stream().flatMap(source -> source.get().describe().stream());
    }

    @ParameterizedTest
    @MethodSource("providers")
    void noSecretOfAProviderIsSeen(String id) throws Exception {
        TypeDescriptor type =
                ProvidersVerb.find(DnsProviders.load().descriptors(), id).orElseThrow();
        Optional<Path> good = Optional.empty();
        for (String style : STYLES) {
            if (!FULL && good.isPresent()) {
                break;
            }
            for (Map<String, Object> settings : variants(type, style)) {
                if (load("providers", settings) && good.isEmpty()) {
                    good = Optional.of(Files.copy(directory.resolve("ddns.json"), directory.resolve("good.json")));
                    create(type, settings);
                }
            }
        }
        loadWrong("providers", type, variants(type, STYLES.get(0)).get(0));
        assertThat(good).as("one of STYLES makes a provider").isPresent();
        for (String verb : FULL ? List.of("check", "plan", "once", "once") : List.of("once")) {
            Agent plain = Agent.run(verb, "--config", good.get());
            Agent json = Agent.run(verb, "--config", good.get(), "--json");
            seen.append(plain.out()).append(plain.err()).append(json.out()).append(json.err());
        }
        run(UpdaterConfiguration.load(good.get()));
        seen.append(Agent.run("providers", id).out())
                .append(Agent.run("providers", id, "--json").out());
        noneIsSeen();
    }

    /** One cycle, with all that a listener, the status and the metrics say of it. */
    private void run(UpdaterConfiguration configuration) throws InterruptedException {
        List<UpdateEvent> events = new CopyOnWriteArrayList<>();
        PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        try (Updater updater = configuration.toBuilder().listener(events::add).build()) {
            new DdnsMetrics(updater).bindTo(metrics);
            seen.append(updater.runOnce())
                    .append(updater.detect())
                    .append(updater.reconfigure(configuration.toBuilder().listener(events::add)))
                    .append(updater)
                    .append(updater.status())
                    .append(AnswerJson.status(updater.status()))
                    .append(updater.status().health())
                    .append(metrics.scrape());
        }
        assertThat(events).hasAtLeastOneElementOfType(UpdateEvent.CycleEnded.class);
        String counted = metrics.scrape();
        assertThat(counted).contains("ddns_cycle");
        seen.append(counted);
        seen.append(events);
    }

    /** The address of a service can have a key in it. */
    @Test
    void noAddressOfAnEchoServiceThatComesFromAFileIsSeen() throws Exception {
        String canary = CANARIES.get(1);
        canaries.add(canary);
        Files.writeString(
                directory.resolve("url"),
                "http://127.0.0.1:" + echo.getAddress().getPort() + "/ip?key=" + canary);
        Map<String, Object> detector = Map.of("type", "http", "urls", List.of("${file:url}"));
        assertThat(load("detectors", detector)).isTrue();
        Path config = directory.resolve("ddns.json");
        String server = "http://127.0.0.1:" + echo.getAddress().getPort();
        Files.writeString(
                config,
                Files.readString(config).replace("\"cloudflare\"", "\"cloudflare\",\"endpoint\":\"" + server + "\""));
        for (String verb : List.of("detect", "check", "once")) {
            Agent plain = Agent.run(verb, "--config", config);
            Agent json = Agent.run(verb, "--config", config, "--json");
            seen.append(plain.out()).append(plain.err()).append(json.out()).append(json.err());
        }
        run(UpdaterConfiguration.load(config));
        assertThat(seen).contains("it answered 401");
        noneIsSeen();
    }

    @ParameterizedTest
    @MethodSource("detectors")
    void noSecretOfADetectorIsSeen(String id) throws IOException {
        TypeDescriptor type = ProvidersVerb.find(IpDetectors.descriptors(), id).orElseThrow();
        for (String style : STYLES) {
            for (Map<String, Object> settings : variants(type, style)) {
                load("detectors", settings);
            }
        }
        loadWrong("detectors", type, variants(type, STYLES.get(0)).get(0));
        noneIsSeen();
    }

    @ParameterizedTest
    @MethodSource("sources")
    void noSecretOfASecretSourceIsSeen(String id) throws IOException {
        TypeDescriptor type =
                sourceTypes().filter(each -> each.id().equals(id)).findFirst().orElseThrow();
        for (String style : STYLES) {
            Map<String, Object> settings = variants(type, style).get(0);
            load("secrets", settings);
            for (SettingSpec secret :
                    type.settings().stream().filter(SettingSpec::secret).toList()) {
                for (Object login : List.of(Map.of("token", style), Map.of("roleId", "role", "secretId", style))) {
                    Map<String, Object> nested = new TreeMap<>(settings);
                    nested.put(secret.name(), login);
                    load("secrets", nested);
                }
            }
        }
        loadWrong("secrets", type, variants(type, STYLES.get(0)).get(0));
        noneIsSeen();
    }

    /** A record is in trouble, which is told to a server that repeats all that it gets. */
    @ParameterizedTest
    @MethodSource("notifications")
    void noSecretOfANotificationIsSeen(String id) throws Exception {
        TypeDescriptor type =
                ProvidersVerb.find(Notifications.descriptors(), id).orElseThrow();
        boolean good = false;
        for (String style : List.of(CANARIES.get(0), CANARIES.get(1))) {
            for (Map<String, Object> settings : variants(type, style)) {
                if (load("notify", settings) && !good) {
                    good = true;
                    Agent once = Agent.run("once", "--config", directory.resolve("ddns.json"), "--json");
                    seen.append(once.out()).append(once.err());
                    if (type.setting("url").isPresent()) {
                        assertThat(logs.list)
                                .as("the message was refused, and that was told")
                                .anyMatch(event -> event.getFormattedMessage().contains("the notification notify.n"));
                    }
                    run(UpdaterConfiguration.load(directory.resolve("ddns.json")));
                }
            }
        }
        assertThat(good).as("a right notification").isTrue();
        loadWrong("notify", type, variants(type, CANARIES.get(1)).get(0));
        noneIsSeen();
    }

    /** What a source has read is a secret wherever it goes. */
    @ParameterizedTest
    @MethodSource("providers")
    @Tag("thorough")
    void noSecretThatComesFromAFileIsSeen(String id) throws IOException {
        TypeDescriptor type =
                ProvidersVerb.find(DnsProviders.load().descriptors(), id).orElseThrow();
        for (String style : List.of(CANARIES.get(0), CANARIES.get(1))) {
            Map<String, Object> settings = variants(type, style).get(0);
            for (SettingSpec setting : type.settings()) {
                if (settings.get(setting.name()) instanceof String text
                        && !List.of("endpoint", "server", "url").contains(setting.name())) {
                    // Those that are no secrets, too: what a reference leads to is not shown.
                    String value = setting.secret() ? text : canary(setting, style);
                    Files.writeString(directory.resolve(setting.name()), value);
                    canaries.add(value);
                    settings.put(setting.name(), "${file:" + setting.name() + "}");
                } else if (setting.secret() && settings.get(setting.name()) instanceof Map<?, ?> several) {
                    Map<String, Object> references = new TreeMap<>();
                    for (Map.Entry<?, ?> each : several.entrySet()) {
                        Files.writeString(directory.resolve(each.getKey() + ".secret"), (String) each.getValue());
                        references.put((String) each.getKey(), "${file:" + each.getKey() + ".secret}");
                    }
                    settings.put(setting.name(), references);
                }
            }
            if (load("providers", settings)) {
                UpdaterConfiguration.load(directory.resolve("ddns.json")).keepLastGood();
                assertThat(directory.resolve("ddns.last-good.1.json")).exists();
            }
        }
        noneIsSeen();
    }

    /** Returns what the type needs with all its secrets, with one of the optional secrets, and without those. */
    private List<Map<String, Object>> variants(TypeDescriptor type, String style) {
        List<SettingSpec> optional = type.settings().stream()
                .filter(setting -> setting.secret() && !setting.required())
                .toList();
        List<Map<String, Object>> variants = new ArrayList<>();
        variants.add(settings(type, style, optional));
        optional.forEach(setting -> variants.add(settings(type, style, List.of(setting))));
        variants.add(settings(type, style, List.of()));
        return variants;
    }

    private Map<String, Object> settings(TypeDescriptor type, String style, List<SettingSpec> optional) {
        Map<String, Object> settings = new TreeMap<>(Map.of("type", type.id()));
        for (SettingSpec setting : type.settings()) {
            if (setting.secret() && (setting.required() || optional.contains(setting))) {
                String canary = canary(setting, style);
                settings.put(
                        setting.name(),
                        isOf(SettingType.Text.class, setting.type()) ? canary : Map.of("CANARY", canary));
            } else if (!setting.secret() && (setting.required() || goesWith(setting, optional))) {
                settings.put(setting.name(), plain(setting));
            }
        }
        String server = "http://127.0.0.1:" + echo.getAddress().getPort();
        if (type.setting("url").filter(SettingSpec::secret).isPresent()) {
            settings.put("url", server + "/" + CANARIES.get(1) + "?key=" + CANARIES.get(2));
            canaries.addAll(CANARIES.subList(1, 3));
        } else if (type.setting("url").isPresent()) {
            settings.put(
                    "url", server + "/{name}?to={address}" + (settings.containsKey("secrets") ? "&as={CANARY}" : ""));
        } else if (type.setting("endpoint").isPresent()) {
            settings.put("endpoint", server);
        }
        if (type.setting("server").isPresent()) {
            settings.put("server", "127.0.0.1");
            settings.put("port", 9);
        }
        return settings;
    }

    /** Tells whether a setting is no secret, and is only given together with one. */
    private static boolean goesWith(SettingSpec setting, List<SettingSpec> secrets) {
        return secrets.stream()
                .anyMatch(secret -> setting.help().contains("used with " + secret.name())
                        || setting.name().equals("keyName") && secret.name().equals("keySecret"));
    }

    private static boolean isOf(Class<?> kind, SettingType type) {
        return kind.isInstance(type)
                || type instanceof SettingType.OneOf oneOf
                        && oneOf.forms().stream().anyMatch(form -> isOf(kind, form));
    }

    private String canary(SettingSpec setting, String style) {
        String canary = setting.form()
                .map(form -> Stream.concat(Stream.of(style), CANARIES.stream())
                        .filter(each -> form.pattern().matcher(each).matches())
                        .findFirst()
                        .orElseThrow(() -> new AssertionError(
                                "none of CANARIES has the form of " + setting.name() + ": " + form.pattern())))
                .orElse(style);
        canaries.add(canary.equals(KEY_FILE) ? BASE64 : canary);
        return canary;
    }

    private static Object plain(SettingSpec setting) {
        if (!setting.examples().isEmpty()) {
            return setting.examples().get(0);
        }
        return switch (setting.name()) {
            case "hostname" -> "home.example.com";
            case "domain", "zones" -> "example.com";
            case "keyName" -> "key.example.com";
            case "email" -> "me@example.com";
            case "address" -> "http://127.0.0.1:" + echo.getAddress().getPort();
            default -> "YOUR_" + setting.name();
        };
    }

    /** Loads it with each secret spoilt, and without each required setting. */
    private void loadWrong(String section, TypeDescriptor type, Map<String, Object> settings) throws IOException {
        for (SettingSpec setting : type.settings()) {
            Object value = settings.get(setting.name());
            if (value == null) {
                continue;
            }
            Map<String, Object> wrong = new TreeMap<>(settings);
            if (setting.required()) {
                wrong.remove(setting.name());
                load(section, wrong);
            }
            if (setting.secret()) {
                for (UnaryOperator<Object> breaker : FULL ? BREAKERS : BREAKERS.subList(0, 2)) {
                    wrong.put(setting.name(), breaker.apply(value));
                    load(section, wrong);
                }
            }
        }
    }

    /** Loads a configuration with that member, and tells whether it is right. */
    private boolean load(String section, Map<String, Object> member) throws IOException {
        Map<String, Object> provider = section.equals("providers")
                ? member
                : section.equals("notify")
                        ? Map.of(
                                "type",
                                "gandi",
                                "token",
                                "s",
                                "endpoint",
                                "http://127.0.0.1:" + echo.getAddress().getPort())
                        : Map.of(
                                "type",
                                "cloudflare",
                                "token",
                                section.equals("secrets")
                                        ? "${" + member.get("type") + ":name#field}"
                                        : "0123456789abcdef0123456789abcdef01234567");
        Map<String, Object> detector = section.equals("detectors")
                ? member
                : Map.of("type", "static", "ipv4", "203.0.113.7", "allow", "203.0.113.0/24");
        Map<String, Object> source = new TreeMap<>(member);
        source.remove("type");
        Map<String, Object> root = new TreeMap<>(Map.of(
                "detectors", Map.of("wan", detector),
                "providers", Map.of("p", provider),
                "records", List.of(record(String.valueOf(provider.get("type")))),
                "retry", Map.of("retryWithin", "0s"),
                "state", Map.of("file", "ddns-state")));
        if (section.equals("notify")) {
            root.put("notify", Map.of("n", member));
        }
        if (section.equals("secrets")) {
            root.put("secrets", Map.of(member.get("type"), source));
        }
        Path file = Files.writeString(directory.resolve("ddns.json"), JSON.writeValueAsString(root));
        Agent offline = Agent.run("check", "--offline", "--config", file);
        seen.append(offline.out()).append(offline.err());
        try {
            UpdaterConfiguration configuration = UpdaterConfiguration.load(file);
            seen.append(configuration)
                    .append(configuration.explain())
                    .append(configuration.records())
                    .append(configuration.warnings());
            return true;
        } catch (DdnsException e) {
            StringWriter trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace));
            seen.append(trace).append(e.problem());
            return false;
        }
    }

    /** Duck DNS publishes names below its own domain only. */
    private static Map<String, Object> record(String provider) {
        return provider.equals("duckdns")
                ? Map.of("name", "home.duckdns.org", "types", List.of("A"))
                : Map.of("name", "home.example.com", "zone", "example.com", "types", List.of("A"));
    }

    private void create(TypeDescriptor type, Map<String, Object> member) {
        Map<String, Object> given = new TreeMap<>(member);
        given.remove("type");
        Settings settings = Settings.at("providers.p", directory, given);
        var provider = DnsProviders.load().create(type.id(), settings, ProviderContext.standard());
        seen.append(settings)
                .append(provider)
                .append(provider.account())
                .append(provider.fingerprint())
                .append(provider.abilities());
    }

    private void noneIsSeen() throws IOException {
        for (ILoggingEvent event : List.copyOf(logs.list)) {
            seen.append(event.getFormattedMessage()).append(event.getKeyValuePairs());
            if (event.getThrowableProxy() != null) {
                seen.append(ThrowableProxyUtil.asString(event.getThrowableProxy()));
            }
        }
        logs.list.clear();
        assertThat(seen).as("what was printed, logged and thrown").isNotEmpty();
        seen.append(SCHEMA);
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(f -> f.getFileName().toString().matches("ddns-state.*|ddns\\.last-good.*"))
                    .toList()) {
                seen.append(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
            }
        }
        String all = seen.toString();
        for (String canary : canaries) {
            for (String form : forms(canary)) {
                int at = all.indexOf(form);
                assertThat(at < 0 ? "" : all.substring(Math.max(0, at - 300), Math.min(all.length(), at + 100)))
                        .as("where %s is seen as %s", canary, form)
                        .isEmpty();
            }
        }
    }

    /** Returns the ways in which a secret can be written. In Base64 it depends on how many bytes are before it. */
    private static Set<String> forms(String canary) {
        Set<String> forms = new LinkedHashSet<>();
        forms.add(canary);
        forms.add(canary.substring(2, Math.min(canary.length(), 22)));
        forms.add(URLEncoder.encode(canary, StandardCharsets.UTF_8));
        for (int before = 0; before < 3; before++) {
            byte[] bytes = ("x".repeat(before) + canary).getBytes(StandardCharsets.UTF_8);
            for (Base64.Encoder encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder())) {
                String text = encoder.encodeToString(bytes);
                forms.add(text.substring(before == 0 ? 0 : 4, bytes.length / 3 * 4));
            }
        }
        return forms;
    }

    /** The test itself can fail. */
    @Test
    void aCanaryIsFoundInEachForm() {
        String basic = Base64.getEncoder().encodeToString(("me:" + CANARIES.get(0)).getBytes(StandardCharsets.UTF_8));
        List<String> places = new ArrayList<>(
                List.of(CANARIES.get(0), URLEncoder.encode(CANARIES.get(0), StandardCharsets.UTF_8), basic));

        assertThat(places)
                .allSatisfy(place -> assertThat(forms(CANARIES.get(0)))
                        .anySatisfy(form -> assertThat(place).contains(form)));
    }
}
