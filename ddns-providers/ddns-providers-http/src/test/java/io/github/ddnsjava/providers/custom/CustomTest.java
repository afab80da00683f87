package io.github.ddnsjava.providers.custom;

import static io.github.ddnsjava.provider.testkit.Publishing.outcome;
import static io.github.ddnsjava.provider.testkit.Publishing.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.client.WireMock;
import io.github.ddnsjava.Attributes;
import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.config.UpdaterConfiguration;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.provider.testkit.Changes;
import io.github.ddnsjava.provider.testkit.Publishing;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.DnsProviders;
import io.github.ddnsjava.publish.ProviderContext;
import io.github.ddnsjava.publish.RecordChange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sent and how often, what answers mean, and which descriptions are refused. */
class CustomTest {
    private static FakeServices fake;

    @BeforeAll
    static void start() {
        fake = FakeServices.running();
    }

    @AfterAll
    static void stop() {
        fake.close();
    }

    @BeforeEach
    void reset() {
        fake.reset();
    }

    private static DnsProvider create(Map<String, ?> settings) {
        return DnsProviders.load()
                .create("custom", Settings.at("providers.mine", settings), ProviderContext.standard());
    }

    private static Publishing nic() {
        return new Publishing(create(Services.nic(fake.endpoint())));
    }

    private static Publishing v1() {
        return new Publishing(create(Services.v1(fake.endpoint())));
    }

    private static ChangeResult home(Publishing account) throws InterruptedException {
        return account.publish(Changes.ensure("home.example.com", "192.0.2.2"));
    }

    /** The methods, paths and queries of the calls, in their order. */
    private static List<String> sent() {
        List<String> urls = new ArrayList<>();
        fake.server()
                .getAllServeEvents()
                .forEach(event -> urls.add(
                        0,
                        event.getRequest().getMethod() + " "
                                + event.getRequest().getUrl()));
        return urls;
    }

    @Test
    @Tag("promise-12")
    void bothFamiliesGoIntoOneRequestWithThePlaceholdersFilledIn() throws InterruptedException {
        Publishing account = nic();

        account.publish(List.of(
                Changes.ensure("home.example.com", "192.0.2.2").build(),
                Changes.ensure("home.example.com", "2001:db8::2").build()));

        assertThat(sent()).containsExactly("GET /nic?host=home.example.com&ip=192.0.2.2&ip6=2001%3Adb8%3A%3A2");
        assertThat(fake.get("home.example.com", IpFamily.IPV6)).contains(IpAddress.parse("2001:db8::2"));
    }

    @Test
    @Tag("promise-12")
    void aRecordThatCanBeReadIsReadOnceAndWrittenOnce() throws InterruptedException {
        Publishing account = v1();

        assertThat(outcome(home(account))).isEqualTo(Outcome.UPDATED);
        assertThat(home(account)).isInstanceOf(ChangeResult.AlreadyRight.class);

        String url = "/v1/zones/example.com/hosts/home/A";
        assertThat(sent()).containsExactly("GET " + url, "PUT " + url, "GET " + url);
    }

    @Test
    void theZoneOfARecordIsUsedBeforeThatOfTheProvider() throws InterruptedException {
        Map<String, Object> settings = Services.v1(fake.endpoint());
        settings.remove("zone");
        Publishing account = new Publishing(create(settings));

        assertThat(problem(home(account)).message()).contains("zone of home.example.com is not known");
        assertThat(sent()).isEmpty();
        assertThat(outcome(account.publish(
                        Changes.ensure("example.com", "192.0.2.2").zone(DnsName.of("example.com")))))
                .isEqualTo(Outcome.UPDATED);
        assertThat(fake.get("example.com", IpFamily.IPV4)).contains(IpAddress.parse("192.0.2.2"));
    }

