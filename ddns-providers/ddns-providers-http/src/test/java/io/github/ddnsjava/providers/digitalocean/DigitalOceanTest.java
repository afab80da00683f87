package io.github.ddnsjava.providers.digitalocean;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static io.github.ddnsjava.provider.testkit.Publishing.hosts;
import static io.github.ddnsjava.provider.testkit.Publishing.outcome;
import static io.github.ddnsjava.provider.testkit.Publishing.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import io.github.ddnsjava.provider.testkit.fake.VendorContract;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.DnsProviders;
import io.github.ddnsjava.publish.ProviderContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The contract, and what is DigitalOcean's own. */
class DigitalOceanTest extends VendorContract<FakeDigitalOcean> {
    DigitalOceanTest() {
        super("digitalocean", new FakeDigitalOcean(), Map.of("token", FakeDigitalOcean.TOKEN));
        lookup("/domains", 200);
        list("/domains/{domain}/records", 200);
        writes("post", "patch", "delete");
        costs("zones list post*40", "list patch*40", "list");
        String[] tokens = {
            "Bearer dop_v1_0123456789abcdef",
            "dor_v1_0123456789abcdef",
            "dop_v1\n0123456789abcdef",
            "dop_v1_0123456789äbcdef"
        };
        wrong("token", "personal access token", tokens);
        wrong("token", "API, Tokens", tokens);
        answers((status, id) -> FakeDigitalOcean.refusal(status, id, SAID), """
                zones  401 unauthorized         -> authentication ACCOUNT
                list   401 unauthorized         -> authentication ACCOUNT
                post   401 unauthorized         -> authentication ACCOUNT
                patch  401 unauthorized         -> authentication ACCOUNT
                zones  403 forbidden            -> authentication ACCOUNT
                list   403 forbidden            -> authentication ZONE
                post   403 forbidden            -> authentication RECORD
                patch  403 forbidden            -> authentication RECORD
                list   404 not_found            -> rejected       ZONE
                post   404 not_found            -> transient      RECORD
                patch  404 not_found            -> transient      RECORD
                list   422 unprocessable_entity -> rejected       RECORD
                post   422 unprocessable_entity -> rejected       RECORD
                patch  422 unprocessable_entity -> rejected       RECORD
                zones  429 too_many_requests    -> rate-limited   ACCOUNT
                list   429 too_many_requests    -> rate-limited   ACCOUNT
                post   429 too_many_requests    -> rate-limited   ACCOUNT
                zones  500 server_error         -> transient
                list   503 server_error         -> transient
                post   500 server_error         -> transient      doubt
                post   502 server_error         -> transient      doubt
                post   503 server_error         -> transient      doubt
                post   504 server_error         -> transient      doubt
                post   200 unprocessable_entity -> rejected       RECORD
                list   200 unauthorized         -> authentication ACCOUNT
                delete 200 not_allowed          -> rejected
                delete 200 <html>OK</html>      -> protocol
                post   200 <html>welcome</html> -> protocol       doubt
                post   200 ''                   -> protocol       doubt
                post   302 ''                   -> protocol       doubt
                post   201 {"domain_record":null} -> protocol     doubt
                post   201 {"domain_record":{"id":1,"type":"A","name":"www","data":"192.0.2.9","ttl":1800}} -> protocol doubt
                post   201 {"domain_record":{"id":1,"type":"A","name":"www","data":"2001:db8::1","ttl":1800}} -> protocol doubt
                list   200 {"domain_records":{}} -> protocol
                list   200 {"links":{}}         -> protocol
                list   200 {"domain_records":[{"id":1,"type":"A","name":"www","data":"192.0.2.9","ttl":"x"}]} -> protocol
                zones  200 {"domains":[{"name":7}]} -> protocol
                zones  200 []                   -> protocol
                zones  200 ''                   -> protocol
                """);
        refuses("""
                GET    /domains?per_page=201 -> 422
                GET    /domains?page=0 -> 422
                GET    /domains?limit=5 -> 422
                GET    /domains/example.org/records -> 404
                GET    /domains/example.com/records?per_page=201 -> 422
                GET    /domains/example.com/records/ -> 404
                GET    /domains/example.com/records?name=old -> 200 "total":0
                GET    /domains/example.com/records?name=old.example.com -> 200 "total":21
                GET    /domains/example.com/records?name=old.example.com -> 200 records?page=2&per_page=20"
                GET    /domains/example.com/records?name=*.example.com -> 422
                PATCH  /domains/example.com/records/1 {'type':'A'} -> 404
                PATCH  /domains/example.com/records/OLD {'data':'192.0.2.22'} -> 422
                DELETE /domains/example.com/records/1 -> 404
                DELETE /domains/example.com/records/x -> 404
                PUT    /domains/example.com/records/1 {'type':'A'} -> 404
                POST   /domains/example.com/records?type=A {'type':'A'} -> 422
                POST   /domains/example.com/records {'type':'A','name':'www','data':'192.0.2.1','ttl':29} -> 422
                POST   /domains/example.com/records {'type':'A','name':'www','data':'192.0.2.1','ttl':'300'} -> 422
                POST   /domains/example.com/records {'type':'A','name':'www','data':'192.0.2.1','ttl':null} -> 422
                POST   /domains/example.com/records {'type':'A','name':'www','data':'192.0.2.1','comment':'x'} -> 422
                POST   /domains/example.com/records {'type':'A','name':'www.example.com','data':'192.0.2.1'} -> 422
                POST   /domains/example.com/records {'type':'A','name':'www.','data':'192.0.2.1'} -> 422
                POST   /domains/example.com/records {'type':'A','name':'','data':'192.0.2.1'} -> 422
                POST   /domains/example.com/records {'type':'A','name':'WWW','data':'192.0.2.1'} -> 422
                POST   /domains/example.com/records {'type':'A','name':'bücher','data':'192.0.2.1'} -> 422
                POST   /domains/example.com/records {'name':'www','data':'192.0.2.1'} -> 422
                POST   /domains/example.com/records {'type':'A','data':'192.0.2.1'} -> 422
                POST   /domains/example.com/records {'type':'A','name':'www'} -> 422
                POST   /domains/example.com/records {'type':'A','name':'www','data':'192.0.2'} -> 422
                POST   /domains/example.com/records {'type':'A','name':'www','data':'2001:db8::1'} -> 422
                POST   /domains/example.com/records {'type':'AAAA','name':'www','data':'2001:DB8::1'} -> 422
                POST   /domains/example.com/records {'type':'A','name':'alias','data':'192.0.2.1'} -> 422
                POST   /domains/example.com/records {'type':'CNAME','name':'old','data':'example.net.'} -> 422
                POST   /domains/example.com/records {'type':'A','type':'A'} -> 422
                POST   /domains/example.com/records [] -> 422
                POST   /domains/example.com/records nonsense -> 422
                POST   /domains/example.com/records {'type':'A','name':'www','data':'192.0.2.1'} -> 201 "ttl":1800
                """);
    }

