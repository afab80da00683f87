package io.github.ddnsjava.providers.gandi;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static io.github.ddnsjava.provider.testkit.Publishing.outcome;
import static io.github.ddnsjava.provider.testkit.Publishing.problem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.github.ddnsjava.Attributes;
import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.provider.testkit.Changes;
import io.github.ddnsjava.provider.testkit.Trouble;
import io.github.ddnsjava.provider.testkit.fake.VendorContract;
import io.github.ddnsjava.publish.AttributeSpec;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.DnsProvider;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The contract, and what is Gandi's own. */
class GandiTest extends VendorContract<FakeGandi> {
    GandiTest() {
        super("gandi", new FakeGandi(), Map.of("token", FakeGandi.TOKEN));
        asksForWhatMayBeMissing("zone", "get");
        lookup("/domains/{domain}", 0);
        raisesNoTtls();
        writes("put", "put", "delete");
        costs("zone*21 get*40 put*40", "get*40 put*40", "get*40");
        String[] tokens = {
            "Bearer 0123456789abcdef",
            "Apikey 0123456789abcdef",
            "0123456789abcdef01234567",
            "01234567\n89abcdef",
            "0123456789äbcdef"
        };
        wrong("token", "under Personal Access Tokens", tokens);
        wrong("token", "none of the older API keys", tokens);
        answers((status, object) -> FakeGandi.refusal(status, object, SAID), """
                zone   401 HTTPUnauthorized        -> authentication ACCOUNT
                get    401 HTTPUnauthorized        -> authentication ACCOUNT
                put    401 HTTPUnauthorized        -> authentication ACCOUNT
                get    403 HTTPForbidden           -> authentication ZONE
                put    403 HTTPForbidden           -> authentication
                get    404 HTTPNotFound            -> rejected       ZONE
                put    404 HTTPNotFound            -> transient      RECORD
                put    400 HTTPBadRequest          -> rejected       RECORD
                put    409 HTTPConflict            -> rejected       RECORD
                get    429 HTTPTooManyRequests     -> rate-limited   ACCOUNT
                put    429 HTTPTooManyRequests     -> rate-limited   ACCOUNT
                get    500 HTTPInternalServerError -> transient
                put    500 HTTPServerError         -> transient      doubt
                put    502 HTTPServerError         -> transient      doubt
                put    503 HTTPServerError         -> transient      doubt
                put    504 HTTPServerError         -> transient      doubt
                put    200 HTTPForbidden           -> authentication
                get    200 HTTPNotFound            -> rejected       ZONE
                put    200 <html>welcome</html>    -> protocol       doubt
                put    200 ''                      -> protocol       doubt
                put    201 {}                      -> protocol       doubt
                put    201 []                      -> protocol       doubt
                put    302 ''                      -> protocol       doubt
                delete 200 <html>OK</html>         -> protocol       doubt
                get    200 {"rrset_ttl":300}       -> protocol
                get    200 {"rrset_ttl":300,"rrset_values":"192.0.2.1"} -> protocol
                get    200 {"rrset_ttl":"300","rrset_values":["192.0.2.1"]} -> protocol
                get    200 ''                      -> protocol
                zone   200 []                      -> protocol
                zone   200 {}                      -> protocol
                zone   200 <html>                  -> protocol
                """);
        refuses("""
                GET    /domains/example.org -> 404 HTTPNotFound
                GET    /domains/example.com/records/www/A -> 404 dns-record
                GET    /domains/example.org/records/www/A -> 404 HTTPNotFound
                GET    /domains/example.com/records/old/A?x=1 -> 404 HTTPNotFound
                DELETE /domains/example.com/records/www/A -> 404 dns-record
                DELETE /domains/example.com/records/old -> 404 HTTPNotFound
                PUT    /domains/example.com/records/old {} -> 404 HTTPNotFound
                POST   /domains/example.com/records/old/A {} -> 404 HTTPNotFound
                PUT    /domains/example.com/records/www/A {'rrset_values':['192.0.2.1'],'rrset_ttl':299} -> 400 "location":"body"
                PUT    /domains/example.com/records/www/A {'rrset_values':['192.0.2.1'],'rrset_ttl':2592001} -> 400 rrset_ttl
                PUT    /domains/example.com/records/www/A {'rrset_values':['192.0.2.1'],'rrset_ttl':'300'} -> 400 rrset_ttl
                PUT    /domains/example.com/records/www/A {'rrset_values':['192.0.2.1'],'rrset_type':'A'} -> 400 rrset_type
                PUT    /domains/example.com/records/www/A {'rrset_values':[]} -> 400 rrset_values
                PUT    /domains/example.com/records/www/A {'rrset_values':'192.0.2.1'} -> 400 rrset_values
                PUT    /domains/example.com/records/www/A {'rrset_values':['192.0.2.1','192.0.2.1']} -> 400 rrset_values
                PUT    /domains/example.com/records/www/A {'rrset_values':['192.0.2']} -> 400 rrset_values
                PUT    /domains/example.com/records/www/A {'rrset_values':['2001:db8::1']} -> 400 rrset_values
                PUT    /domains/example.com/records/www/AAAA {'rrset_values':['2001:DB8::1']} -> 400 rrset_values
                PUT    /domains/example.com/records/www/A {'rrset_ttl':300} -> 400 rrset_values
                PUT    /domains/example.com/records/www.example.com/A {'rrset_values':['192.0.2.1']} -> 400 rrset_name
                PUT    /domains/example.com/records/www./A {'rrset_values':['192.0.2.1']} -> 400 rrset_name
                PUT    /domains/example.com/records/WWW/A {'rrset_values':['192.0.2.1']} -> 400 rrset_name
                PUT    /domains/example.com/records/alias/A {'rrset_values':['192.0.2.1']} -> 400 CNAME
                PUT    /domains/example.com/records/old/CNAME {'rrset_values':['example.net.']} -> 400 CNAME
                PUT    /domains/example.com/records/www/A [] -> 400 body
                PUT    /domains/example.com/records/www/A nonsense -> 400 body
                PUT    /domains/example.com/records/old/A {'rrset_values':['192.0.2.2']} -> 201 Created
                """);
    }