    @Test
    void aTtlIsSentAsANumberAndMendedWhereItIsAnother() throws InterruptedException {
        Publishing account = v1();
        Attributes minute = Attributes.none().ensure(Attributes.TTL, Duration.ofMinutes(5));

        account.publish(Changes.ensure("home.example.com", "192.0.2.2").attributes(minute));
        assertThat(fake.ttl("home.example.com")).contains(300L);

        fake.forgetCalls();
        account.publish(Changes.ensure("home.example.com", "192.0.2.2")
                .attributes(Attributes.none().ensure(Attributes.TTL, Duration.ofMinutes(7))));
        assertThat(fake.ttl("home.example.com")).contains(420L);
        assertThat(fake.calls()).containsExactly("v1 GET", "v1 PUT");
    }

    @Test
    void aFieldOfAFormMayBeANumberOfAnyLengthOrAFlagAndNothingWithParts() {
        Map<String, Object> settings = new HashMap<>(Services.form(fake.endpoint()));
        settings.put("form", Map.of("name", "{name}", "a", "{address}", "id", 1_234_567_890_123_456_789L, "on", true));
        settings.put("withdraw", Map.of("url", "/form", "form", Map.of("name", "{name}")));
        assertThat(create(settings)).isNotNull();

        settings.put("form", Map.of("name", "{name}", "a", List.of("s3cret")));
        assertThatThrownBy(() -> create(settings))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("providers.mine.form.a: is a list, not a text");
    }

    @Test
    void aWithdrawalOfWhatIsGoneIsDoneAndOneFamilyIsWithdrawnByAnUpdateWithTheOther() throws InterruptedException {
        fake.put("home.example.com", IpAddress.parse("192.0.2.1"));
        fake.put("home.example.com", IpAddress.parse("2001:db8::1"));
        Publishing account = new Publishing(create(Services.form(fake.endpoint())));

        List<ChangeResult> results = account.publish(List.of(
                Changes.withdraw("home.example.com", RecordType.AAAA)
                        .confirmed("2001:db8::1")
                        .build(),
                Changes.keep(DnsName.of("home.example.com"), Set.of(IpAddress.parse("192.0.2.1")))
                        .build()));

        assertThat(outcome(results.get(0))).isEqualTo(Outcome.WITHDRAWN);
        assertThat(fake.get("home.example.com", IpFamily.IPV6)).isEmpty();
        assertThat(fake.get("home.example.com", IpFamily.IPV4)).contains(IpAddress.parse("192.0.2.1"));

        fake.put("work.example.com", IpAddress.parse("192.0.2.1"));
        fake.plan("v1 DELETE", FakeServices.object(404, "{}"));
        assertThat(outcome(v1().publish(Changes.withdraw("work.example.com", RecordType.A)
                        .confirmed("192.0.2.1"))))
                .isEqualTo(Outcome.WITHDRAWN);
    }

    @ParameterizedTest
    @CsvSource({
        "badauth, AUTHENTICATION, ACCOUNT",
        "nohost, REJECTED, RECORD",
        "refused because, REJECTED, RECORD",
        "slow down, RATE_LIMITED, ACCOUNT",
        "abuse, BLOCKED, ACCOUNT",
        "OKAY, PROTOCOL, RECORD",
        "'', PROTOCOL, RECORD",
        "<html>OK </html>, PROTOCOL, RECORD"
    })
    @Tag("promise-6")
    void anAnswerMeansWhatTheSettingsSay(String body, ProblemKind kind, ProblemScope scope)
            throws InterruptedException {
        fake.plan("nic", FakeServices.text(200, body));

        ChangeResult result = home(nic());

        assertThat(result)
                .isInstanceOf(kind == ProblemKind.PROTOCOL ? ChangeResult.Unknown.class : ChangeResult.Failed.class);
        assertThat(problem(result).kind()).isEqualTo(kind);
        assertThat(problem(result).scope()).isEqualTo(scope);
        assertThat(fake.calls()).hasSize(1);
    }

