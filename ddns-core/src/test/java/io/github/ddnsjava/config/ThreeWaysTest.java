package io.github.ddnsjava.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.ddnsjava.ManagedRecord;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.internal.config.ConfigurationParts;
import io.github.ddnsjava.internal.config.ConfigurationReader;
import io.github.ddnsjava.internal.config.SteadyDetector;
import io.github.ddnsjava.publish.ProviderContext;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A JSON file, a YAML file and the map of a host that say the same give the same updater. */
@Tag("promise-23")
@ExtendWith(OnThePath.class)
class ThreeWaysTest {
    private static final String JSON = """
            {
              "$schema": "ddns.schema.json",
              "detectors": {
                "wan": { "type": "static", "ipv4": "8.8.8.8", "ipv6": ["2a00::1", "2a00::2"] },
                "any": { "type": "first-of", "detectors": ["wan", { "type": "static", "ipv4": "8.8.4.4" }] },
                "home": { "type": "test-known", "ipv4": "192.0.2.1" }
              },
              "providers": {
                "full": { "type": "test-full", "token": "${file:token}", "port": 8080, "options": { "a": { "b": "c" } } },
                "poor": { "type": "test-poor" }
              },
              "records": [
                { "name": "home.example.com", "types": ["A", "AAAA"], "detector": "wan", "provider": "full", "ttl": "5m",
                  "proxied": true, "tags": ["one", "two"], "policy": { "confirm": "none", "minInterval": "10m" } },
                { "name": "nas.example.com", "types": ["A"], "detector": "home", "provider": "poor" }
              ],
              "schedule": { "every": "10m", "jitter": 0.25, "adaptive": false },
              "retry": { "firstDelay": "4s" },
              "policy": { "flapGuard": { "changes": 3, "within": "2h" }, "confirm": { "readings": 2, "window": "1m" } },
              "lookup": { "servers": ["192.0.2.53", "[2001:db8::53]:5353"] },
              "deadMan": { "url": "https://ping.example/abc" },
              "detectionTimeout": "15s",
              "state": { "file": "ddns-state" },
              "http": { "listen": "127.0.0.1:8053", "threads": 4, "tokens": [{ "name": "me", "token": "${file:token}" }] }
            }
            """;

    private static final String YAML = """
            # the same
            $schema: ddns.schema.json
            detectors:
              wan: { type: static, ipv4: 8.8.8.8, ipv6: ['2a00::1', '2a00::2'] }
              any:
                type: first-of
                detectors: [wan, {type: static, ipv4: 8.8.4.4}]
              home: {type: test-known, ipv4: 192.0.2.1}
            providers:
              full:
                type: test-full
                token: ${file:token}
                port: 8080
                options: {a: {b: c}}
              poor: {type: test-poor}
            records:
              - name: home.example.com
                types: [A, AAAA]
                detector: wan
                provider: full
                ttl: 5m
                proxied: true
                tags:
                  - one
                  - "two"
                policy: {confirm: none, minInterval: 10m}
              - {name: nas.example.com, types: A, detector: home, provider: poor}
            schedule: {every: 10m, jitter: 0.25, adaptive: false}
            retry:
              firstDelay: 4s
            policy:
              flapGuard: {changes: 3, within: 2h}
              confirm: {readings: 2, window: 1m}
            lookup:
              servers: [192.0.2.53, '[2001:db8::53]:5353']
            deadMan: {url: 'https://ping.example/abc'}
            detectionTimeout: 15s
            state: {file: ddns-state}
            http:
              listen: 127.0.0.1:8053
              threads: 4
              tokens:
                - {name: me, token: '${file:token}'}
            """;