    /** More than a page of records stands there. */
    @Override
    protected void prepare() {
        super.prepare();
        for (int i = 1; i <= 20; i++) {
            fake.put(ZONE, "A", "old", "192.0.2." + (100 + i), 300);
        }
    }

    @Override
    protected String filled(String text) {
        return text.replace("OLD", fake.records(ZONE).get(0).get("id").asText());
    }

    @Test
    void aNewNameIsPostedRelativeToItsZone() throws InterruptedException {
        assertThat(outcome(account().publish(Changes.ensure("a.b.example.com", "192.0.2.1"))))
                .isEqualTo(Outcome.CREATED);

        assertThat(fake.calls()).containsExactly("zones", "list", "post");
        assertThat(fake.bodies())
                .extracting(Object::toString)
                .containsExactly("{\"type\":\"A\",\"name\":\"a.b\",\"data\":\"192.0.2.1\"}");
        assertThat(fake.refusals()).isEmpty();
    }

    @Test
    void theApexAndAWildcardHaveNamesOfTheirOwn() throws InterruptedException {
        account()
                .publish(List.of(
                        Changes.ensure("example.com", "192.0.2.1").build(),
                        Changes.ensure("*.example.com", "192.0.2.2").build(),
                        Changes.ensure("*.b.example.com", "192.0.2.3").build()));

        assertThat(fake.records(ZONE))
                .extracting(record -> record.get("name").textValue())
                .containsExactlyInAnyOrder("@", "*", "*.b");
    }