    @Test
    void anAnswerThatNothingWasDoneIsInSync() throws InterruptedException {
        fake.plan("nic", FakeServices.text(200, "same"));

        assertThat(home(nic())).isInstanceOf(ChangeResult.AlreadyRight.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"addresses\":[\"192.0.2.9\",\"2001:db8::9\"],\"ttl\":60} | UPDATED",
                "{\"addresses\":\"192.0.2.2\",\"ttl\":\"60\"} | in sync",
                "{\"addresses\":[\"192.0.2.2\"]} | in sync",
                "{\"addresses\":[\"192.0.2.2\"],\"ttl\":null} | in sync",
                "{\"addresses\":[\"192.0.2.9\"]} | UPDATED",
                "{\"addresses\":[\"192.0.2.2\"],\"ttl\":{}} | PROTOCOL",
                "{\"addresses\":null} | UPDATED",
                "{\"addresses\":[\"host.example.com\"],\"ttl\":60} | PROTOCOL",
                "{\"addresses\":[\"192.0.2.2\"],\"ttl\":\"soon\"} | PROTOCOL",
                "{} | PROTOCOL",
                "[] | PROTOCOL"
            })
    void whatIsReadMustBeAddressesOrClearlyNothing(String body, String expected) throws InterruptedException {
        fake.plan("v1 GET", FakeServices.object(200, body));

        ChangeResult result = home(v1());

        if (expected.equals("PROTOCOL")) {
            assertThat(problem(result).kind()).isEqualTo(ProblemKind.PROTOCOL);
            assertThat(fake.calls()).containsExactly("v1 GET");
        } else if (expected.equals("in sync")) {
            assertThat(result).isInstanceOf(ChangeResult.AlreadyRight.class);
        } else {
            assertThat(outcome(result)).isEqualTo(Outcome.valueOf(expected));
        }
    }

    @ParameterizedTest
    @CsvSource({"/ttl, ", " , ttl=([0-9]+)"})
    void aTtlIsSetWhereTheServiceShowsNone(String pointer, String expression) throws InterruptedException {
        Map<String, Object> place = pointer == null ? Map.of("matches", expression) : Map.of("json", pointer);
        Map<String, Object> settings = with(Services.v1(fake.endpoint()), "read", "ttl", place);
        fake.plan("v1 GET", FakeServices.object(200, "{\"addresses\":[\"192.0.2.2\"]}"));

        assertThat(outcome(new Publishing(create(settings))
                        .publish(Changes.ensure("home.example.com", "192.0.2.2")
                                .attributes(Attributes.none().ensure("ttl", Duration.ofMinutes(5))))))
                .isEqualTo(Outcome.UPDATED);

        assertThat(fake.texts()).containsExactly("{\"address\":\"192.0.2.2\",\"ttl\":300}");
    }

    /** The service shows another TTL, or none, however often it is sent. */
    @ParameterizedTest
    @ValueSource(strings = {",\"ttl\":60", ""})
    @Tag("promise-12")
    void aTtlThatTheServiceDoesNotTakeIsSentOnce(String shown) throws InterruptedException {
        Publishing account = new Publishing(create(Services.v1(fake.endpoint())));
        Map<String, Object> effective = Map.of();

        for (int look = 0; look < 4; look++) {
            fake.plan("v1 GET", FakeServices.object(200, "{\"addresses\":[\"192.0.2.2\"]" + shown + "}"));
            RecordChange change = Changes.ensure("home.example.com", "192.0.2.2")
                    .attributes(Attributes.none().ensure("ttl", Duration.ofMinutes(5)))
                    .effective(effective)
                    .build();
            effective = account.publish(List.of(change)).get(0) instanceof ChangeResult.AlreadyRight right
                    ? change.effectiveAfter(right.effective(), false)
                    : change.effectiveAfter(Map.of(), true);
        }

        assertThat(fake.texts()).containsExactly("{\"address\":\"192.0.2.2\",\"ttl\":300}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "403 | no such key | , \"no such key\", which the setting refusals[1] describes as no-permission",
                "403 |             | , which the setting refusals[1] (status 402 or 403) describes as no-permission",
                "404 | no such key | , \"no such key\", which the setting refusals[0] describes as bad-credentials",
                "409 | {}          | , \"{}\", which the setting refusals[3] describes as quota",
            })
    void aMessageNamesTheRefusalThatDecided(int status, String body, String told) throws InterruptedException {
        Map<String, Object> settings = new HashMap<>(Services.v1(fake.endpoint()));
        settings.remove("read");
        settings.put(
                "refusals",
                List.of(
                        Map.of("status", 404, "matches", "such key", "means", "bad-credentials"),
                        Map.of("status", List.of(402, 403), "means", "no-permission"),
                        Map.of("status", 409, "json", Map.of("/code", "full"), "means", "invalid"),
                        Map.of("status", 409, "means", "quota")));
        fake.plan("v1 PUT", WireMock.aResponse().withStatus(status).withBody(body == null ? "" : body));

        assertThat(problem(home(new Publishing(create(settings)))).message())
                .isEqualTo("PUT localhost/ update: HTTP " + status + told);
    }

