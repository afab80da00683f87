package io.github.ddnsjava.providers.godaddy;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static io.github.ddnsjava.provider.testkit.Publishing.outcome;
import static io.github.ddnsjava.provider.testkit.Publishing.problem;
import static org.assertj.core.api.Assertions.assertThat;

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
import io.github.ddnsjava.publish.DnsProviders;
import io.github.ddnsjava.publish.ProviderContext;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is sent to GoDaddy, how often, what stays as it is, and what is made of each of the vendor's errors. */
class GoDaddyTest {
    private static final String ZONE = "example.com";

    private static FakeGoDaddy fake;

    private Publishing account;

    @BeforeAll
    static void start() {
        fake = FakeGoDaddy.running();
    }

    @AfterAll
    static void stop() {
        fake.close();
    }

    @BeforeEach
    void reset() {
        fake.reset();
        fake.addZone(ZONE);
        account = account(FakeGoDaddy.KEY, FakeGoDaddy.SECRET);
    }

    private static Publishing account(String key, String secret) {
        Map<String, String> settings = Map.of("apiKey", key, "apiSecret", secret, "endpoint", fake.endpoint());
        return new Publishing(DnsProviders.load()
                .create("godaddy", Settings.at("providers.gd", settings), ProviderContext.standard()));
    }

    /** The apex, so that the first name to be tried is the zone. */
    private ChangeResult change() throws InterruptedException {
        return account.publish(Changes.ensure("example.com", "192.0.2.2").confirmed("192.0.2.1"));
    }

    @Test
    void namesAreRelative() throws InterruptedException {
        account.publish(List.of(
                Changes.ensure("example.com", "192.0.2.1").build(),
                Changes.ensure("*.example.com", "192.0.2.2").build(),
                Changes.ensure("a.b.example.com", "2001:db8::3").build()));

        assertThat(fake.records(ZONE))
                .extracting(set -> set.get("name").textValue())
                .containsExactlyInAnyOrder("@", "*", "a.b");
    }

    @Test
    @Tag("promise-12")
    void manyNamesCostOneReadAndOneWriteForEachSet() throws InterruptedException {
        account.publish(Publishing.hosts(20, 1, 1));
        fake.forgetCalls();

        assertThat(account.publish(Publishing.hosts(20, 1, 2)))
                .extracting(Publishing::outcome)
                .containsOnly(Outcome.UPDATED);

        assertThat(fake.calls()).hasSize(80).containsOnly("get", "put");
    }

    @Test
    @Tag("promise-13")
    void aChangeKeepsTheTtlAndTheValuesOfOthers() throws InterruptedException {
        fake.put(ZONE, "A", "@", "192.0.2.7", 7200);
        fake.put(ZONE, "A", "@", "192.0.2.1", 7200);

        assertThat(outcome(change())).isEqualTo(Outcome.UPDATED);

        assertThat(fake.bodies())
                .extracting(Object::toString)
                .containsExactly("[{\"data\":\"192.0.2.2\",\"ttl\":7200},{\"data\":\"192.0.2.7\",\"ttl\":7200}]");
    }

    @Test
    void aWithdrawalDeletesThatSetAlone() throws InterruptedException {
        fake.put(ZONE, "A", "@", "192.0.2.1", 7200);
        fake.put(ZONE, "AAAA", "@", "2001:db8::1", 7200);

        assertThat(outcome(account.publish(
                        Changes.withdraw("example.com", RecordType.A).confirmed("192.0.2.1"))))
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
                account.publish(Changes.withdraw("example.com", RecordType.A).confirmed("192.0.2.1"));

        assertThat(result instanceof ChangeResult.Applied).isEqualTo(withdrawn);
    }