    /** All names without case, some with dashes and underscores, as a host can have lost or changed them. */
    private static final String PROPERTIES = """
            detectors.wan.type=static
            detectors.wan.ipv4=8.8.8.8
            detectors.wan.ipv6=2a00::1, 2a00::2
            detectors.any.type=first-of
            detectors.any.detectors[0]=wan
            detectors.any.detectors[1].type=static
            detectors.any.detectors[1].ipv4=8.8.4.4
            detectors.home.type=test-known
            detectors.home.ipv4=192.0.2.1
            providers.full.type=test-full
            providers.full.TOKEN=${file:token}
            providers.full.port=8080
            providers.full.options.a.b=c
            providers.poor.type=test-poor
            records[0].name=home.example.com
            records[0].types=A, AAAA
            records[0].detector=wan
            records[0].provider=full
            records[0].ttl=5m
            records[0].proxied=true
            records[0].tags=one,two
            records[0].policy.confirm=none
            records[0].policy.min-interval=10m
            records[1].name=nas.example.com
            records[1].types=A
            records[1].detector=home
            records[1].provider=poor
            schedule.every=10m
            schedule.jitter=0.25
            schedule.adaptive=false
            retry.first_delay=4s
            policy.flap-guard.changes=3
            policy.flap-guard.within=2h
            policy.confirm.readings=2
            policy.confirm.window=1m
            lookup.servers[0]=192.0.2.53
            lookup.servers[1]=[2001:db8::53]:5353
            deadman.url=https://ping.example/abc
            DETECTIONTIMEOUT=15s
            state.file=ddns-state
            http.listen=127.0.0.1:8053
            http.threads=4
            http.tokens[0].name=me
            http.tokens[0].token=${file:token}
            """;

    private static final SettingSpec HTTP = SettingSpec.optional("http", "the web page")
            .as(SettingType.object(
                    SettingSpec.required("listen", "where"),
                    SettingSpec.optional("threads", "how many").as(SettingType.number(1, 9)),
                    SettingSpec.optional("tokens", "who may")
                            .as(SettingType.list(SettingType.object(
                                    SettingSpec.required("name", "who"), SettingSpec.secret("token", "the token"))))));

    @TempDir
    Path directory;

    @BeforeEach
    void secrets() throws Exception {
        Files.writeString(directory.resolve("token"), "t0ken-of-the-user\n");
    }

    private static Map<String, Object> properties(String text) throws Exception {
        Properties properties = new Properties();
        properties.load(new StringReader(text));
        Map<String, Object> map = new HashMap<>();
        properties.forEach((key, value) -> map.put((String) key, value));
        return map;
    }

    private ConfigurationParts read(ConfigurationReader.Source source) {
        return ConfigurationReader.read(source, directory, Optional.empty(), ProviderContext.standard(), List.of(HTTP));
    }

    private static List<Object> all(ManagedRecord record) {
        return List.of(
                record.key(),
                record.detector(),
                record.zone(),
                record.owns(),
                record.mode(),
                record.policy(),
                record.attributes().asMap());
    }

    /** Everything that an updater is made of, as far as it can be compared. */
    private static Map<String, Object> all(ConfigurationParts parts) {
        Map<String, Object> all = new TreeMap<>();
        all.put("records", parts.records().stream().map(ThreeWaysTest::all).toList());
        all.put("policies", parts.policies().keySet());
        all.put("schedule", parts.schedule());
        all.put("retry", parts.retry());
        all.put("timeout", parts.detectionTimeout());
        all.put("state", parts.stateFile());
        all.put("lookup", parts.lookup());
        all.put("deadMan", parts.deadMan().map(Secret::reveal));
        all.put("detectors", parts.detectors().keySet());
        all.put(
                "home",
                ((OnThePath.Known) SteadyDetector.inner(parts.detectors().get("home")))
                        .settings()
                        .fingerprint());
        parts.providers().forEach((key, provider) -> all.put("provider " + key, provider.fingerprint()));
        all.put("sections", parts.sections().fingerprint());
        return all;
    }

    @Test
    void theSameSettingsGiveEqualUpdatersWhicheverWayTheyCame() throws Exception {
        Map<String, Object> json = all(read(ConfigurationReader.json(JSON)));

        assertThat(all(read(ConfigurationReader.yaml(YAML)))).isEqualTo(json);
        assertThat(all(read(ConfigurationReader.yaml(JSON.replaceAll("\\s+", " ")))))
                .as("JSON is YAML")
                .isEqualTo(json);
        assertThat(all(read(ConfigurationReader.map(properties(PROPERTIES))))).isEqualTo(json);
        assertThat(read(ConfigurationReader.json(JSON)).records()).hasSize(3);
    }