    @Test
    void anAnswerWithoutTheRecordCanBeDescribed() throws InterruptedException {
        Map<String, Object> settings = Services.v1(fake.endpoint());
        Map<Object, Object> read = new HashMap<>((Map<?, ?>) settings.get("read"));
        read.put("absent", Map.of("json", Map.of("/found", false)));
        settings.put("read", read);
        fake.plan("v1 GET", FakeServices.object(200, "{\"found\":false}"));

        assertThat(outcome(home(new Publishing(create(settings))))).isEqualTo(Outcome.UPDATED);
    }

    /** Settings with a nested setting replaced. */
    private static Map<String, Object> with(Map<String, Object> settings, String setting, String name, Object value) {
        Map<String, Object> changed = new HashMap<>(settings);
        Map<Object, Object> nested = new HashMap<>((Map<?, ?>) settings.get(setting));
        nested.put(name, value);
        changed.put(setting, nested);
        return changed;
    }

    @Test
    void anAnswerWithoutTheRecordCanHaveAnyStatusAndBeARefusalOtherwise() throws InterruptedException {
        Map<String, Object> absent = Map.of("status", 400, "json", Map.of("/error/code", "no_record"));
        Map<String, Object> settings = with(Services.v1(fake.endpoint()), "read", "absent", absent);
        settings.put(
                "refusals", List.of(Map.of("json", Map.of("/error/code", "no_record"), "means", "bad-credentials")));
        fake.plan("v1 GET", FakeServices.object(400, "{\"error\":{\"code\":\"no_record\"}}"));

        assertThat(outcome(home(new Publishing(create(settings))))).isEqualTo(Outcome.UPDATED);
    }

    @ParameterizedTest
    @CsvSource({"404", "410"})
    @Tag("promise-6")
    void aWebPageSaysNeitherThatARecordIsGoneNorThatItIsNotThere(int status) throws InterruptedException {
        fake.put("work.example.com", IpAddress.parse("192.0.2.1"));
        Map<String, Object> settings = Services.v1(fake.endpoint());
        fake.plan("v1 GET", FakeServices.object(status, "<!DOCTYPE html><html>not here</html>"));
        ChangeResult read = new Publishing(create(settings))
                .publish(Changes.withdraw("work.example.com", RecordType.A).confirmed("192.0.2.1"));
        assertThat(problem(read).kind()).isEqualTo(ProblemKind.PROTOCOL);

        settings.remove("read");
        settings.put("json", Map.of("address", "{address}"));
        Changes.Builder gone =
                Changes.withdraw("work.example.com", RecordType.A).confirmed("192.0.2.1");
        fake.plan("v1 DELETE", FakeServices.object(status, "<!DOCTYPE html><html>not here</html>"));
        assertThat(problem(new Publishing(create(settings)).publish(gone)).kind())
                .isEqualTo(ProblemKind.PROTOCOL);

        settings.put("refusals", List.of(Map.of("status", status, "means", "not-found")));
        fake.plan("v1 DELETE", FakeServices.object(status, "<!DOCTYPE html><html>not here</html>"));
        assertThat(outcome(new Publishing(create(settings)).publish(gone))).isEqualTo(Outcome.WITHDRAWN);
    }