    /** The vendor's errors, one a line: what was asked, status, code, and what it means. */
    @ParameterizedTest
    @CsvSource({
        "zone, 401, UNABLE_TO_AUTHENTICATE, authentication, ACCOUNT",
        "put,  401, UNABLE_TO_AUTHENTICATE, authentication, ACCOUNT",
        "zone, 403, ACCESS_DENIED,          authentication, ACCOUNT",
        "put,  403, ACCESS_DENIED,          authentication, ACCOUNT",
        "get,  404, NOT_FOUND,              rejected,       ZONE",
        "get,  404, UNKNOWN_DOMAIN,         rejected,       ZONE",
        "put,  404, NOT_FOUND,              transient,      ",
        "put,  400, INVALID_BODY,           rejected,       RECORD",
        "put,  422, INVALID_BODY,           rejected,       RECORD",
        "put,  422, INVALID_VALUE_ENUM,     rejected,       RECORD",
        "put,  422, DUPLICATE_RECORD,       rejected,       RECORD",
        "put,  409, INVALID_STATUS,         rejected,       RECORD",
        "get,  429, TOO_MANY_REQUESTS,      rate-limited,   ACCOUNT",
        "put,  429, TOO_MANY_REQUESTS,      rate-limited,   ACCOUNT",
        "get,  500, INTERNAL,               transient,      ",
        "put,  504, TIMEOUT,                transient,      ",
        "put,  200, ACCESS_DENIED,          protocol,       "
    })
    void eachErrorOfTheVendorHasItsMeaning(String call, int status, String code, String kind, ProblemScope scope)
            throws InterruptedException {
        for (int i = 0; i < 2; i++) { // what would be tried anew is refused again
            fake.plan(
                    call,
                    FakeGoDaddy.refusal(status, code, "what the vendor says").answer());
        }

        Problem problem = problem(change());

        assertThat(problem.kind()).isEqualTo(ProblemKind.of(kind));
        if (scope != null) {
            assertThat(problem.scope()).isEqualTo(scope);
        }
        if (status != 200) {
            assertThat(problem.message()).contains("what the vendor says");
        }
    }

    /** The call for a domain itself is refused to such an account, as the fake does. */
    @Test
    void anAccountWithFewDomainsFindsItsZonesByTheirRecords() throws InterruptedException {
        ChangeResult result = account.publish(Changes.ensure("www.example.com", "192.0.2.1"));

        assertThat(outcome(result)).isEqualTo(Outcome.CREATED);
        assertThat(fake.calls()).containsExactly("zone", "zone", "get", "put");
    }

    @Test
    void anAnswerThatIsNoListConfirmsNoZone() throws InterruptedException {
        fake.plan("zone", aResponse().withBody("{}"));

        assertThat(problem(change()).kind()).isEqualTo(ProblemKind.PROTOCOL);
    }

    @Test
    void anAccountWithTooFewDomainsIsToldSo() throws InterruptedException {
        fake.plan(
                "zone",
                FakeGoDaddy.refusal(403, "ACCESS_DENIED", "Authenticated user is not allowed access")
                        .answer());

        assertThat(problem(change()).message()).contains("at least 10 domains");
    }

    /** The key that tells the account is read when the provider is created, the secret before something is sent. */
    private static String refused(String key, String secret) throws InterruptedException {
        try {
            return problem(account(key, secret).publish(Changes.ensure("example.com", "192.0.2.1")))
                    .message();
        } catch (ConfigurationException e) {
            return String.valueOf(e.getMessage());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "dKy5GbN1Aa_XfT:Jh3Gf5Ds7A, Jh3Gf5Ds7Ap9",
        "sso-key dKy5GbN1Aa,        Jh3Gf5Ds7Ap9",
        "dKy5GbN1Aa_XfT,            'Jh3Gf5Ds7 p9'"
    })
    @Tag("promise-23")
    void aKeyInAWrongFormIsNeverSent(String key, String secret) throws InterruptedException {
        assertThat(refused(key, secret))
                .contains("as developer.godaddy.com shows it once")
                .doesNotContain("dKy5", "Jh3G");
        assertThat(fake.calls()).isEmpty();
    }
}
