package io.github.ddnsjava.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.ddnsjava.Attributes;
import io.github.ddnsjava.ManagedRecord;
import io.github.ddnsjava.NameLookup;
import io.github.ddnsjava.Ownership;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.Schedule;
import io.github.ddnsjava.UpdateMode;
import io.github.ddnsjava.Updater;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.internal.config.ConfigurationParts;
import io.github.ddnsjava.internal.config.ConfigurationReader;
import io.github.ddnsjava.internal.config.SteadyDetector;
import io.github.ddnsjava.internal.config.SteadyProvider;
import io.github.ddnsjava.publish.ProviderContext;
import io.github.ddnsjava.publish.http.HttpTransport;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a good configuration means, and where files and secrets come from. */
@ExtendWith(OnThePath.class)
class ConfigurationTest {
    private static final String GOOD = """
            {
              // the smallest one that says something
              "detectors": { "wan": { "type": "test-known", }, },
              "providers": { "acme": { "type": "test-full", "token": "opensesame" } },
              "records": [ { "name": "Home.Example.COM.", "types": ["A", "AAAA"], /* both */ }, ],
            }
            """;

    @TempDir
    Path directory;

    private ConfigurationParts read(String json) {
        return ConfigurationReader.read(
                ConfigurationReader.json(json), directory, Optional.empty(), ProviderContext.standard(), List.of());
    }

    private List<ManagedRecord> records(String record) {
        return read(GOOD.replace(
                        "{ \"name\": \"Home.Example.COM.\", \"types\": [\"A\", \"AAAA\"], /* both */ }", record))
                .records();
    }

    private Settings providerSettings(String settings) {
        ConfigurationParts parts = read(GOOD.replace("\"token\": \"opensesame\"", settings));
        return ((OnThePath.Shown) SteadyProvider.inner(parts.providers().get("acme"))).settings();
    }

    @Test
    void commentsAndTrailingCommasAreAllowedAndTheOnlyKeysAreImplied() {
        UpdaterConfiguration configuration = UpdaterConfiguration.parse(GOOD, directory);

        assertThat(configuration.records())
                .extracting(Object::toString)
                .containsExactly("home.example.com A at acme", "home.example.com AAAA at acme");
        assertThat(configuration.records()).extracting(ManagedRecord::detector).containsOnly("wan");
        assertThat(configuration.toBuilder()).isNotNull();
        assertThat(configuration).hasToString("UpdaterConfiguration[2 records]");
    }

    @Test
    void aRecordSaysAllThatCanBeSaid() {
        ManagedRecord record = records("""
                        { "name": "*.lab.example.com", "type": "A", "zone": "example.com", "provider": "acme",
                          "detector": "wan", "owns": "set", "ttl": {"initial": "5m"},
                          "proxied": false, "comment": "hello", "tags": ["a", "b"] }""").get(0);

        assertThat(record.zone()).hasToString("Optional[example.com]");
        assertThat(record.owns()).isEqualTo(Ownership.wholeSet());
        assertThat(record.type()).isEqualTo(RecordType.A);
        assertThat(record.attributes())
                .isEqualTo(Attributes.none()
                        .initial("ttl", Duration.ofMinutes(5))
                        .ensure("proxied", false)
                        .ensure("comment", "hello")
                        .ensure("tags", List.of("a", "b")));
    }

    @Test
    void aDurationOutsideTheBoundsThatHasAMeaningOfItsOwnIsTaken() {
        assertThat(records("{\"name\": \"a.example\", \"types\": \"A\", \"ttl\": \"1s\"}")
                        .get(0)
                        .attributes())
                .isEqualTo(Attributes.none().ensure("ttl", Duration.ofSeconds(1)));
    }