    @Override
    public void reset() {
        super.reset();
        fake.forbidden.add("foreign.example");
    }

    /** Domains of others are forbidden, and those of nobody are not found. */
    @Override
    public Optional<DnsName> foreignName() {
        return Optional.of(DnsName.of("host.foreign.example"));
    }

    /** Rights are granted for whole domains. */
    @Override
    public Optional<Trouble> forbiddenZone() {
        return Optional.of(zone -> {
            fake.forbidden.add(zone.toString());
            return fake.forbidden::clear;
        });
    }

    @Override
    public ResponseDefinitionBuilder missing() {
        return FakeGandi.refusal(404, "dns-record", "Can't find the DNS record in the zone")
                .answer();
    }

    @Override
    public Optional<ResponseDefinitionBuilder> refusal(String reason) {
        return Optional.of(FakeGandi.wrong("rrset_values", reason).answer());
    }

    /** The apex, so that the first name to be tried is the zone. */
    private ChangeResult move() throws InterruptedException {
        return account().publish(Changes.ensure("example.com", "192.0.2.1"));
    }

    /** A right that is missing for a domain, or a record alone. */
    @ParameterizedTest
    @CsvSource({"zone, 403, ZONE", "put, 403, RECORD", "put, 200, RECORD"})
    void aMissingRightHoldsWhatItIsMissingFor(String call, int status, ProblemScope scope) throws InterruptedException {
        fake.plan(call, FakeGandi.refusal(status, "HTTPForbidden", SAID).answer());

        Problem problem = problem(move());

        assertThat(problem.kind()).isEqualTo(ProblemKind.AUTHENTICATION);
        assertThat(problem.scope()).isEqualTo(scope);
        assertThat(problem.message()).contains(SAID);
        assertThat(fake.calls()).filteredOn(call::equals).hasSize(1);
    }

    @Test
    void aPutReplacesTheWholeSetAndForgetsItsTtl() throws Exception {
        prepare();
        fake.send("PUT", "/domains/example.com/records/old/A", "{\"rrset_values\":[\"192.0.2.2\"]}", authorization());

        assertThat(fake.records(ZONE).get(0).toString())
                .contains("\"rrset_values\":[\"192.0.2.2\"]", "\"rrset_ttl\":10800");
    }

    @Test
    void aNewNameIsPutByItsRelativeNameAndType() throws InterruptedException {
        assertThat(outcome(account().publish(Changes.ensure("a.b.example.com", "192.0.2.1"))))
                .isEqualTo(Outcome.CREATED);

        assertThat(fake.calls()).containsExactly("zone", "zone", "zone", "get", "put");
        assertThat(fake.bodies()).extracting(Object::toString).containsExactly("{\"rrset_values\":[\"192.0.2.1\"]}");
        assertThat(fake.records(ZONE))
                .extracting(set -> set.get("rrset_name").textValue())
                .containsExactly("a.b");
    }

    @Test
    void theApexAndAWildcardHaveNamesOfTheirOwn() throws InterruptedException {
        account()
                .publish(List.of(
                        Changes.ensure("example.com", "192.0.2.1").build(),
                        Changes.ensure("*.example.com", "192.0.2.2").build(),
                        Changes.ensure("*.b.example.com", "192.0.2.3").build()));

        assertThat(fake.records(ZONE))
                .extracting(set -> set.get("rrset_name").textValue())
                .containsExactlyInAnyOrder("@", "*", "*.b");
    }

