package io.github.ddnsjava.providers.godaddy;

import static io.github.ddnsjava.provider.testkit.Publishing.outcome;
import static io.github.ddnsjava.provider.testkit.Publishing.problem;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.provider.testkit.Changes;
import io.github.ddnsjava.provider.testkit.fake.VendorContract;
import io.github.ddnsjava.publish.ChangeResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The contract, and what is GoDaddy's own. */
class GoDaddyTest extends VendorContract<FakeGoDaddy> {
    GoDaddyTest() {
        super("godaddy", new FakeGoDaddy(), Map.of("apiKey", FakeGoDaddy.KEY, "apiSecret", FakeGoDaddy.SECRET));
        lookup("/v1/domains/{domain}/records/NS/@", 0);
        raisesNoTtls();
        writes("put", "put", "delete");
        costs("zone*21 get*40 put*40", "get*40 put*40", "get*40");
        asksForWhatMayBeMissing("zone");
        wrong("apiKey", "as developer.godaddy.com shows it once", "dKy5GbN1Aa_XfT:Jh3Gf5Ds7A", "sso-key dKy5GbN1Aa");
        wrongLater("apiSecret", "as developer.godaddy.com shows it once", "Jh3Gf5Ds7 p9");
        answers((status, code) -> FakeGoDaddy.refusal(status, code, SAID), """
                zone 401 UNABLE_TO_AUTHENTICATE                  -> authentication ACCOUNT
                put  401 UNABLE_TO_AUTHENTICATE                  -> authentication ACCOUNT
                zone 403 ACCESS_DENIED                           -> authentication ACCOUNT
                put  403 ACCESS_DENIED                           -> authentication ACCOUNT
                get  404 NOT_FOUND                               -> rejected       ZONE
                get  404 UNKNOWN_DOMAIN                          -> rejected       ZONE
                put  404 NOT_FOUND                               -> transient
                put  400 INVALID_BODY                            -> rejected       RECORD
                put  422 INVALID_BODY                            -> rejected       RECORD
                put  422 INVALID_VALUE_ENUM                      -> rejected       RECORD
                put  422 DUPLICATE_RECORD                        -> rejected       RECORD
                put  409 INVALID_STATUS                          -> rejected       RECORD
                get  429 TOO_MANY_REQUESTS                       -> rate-limited   ACCOUNT
                put  429 TOO_MANY_REQUESTS                       -> rate-limited   ACCOUNT
                get  500 INTERNAL                                -> transient
                put  504 TIMEOUT                                 -> transient      doubt
                put  200 {"code":"ACCESS_DENIED","message":"no"} -> protocol
                zone 200 {}                                      -> protocol
                """);
        refuses("""
                GET    /v1/domains/example.com -> 403 ACCESS_DENIED
                GET    /v1/domains/example.com/records/NS/@ -> 200 domaincontrol
                GET    /v1/domains/example.org/records/NS/@ -> 404 NOT_FOUND
                GET    /v1/domains/example.com/records/A/none -> 200 []
                GET    /v1/domains/example.org/records/A/www -> 404 NOT_FOUND
                GET    /v1/domains/example.com/records/A/www?limit=1 -> 404 NOT_FOUND
                PUT    /v1/domains/example.com/records/A [{'data':'192.0.2.2'}] -> 404 NOT_FOUND
                PUT    /v1/domains/example.com/records/A/www {'data':'192.0.2.2'} -> 422 INVALID_BODY
                PUT    /v1/domains/example.com/records/A/www [] -> 422 INVALID_BODY
                PUT    /v1/domains/example.com/records/A/www [{'data':'192.0.2.2','ttl':599}] -> 422 ttl
                PUT    /v1/domains/example.com/records/A/www [{'data':'192.0.2.2','ttl':604801}] -> 422 ttl
                PUT    /v1/domains/example.com/records/A/www [{'data':'192.0.2.2','ttl':'3600'}] -> 422 ttl
                PUT    /v1/domains/example.com/records/A/www [{'data':'192.0.2.2','comment':'x'}] -> 422 unknown
                PUT    /v1/domains/example.com/records/A/www [{'data':'2001:db8::1'}] -> 422 data
                PUT    /v1/domains/example.com/records/A/www.example.com [{'data':'192.0.2.2'}] -> 422 name
                PUT    /v1/domains/example.com/records/A/alias [{'data':'192.0.2.2'}] -> 422 CNAME
                PUT    /v1/domains/example.com/records/A/www [{'data':'192.0.2.2','name':'www','type':'A'}] -> 200
                DELETE /v1/domains/example.com/records/A/none -> 404 NOT_FOUND
                DELETE /v1/domains/example.com/records/A/old -> 204
                """);
    }

