package io.github.ddnsjava.providers.netlify;

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
import org.junit.jupiter.params.provider.ValueSource;

/** What is sent, how often, what is left alone, and what is made of the vendor's errors and of wrong settings. */
class NetlifyTest {
    private static final String ZONE = "example.com";

    private static FakeNetlify fake;

    private Publishing account;

    @BeforeAll
    static void start() {
        fake = FakeNetlify.running();
    }

    @AfterAll
    static void stop() {
        fake.close();
    }

    @BeforeEach
    void reset() {
        fake.reset();
        fake.addZone(ZONE);
        account = new Publishing(create(Map.of()));
    }

    private static DnsProvider create(Map<String, String> more) {
        Map<String, Object> settings = new HashMap<>(Map.of("token", FakeNetlify.TOKEN, "endpoint", fake.endpoint()));
        settings.putAll(more);
        return DnsProviders.load().create("netlify", Settings.at("providers.n", settings), ProviderContext.standard());
    }

    private ChangeResult change() throws InterruptedException {
        return account.publish(Changes.ensure("www.example.com", "192.0.2.1"));
    }

    @Test
    @Tag("promise-12")
    void manyNamesCostOneListAndTwoCallsForEachAddressThatChanges() throws InterruptedException {
        account.publish(hosts(1, 1, 1));
        assertThat(fake.calls()).containsExactly("zones", "list", "post", "post");
        assertThat(fake.bodies().get(1))
                .hasToString("{\"type\":\"AAAA\",\"hostname\":\"h0.example.com\",\"value\":\"2001:db8::1\"}");

        int names = 20;
        account.publish(hosts(names, 1, 1));
        fake.forgetCalls();
        assertThat(account.publish(hosts(names, 1, 2)))
                .extracting(Publishing::outcome)
                .containsOnly(Outcome.UPDATED);
        assertThat(fake.calls().subList(0, 3)).containsExactly("list", "post", "delete");
        assertThat(fake.calls()).hasSize(1 + 4 * names);
        assertThat(fake.records(ZONE)).hasSize(2 * names);

        fake.forgetCalls();
        assertThat(account.publish(hosts(names, 2, 2))).hasOnlyElementsOfType(ChangeResult.AlreadyRight.class);
        assertThat(fake.calls()).containsExactly("list");
        assertThat(fake.refusals()).isEmpty();
    }

    @Test
    @Tag("promise-13")
    void aChangeKeepsTheTtlOfTheOldRecordAndTheRecordsOfOthers() throws InterruptedException {
        List<ObjectNode> others = List.of(
                fake.put(ZONE, "A", "www.example.com", "192.0.2.7", 60),
                fake.put(ZONE, "TXT", "www.example.com", "v=1", 60));
        fake.put(ZONE, "A", "www.example.com", "192.0.2.1", 7200);

        account.publish(Changes.ensure("www.example.com", "192.0.2.2")
                .confirmed("192.0.2.1")
                .attributes(Attributes.none().initial("ttl", Duration.ofMinutes(5))));

        assertThat(fake.records(ZONE)).hasSize(3).containsAll(others);
        assertThat(fake.records(ZONE).get(2).get("ttl").asInt()).isEqualTo(7200);
        assertThat(fake.records(ZONE).get(2).get("value").asText()).isEqualTo("192.0.2.2");
    }

    @Test
    void aTtlThatIsCorrectedCostsANewRecordToo() throws InterruptedException {
        fake.put(ZONE, "A", "www.example.com", "192.0.2.1", 7200);

        assertThat(outcome(account.publish(Changes.ensure("www.example.com", "192.0.2.1")
                        .confirmed("192.0.2.1")
                        .attributes(Attributes.none().ensure("ttl", Duration.ofMinutes(5))))))
                .isEqualTo(Outcome.UPDATED);

        assertThat(fake.calls()).containsExactly("zones", "list", "post", "delete");
        assertThat(fake.records(ZONE))
                .singleElement()
                .satisfies(record -> assertThat(record.get("ttl").asInt()).isEqualTo(300));
    }