    @Test
    void theFormerNameOfRetryWithinIsStillRead() {
        String retry = "{ \"retry\": {\"settleWithin\": \"7s\"%s},";

        assertThat(read(GOOD.replaceFirst("\\{", retry.formatted(""))).retry().retryWithin())
                .isEqualTo(Duration.ofSeconds(7));
        assertThatThrownBy(() -> read(GOOD.replaceFirst("\\{", retry.formatted(", \"retryWithin\": \"8s\""))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("settleWithin");
    }

    @Test
    void scheduleRetryTimeoutAndStateAreRead() {
        ConfigurationParts parts = read(GOOD.replaceFirst("\\{", """
                { "schedule": {"every": "PT90S", "jitter": 0.25, "probe": "7s", "adaptive": false}, "detectionTimeout": "3s", "withdrawOnClose": "8s",
                  "retry": {"firstDelay": "1s", "maxDelay": "2h", "retryWithin": "0s"},
                  "state": {"file": "ddns-state"},
                  "policy": {"verifyEvery": "12h", "refreshEvery": "25d", "minInterval": "1m",
                             "confirm": {"readings": 3, "window": "10m"}, "lostFamily": {"withdrawAfter": "1h"}},
                """));

        assertThat(parts.schedule())
                .isEqualTo(new Schedule(Duration.ofSeconds(90), 0.25, Duration.ofSeconds(7), false));
        assertThat(read(GOOD).schedule()).isEqualTo(Schedule.DEFAULT);
        assertThat(parts.detectionTimeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(parts.retry().firstDelay()).isEqualTo(Duration.ofSeconds(1));
        assertThat(parts.retry().maxDelay()).isEqualTo(Duration.ofHours(2));
        assertThat(parts.retry().retryWithin()).isZero();
        assertThat(parts.stateFile()).contains(directory.resolve("ddns-state"));
        assertThat(parts.withdrawOnClose()).contains(Duration.ofSeconds(8));
    }

    private NameLookup lookup(String lookup) {
        ConfigurationParts parts = read(GOOD.replaceFirst("\\{", "{ \"lookup\": " + lookup + ", "));
        ProviderContext context =
                ((OnThePath.Shown) SteadyProvider.inner(parts.providers().get("acme"))).context();
        assertThat(context.lookup()).isSameAs(parts.lookup().orElseThrow());
        return parts.lookup().orElseThrow();
    }

    @Test
    @Tag("promise-20")
    void whoIsAskedWhatLiveDnsSaysCanBeNamed() throws Exception {
        assertThat(read(GOOD).lookup()).isEmpty();
        assertThat(read(GOOD.replaceFirst("\\{", "{ \"lookup\": \"system\", ")).lookup())
                .isEmpty();
        assertThat(lookup("\"authoritative\"")).isEqualTo(new OnThePath.Asked(List.of()));
        assertThat(lookup("{\"servers\": \"192.0.2.53\"}"))
                .isEqualTo(new OnThePath.Asked(List.of(new InetSocketAddress("192.0.2.53", 53))));
        assertThat(lookup("{\"servers\": [\"192.0.2.53:5353\", \"2001:db8::53\", \"[2001:db8::53]:5353\"]}"))
                .isEqualTo(new OnThePath.Asked(List.of(
                        new InetSocketAddress("192.0.2.53", 5353),
                        new InetSocketAddress("2001:db8::53", 53),
                        new InetSocketAddress("2001:db8::53", 5353))));
    }

    @Test
    @Tag("promise-22")
    void theDeadMansUrlStaysASecret() {
        ConfigurationParts parts =
                read(GOOD.replaceFirst("\\{", "{ \"deadMan\": { \"url\": \"https://hc.example/s3cret\" }, "));

        assertThat(parts.deadMan().orElseThrow().reveal()).isEqualTo("https://hc.example/s3cret");
        assertThat(parts.toString()).doesNotContain("s3cret");
        assertThat(read(GOOD).deadMan()).isEmpty();
    }

    @Test
    @Tag("promise-20")
    @Timeout(120)
    void theMonitorIsCalledByTheTransportThatTheProvidersHave() throws Exception {
        BlockingQueue<String> called = new LinkedBlockingQueue<>();
        ProviderContext standard = ProviderContext.standard();
        HttpTransport http = request -> {
            called.add(request.uri().toString());
            return new HttpTransport.Answer(200, Map.of(), "");
        };
        String json = GOOD.replace("\"type\": \"test-known\"", "\"type\": \"file\", \"path\": \"missing\"")
                .replaceFirst(
                        "\\{",
                        "{ \"deadMan\": { \"url\": \"https://hc.example/ping\" }, \"retry\": { \"retryWithin\": \"0s\" },");
        UpdaterConfiguration configuration = UpdaterConfiguration.parse(
                json, directory, new ProviderContext(http, standard.clock(), standard.random(), standard.lookup()));

        try (Updater updater = configuration.toBuilder().build()) {
            assertThat(updater.runOnce().isRight()).isFalse();
            assertThat(called.take()).isEqualTo("https://hc.example/ping/fail");
        }
    }

    @Test
    void recordsSayWhetherTheyMayBeCreated() {
        String record = "{\"name\": \"a.example\", \"types\": \"A\"";

        assertThat(records(record + "}").get(0).mode()).isEqualTo(UpdateMode.UPSERT);
        assertThat(records(record + ", \"mode\": \"update-only\"}").get(0).mode())
                .isEqualTo(UpdateMode.UPDATE_ONLY);
        assertThat(records(record + ", \"mode\": \"create-only\"}").get(0).fingerprint())
                .isNotEqualTo(records(record + ", \"mode\": \"upsert\"}").get(0).fingerprint());
    }

    @Test
    void withoutAStateSectionNothingIsWritten() {
        assertThat(read(GOOD).stateFile()).isEmpty();
    }

    @Test
    void nestedObjectsAndListsReachTheFactoryAsSettings() {
        Settings settings = providerSettings(
                "\"token\": \"t\", \"port\": 8443, \"options\": {\"deep\": {\"list\": [1, \"two\", {\"three\": true}]}}");

        Settings deep = settings.nested("options").orElseThrow().nested("deep").orElseThrow();
        assertThat(settings.number("port", 1, 65535)).contains(8443);
        assertThat(deep.list("list")).startsWith(1, "two");
        assertThat(((Settings) deep.list("list").get(2)).path("three"))
                .isEqualTo("providers.acme.options.deep.list[2].three");
        assertThat(settings.names()).doesNotContain("type");
    }

    @Test
    void allProvidersShareOneContext() {
        ConfigurationParts parts =
                read(GOOD.replace("\"providers\": {", "\"providers\": { \"other\": {\"type\": \"test-poor\"},")
                        .replace("\"types\": [", "\"provider\": \"acme\", \"types\": ["));

        assertThat(parts.providers().values())
                .extracting(provider -> ((OnThePath.Shown) SteadyProvider.inner(provider)).context())
                .hasSize(2)
                .allMatch(context -> context
                        == ((OnThePath.Shown)
                                        SteadyProvider.inner(parts.providers().get("acme")))
                                .context());
    }

    @Test
    @Tag("promise-22")
    void aSecretInAFileIsReadAnewAtEachUseAndNeverShown() throws Exception {
        Files.writeString(directory.resolve("token"), "first-value\n");
        Settings settings = providerSettings("\"token\": \"${file:token}\"");
        Secret secret = settings.secret("token");

        assertThat(secret.reveal()).isEqualTo("first-value");
        Files.writeString(directory.resolve("token"), "second-value\n");
        assertThat(secret.reveal()).isEqualTo("second-value");
        assertThat(settings + " " + secret).doesNotContain("-value");
    }

    @Test
    @Tag("promise-22")
    void aSecretInTheEnvironmentStaysASecretAndElsewhereItsTextCounts() throws Exception {
        String value = System.getenv("PATH");
        Files.writeString(directory.resolve("endpoint"), "https://acme.example/\n");
        Settings settings = providerSettings(
                "\"token\": \"${env:PATH}\", \"endpoint\": \"${file:endpoint}\", \"options\": {\"a\": [\"${env:PATH}\"]}");

        assertThat(settings.value("token")).containsInstanceOf(Secret.class);
        assertThat(settings.secret("token").reveal()).isEqualTo(value);
        assertThat(settings.text("endpoint")).isEqualTo("https://acme.example/");
        assertThat(settings.nested("options").orElseThrow().texts("a")).containsExactly(value);
    }

    @Test
    void referencesWorkInRecordsToo() throws Exception {
        Files.writeString(directory.resolve("name"), "nas.example.org");

        assertThat(records("{\"name\": \"${file:name}\", \"type\": \"A\"}")
                        .get(0)
                        .name())
                .hasToString("nas.example.org");
    }

    @Test
    void relativeFilesAreRelativeToTheConfigurationWhereverItIsReadFrom() throws Exception {
        Path nested = Files.createDirectories(directory.resolve("etc/ddns"));
        Files.writeString(nested.resolve("token"), "opensesame");
        Path file = Files.writeString(
                nested.resolve("ddns.json"),
                GOOD.replace("\"opensesame\"", "\"${file:token}\"")
                        .replace("\"test-known\",", "\"test-known\", \"file\": \"address.txt\","));

        assertThat(UpdaterConfiguration.load(file).records()).hasSize(2);
        ConfigurationParts parts = ConfigurationReader.read(
                ConfigurationReader.json(Files.readString(file)),
                nested,
                Optional.of(file),
                ProviderContext.standard(),
                List.of());
        assertThat(((OnThePath.Known) SteadyDetector.inner(parts.detectors().get("wan")))
                        .settings()
                        .file("file"))
                .contains(nested.resolve("address.txt"));
    }

    @Test
    void absoluteFilesStayWhatTheyAre() {
        Path absolute = directory.resolve("elsewhere").toAbsolutePath();

        assertThat(Settings.at("x", Path.of("/etc"), Map.of("file", absolute.toString()))
                        .file("file"))
                .contains(absolute);
    }

    @Test
    void aFileThatIsMissingOrTooLargeOrNotTextIsAConfigurationProblem() throws Exception {
        Path missing = directory.resolve("missing.json");
        Path large = Files.write(directory.resolve("large.json"), new byte[4 * 1024 * 1024 + 1]);
        Path latin = Files.write(directory.resolve("latin.json"), "{\"ä\": 1}".getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> UpdaterConfiguration.load(missing))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("there is no configuration " + missing);
        assertThatThrownBy(() -> UpdaterConfiguration.load(large))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("larger than 4 MiB");
        assertThatThrownBy(() -> UpdaterConfiguration.load(latin))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("is not UTF-8");
        assertThatThrownBy(() -> UpdaterConfiguration.load(directory))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("cannot be read");
    }

    @Test
    void detectorsAreMadeAfterThoseThatTheyAsk() {
        ConfigurationParts parts = read("""
                { "detectors": {
                    "a": {"type": "test-any", "detectors": ["b", "c"]},
                    "b": {"type": "test-any", "detectors": "c"},
                    "c": {"type": "test-known"} },
                  "providers": {"acme": {"type": "test-full", "token": "t"}},
                  "records": [{"name": "a.example", "type": "A", "detector": "a"}] }
                """);

        assertThat(parts.detectors()).containsOnlyKeys("a", "b", "c");
    }

    @Test
    @Tag("promise-23")
    void detectorsThatAskEachOtherInACircleAreNamed() {
        ConfigurationException e = catchThrowableOfType(ConfigurationException.class, () -> read("""
                        { "detectors": {
                            "a": {"type": "test-any", "detectors": ["b"]},
                            "b": {"type": "test-any", "detectors": ["c"]},
                            "c": {"type": "test-any", "detectors": ["a"]},
                            "d": {"type": "test-any", "detectors": ["c"]} },
                          "providers": {"acme": {"type": "test-full", "token": "t"}},
                          "records": [{"name": "a.example", "type": "A", "detector": "d"}] }
                        """));

        assertThat(e.problems())
                .containsExactly(new ConfigurationException.Entry(
                        "detectors.a", "asks itself: a → b → c → a", "detectors that end somewhere"));
    }

    @Tag("thorough")
    @Test
    @Tag("promise-23")
    void aLongChainOfDetectorsIsRefusedAndNotAStackOverflow() {
        // Detectors are made in the order of their keys, so that the first one asks through all the others.
        String chain = IntStream.range(1000, 5000)
                .mapToObj(i -> "\"d" + i + "\": {\"type\": \"test-any\", \"detectors\": \"d" + (i + 1) + "\"},")
                .collect(Collectors.joining());

        assertThatThrownBy(() -> read(GOOD.replace("\"wan\":", chain + "\"d5000\":")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("is nested in more than 32 other detectors");
    }
}