    @Test
    void aChangeIsPatchedAndKeepsWhatItDoesNotName() throws InterruptedException {
        ObjectNode there = fake.put(ZONE, "A", "www", "192.0.2.1", 7200);

        assertThat(outcome(account()
                        .publish(Changes.ensure("www.example.com", "192.0.2.2")
                                .attributes(Attributes.none().initial("ttl", Duration.ofMinutes(5))))))
                .isEqualTo(Outcome.UPDATED);

        assertThat(fake.calls()).containsExactly("zones", "list", "patch");
        assertThat(fake.bodies())
                .extracting(Object::toString)
                .containsExactly("{\"type\":\"A\",\"data\":\"192.0.2.2\"}");
        assertThat(fake.records(ZONE)).containsExactly(there.deepCopy().put("data", "192.0.2.2"));
    }

    @Test
    void aWithdrawalDeletesOurValueAlone() throws InterruptedException {
        ObjectNode others = fake.put(ZONE, "A", "www", "192.0.2.7", 600);
        ObjectNode text = fake.put(ZONE, "TXT", "www", "v=1", 600);
        fake.put(ZONE, "A", "www", "192.0.2.1", 600);

        assertThat(outcome(account()
                        .publish(Changes.withdraw("www.example.com", RecordType.A)
                                .confirmed("192.0.2.1"))))
                .isEqualTo(Outcome.WITHDRAWN);

        assertThat(fake.calls()).containsExactly("zones", "list", "delete");
        assertThat(fake.records(ZONE)).containsExactly(others, text);
    }

    @Test
    void whatIsGoneAlreadyIsWithdrawn() throws InterruptedException {
        fake.put(ZONE, "A", "www", "192.0.2.1", 600);
        fake.plan("delete", FakeDigitalOcean.refusal(404, "not_found", "gone").answer());

        assertThat(outcome(account()
                        .publish(Changes.withdraw("www.example.com", RecordType.A)
                                .confirmed("192.0.2.1"))))
                .isEqualTo(Outcome.WITHDRAWN);
    }

    @Test
    @Tag("promise-13")
    void valuesOfOthersStayAsTheyAre() throws InterruptedException {
        List<ObjectNode> others = List.of(
                fake.put(ZONE, "A", "www", "192.0.2.7", 60),
                fake.put(ZONE, "AAAA", "www", "2001:db8::7", 61),
                fake.put(ZONE, "MX", "www", "mail.example.net.", 62).put("priority", 10),
                fake.put(ZONE, "A", "other", "192.0.2.1", 63));
        fake.put(ZONE, "A", "www", "192.0.2.1", 64);

        account()
                .publish(Changes.ensure("www.example.com", "192.0.2.2")
                        .confirmed("192.0.2.1")
                        .attributes(Attributes.none().ensure("ttl", Duration.ofMinutes(5))));

        assertThat(fake.records(ZONE)).containsAll(others);
        assertThat(fake.records(ZONE))
                .filteredOn(record -> record.get("data").textValue().equals("192.0.2.2"))
                .singleElement()
                .satisfies(record -> assertThat(record.get("ttl").asInt()).isEqualTo(300));
    }