    @Override
    protected Map<String, String> authorization() {
        return Map.of("Authorization", "sso-key " + FakeGoDaddy.KEY + ":" + FakeGoDaddy.SECRET);
    }

    @Override
    public ResponseDefinitionBuilder rateLimited(Duration retryAfter) {
        return FakeGoDaddy.refusal(429, "TOO_MANY_REQUESTS", "Too many requests received within interval")
                .answer()
                .withBody("{\"code\":\"TOO_MANY_REQUESTS\",\"retryAfterSec\":" + retryAfter.toSeconds() + "}");
    }

    /** The reason stands at the field that is wrong. */
    @Override
    public Optional<ResponseDefinitionBuilder> refusal(String reason) {
        return Optional.of(FakeGoDaddy.wrong("records", reason).answer());
    }

    /** The apex, so that the first name to be tried is the zone. */
    private ChangeResult move() throws InterruptedException {
        return account().publish(Changes.ensure("example.com", "192.0.2.2").confirmed("192.0.2.1"));
    }

    @Test
    void namesAreRelative() throws InterruptedException {
        account()
                .publish(List.of(
                        Changes.ensure("example.com", "192.0.2.1").build(),
                        Changes.ensure("*.example.com", "192.0.2.2").build(),
                        Changes.ensure("a.b.example.com", "2001:db8::3").build()));

        assertThat(fake.records(ZONE))
                .extracting(set -> set.get("name").textValue())
                .containsExactlyInAnyOrder("@", "*", "a.b");
    }

    @Test
    @Tag("promise-13")
    void aChangeKeepsTheTtlAndTheValuesOfOthers() throws InterruptedException {
        fake.put(ZONE, "A", "@", "192.0.2.7", 7200);
        fake.put(ZONE, "A", "@", "192.0.2.1", 7200);

        assertThat(outcome(move())).isEqualTo(Outcome.UPDATED);

        assertThat(fake.bodies())
                .extracting(Object::toString)
                .containsExactly("[{\"data\":\"192.0.2.2\",\"ttl\":7200},{\"data\":\"192.0.2.7\",\"ttl\":7200}]");
    }

    @Test
    void aWithdrawalDeletesThatSetAlone() throws InterruptedException {
        fake.put(ZONE, "A", "@", "192.0.2.1", 7200);
        fake.put(ZONE, "AAAA", "@", "2001:db8::1", 7200);

        assertThat(outcome(account()
                        .publish(Changes.withdraw("example.com", RecordType.A).confirmed("192.0.2.1"))))
                .isEqualTo(Outcome.WITHDRAWN);

        assertThat(fake.calls()).containsExactly("zone", "get", "delete");
        assertThat(fake.records(ZONE)).hasSize(1);
    }

    /** A domain that is not ours any more still has the record. */
    @ParameterizedTest
    @Tag("promise-6")
    @CsvSource({"NOT_FOUND, true", "UNKNOWN_DOMAIN, false"})
    void onlyASetThatIsGoneIsWithdrawn(String code, boolean withdrawn) throws InterruptedException {
        fake.put(ZONE, "A", "@", "192.0.2.1", 7200);
        fake.plan("delete", FakeGoDaddy.refusal(404, code, "gone").answer());

        ChangeResult result =
                account().publish(Changes.withdraw("example.com", RecordType.A).confirmed("192.0.2.1"));

        assertThat(result instanceof ChangeResult.Applied).isEqualTo(withdrawn);
    }

    /** The call for a domain itself is refused to such an account, as the fake does. */
    @Test
    void anAccountWithFewDomainsFindsItsZonesByTheirRecords() throws InterruptedException {
        ChangeResult result = account().publish(Changes.ensure("www.example.com", "192.0.2.1"));

        assertThat(outcome(result)).isEqualTo(Outcome.CREATED);
        assertThat(fake.calls()).containsExactly("zone", "zone", "get", "put");
    }

    @Test
    void anAccountWithTooFewDomainsIsToldSo() throws InterruptedException {
        fake.plan(
                "zone",
                FakeGoDaddy.refusal(403, "ACCESS_DENIED", "Authenticated user is not allowed access")
                        .answer());

        assertThat(problem(move()).message()).contains("at least 10 domains");
    }
}