    @ParameterizedTest
    @CsvSource({"not-done", "already-there"})
    void aWithdrawalThatHadNothingToDoIsInSync(String means) throws InterruptedException {
        Map<String, Object> settings = new HashMap<>(Services.form(fake.endpoint()));
        settings.put("refusals", List.of(Map.of("json", Map.of("/result", "unchanged"), "means", means)));
        Publishing account = new Publishing(create(settings));

        fake.plan("form", FakeServices.object(200, "{\"result\":\"unchanged\"}"));
        assertThat(account.publish(List.of(
                                Changes.withdraw("home.example.com", RecordType.AAAA)
                                        .confirmed("2001:db8::1")
                                        .build(),
                                Changes.keep(DnsName.of("home.example.com"), Set.of(IpAddress.parse("192.0.2.1")))
                                        .build()))
                        .get(0))
                .isInstanceOf(ChangeResult.AlreadyRight.class);

        fake.plan("form", FakeServices.object(200, "{\"result\":\"unchanged\"}"));
        assertThat(account.publish(List.of(
                                Changes.withdraw("home.example.com", RecordType.AAAA)
                                        .confirmed("2001:db8::1")
                                        .build(),
                                Changes.absent(DnsName.of("home.example.com"), RecordType.A)
                                        .build()))
                        .get(0))
                .isInstanceOf(ChangeResult.AlreadyRight.class);
    }

    @Test
    @Tag("promise-10")
    void aStatusThatSaysItAllNeedsNoSearchInALongBody() throws InterruptedException {
        fake.plan("nic", FakeServices.text(401, "x".repeat(70_000)));

        assertThat(problem(home(nic())).kind()).isEqualTo(ProblemKind.AUTHENTICATION);
    }

    @Test
    @Tag("promise-14")
    void aWaitThatTheServiceNamesHoldsTheAccountThoughTheStatusIsDescribed() {
        Map<String, Object> settings = new HashMap<>(Services.nic(fake.endpoint()));
        settings.put("refusals", List.of(Map.of("status", 503, "means", "transient")));
        fake.plan("nic", FakeServices.text(503, "later").withHeader("Retry-After", "3600"));
        Publishing account = new Publishing(create(settings));

        List<ChangeResult> results = new ArrayList<>();
        assertThatCode(() -> results.addAll(account.publish(List.of(
                        Changes.ensure("home.example.com", "192.0.2.2").build(),
                        Changes.ensure("work.example.com", "192.0.2.3").build()))))
                .doesNotThrowAnyException();
        assertThat(problem(results.get(0)).scope()).isEqualTo(ProblemScope.ACCOUNT);
        assertThat(fake.calls()).hasSize(1);
    }

    @Test
    void whatCannotBeReadIsNamedByTheSettingThatSaysWhereItIs() throws InterruptedException {
        fake.plan("v1 GET", FakeServices.object(200, "{\"addresses\":[\"host.example.com\"]}"));
        assertThat(problem(home(v1())).message())
                .isEqualTo("GET localhost/ read: the value at read.addresses is not an IP address");
        fake.plan("v1 GET", FakeServices.object(200, "{\"addresses\":[\"192.0.2.2\"],\"ttl\":\"soon\"}"));
        assertThat(problem(home(v1())).message())
                .isEqualTo("GET localhost/ read: the value at read.ttl is not a whole number of seconds");
    }

    @Test
    @Tag("promise-22")
    void nothingTellsASecretNorALiteralUrl() throws InterruptedException {
        Map<String, Object> settings = new HashMap<>(Services.form(fake.endpoint()));
        settings.put("url", "/form/{token}?literal-t0ken");
        DnsProvider provider = create(settings);
        fake.plan("form", FakeServices.text(200, "no: " + FakeServices.SECRET + " \u001b[31m" + "x".repeat(999)));
        Publishing account = new Publishing(provider);

        List<ChangeResult> results = account.publish(List.of(
                Changes.ensure("home.example.com", "192.0.2.2").build(),
                Changes.absent(DnsName.of("home.example.com"), RecordType.AAAA).build()));

        String told = problem(results.get(0)).message()
                + account.publication().exchanges()
                + provider
                + provider.account()
                + provider.fingerprint();
        assertThat(told)
                .contains("POST localhost/ update", "no: ")
                .doesNotContain("s3cr3t")
                .doesNotContain("literal-t0ken");
    }