    @Test
    @Tag("promise-15")
    void ifTheNewRecordIsRefusedTheOldOneStaysAndIfTheOldOneStaysTheSetIsInDoubt() throws InterruptedException {
        fake.put(ZONE, "A", "www.example.com", "192.0.2.9", 60);
        fake.plan("post", fake.invalid("value", "no").answer());
        assertThat(change()).isInstanceOf(ChangeResult.Failed.class);
        assertThat(fake.calls()).doesNotContain("delete");

        fake.plan("delete", FakeNetlify.refusal(422, "no").answer());
        assertThat(change()).isInstanceOf(ChangeResult.Unknown.class);
    }

    /** A correction of the TTL creates the new record first. If its end is not known, the next look ends it. */
    @Test
    @Tag("promise-15")
    void aPairThatAnInterruptedCorrectionLeavesIsOneRecordAfterTheNextLook() throws InterruptedException {
        fake.put(ZONE, "A", "www.example.com", "192.0.2.1", 7200);
        Changes.Builder wanted = Changes.ensure("www.example.com", "192.0.2.1")
                .confirmed("192.0.2.1")
                .attributes(Attributes.none().ensure("ttl", Duration.ofMinutes(5)));
        fake.plan("delete", FakeNetlify.refusal(500, "no").answer());
        assertThat(account.publish(wanted)).isInstanceOf(ChangeResult.Unknown.class);
        assertThat(fake.records(ZONE)).hasSize(2);

        fake.forgetCalls();
        assertThat(outcome(account.publish(wanted))).isEqualTo(Outcome.UPDATED);

        assertThat(fake.calls()).containsExactly("list", "delete");
        assertThat(fake.records(ZONE))
                .singleElement()
                .satisfies(record -> assertThat(record.get("ttl").asInt()).isEqualTo(300));
    }

    @Test
    void aWithdrawalDeletesOurValueAlone() throws InterruptedException {
        ObjectNode other = fake.put(ZONE, "A", "www.example.com", "192.0.2.7", 60);
        fake.put(ZONE, "A", "www.example.com", "192.0.2.1", 60);

        account.publish(Changes.withdraw("www.example.com", RecordType.A).confirmed("192.0.2.1"));

        assertThat(fake.records(ZONE)).containsExactly(other);
    }

    @Test
    void whatNetlifyManagesIsLeftAlone() throws InterruptedException {
        fake.put(ZONE, "NETLIFYv6", "site.example.com", "mine.netlify.app", 3600);
        fake.put(ZONE, "A", "managed.example.com", "192.0.2.9", 3600).put("managed", true);

        List<ChangeResult> results = account.publish(List.of(
                Changes.ensure("site.example.com", "192.0.2.1").build(),
                Changes.ensure("managed.example.com", "192.0.2.1").build(),
                Changes.ensure("www.example.com", "192.0.2.1").build()));

        assertThat(problem(results.get(0)).message()).contains("at a site");
        assertThat(problem(results.get(1)).message()).contains("Netlify manages");
        assertThat(outcome(results.get(2))).isEqualTo(Outcome.CREATED);
    }

    @Test
    void aTtlMayBeNull() throws InterruptedException {
        fake.put(ZONE, "A", "www.example.com", "192.0.2.9", 60).putNull("ttl");

        assertThat(outcome(change())).isEqualTo(Outcome.UPDATED);
        assertThat(fake.bodies().get(0).has("ttl")).isFalse();
    }

    @Test
    void aTeamIsSearchedAlone() throws InterruptedException {
        account = new Publishing(create(Map.of("accountSlug", "other")));

        assertThat(problem(change()).message()).contains("no zone of this account");
    }

    /** Two teams may have zones of the same name. */
    @Test
    @Tag("promise-11")
    void aTeamIsAnAccountOfItsOwn() {
        assertThat(create(Map.of("accountSlug", "other")).account())
                .isNotEqualTo(create(Map.of()).account())
                .isEqualTo(create(Map.of("accountSlug", "other")).account());
    }

