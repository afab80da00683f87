package io.github.ddnsjava.providers.dyndns2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.config.Durations;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.config.TypeDescriptor;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.exception.ProtocolException;
import io.github.ddnsjava.json.JsonReader;
import io.github.ddnsjava.provider.testkit.Changes;
import io.github.ddnsjava.provider.testkit.Publishing;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.ProviderContext;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rows of the catalog, and what becomes of a wrong one. */
class CatalogTest {
    /** A row more or less is meant, or somebody's configuration breaks. */
    private static final int ROWS = 70;

    private static final int UNVERIFIED = 3;

    private static final FakeDyndns2 FAKE = new FakeDyndns2();
    private static final Dyndns2Factory FACTORY = new Dyndns2Factory();

    @AfterAll
    static void stop() {
        FAKE.close();
    }

    private static Flavour flavour(String id) throws IOException {
        return Objects.requireNonNull(Flavour.all().get(id), id);
    }

    /** Makes the provider of a row on the fake. */
    private static DnsProvider provider(String id) throws IOException {
        CatalogContract contract = new CatalogContract(FAKE, flavour(id));
        contract.reset();
        return contract.provider();
    }

    private static TypeDescriptor type(String id) {
        return FACTORY.describe().stream()
                .filter(type -> type.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theCatalogHasThatManyRows() {
        assertThat(rows()).hasSize(ROWS);
        assertThat(FACTORY.describe()).hasSize(ROWS + 1);
        assertThat(rows())
                .extracting(Service::id)
                .isSorted()
                .contains("dyn", "noip", "oray", "pubyun", "dynu-dyndns", "he", "freedns", "ovh-dyndns", "strato")
                .contains("ddnss", "ipv64", "desec-dyndns", "dynv6-dyndns", "namecheap-dyndns");
        assertThat(rows())
                .filteredOn(service -> service.evidence().startsWith("unverified: "))
                .hasSize(UNVERIFIED);
    }

    /** Each row is found in the text without reading the others as JSON. */
    @Test
    void theRowsThatAreFoundInTheTextAreThoseOfTheJson() throws IOException {
        String text;
        try (InputStream in = Objects.requireNonNull(ServiceRow.class.getResourceAsStream("services.json"))) {
            text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        List<Service> whole = JsonReader.parse("services.json", text).asList().stream()
                .map(ServiceRow::service)
                .toList();

        assertThat(ServiceRow.ids())
                .containsExactlyElementsOf(whole.stream().map(Service::id).toList());
        assertThat(whole)
                .allSatisfy(service -> assertThat(
                                ServiceRow.service(service.id()).type().descriptor())
                        .isEqualTo(service.type().descriptor()));
    }

    @Test
    void aCatalogInWhichNoRowIsFoundIsRefused() {
        assertThatThrownBy(() -> read("[\n  {\n    \"id\": \"he\"\n  }\n]"))
                .isInstanceOf(ProtocolException.class)
                .hasMessage("x.json has no row that begins with {\"id\": \"");
    }

    /** All rows of the catalog. */
    static List<Service> rows() {
        return ServiceRow.ids().stream().map(ServiceRow::service).toList();
    }

    /** Fewer calls than a service allows are no mistake that the contract would notice. */
    @ParameterizedTest
    @MethodSource("rows")
    void eachCallCarriesAsMuchAsTheServiceTakes(Service service) throws IOException {
        Abilities abilities = provider(service.id()).abilities();
        Flavour flavour = flavour(service.id());
        assertThat(abilities.hostsPerCall()).isEqualTo(flavour.maxHosts());
        assertThat(abilities.joint() != Abilities.Joint.SEPARATE).isEqualTo(flavour.joint());
        assertThat(abilities.families()).hasSize(flavour.hasIpv6() ? 2 : 1);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void eachRowLeadsWhereItsPageSaysAndExplainsItself(Service service) throws IOException {
        List<String> urls = flavour(service.id()).urls();
        assertThat(service.endpoint()).isEqualTo(urls.get(0).equals("-") ? "" : urls.get(0));
        assertThat(service.ipv6Endpoint()).isEqualTo(urls.get(0).equals("-") ? "" : urls.get(urls.size() - 1));
        TypeDescriptor type = type(service.id());
        assertThat(type.settings())
                .allSatisfy(setting -> assertThat(setting.help()).isNotBlank().doesNotEndWith("."));
        assertThat(type.settings()).anyMatch(setting -> setting.secret() && setting.required());
        assertThat(type.notes()).isNotEmpty().allMatch(note -> note.endsWith("."));
        assertThat(List.of(type.name(), type.url(), type.limits(), type.evidence()))
                .noneMatch(String::isBlank);
    }

    @Test
    void eachLineOfTheFakeHasARow() throws IOException {
        assertThat(rows())
                .extracting(Service::id)
                .containsExactlyInAnyOrderElementsOf(Flavour.all().keySet());
    }

    @ParameterizedTest
    @CsvSource({
        "dyn,               TOGETHER,          20, 2, ,   ",
        "dynu-dyndns,       TOGETHER,          20, 2, ,   ",
        "he,                SEPARATE,          1,  2, ,   2/5m",
        "pubyun,            SEPARATE,          1,  1, ,   1/1m",
        "ipv64,             TOGETHER,          20, 2, ,   48/1d 3/10s",
        "nicru-dyndns,      OMISSION_CHANGES,  1,  2, ,   ",
        "dyn-addr-tools,    SEPARATE,          1,  2, 60d, ",
        "namecheap-dyndns,  SEPARATE,          1,  1, ,   2/5m",
        "zoneedit,          SEPARATE,          1,  1, ,   1/10m"
    })
    void aRowSaysWhatTheProviderCanDo(
            String id, Abilities.Joint joint, int hosts, int families, String refresh, String rate) throws IOException {
        Abilities abilities = provider(id).abilities();
        assertThat(abilities.joint()).isEqualTo(joint);
        assertThat(abilities.hostsPerCall()).isEqualTo(hosts);
        assertThat(abilities.families()).hasSize(families).contains(IpFamily.IPV4);
        assertThat(abilities
                        .refreshEvery()
                        .map(Duration::toDays)
                        .map(days -> days + "d")
                        .orElse(null))
                .isEqualTo(refresh);
        assertThat(abilities.rateLimits().stream()
                        .map(limit -> limit.permits() + "/" + Durations.format(limit.period()))
                        .collect(Collectors.joining(" ")))
                .isEqualTo(Objects.requireNonNullElse(rate, ""));
    }

    @Test
    void aUserKnowsBetterWhatAServiceDoesWithAFamilyThatIsLeftOut() {
        Settings settings = Settings.of("username", "u", "password", "p", "absentFamily", "keeps");
        assertThat(FACTORY.create("nicru-dyndns", settings, ProviderContext.standard())
                        .abilities()
                        .joint())
                .isEqualTo(Abilities.Joint.TOGETHER);
    }

    @Test
    void plainHttpIsUsedOnlyWhereItIsAllowed() {
        Settings settings = Settings.of("username", "u", "password", "p");
        assertThatThrownBy(() -> FACTORY.create("pubyun", settings, ProviderContext.standard()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("allowInsecure");
        assertThat(FACTORY.create("pubyun", settings.with("allowInsecure", true), ProviderContext.standard()))
                .isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "inwx-dyndns",
                "schokokeks",
                "udmedia",
                "allinkl-dyndns",
                "dyn-addr-tools",
                "dnsmadeeasy-dyndns",
                "xpertdns"
            })
    void credentialsOfOneNameUpdateNoOther(String id) throws Exception {
        Publishing publishing = new Publishing(provider(id));
        FAKE.host(Flavour.ONLY);
        assertThat(Publishing.outcome(publishing.publish(Changes.ensure(Flavour.ONLY, "192.0.2.1"))))
                .isNotNull();
        int queries = FAKE.queries().size();
        assertThat(Publishing.problem(publishing.publish(Changes.ensure("other.example.com", "192.0.2.1"))))
                .satisfies(problem -> {
                    assertThat(problem.kind()).isEqualTo(ProblemKind.REJECTED);
                    assertThat(problem.message()).contains(Flavour.ONLY, "a provider for each name");
                });
        assertThat(FAKE.queries()).hasSize(queries);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "inwx-dyndns",
                "schokokeks",
                "udmedia",
                "allinkl-dyndns",
                "dyn-addr-tools",
                "dnsmadeeasy-dyndns",
                "xpertdns"
            })
    void credentialsOfOneNameThatAreRefusedHoldTheAccount(String id) throws Exception {
        DnsProvider provider = provider(id);
        Flavour.Said said = flavour(id).say("badauth", List.of(), Map.of());
        FAKE.answerNext(said.status(), said.body());
        assertThat(Publishing.problem(new Publishing(provider).publish(Changes.ensure(Flavour.ONLY, "192.0.2.1"))))
                .satisfies(problem -> {
                    assertThat(problem.kind()).isEqualTo(ProblemKind.AUTHENTICATION);
                    assertThat(problem.scope()).isEqualTo(ProblemScope.ACCOUNT);
                });
    }

    @ParameterizedTest
    @CsvSource({
        "namecheap-dyndns, example.com,        host=@&domain=example.com",
        "namecheap-dyndns, a.b.example.com,    host=a.b&domain=example.com",
        "enom-dyndns,      a.example.com,      HostName=a&Zone=example.com"
    })
    void aNameIsWrittenRelativeToItsDomain(String id, String name, String query) throws Exception {
        DnsProvider provider = provider(id);
        FAKE.host(name);
        new Publishing(provider).publish(Changes.ensure(name, "192.0.2.1"));
        assertThat(FAKE.queries().get(0)).contains(query);
    }

    @Test
    void aNameOutsideOfTheDomainIsRefusedBeforeAnythingIsSent() throws Exception {
        DnsProvider provider = provider("namecheap-dyndns");
        assertThat(Publishing.problem(new Publishing(provider).publish(Changes.ensure("home.example.net", "192.0.2.1")))
                        .message())
                .contains(
                        "home.example.net cannot be published by this provider; it publishes example.com and names below it");
        assertThat(FAKE.queries()).isEmpty();
    }

    /** Pieces that a careless rule would try in every combination. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<IP>192.0.2.1</IP>",
                "{\"code\":0}",
                "{\"code\" : 1,\"ok\": true,",
                "> \t ",
                "CODE=\"",
                "Updated 1",
                "abuse prevention ",
                "|101|100"
            })
    @Tag("promise-22")
    void aLongAnswerIsReadInNoTime(String piece) {
        String body = piece.repeat(4_000_000 / piece.length());
        assertTimeout(
                Duration.ofSeconds(20),
                () -> rows().forEach(row -> row.dialect().answers().read(200, body)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '\u00a6', textBlock = """
            "colour": "red"                                          ¦ x.json:3 $.colour is not known
            "id": "Acme"                                             ¦ x.json:3 $.id has other characters
            "id": "first"                                            ¦ x.json:3: the id is that of another row
            "endpoint": "https://acme.example/update?a=b"            ¦ x.json:3 $.endpoint is no URL
            "auth": {"basic": ["user", "password"]}                  ¦ x.json:3 $.auth names user
            "auth": {"digest": []}                                   ¦ x.json:3 $.auth is not one of
            "hosts": 2, "auth": {"basic": ["@host", "password"]}     ¦ x.json:3 $.auth is by host, and then a call has one name
            "together": true                                         ¦ x.json:3 $.together needs ipv6
            "omitted": "changes"                                     ¦ x.json:3 $.omitted is changes
            "omitted": "clears"                                      ¦ x.json:3 $.omitted is neither
            "hosts": 21                                              ¦ x.json:3 $.hosts is not from 1 to 20
            "host": "host name"                                      ¦ x.json:3 $.host is no name
            "absent": {"ipv5": {}}                                   ¦ x.json:3 $.absent has a member
            "answers": [["^OK", "fine"]]                             ¦ x.json:3 $.answers has no return code: fine
            "answers": [["^(OK", "good"]]                            ¦ x.json:3 $.answers has no regular expression
            "answers": [["^ERROR.*", "nohost"]]                      ¦ x.json:3 $.answers has a refusal whose words
            "answers": [["^abuse", "toomanyrequests soon"]]          ¦ x.json:3 $.answers has no duration: soon
            "statuses": {"204": "ok"}                                ¦ x.json:3 $.statuses has no return code
            "rate": "often"                                          ¦ x.json:3 $.rate is not of the form
            "refreshEvery": "weekly"                                 ¦ x.json:3 $.refreshEvery has no duration
            "name": 5                                                ¦ x.json:3 $.name is of another type
            "evidence": "twice"                                      ¦ x.json:3: the answer is not JSON
            """)
    @Tag("promise-23")
    void aWrongRowIsRefusedWithItsLine(String member, String message) {
        String row = "{\"id\": \"%s\", \"name\": \"%s\", \"page\": \"https://acme.example/\", \"evidence\": \"none\","
                + " \"endpoint\": \"https://acme.example/update\", \"settings\": {\"username\": \"u\"},"
                + " \"secrets\": {\"password\": \"p\"}";
        String good = row.formatted("first", "First") + "}";
        String wrong = row.formatted("second", "Second");
        String key = member.substring(0, member.indexOf(':') + 1);
        boolean twice = message.endsWith("not JSON");
        String second = wrong.contains(key) && !twice
                ? wrong.replaceFirst(key + " \"[^\"]*\"", Matcher.quoteReplacement(member)) + "}"
                : wrong + ", " + member + "}";
        assertThatThrownBy(() -> read("[\n" + good + ",\n" + second + "\n]"))
                .isInstanceOf(ProtocolException.class)
                .hasMessageStartingWith(message);
    }

    private static List<Service> read(String json) {
        return ServiceRow.rows("x.json", json).values().stream()
                .map(ServiceRow.Text::service)
                .toList();
    }
}