    @Test
    @Tag("promise-13")
    void aChangeKeepsTheTtlAndTheValuesOfOthersAndOtherSets() throws InterruptedException {
        fake.put(ZONE, "A", "www", "192.0.2.7", 7200);
        fake.put(ZONE, "A", "www", "192.0.2.1", 7200);
        fake.put(ZONE, "AAAA", "www", "2001:db8::7", 600);
        fake.put(ZONE, "TXT", "www", "\"v=1\"", 600);
        List<ObjectNode> before = fake.records(ZONE);

        assertThat(outcome(account()
                        .publish(Changes.ensure("www.example.com", "192.0.2.2")
                                .confirmed("192.0.2.1")
                                .attributes(Attributes.none().initial("ttl", Duration.ofMinutes(5))))))
                .isEqualTo(Outcome.UPDATED);

        assertThat(fake.bodies())
                .extracting(Object::toString)
                .containsExactly("{\"rrset_values\":[\"192.0.2.2\",\"192.0.2.7\"],\"rrset_ttl\":7200}");
        assertThat(fake.records(ZONE)).containsAll(before.subList(1, 3));
    }

    @Test
    void aTtlIsCorrectedForTheWholeSet() throws InterruptedException {
        fake.put(ZONE, "A", "www", "192.0.2.7", 7200);
        fake.put(ZONE, "A", "www", "192.0.2.1", 7200);

        ChangeResult result = account()
                .publish(Changes.ensure("www.example.com", "192.0.2.1")
                        .confirmed("192.0.2.1")
                        .attributes(Attributes.none().ensure("ttl", Duration.ofMinutes(5))));

        assertThat(((ChangeResult.Applied) result).effective()).containsEntry("ttl", Duration.ofMinutes(5));
        assertThat(fake.bodies())
                .extracting(Object::toString)
                .containsExactly("{\"rrset_values\":[\"192.0.2.1\",\"192.0.2.7\"],\"rrset_ttl\":300}");
    }

    @Test
    void aTtlThatTheVendorWouldRefuseIsNotAmongThoseThatCanBeConfigured() {
        AttributeSpec ttl = provider().abilities().attributes().get("ttl");

        assertThat(List.of(300, 2_592_000)).allMatch(seconds -> ttl.accepts(Duration.ofSeconds(seconds)));
        assertThat(List.of(299, 2_592_001)).noneMatch(seconds -> ttl.accepts(Duration.ofSeconds(seconds)));
    }

    @Test
    void aWithdrawalOfTheLastValueDeletesThatSetAlone() throws InterruptedException {
        fake.put(ZONE, "A", "www", "192.0.2.1", 600);
        fake.put(ZONE, "AAAA", "www", "2001:db8::1", 600);
        fake.put(ZONE, "TXT", "www", "\"v=1\"", 600);

        assertThat(outcome(account()
                        .publish(Changes.withdraw("www.example.com", RecordType.A)
                                .confirmed("192.0.2.1"))))
                .isEqualTo(Outcome.WITHDRAWN);

        assertThat(fake.calls()).containsExactly("zone", "zone", "get", "delete");
        assertThat(fake.records(ZONE))
                .extracting(set -> set.get("rrset_type").textValue())
                .containsExactly("AAAA", "TXT");
    }

    @Test
    void aWithdrawalLeavesTheValuesOfOthers() throws InterruptedException {
        fake.put(ZONE, "A", "www", "192.0.2.1", 600);
        fake.put(ZONE, "A", "www", "192.0.2.7", 600);

        account().publish(Changes.withdraw("www.example.com", RecordType.A).confirmed("192.0.2.1"));

        assertThat(fake.bodies())
                .extracting(Object::toString)
                .containsExactly("{\"rrset_values\":[\"192.0.2.7\"],\"rrset_ttl\":600}");
    }

    @Test
    void whatIsGoneAlreadyIsWithdrawn() throws InterruptedException {
        fake.put(ZONE, "A", "www", "192.0.2.1", 600);
        fake.plan(
                "delete",
                FakeGandi.refusal(404, "dns-record", "Can't find the DNS record")
                        .answer());

        assertThat(outcome(account()
                        .publish(Changes.withdraw("www.example.com", RecordType.A)
                                .confirmed("192.0.2.1"))))
                .isEqualTo(Outcome.WITHDRAWN);
    }

    @Test
    void aSetIsFoundHoweverManyThereAre() throws InterruptedException {
        for (int i = 0; i < 2001; i++) {
            fake.put(ZONE, "A", "other" + i, "192.0.2.9", 600);
        }
        fake.put(ZONE, "A", "www", "192.0.2.1", 600);

        assertThat(outcome(account()
                        .publish(Changes.ensure("www.example.com", "192.0.2.2").confirmed("192.0.2.1"))))
                .isEqualTo(Outcome.UPDATED);

        assertThat(fake.calls()).containsExactly("zone", "zone", "get", "put");
        assertThat(fake.records(ZONE)).hasSize(2002);
    }