    @Test
    void theNameOfTheFileSaysWhichLanguageItIs() throws Exception {
        for (String name : List.of("a.yaml", "a.yml", "a.YAML")) {
            Path file = Files.writeString(directory.resolve(name), YAML.replace("\n", "\r\n"));
            assertThat(UpdaterConfiguration.load(file, HTTP).records()).as(name).hasSize(3);
        }
        Path json = Files.writeString(directory.resolve("a.json"), "\uFEFF" + JSON.replace("\n", "\r\n"));
        assertThat(UpdaterConfiguration.load(json, HTTP).records()).hasSize(3);
        Path marked = Files.writeString(directory.resolve("b.yaml"), "\uFEFF" + YAML);
        assertThat(UpdaterConfiguration.load(marked, HTTP).records()).hasSize(3);
    }

    @Test
    void aMapMayBeNestedFlatOrBoth() throws Exception {
        Map<String, Object> schedule = new LinkedHashMap<>();
        schedule.put("every", Duration.ofMinutes(10));
        Map<String, Object> mixed = properties(PROPERTIES);
        mixed.keySet().removeIf(name -> name.startsWith("schedule.every") || name.startsWith("records[1]"));
        mixed.put("schedule", schedule);
        mixed.put(
                "records[1]",
                Map.of(
                        "name",
                        new StringBuilder("nas.example.com"),
                        "types",
                        new String[] {"A"},
                        "detector",
                        "home",
                        "provider",
                        "poor"));
        mixed.put("providers.full.port", 8080L);

        assertThat(all(read(ConfigurationReader.map(mixed)))).isEqualTo(all(read(ConfigurationReader.json(JSON))));
    }

    @Test
    void indexesMayBeNamesOfAMapAsSpringBindsThem() throws Exception {
        Map<String, Object> map = properties(PROPERTIES);
        Map<String, Object> indexed = new HashMap<>();
        map.forEach((name, value) -> indexed.put(name.replaceAll("\\[([0-9]+)]", ".$1"), value));

        assertThat(all(read(ConfigurationReader.map(indexed)))).isEqualTo(all(read(ConfigurationReader.json(JSON))));
    }

    @Test
    void settingsOfOneObjectArePutTogetherWhicheverWayItsNameIsSpelt() throws Exception {
        Map<String, Object> map = properties(PROPERTIES);
        Map<String, Object> spelt = new LinkedHashMap<>();
        int i = 0;
        for (Map.Entry<String, Object> setting : map.entrySet()) {
            String name = setting.getKey();
            boolean odd = i++ % 2 == 1;
            String other = name.replaceAll("\\[([0-9]+)]", ".$1")
                    .replaceFirst("^(detectors|providers|schedule|policy|http)\\.", "_$1.")
                    .replace("_detectors", "DETECTORS")
                    .replace("_providers", "Providers")
                    .replace("_schedule", "SCHEDULE")
                    .replace("_policy", "PO-LICY")
                    .replace("_http", "HTTP");
            spelt.put(odd ? other : name, setting.getValue());
        }

        assertThat(all(read(ConfigurationReader.map(spelt)))).isEqualTo(all(read(ConfigurationReader.json(JSON))));
        spelt.put("records.0.enabled", "false");
        assertThat(read(ConfigurationReader.map(spelt)).records().get(0).disabled())
                .isPresent();
        spelt.put("records.0.nonsense", "1");
        assertThat(problems(spelt)).singleElement().asString().startsWith("records[0].nonsense: ");
    }

    private List<String> problems(Map<String, ?> map) {
        ConfigurationException e =
                catchThrowableOfType(ConfigurationException.class, () -> UpdaterConfiguration.of(map, directory, HTTP));
        assertThat(e).as("refused").isNotNull();
        return e.problems().stream().map(ConfigurationException.Entry::toString).toList();
    }