    @Test
    void accountsAreToldApartByWhoAsksAndWhere() {
        Map<String, Object> settings = Services.v1("https://a.example");
        String one = create(settings).account();
        settings.put("secrets", Map.of("key", "another"));
        assertThat(create(settings).account()).isNotEqualTo(one);
        Map<String, Object> bare =
                new HashMap<>(Map.of("url", "https://a.example/1?{name}&{address}", "success", Map.of("status", 204)));
        String first = create(bare).account();
        bare.put("url", "https://a.example/2?{name}&{address}");
        assertThat(create(bare).account()).isNotEqualTo(first);
    }

    @Test
    @Tag("promise-10")
    void accountsWithOneUserNameAreToldApartByTheirPasswordsAndSecrets() {
        Map<String, Object> settings = new HashMap<>(Services.nic("https://a.example"));
        String one = create(settings).account();
        settings.put("password", "another");
        String two = create(settings).account();
        settings.put("url", "/nic?host={name}&ip={ipv4}&ip6={ipv6}&key={key}");
        settings.put("secrets", Map.of("key", "k1"));
        String three = create(settings).account();
        settings.put("secrets", Map.of("key", "k2"));

        assertThat(Set.of(one, two, three, create(settings).account())).hasSize(4);
    }

    @Test
    void abilitiesFollowFromThePlaceholders() {
        Map<String, Object> bare =
                new HashMap<>(Map.of("url", "https://a.example/?{name}&{address}", "success", Map.of("status", 204)));
        assertThat(create(bare).abilities().joint()).isEqualTo(Abilities.Joint.SEPARATE);
        assertThat(create(bare).abilities().families()).hasSize(2);
        bare.put("url", "https://a.example/?{name}&{ipv4}");
        assertThat(create(bare).abilities().families()).containsExactly(IpFamily.IPV4);
        bare.put("url", "https://a.example/?{name}&{ipv4}&{ipv6}");
        assertThat(create(bare).abilities().joint()).isEqualTo(Abilities.Joint.OMISSION_CHANGES);
        bare.put("absentFamily", "keeps");
        assertThat(create(bare).abilities().joint()).isEqualTo(Abilities.Joint.TOGETHER);
        bare.put("withdraw", Map.of("url", "/?{name}"));
        bare.put("wildcard", true);
        bare.put("refreshEvery", "25d");
        Abilities all = create(bare).abilities();
        assertThat(all.joint()).isEqualTo(Abilities.Joint.REMOVED_TOGETHER);
        assertThat(all.delete()).isTrue();
        assertThat(all.wildcard()).isTrue();
        assertThat(all.refreshEvery()).contains(Duration.ofDays(25));
        assertThat(all.attributes()).isEmpty();
    }

    @Test
    void aServiceThatKnowsTheNameByTheTokenHasOneNameOnly() throws InterruptedException {
        Map<String, Object> settings = Map.of(
                "url",
                fake.endpoint() + "/nic?host=home.example.com&ip={address}",
                "hostname",
                "home.example.com",
                "username",
                FakeServices.USER,
                "password",
                FakeServices.SECRET,
                "success",
                Map.of("matches", "^OK\\b"));
        Publishing account = new Publishing(create(settings));

        assertThat(outcome(home(account))).isEqualTo(Outcome.UPDATED);
        assertThat(problem(account.publish(Changes.ensure("work.example.com", "192.0.2.2")))
                        .message())
                .contains("home.example.com and no other name");
        assertThat(fake.calls()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"{host}, {type}, {type}", "{name}, {zone}, {type}", "{name}, {type}, {zone}"})
    @Tag("promise-23")
    void aRecordWithoutTheZoneThatARequestNeedsIsRefusedAtTheStart(
            String update, String withdraw, String read, @TempDir Path directory) {
        String json = """
                {"detectors": {"own": {"type": "static", "ipv4": "192.0.2.1", "allow": "192.0.2.0/24"}},
                 "providers": {"mine": {"type": "custom", "url": "https://a.example/%s/{type}/{address}",
                                        "success": {"status": 204},
                                        "withdraw": {"url": "/%s/{name}"},
                                        "read": {"url": "/%s/{name}", "addresses": {"json": "/a"}}}},
                 "records": [{"name": "home.example.com", "types": ["A"]}]}
                """.formatted(update, withdraw, read);

        assertThatThrownBy(() -> UpdaterConfiguration.parse(json, directory))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("records[0].zone")
                .hasMessageContaining("cannot find out in which zone home.example.com is")
                .hasMessageContaining("the name of the zone");
        assertThat(UpdaterConfiguration.parse(
                                json.replace("\"types\"", "\"zone\": \"example.com\", \"types\""), directory)
                        .records())
                .hasSize(1);
        assertThat(UpdaterConfiguration.parse(
                                json.replace("\"success\"", "\"zone\": \"example.com\", \"success\""), directory)
                        .records())
                .hasSize(1);
    }

