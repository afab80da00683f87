package io.github.ddnsjava.providers.vercel;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static io.github.ddnsjava.provider.testkit.Publishing.hosts;
import static io.github.ddnsjava.provider.testkit.Publishing.outcome;
import static io.github.ddnsjava.provider.testkit.Publishing.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ddnsjava.Attributes;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.provider.testkit.Changes;
import io.github.ddnsjava.provider.testkit.Publishing;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.DnsProviders;
import io.github.ddnsjava.publish.ProviderContext;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is sent, how often, what is left alone, and what is made of the vendor's errors and of wrong settings. */
class VercelTest {
    private static final String ZONE = "example.com";

    private static FakeVercel fake;

    private Publishing account;

    @BeforeAll
    static void start() {
        fake = FakeVercel.running();
    }

    @AfterAll
    static void stop() {
        fake.close();
    }

    static Settings settings(FakeVercel fake) {
        return Settings.of("token", FakeVercel.TOKEN, "teamId", FakeVercel.TEAM, "endpoint", fake.endpoint());
    }

    private static DnsProvider create(Settings settings) {
        return DnsProviders.load().create("vercel", settings, ProviderContext.standard());
    }

    @BeforeEach
    void reset() {
        fake.reset();
        fake.addZone(ZONE);
        account = new Publishing(create(settings(fake)));
    }

    private ChangeResult change() throws InterruptedException {
        return account.publish(Changes.ensure("www.example.com", "192.0.2.1"));
    }

    @Test
    @Tag("promise-12")
    void manyNamesCostOneListAndOneWriteForEachAddress() throws InterruptedException {
        account.publish(hosts(1, 1, 1));
        assertThat(fake.calls()).containsExactly("zone", "zone", "list", "post", "post");
        assertThat(fake.bodies().get(1)).hasToString("{\"type\":\"AAAA\",\"name\":\"h0\",\"value\":\"2001:db8::1\"}");

        int names = 20;
        account.publish(hosts(names, 1, 1));
        fake.forgetCalls();
        assertThat(account.publish(hosts(names, 1, 2)))
                .extracting(Publishing::outcome)
                .containsOnly(Outcome.UPDATED);
        assertThat(fake.calls().subList(0, 2)).containsExactly("list", "patch");
        assertThat(fake.calls()).hasSize(1 + 2 * names);
        assertThat(fake.bodies().get(0)).hasToString("{\"value\":\"192.0.2.2\"}");
    }

    @Test
    @Tag("promise-13")
    void aChangeKeepsTtlCommentAndTheRecordsOfOthers() throws InterruptedException {
        List<ObjectNode> others =
                List.of(fake.put(ZONE, "A", "www", "192.0.2.7", 60), fake.put(ZONE, "TXT", "www", "v=1", 60));
        ObjectNode ours = fake.put(ZONE, "A", "www", "192.0.2.1", 7200);

        account.publish(Changes.ensure("www.example.com", "192.0.2.2")
                .confirmed("192.0.2.1")
                .attributes(Attributes.none().initial("ttl", Duration.ofMinutes(5))));

        assertThat(fake.records(ZONE))
                .containsAll(others)
                .contains(ours.deepCopy().put("value", "192.0.2.2"));
    }

    @Test
    void defaultsOfTheVendorGiveWayAndRecordsThatItManagesAreLeftAlone() throws InterruptedException {
        fake.put(ZONE, "ALIAS", "", "cname.vercel-dns.com.", 60).put("creator", "system");
        fake.put(ZONE, "A", "managed", "192.0.2.9", 60).put("creator", "system");
        fake.put(ZONE, "ALIAS", "alias", "example.net.", 60);

        List<ChangeResult> results = account.publish(List.of(
                Changes.ensure("example.com", "192.0.2.1").build(),
                Changes.ensure("managed.example.com", "192.0.2.1").build(),
                Changes.ensure("alias.example.com", "192.0.2.1").build()));

        assertThat(outcome(results.get(0))).isEqualTo(Outcome.CREATED);
        assertThat(problem(results.get(1)).message()).contains("Vercel manages");
        assertThat(problem(results.get(2)).message()).contains("ALIAS");
    }

    /** The vendor's errors, one a line: what was asked, status, code, and what it means. */
    @ParameterizedTest
    @CsvSource({
        "zone,  401, not_authorized,        authentication, ACCOUNT",
        "list,  403, forbidden,             authentication, ZONE",
        "post,  403, not_authorized,        authentication, RECORD",
        "patch, 401, forbidden,             authentication, ACCOUNT",
        "list,  404, not_found,             rejected,       ZONE",
        "patch, 404, not_found,             transient,      RECORD",
        "post,  400, bad_request,           rejected,       RECORD",
        "patch, 400, invalid_value,         rejected,       RECORD",
        "post,  402, payment_required,      rejected,       RECORD",
        "zone,  429, rate_limited,          rate-limited,   ACCOUNT",
        "post,  429, too_many_requests,     rate-limited,   ACCOUNT",
        "list,  500, internal_server_error, transient,      ZONE",
        "patch, 503, internal_server_error, transient,      RECORD",
        "post,  200, bad_request,           rejected,       RECORD"
    })
    void eachErrorOfTheVendorHasItsMeaning(String call, int status, String code, String kind, ProblemScope scope)
            throws InterruptedException {
        if (call.equals("patch")) {
            fake.put(ZONE, "A", "www", "192.0.2.9", 60);
        }
        fake.plan(call, FakeVercel.refusal(status, code, "what the vendor says").answer());

        Problem problem = problem(change());

        assertThat(problem.kind()).isEqualTo(ProblemKind.of(kind));
        if (!kind.equals("transient")) {
            assertThat(problem.scope()).isEqualTo(scope);
        }
        assertThat(problem.message()).contains("what the vendor says");
    }

