package io.github.ddnsjava.providers.vercel;

import static io.github.ddnsjava.provider.testkit.Publishing.hosts;
import static io.github.ddnsjava.provider.testkit.Publishing.outcome;
import static io.github.ddnsjava.provider.testkit.Publishing.problem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.github.ddnsjava.Attributes;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.provider.testkit.Changes;
import io.github.ddnsjava.provider.testkit.Publishing;
import io.github.ddnsjava.provider.testkit.fake.VendorContract;
import io.github.ddnsjava.publish.ChangeResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The contract, and what is Vercel's own. */
class VercelTest extends VendorContract<FakeVercel> {
    VercelTest() {
        super("vercel", new FakeVercel(), Map.of("token", FakeVercel.TOKEN, "teamId", FakeVercel.TEAM));
        plain("teamId");
        lookup("/v5/domains/{domain}", 0);
        list("/v4/domains/{domain}/records", 100);
        raisesNoTtls();
        writes("post", "patch", "delete");
        costs("zone*21 list post*40", "list patch*40", "list");
        asksForWhatMayBeMissing("zone");
        wrong("token", "vercel.com/account/tokens", "Bearer 0123456789abcdef", "0123456789");
        wrong("teamId", "team_", "my team 0123456789");
        answers((status, code) -> FakeVercel.refusal(status, code, SAID), """
                zone  401 not_authorized        -> authentication ACCOUNT
                list  403 forbidden             -> authentication ZONE
                post  403 not_authorized        -> authentication RECORD
                patch 401 forbidden             -> authentication ACCOUNT
                list  404 not_found             -> rejected       ZONE
                patch 404 not_found             -> transient      RECORD
                post  400 bad_request           -> rejected       RECORD
                patch 400 invalid_value         -> rejected       RECORD
                post  402 payment_required      -> rejected       RECORD
                zone  429 rate_limited          -> rate-limited   ACCOUNT
                post  429 too_many_requests     -> rate-limited   ACCOUNT
                list  500 internal_server_error -> transient      RECORD
                patch 503 internal_server_error -> transient      doubt
                post  200 bad_request           -> rejected       RECORD
                zone  200 {}                    -> protocol
                list  200 {}                    -> protocol
                list  200 {"records":{}}        -> protocol
                post  200 []                    -> protocol
                patch 200 {"value":"::1"}       -> protocol
                """);
        refuses("""
                POST /v2/domains/example.com/records?teamId=TEAM {'type':'A','name':'www','value':'192.0.2.1','ttl':59} -> 400
                POST /v2/domains/example.com/records?teamId=TEAM {'type':'A','name':'www.example.com','value':'192.0.2.1','ttl':60} -> 400
                POST /v2/domains/example.com/records?teamId=TEAM {'type':'A','name':'www','value':'2001:db8::1','ttl':60} -> 400
                POST /v2/domains/example.com/records?teamId=TEAM {'type':'A','name':'old','value':'192.0.2.9','ttl':60} -> 409
                POST /v2/domains/example.com/records?teamId=TEAM {'type':'A','name':'alias','value':'192.0.2.1','ttl':60} -> 400
                POST /v2/domains/example.com/records?teamId=TEAM {'type':'A','name':'@','value':'192.0.2.1','ttl':60} -> 400
                """);
    }

    @Override
    protected String filled(String text) {
        return text.replace("TEAM", FakeVercel.TEAM);
    }

    @Override
    public ResponseDefinitionBuilder unauthorized() {
        return FakeVercel.invalidToken().answer();
    }

    @Test
    void aNewRecordHasTheUsualTtlAndAChangeNamesNothingButTheAddress() throws InterruptedException {
        account().publish(Publishing.hosts(1, 1, 1));
        account().publish(Publishing.hosts(1, 1, 2));

        assertThat(fake.calls()).startsWith("zone", "zone", "list", "post", "post");
        assertThat(fake.bodies().get(1)).hasToString("{\"type\":\"AAAA\",\"name\":\"h0\",\"value\":\"2001:db8::1\"}");
        assertThat(fake.bodies().get(2)).hasToString("{\"value\":\"192.0.2.2\"}");
    }

    /** The domains of two teams are not the same, though one token may be for both. */
    @Test
    void aTeamIsAnAccountOfItsOwn() {
        assertThat(create(Map.of("teamId", "team_0123456789abcdefghijABCD")).account())
                .isNotEqualTo(provider().account());
    }

    @Test
    @Tag("promise-13")
    void aChangeKeepsTtlCommentAndTheRecordsOfOthers() throws InterruptedException {
        List<ObjectNode> others =
                List.of(fake.put(ZONE, "A", "www", "192.0.2.7", 60), fake.put(ZONE, "TXT", "www", "v=1", 60));
        ObjectNode ours = fake.put(ZONE, "A", "www", "192.0.2.1", 7200);

        account()
                .publish(Changes.ensure("www.example.com", "192.0.2.2")
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

        List<ChangeResult> results = account()
                .publish(List.of(
                        Changes.ensure("example.com", "192.0.2.1").build(),
                        Changes.ensure("managed.example.com", "192.0.2.1").build(),
                        Changes.ensure("alias.example.com", "192.0.2.1").build()));

        assertThat(outcome(results.get(0))).isEqualTo(Outcome.CREATED);
        assertThat(problem(results.get(1)).message()).contains("Vercel manages");
        assertThat(problem(results.get(2)).message()).contains("ALIAS");
    }

    /** One request tells; asking every suffix of every name with a dead token would tell no more. */
    @Test
    @Tag("promise-14")
    void aTokenThatWasRevokedHoldsTheAccountAfterOneRequest() throws InterruptedException {
        account(Map.of("token", "0123456789abcdef0123"));

        List<ChangeResult> results = account().publish(hosts(3, 1, 1));

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
        long reset = account().publication().now().plusSeconds(600).getEpochSecond();
        fake.plan(
                "post",
                FakeVercel.refusal(429, "rate_limited", "too many")
                        .answer()
                        .withHeader("x-ratelimit-reset", "" + reset));

        assertThat(problem(change()).retryAfter().orElseThrow())
                .isBetween(Duration.ofSeconds(599), Duration.ofSeconds(600));
    }

    @Test
    void aWithdrawalDeletesOurValueAlone() throws InterruptedException {
        ObjectNode others = fake.put(ZONE, "A", "www", "192.0.2.7", 60);
        fake.put(ZONE, "A", "www", "192.0.2.1", 60);

        account().publish(Changes.withdraw("www.example.com", RecordType.A).confirmed("192.0.2.1"));

        assertThat(fake.records(ZONE)).containsExactly(others);
    }
}