    private List<String> problems(String... changes) throws Exception {
        Map<String, Object> map = properties(PROPERTIES);
        for (int i = 0; i < changes.length; i += 2) {
            map.put(changes[i], changes[i + 1]);
        }
        return problems(map);
    }

    @Test
    void aMapThatSaysSomethingTwiceOrInPartIsRefusedWithThePath() throws Exception {
        assertThat(problems("providers.full.token", "x", "Schedule.Every", "5m"))
                .anyMatch(p -> p.startsWith("schedule.every: is configured twice: Every and every"))
                .anyMatch(p -> p.startsWith("providers.full.token: is configured twice: TOKEN and token"));
        assertThat(problems("schedule", "5m"))
                .contains("schedule: has a value, and other settings are below it (allowed: one of the two)");
        assertThat(problems("policy.flapguard.within", "1h"))
                .containsExactly("policy.flapGuard.within: is configured twice (allowed: one of the two)");
        assertThat(problems("records.0.name", "x.example.com"))
                .containsExactly("records[0].name: is configured twice (allowed: one of the two)");
        assertThat(problems("HTTP", "1"))
                .containsExactly("http: has a value, and other settings are below it (allowed: one of the two)");
        assertThat(problems("records[3].name", "x.example.com"))
                .anyMatch(p -> p.startsWith("records[2]: is missing, and [3] is there"));
        assertThat(problems("records[0.name", "x"))
                .anyMatch(p -> p.startsWith("records[0.name: is no name of a setting"));
        assertThat(problems("shedule.every", "5m")).anyMatch(p -> p.contains("did you mean \"schedule\""));
        Map<String, Object> map = properties(PROPERTIES);
        map.put("schedule.jitter", null);
        map.put("schedule.every", new Date(0));
        assertThat(problems(map))
                .contains("schedule.jitter: is null (allowed: a value; leave the setting out where none is wanted)")
                .anyMatch(p -> p.startsWith("schedule.every: is a java.util.Date"));
    }

    /** The type of a source of secrets is its key, unless it says another. */
    @Test
    void theNamesOfTheSettingsOfSecretSourcesAreFoundWithoutTheirCaseToo() throws Exception {
        Map<String, Object> map = properties(PROPERTIES);
        map.put("providers.full.TOKEN", "${second:a}");
        map.put("secrets.test-shop.WORD", "one");
        map.put("secrets.second.TYPE", "test-shop");
        map.put("secrets.second.w-ord", "two");

        assertThat(read(ConfigurationReader.map(map)).providers()).containsKey("full");
    }

    @Test
    void aMapThatContainsItselfIsRefused() {
        Map<String, Object> map = new HashMap<>();
        map.put("detectors", map);

        assertThat(problems(map)).containsExactly("the configuration is nested deeper than 64");
        for (Object container : List.of(new Object[1], new ArrayList<>(), new HashMap<>())) {
            assertThat(problems(Map.of("detectors", inItself(container))))
                    .as(container.getClass().getSimpleName())
                    .containsExactly("the configuration is nested deeper than 64");
        }
    }

    /** Returns what contains itself, within an {@code Optional} and another list: the simplest are seen by their toString. */
    @SuppressWarnings("unchecked")
    private static Object inItself(Object container) {
        List<Object> around = new ArrayList<>();
        if (container instanceof Object[] array) {
            array[0] = Optional.of(around);
        } else if (container instanceof List) {
            ((List<Object>) container).add(around);
        } else {
            ((Map<String, Object>) container).put("type", around);
        }
        around.add(container);
        return container;
    }