    /** One request tells; asking every suffix of every name with a dead token would tell no more. */
    @Test
    @Tag("promise-14")
    void aTokenThatWasRevokedHoldsTheAccountAfterOneRequest() throws InterruptedException {
        account = new Publishing(create(
                Settings.of("token", "0123456789abcdef0123", "teamId", FakeVercel.TEAM, "endpoint", fake.endpoint())));

        List<ChangeResult> results = account.publish(hosts(3, 1, 1));

        assertThat(problem(results.get(0)).kind()).isEqualTo(ProblemKind.AUTHENTICATION);
        assertThat(problem(results.get(0)).scope()).isEqualTo(ProblemScope.ACCOUNT);
        assertThat(problem(results.get(0)).message())
                .contains("forbidden (invalid token) Not authorized", "make a new one at");
        assertThat(fake.calls()).containsExactly("zone");
    }

    @ParameterizedTest
    @CsvSource({"external", "na"})
    void aDomainWithOtherNameServersIsToldSoUntilTheyAreChanged(String service) throws InterruptedException {
        fake.service = service;

        assertThat(problem(change()).scope()).isEqualTo(ProblemScope.ZONE);
        assertThat(problem(change()).message()).contains("example.com does not use Vercel's name servers");
        assertThat(fake.calls()).doesNotContain("list", "post");

        fake.service = "zeit.world";
        assertThat(outcome(change())).isEqualTo(Outcome.CREATED);
    }

    @ParameterizedTest
    @CsvSource({"409, record_already_exists", "409, conflict", "400, record_already_exists"})
    void whatIsThereAlreadyIsListedOnceMore(int status, String code) throws InterruptedException {
        fake.plan("post", FakeVercel.refusal(status, code, "exists").answer());

        assertThat(outcome(change())).isEqualTo(Outcome.CREATED);
        assertThat(fake.calls()).containsExactly("zone", "zone", "list", "post", "list", "post");
    }

    @Test
    void aLimitTellsTheWaitByTheTimeOfItsReset() throws InterruptedException {
        long reset = account.publication().now().plusSeconds(600).getEpochSecond();
        fake.plan(
                "post",
                FakeVercel.refusal(429, "rate_limited", "too many")
                        .answer()
                        .withHeader("x-ratelimit-reset", "" + reset));

        assertThat(problem(change()).retryAfter().orElseThrow())
                .isBetween(Duration.ofSeconds(599), Duration.ofSeconds(600));
    }

    @ParameterizedTest
    @CsvSource({"zone, {}", "list, {}", "list, '{\"records\":{}}'", "post, '[]'", "patch, '{\"value\":\"::1\"}'"})
    void anAnswerThatIsNotTheVendorsIsNoSuccess(String call, String body) throws InterruptedException {
        if (call.equals("patch")) {
            fake.put(ZONE, "A", "www", "192.0.2.9", 60);
        }
        fake.plan(call, aResponse().withBody(body));

        assertThat(problem(change()).kind()).isEqualTo(ProblemKind.PROTOCOL);
    }

    @Test
    void aWithdrawalDeletesOurValueAlone() throws InterruptedException {
        ObjectNode others = fake.put(ZONE, "A", "www", "192.0.2.7", 60);
        fake.put(ZONE, "A", "www", "192.0.2.1", 60);

        account.publish(Changes.withdraw("www.example.com", RecordType.A).confirmed("192.0.2.1"));

        assertThat(fake.records(ZONE)).containsExactly(others);
    }

    @ParameterizedTest
    @Tag("promise-23")
    @CsvSource({
        "token,  Bearer 0123456789abcdef, vercel.com/account/tokens",
        "token,  0123456789, vercel.com/account/tokens",
        "teamId, my team 0123456789, team_"
    })
    void aSettingInAWrongFormIsRefusedBeforeAnythingIsSent(String setting, String value, String remedy) {
        Map<String, Object> settings = new HashMap<>(
                Map.of("token", FakeVercel.TOKEN, "teamId", FakeVercel.TEAM, "endpoint", fake.endpoint()));
        settings.put(setting, value);

        assertThatThrownBy(() -> create(Settings.at("providers.v", settings)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("providers.v." + setting)
                .hasMessageContaining(remedy)
                .hasMessageNotContaining("0123456789");
        assertThat(fake.calls()).isEmpty();
    }

    /** The domains of two teams are not the same, though one token may be for both. */
    @Test
    void aTeamIsAnAccountOfItsOwn() {
        assertThat(create(Settings.of("token", FakeVercel.TOKEN)).account())
                .isNotEqualTo(create(settings(fake)).account());
    }

    /** The fake refuses what the vendor refuses. */
    @ParameterizedTest
    @CsvSource({
        "www,             A, 192.0.2.1,   59",
        "www.example.com, A, 192.0.2.1,   60",
        "www,             A, 2001:db8::1, 60",
        "www,             A, 192.0.2.7,   60",
        "alias,           A, 192.0.2.1,   60",
        "@,               A, 192.0.2.1,   60"
    })
    void theFakeRefusesWhatTheVendorRefuses(String name, String type, String value, int ttl) {
        fake.put(ZONE, "CNAME", "alias", "example.net.", 60);
        fake.put(ZONE, "A", "www", "192.0.2.7", 60);
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("name", name).put("type", type).put("value", value).put("ttl", ttl);

        assertThatThrownBy(() -> fake.post(ZONE, body)).isInstanceOf(FakeVercel.Refusal.class);
        assertThat(fake.records(ZONE)).hasSize(2);
    }
}