    @Test
    void aNameWithACnameIsLeftAloneBeforeAnythingIsSentAndItsNeighboursGoOn() throws InterruptedException {
        fake.put(ZONE, "CNAME", "www", "example.net.", 600);

        List<ChangeResult> results = account()
                .publish(List.of(
                        Changes.ensure("www.example.com", "192.0.2.1").build(),
                        Changes.ensure("home.example.com", "192.0.2.1").build(),
                        Changes.withdraw("www.example.com", RecordType.AAAA)
                                .confirmed("2001:db8::1")
                                .build()));

        assertThat(problem(results.get(0)).kind()).isEqualTo(ProblemKind.REJECTED);
        assertThat(problem(results.get(0)).message())
                .contains("www.example.com A")
                .contains("CNAME")
                .contains("remove");
        assertThat(outcome(results.get(1))).isEqualTo(Outcome.CREATED);
        assertThat(results.get(2)).isInstanceOf(ChangeResult.AlreadyRight.class);
        assertThat(fake.calls()).containsExactly("zones", "list", "post");
    }

    @Test
    @Tag("promise-12")
    void bothFamiliesOfANameAreListedTogetherAndAlone() throws InterruptedException {
        for (int i = 0; i < 401; i++) {
            fake.put(ZONE, "A", "other" + i, "192.0.2.9", 600);
        }

        account().publish(hosts(1, 1, 1));

        assertThat(fake.calls()).containsExactly("zones", "list", "post", "post");
    }

    @Test
    void moreThanOnePageOfRecordsOfOneNameIsReadWithItsFilter() throws InterruptedException {
        for (int i = 0; i < 400; i++) {
            fake.put(ZONE, "TXT", "www", "text" + i, 600);
            fake.put(ZONE, "TXT", "other", "text" + i, 600);
        }
        fake.put(ZONE, "A", "www", "192.0.2.1", 600);

        assertThat(outcome(account()
                        .publish(Changes.ensure("www.example.com", "192.0.2.2").confirmed("192.0.2.1"))))
                .isEqualTo(Outcome.UPDATED);

        assertThat(fake.calls()).containsExactly("zones", "list", "list", "list", "patch");
    }

    @Test
    void theTtlOfOthersIsNotReportedAsOurs() throws InterruptedException {
        fake.put(ZONE, "A", "www", "192.0.2.7", 7200);
        fake.put(ZONE, "A", "www", "192.0.2.1", 600);

        ChangeResult result =
                account().publish(Changes.ensure("www.example.com", "192.0.2.2").confirmed("192.0.2.1"));

        assertThat(((ChangeResult.Applied) result).effective()).containsEntry("ttl", Duration.ofMinutes(10));
    }

    @Test
    @Tag("promise-15")
    void valuesAreChangedBeforeOthersAreDeletedAndASetThatIsHalfDoneIsInDoubt() throws InterruptedException {
        fake.put(ZONE, "A", "www", "192.0.2.7", 600);
        fake.put(ZONE, "A", "www", "192.0.2.8", 600);
        fake.plan(
                "delete",
                FakeDigitalOcean.refusal(500, "server_error", "Unexpected server-side error")
                        .answer());

        ChangeResult result =
                account().publish(Changes.ensure("www.example.com", "192.0.2.1").ownsSet());

        assertThat(fake.calls()).containsExactly("zones", "list", "patch", "delete");
        assertThat(result).isInstanceOf(ChangeResult.Unknown.class);
    }