    @Test
    void anUnresolvedReferenceIsAnErrorInAllThreeWays() throws Exception {
        String unknown = "${vault:secret/dns#token}";
        List<ConfigurationReader.Source> sources = new ArrayList<>(List.of(
                ConfigurationReader.json(JSON.replaceFirst("\\$\\{file:token}", Matcher.quoteReplacement(unknown))),
                ConfigurationReader.yaml(
                        YAML.replaceFirst("\\$\\{file:token}", Matcher.quoteReplacement("\"" + unknown + "\"")))));
        Map<String, Object> map = properties(PROPERTIES);
        map.put("providers.full.TOKEN", unknown);
        sources.add(ConfigurationReader.map(map));
        for (ConfigurationReader.Source source : sources) {
            ConfigurationException e = catchThrowableOfType(ConfigurationException.class, () -> read(source));
            assertThat(e.problems()).singleElement().satisfies(problem -> {
                assertThat(problem.path()).isEqualTo("providers.full.token");
                assertThat(problem.message()).contains("no secret source is called that");
            });
        }
    }

    @Test
    void aReferenceToAReferenceIsRefusedAndNeverSent() throws Exception {
        Files.writeString(directory.resolve("token"), "${env:CF_API_TOKEN}\n");

        assertThat(problems(properties(PROPERTIES)))
                .contains("providers.full.token: is a reference to another reference, and that one is never resolved;"
                        + " refer to the value itself");
    }

    @Test
    void theHostReadsItsSectionsAsSettings() throws Exception {
        for (UpdaterConfiguration configuration : List.of(
                UpdaterConfiguration.parse(JSON, directory, HTTP),
                UpdaterConfiguration.of(properties(PROPERTIES), directory, HTTP))) {
            Settings http = configuration.sections().nested("http").orElseThrow();
            assertThat(http.text("listen")).isEqualTo("127.0.0.1:8053");
            assertThat(http.number("threads", 1, 9)).contains(4);
            Settings token = (Settings) http.list("tokens").get(0);
            assertThat(token.secret("token").reveal()).isEqualTo("t0ken-of-the-user");
            Files.writeString(directory.resolve("token"), "another");
            assertThat(token.secret("token").reveal()).as("read at each use").isEqualTo("another");
            Files.writeString(directory.resolve("token"), "t0ken-of-the-user");
        }
        assertThat(UpdaterConfiguration.parse(JSON.replaceAll("(?s),\\s*\"http\".*", "}"), directory, HTTP)
                        .sections()
                        .names())
                .isEmpty();
    }

    @Test
    void whatIsWrongWithASectionOfTheHostIsToldWithAllOtherProblems() throws Exception {
        ConfigurationException e = catchThrowableOfType(
                ConfigurationException.class,
                () -> UpdaterConfiguration.parse(
                        JSON.replace(
                                        "\"listen\": \"127.0.0.1:8053\", \"threads\": 4",
                                        "\"thread\": 4, \"threads\": 400")
                                .replace("\"name\": \"me\"", "\"name\": 5")
                                .replace("\"every\": \"10m\"", "\"every\": \"10\""),
                        directory,
                        HTTP));

        assertThat(e.problems())
                .extracting(ConfigurationException.Entry::toString)
                .containsExactlyInAnyOrder(
                        "schedule.every: is \"10\" (allowed: a duration from 1s to 3650d, as in 5m)",
                        "http.thread: there is no such setting; did you mean \"threads\"? (allowed: listen, threads, tokens)",
                        "http.listen: is missing: where (allowed: a text)",
                        "http.threads: is 400 (allowed: a whole number from 1 to 9)",
                        "http.tokens[0].name: is a number (5), not a text (allowed: a text; quote it)");
        assertThat(catchThrowableOfType(ConfigurationException.class, () -> UpdaterConfiguration.parse(JSON, directory))
                        .problems())
                .singleElement()
                .asString()
                .startsWith("http: there is no such setting");
    }

    @Test
    void aSectionWithTheNameOfAnotherIsADefectOfTheHost() {
        for (SettingSpec[] sections :
                List.of(new SettingSpec[] {HTTP, HTTP}, new SettingSpec[] {SettingSpec.optional("schedule", "mine")})) {
            assertThatThrownBy(() -> UpdaterConfiguration.parse(JSON, directory, sections))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("is declared twice");
        }
    }
}