    @Test
    @Tag("promise-11")
    void aZoneThatIsGoneIsNotTakenForAnEmptyOne() throws InterruptedException {
        account().publish(Changes.ensure("www.example.com", "192.0.2.1"));
        fake.removeZone(ZONE);
        fake.forgetCalls();

        ChangeResult result =
                account().publish(Changes.ensure("www.example.com", "192.0.2.2").confirmed("192.0.2.1"));

        assertThat(problem(result).kind()).isEqualTo(ProblemKind.REJECTED);
        assertThat(problem(result).message()).contains("no zone of this account contains www.example.com");
        assertThat(fake.calls()).containsExactly("get", "zone", "zone");
    }

    @Test
    @Tag("promise-11")
    void aDomainThatTheTokenMayNotSeeIsToldSoAndAnotherGoesOn() throws InterruptedException {
        fake.forbidden.add(ZONE);
        fake.addZone("example.org");

        List<ChangeResult> results = account()
                .publish(List.of(
                        Changes.ensure("www.example.com", "192.0.2.1").build(),
                        Changes.ensure("www.example.org", "192.0.2.1").build(),
                        Changes.ensure("www.example.net", "192.0.2.1").build()));

        assertThat(problem(results.get(0)).kind()).isEqualTo(ProblemKind.AUTHENTICATION);
        assertThat(problem(results.get(0)).scope()).isEqualTo(ProblemScope.ZONE);
        assertThat(problem(results.get(0)).message())
                .contains("Access was denied to this resource")
                .contains("Manage domain name technical configurations");
        assertThat(outcome(results.get(1))).isEqualTo(Outcome.CREATED);
        assertThat(problem(results.get(2)).kind()).isEqualTo(ProblemKind.REJECTED);
    }

    @Test
    void anIdenticalValueIsASuccess() throws InterruptedException {
        fake.plan(
                "put",
                aResponse().withStatus(200).withBody("{\"message\":\"A DNS Record already exists with same value\"}"));

        assertThat(outcome(account().publish(Changes.ensure("www.example.com", "192.0.2.1"))))
                .isEqualTo(Outcome.CREATED);
    }

    @Test
    void aValueThatIsNotAcceptedIsNamedWithItsReason() throws InterruptedException {
        fake.plan(
                "put",
                FakeGandi.wrong("rrset_ttl", "300 is less than minimum value 600")
                        .answer());

        Problem problem = problem(move());

        assertThat(problem.kind()).isEqualTo(ProblemKind.REJECTED);
        assertThat(problem.message()).contains("rrset_ttl 300 is less than minimum value 600");
    }

    @Test
    void aZoneThatTheAccountDoesNotHaveIsNotAskedForAgain() throws InterruptedException {
        fake.plan(
                "zone",
                FakeGandi.refusal(404, "HTTPNotFound", "The resource could not be found.")
                        .answer());

        Problem problem = problem(move());

        assertThat(problem.kind()).isEqualTo(ProblemKind.REJECTED);
        assertThat(problem.message()).contains("no zone of this account contains example.com");
        assertThat(fake.calls()).containsExactly("zone");
    }

    @Test
    void tooManyRequestsTellTheWaitIfTheVendorDoes() throws InterruptedException {
        fake.plan(
                "put",
                FakeGandi.refusal(429, "HTTPTooManyRequests", "slow down")
                        .answer()
                        .withHeader("Retry-After", "43"));

        assertThat(problem(move()).retryAfter()).contains(Duration.ofSeconds(43));
    }

    @Test
    void credentialsThatAreRefusedAreToldWithTheRemedy() throws InterruptedException {
        fake.plan("zone", FakeGandi.refusal(401, "HTTPUnauthorized", "no").answer());

        assertThat(problem(move()).message()).contains("make a new personal access token");
    }

    @Test
    void aSetThatIsMissingInAnUnknownFormIsNotTakenForAbsent() throws InterruptedException {
        fake.plan("get", aResponse().withStatus(404).withBody("<html>no such page</html>"));

        assertThat(problem(move()).scope()).isEqualTo(ProblemScope.ZONE);
        assertThat(fake.calls()).containsExactly("zone", "get");
    }

    @Test
    @Tag("promise-22")
    void oneTokenIsOneAccountAndNothingTellsTheToken() {
        DnsProvider one = create(Map.of("token", "t0ken"));

        assertThat(create(Map.of("token", "t0ken")).account()).isEqualTo(one.account());
        assertThat(create(Map.of("token", "other")).account()).isNotEqualTo(one.account());
        assertThat(one.account() + one + one.fingerprint()).doesNotContain("t0ken");
    }
}