    @Test
    void aZoneThatIsGoneIsNotTakenForAnEmptyOne() throws InterruptedException {
        account().publish(Changes.ensure("www.example.com", "192.0.2.1"));
        fake.removeZone(ZONE);
        fake.forgetCalls();

        ChangeResult result =
                account().publish(Changes.ensure("www.example.com", "192.0.2.2").confirmed("192.0.2.1"));

        assertThat(problem(result).kind()).isEqualTo(ProblemKind.REJECTED);
        assertThat(problem(result).message()).contains("no zone of this account contains www.example.com");
        assertThat(problem(result).scope()).isEqualTo(ProblemScope.RECORD);
        assertThat(fake.calls()).containsExactly("list", "zones");
    }

    @Test
    void wrongCredentialsAndMissingScopesAreToldWithTheRemedy() throws InterruptedException {
        fake.plan(
                "zones",
                FakeDigitalOcean.refusal(401, "unauthorized", "Unable to authenticate you")
                        .answer());
        assertThat(problem(change()).message()).contains("make a new one under API, Tokens");

        fake.plan(
                "zones",
                FakeDigitalOcean.refusal(403, "forbidden", "You are not authorized")
                        .answer());
        assertThat(problem(change()).message()).contains("domain:read");
    }

    @Test
    void theBurstLimitTellsTheWaitByRetryAfter() throws InterruptedException {
        fake.plan(
                "post",
                FakeDigitalOcean.refusal(429, "too_many_requests", "API Rate limit exceeded.")
                        .answer()
                        .withHeader("Retry-After", "43")
                        .withHeader("ratelimit-reset", "4102444800"));

        assertThat(problem(change()).retryAfter()).contains(Duration.ofSeconds(43));
    }

    @Test
    void theHourlyLimitTellsTheWaitByTheTimeOfItsReset() throws InterruptedException {
        long reset = account().publication().now().plusSeconds(600).getEpochSecond();
        fake.plan(
                "list",
                FakeDigitalOcean.refusal(429, "too_many_requests", "API Rate limit exceeded.")
                        .answer()
                        .withHeader("ratelimit-reset", "" + reset));

        Problem problem = problem(change());

        assertThat(problem.kind()).isEqualTo(ProblemKind.RATE_LIMITED);
        assertThat(problem.retryAfter().orElseThrow()).isBetween(Duration.ofSeconds(599), Duration.ofSeconds(600));
    }

    @Test
    void idsMayBeTexts() throws InterruptedException {
        fake.plan(
                "list",
                aResponse()
                        .withBody("{\"domain_records\":[{\"id\":\"00x7\",\"type\":\"A\",\"name\":\"www\","
                                + "\"data\":\"192.0.2.1\",\"ttl\":1800}]}"));

        assertThat(change()).isInstanceOf(ChangeResult.AlreadyRight.class);
    }

    @Test
    @Tag("promise-23")
    void everyWrongSettingIsNamedAtOnce() {
        assertThatThrownBy(() -> create(Map.of("token", "Bearer x", "endpoint", "http://192.0.2.1/", "tokens", "x")))
                .isInstanceOfSatisfying(
                        ConfigurationException.class,
                        e -> assertThat(e.problems())
                                .extracting(ConfigurationException.Entry::path)
                                .containsExactlyInAnyOrder(
                                        "providers.digitalocean.tokens",
                                        "providers.digitalocean.endpoint",
                                        "providers.digitalocean.token"));
        assertThatThrownBy(() -> DnsProviders.load()
                        .create(
                                "digitalocean",
                                Settings.at("providers.digitalocean", Map.of()),
                                ProviderContext.standard()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(
                        "providers.digitalocean.token: is missing: a personal access token with the scopes");
    }

    @Test
    @Tag("promise-22")
    void oneTokenIsOneAccountAndNothingTellsTheToken() {
        DnsProvider one = create(Map.of("token", "dop_v1_t0ken"));

        assertThat(create(Map.of("token", "dop_v1_t0ken")).account()).isEqualTo(one.account());
        assertThat(create(Map.of("token", "dop_v1_other")).account()).isNotEqualTo(one.account());
        assertThat(one.account() + one + one.fingerprint()).doesNotContain("t0ken");
    }
}