    /** The vendor's errors, one a line: what was asked, status, and what it means. */
    @ParameterizedTest
    @CsvSource({
        "zones,  401, authentication, ACCOUNT",
        "post,   401, authentication, ACCOUNT",
        "list,   403, authentication, ZONE",
        "post,   403, authentication, RECORD",
        "list,   404, rejected,       ZONE",
        "post,   404, transient,      RECORD",
        "post,   400, rejected,       RECORD",
        "post,   422, rejected,       RECORD",
        "list,   429, rate-limited,   ACCOUNT",
        "post,   429, rate-limited,   ACCOUNT",
        "list,   500, transient,      ZONE",
        "post,   503, transient,      RECORD",
        "post,   201, rejected,       RECORD"
    })
    void eachErrorOfTheVendorHasItsMeaning(String call, int status, String kind, ProblemScope scope)
            throws InterruptedException {
        fake.plan(call, FakeNetlify.refusal(status, "what the vendor says").answer());

        Problem problem = problem(change());

        assertThat(problem.kind()).isEqualTo(ProblemKind.of(kind));
        if (!kind.equals("transient")) {
            assertThat(problem.scope()).isEqualTo(scope);
        }
        assertThat(problem.message()).contains("what the vendor says");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"errors\":{\"hostname\":[\"is bad\"]}}",
                "{\"errors\":[\"is bad\"]}",
                "{\"errors\":{\"hostname\":\"is bad\"}}"
            })
    void aRecordWithErrorsIsNotMade(String body) throws InterruptedException {
        fake.plan("post", aResponse().withStatus(201).withBody(body));

        Problem problem = problem(change());

        assertThat(problem.kind()).isEqualTo(ProblemKind.REJECTED);
        assertThat(problem.message()).contains("is bad");
    }

    @Test
    void aLimitTellsTheWaitByTheTimeOfItsReset() throws InterruptedException {
        long reset = account.publication().now().plusSeconds(60).getEpochSecond();
        fake.plan("post", FakeNetlify.refusal(429, "no").answer().withHeader("X-RateLimit-Reset", "" + reset));

        assertThat(problem(change()).retryAfter().orElseThrow())
                .isBetween(Duration.ofSeconds(59), Duration.ofSeconds(60));
    }

    @ParameterizedTest
    @CsvSource({"zones, {}", "zones, '[{\"name\":7}]'", "list, {}", "list, '[{}]'", "post, {}", "post, '[]'", "post, ''"
    })
    void anAnswerThatIsNotTheVendorsIsNoSuccess(String call, String body) throws InterruptedException {
        fake.plan(call, aResponse().withBody(body));

        assertThat(problem(change()).kind()).isEqualTo(ProblemKind.PROTOCOL);
    }

    @ParameterizedTest
    @Tag("promise-23")
    @ValueSource(strings = {"Bearer 0123456789abcdef", "0123456789", "0123456789abcdef\n0123456789abcdef"})
    void aTokenInAWrongFormIsRefusedBeforeAnythingIsSentAndTellsHowToMakeARightOne(String token) {
        assertThatThrownBy(() -> create(Map.of("token", token)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("providers.n.token")
                .hasMessageContaining("Personal access tokens")
                .hasMessageNotContaining("0123456789");
        assertThat(fake.calls()).isEmpty();
    }

    /** The fake refuses what the vendor refuses. */
    @ParameterizedTest
    @CsvSource({
        "www,               A, 192.0.2.1",
        "www.example.com.,  A, 192.0.2.1",
        "www.example.net,   A, 192.0.2.1",
        "www.example.com,   A, 2001:db8::1",
        "alias.example.com, A, 192.0.2.1"
    })
    void theFakeRefusesWhatTheVendorRefuses(String name, String type, String value) {
        fake.put(ZONE, "CNAME", "alias.example.com", "example.net", 60);
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("hostname", name).put("type", type).put("value", value);

        assertThatThrownBy(() -> fake.post(ZONE, body))
                .isInstanceOf(FakeNetlify.Refusal.class)
                .hasMessageContaining("422");
        assertThat(fake.records(ZONE)).hasSize(1);
    }
}