    /** Its value would be no template: it has a brace. */
    @Test
    @Tag("promise-22")
    void whatAReferenceStandsForIsNotReadForPlaceholders(@TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("key"), "k{");
        String json = """
                {"detectors": {"own": {"type": "static", "ipv4": "192.0.2.1", "allow": "192.0.2.0/24"}},
                 "providers": {"mine": {"type": "custom", "url": "https://a.example/{name}/{address}",
                                        "headers": {"X-Api-Key": "${file:key}"}, "success": {"status": 204}}},
                 "records": [{"name": "home.example.com", "types": ["A"]}]}
                """;

        assertThat(UpdaterConfiguration.parse(json, directory).records()).hasSize(1);
        assertThatThrownBy(() -> UpdaterConfiguration.parse(json.replace("${file:key}", "k{"), directory))
                .hasMessageContaining("providers.mine.headers.X-Api-Key");
    }

    /** Its value would be no template: it has a brace. */
    @ParameterizedTest
    @CsvSource({"read, headers", "withdraw, form"})
    @Tag("promise-22")
    void aReferenceOfAnotherRequestIsNotReadForPlaceholdersEither(String request, String part, @TempDir Path directory)
            throws IOException {
        Files.writeString(directory.resolve("key"), "k{");
        Files.writeString(directory.resolve("url"), "https://a.example/{name}/{type}");
        String more = request.equals("read") ? ", \"addresses\": {\"json\": \"/a\"}" : "";
        String json = """
                {"detectors": {"own": {"type": "static", "ipv4": "192.0.2.1", "allow": "192.0.2.0/24"}},
                 "providers": {"mine": {"type": "custom", "url": "https://a.example/{name}/{address}",
                                        "success": {"status": 204},
                                        "%s": {"url": "${file:url}", "%s": {"k": "${file:key}"}%s}}},
                 "records": [{"name": "home.example.com", "types": ["A"]}]}
                """.formatted(request, part, more);

        assertThat(UpdaterConfiguration.parse(json, directory).records()).hasSize(1);
        assertThatThrownBy(() -> UpdaterConfiguration.parse(json.replace("${file:key}", "k{"), directory))
                .hasMessageContaining("providers.mine." + request + "." + part + ".k");
    }

    @Test
    @Tag("promise-22")
    void whatAnAnswerRepeatsOfAReferenceOfAnotherRequestIsNotTold() throws InterruptedException {
        Map<String, Object> settings = with(
                Services.form(fake.endpoint()),
                "withdraw",
                "form",
                Map.of("name", "{name}", "apikey", Secret.from("a test", () -> "c4nary-of-a-key")));
        fake.plan("form", FakeServices.text(200, "bad key c4nary-of-a-key"));

        ChangeResult result = new Publishing(create(settings))
                .publish(List.of(
                        Changes.withdraw("home.example.com", RecordType.A)
                                .confirmed("192.0.2.1")
                                .build(),
                        Changes.absent(DnsName.of("home.example.com"), RecordType.AAAA)
                                .build()))
                .get(0);

        assertThat(problem(result).message()).contains("bad key").doesNotContain("c4nary");
    }

    @Test
    void aLongAnswerIsNotSearchedWithoutEnd() throws InterruptedException {
        fake.plan("nic", WireMock.aResponse().withBody("OK " + "x".repeat(70_000)));

        assertThat(problem(home(nic())).message()).contains("too long for a regular expression");
    }

    /** Each row: a setting, its value (- removes it), the path and the words of the message. */
    @ParameterizedTest
    @Tag("promise-23")
    @CsvSource(
            delimiter = '|',
            value = {
                "url | /u?{name}&{key}               | url | does not contain the address",
                "url | /u?{address}&{key}            | url | does not contain the name",
                "url | /u?{name}{address}{ipv4}{key} | url | {address} beside {ipv4}",
                "url | /u?{name}&{ipv4}&{ipv6}&{type}&{key} | url | both families",
                "url | /u?{name}{address}{tok}{key}  | url | {tok}, which stands for nothing",
                "url | https://b.example/u?{name}{address}{key} | url | endpoint is given, too",
                "url | u?{name}{address}{key}        | url | is no URL",
                "url | /u?{name}{address}{{key}}     | secrets.key | is not used",
                "endpoint | -                        | url | has no host",
                "endpoint | http://a.example         | endpoint | allowInsecure",
                "endpoint | https://a.example/?x=1   | endpoint | has a query",
                "success | -                         | success | is missing",
                "success | {}                        | success | at least one of the three",
                "success | {\"status\": [200, 409]}  | success.status | is 409, which is not a success",
                "success | {\"status\": 302}          | success.status | not-done",
                "withdraw | {\"url\": \"/d?{name}\", \"success\": {\"status\": 404}} | withdraw.success.status | is 404",
                "url | /u?{name}&ip={ipv4},{ipv6}&{key} | url | beside another placeholder",
                "url | /u/{ipv4}/{ipv6}?{name}&{key} | url | in the path",
                "url | /u?{name}{ttl}&{address}&{key} | url | has {ttl}, which may have no value",
                "success | {\"statu\": 200}          | success.statu | did you mean",
                "refusals | [{\"status\": 401}]      | refusals | is missing",
                "refusals | [{\"means\": \"blocked\"}] | refusals | at least one of the three",
                "refusals | [{\"status\": 401, \"means\": \"bad\"}] | refusals | bad-credentials, no-permission",
                "read | {\"url\": \"/r/{name}\"}     | read.addresses | is missing",
                "read | {\"url\": \"/r/{name}\", \"addresses\": {\"json\": \"/a\"}} | read.ttl | is missing",
                "read | {\"url\": \"/r/{name}/{address}\", \"addresses\": {\"json\": \"/a\"}} | read.url | {address}",
                "withdraw | {\"url\": \"https://b.example/{name}\"} | withdraw.url | has a host, and endpoint is given",
                "withdraw | {\"url\": \"/d\"}        | withdraw.url | does not contain the name",
                "username | someone                  | password | is missing",
                "absentFamily | clears               | absentFamily | \"changes\", \"keeps\"",
                "zone | -a-                          | zone | as in example.com",
                "secrets | {\"name\": \"x\"}         | secrets.name | something else",
                "ip | 192.0.2.1                      | ip | no such setting"
            })
    void aWrongDescriptionIsRefusedBeforeAnythingIsSent(String name, String value, String path, String says) {
        Map<String, Object> settings = new HashMap<>(Map.of(
                "endpoint", fake.endpoint(),
                "url", "/u?{name}&{address}&{ttl}&{key}",
                "secrets", Map.of("key", FakeServices.SECRET),
                "success", Map.of("status", 204)));
        if (value.equals("-")) {
            settings.remove(name);
        } else {
            settings.put(name, JsonValue.of(value));
        }

        assertThatThrownBy(() -> create(settings))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("providers.mine." + path)
                .hasMessageContaining(says)
                .hasMessageNotContaining("s3cr3t");
        assertThat(sent()).isEmpty();
    }

    @Test
    @Tag("promise-23")
    void plainHttpInAUrlIsRefusedUnlessItIsAllowed() {
        Map<String, Object> bare =
                new HashMap<>(Map.of("url", "http://a.example/?{name}&{address}", "success", Map.of("status", 204)));
        assertThatThrownBy(() -> create(bare))
                .hasMessageContaining("providers.mine.url")
                .hasMessageContaining("allowInsecure");
        bare.put("allowInsecure", true);
        assertThatCode(() -> create(bare)).doesNotThrowAnyException();
    }
}
