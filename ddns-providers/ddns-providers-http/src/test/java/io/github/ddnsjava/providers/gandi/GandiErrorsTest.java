package io.github.ddnsjava.providers.gandi;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static io.github.ddnsjava.provider.testkit.Publishing.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is made of each of the vendor's errors, of answers that are none, and of settings that are wrong. */
class GandiErrorsTest {
    private static final ProviderContext CONTEXT = ProviderContext.standard();

    private static FakeGandi fake;

    private Publishing account;

    @BeforeAll
    static void start() {
        fake = FakeGandi.running();
    }

    @AfterAll
    static void stop() {
        fake.close();
    }

    @BeforeEach
    void reset() {
        fake.reset();
        fake.addZone("example.com");
        account = new Publishing(create(Map.of("token", FakeGandi.TOKEN, "endpoint", fake.endpoint())));
    }

    private static DnsProvider create(Map<String, ?> settings) {
        return DnsProviders.load().create("gandi", Settings.at("providers.g", settings), CONTEXT);
    }

    /** The apex, so that the first name to be tried is the zone. */
    private ChangeResult change() throws InterruptedException {
        return account.publish(Changes.ensure("example.com", "192.0.2.1"));
    }

    /** The vendor's errors, one a line: what was asked, status, object, and what it means. */
    @ParameterizedTest
    @CsvSource({
        "zone, 401, HTTPUnauthorized,   authentication, ACCOUNT",
        "get,  401, HTTPUnauthorized,   authentication, ACCOUNT",
        "put,  401, HTTPUnauthorized,   authentication, ACCOUNT",
        "zone, 403, HTTPForbidden,      authentication, ZONE",
        "get,  403, HTTPForbidden,      authentication, ZONE",
        "put,  403, HTTPForbidden,      authentication, RECORD",
        "get,  404, HTTPNotFound,       rejected,       ZONE",
        "put,  404, HTTPNotFound,       transient,      RECORD",
        "put,  400, HTTPBadRequest,     rejected,       RECORD",
        "put,  409, HTTPConflict,       rejected,       RECORD",
        "get,  429, HTTPTooManyRequests, rate-limited,  ACCOUNT",
        "put,  429, HTTPTooManyRequests, rate-limited,  ACCOUNT",
        "get,  500, HTTPInternalServerError, transient, ZONE",
        "put,  200, HTTPForbidden,      authentication, RECORD",
        "get,  200, HTTPNotFound,       rejected,       ZONE"
    })
    void eachErrorOfTheVendorHasItsMeaning(String call, int status, String object, String kind, ProblemScope scope)
            throws InterruptedException {
        fake.plan(
                call, FakeGandi.refusal(status, object, "what the vendor says").answer());

        Problem problem = problem(change());

        assertThat(problem.kind()).isEqualTo(ProblemKind.of(kind));
        if (!kind.equals("transient")) {
            assertThat(problem.scope()).isEqualTo(scope);
        }
        assertThat(problem.message()).contains("what the vendor says");
        assertThat(fake.calls()).filteredOn(call::equals).hasSize(1);
    }

    @Test
    void aValueThatIsNotAcceptedIsNamedWithItsReason() throws InterruptedException {
        fake.plan(
                "put",
                FakeGandi.wrong("rrset_ttl", "300 is less than minimum value 600")
                        .answer());

        Problem problem = problem(change());

        assertThat(problem.kind()).isEqualTo(ProblemKind.REJECTED);
        assertThat(problem.message()).contains("rrset_ttl 300 is less than minimum value 600");
    }

    @Test
    void aZoneThatTheAccountDoesNotHaveIsNotAskedForAgain() throws InterruptedException {
        fake.plan(
                "zone",
                FakeGandi.refusal(404, "HTTPNotFound", "The resource could not be found.")
                        .answer());

        Problem problem = problem(change());

        assertThat(problem.kind()).isEqualTo(ProblemKind.REJECTED);
        assertThat(problem.message()).contains("no zone of this account contains example.com");
        assertThat(fake.calls()).containsExactly("zone");
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504})
    void aWriteThatMayHaveHappenedIsInDoubt(int status) throws InterruptedException {
        fake.plan("put", FakeGandi.refusal(status, "HTTPServerError", "sorry").answer());

        assertThat(change())
                .isInstanceOfSatisfying(
                        ChangeResult.Unknown.class,
                        unknown -> assertThat(unknown.problem().kind()).isEqualTo(ProblemKind.TRANSIENT));
    }

    @Test
    void tooManyRequestsTellTheWaitIfTheVendorDoes() throws InterruptedException {
        fake.plan(
                "put",
                FakeGandi.refusal(429, "HTTPTooManyRequests", "slow down")
                        .answer()
                        .withHeader("Retry-After", "43"));

        assertThat(problem(change()).retryAfter()).contains(Duration.ofSeconds(43));
    }

    @Test
    void credentialsThatAreRefusedAreToldWithTheRemedy() throws InterruptedException {
        fake.plan("zone", FakeGandi.refusal(401, "HTTPUnauthorized", "no").answer());

        assertThat(problem(change()).message()).contains("make a new personal access token");
    }

    @ParameterizedTest
    @CsvSource({
        "put,  200, <html>welcome to this hotel</html>",
        "put,  200, ''",
        "put,  201, '{}'",
        "put,  201, '[]'",
        "put,  302, ''",
        "get,  200, '{\"rrset_ttl\":300}'",
        "get,  200, '{\"rrset_ttl\":300,\"rrset_values\":\"192.0.2.1\"}'",
        "get,  200, '{\"rrset_ttl\":\"300\",\"rrset_values\":[\"192.0.2.1\"]}'",
        "get,  200, ''",
        "zone, 200, '[]'",
        "zone, 200, '{}'",
        "zone, 200, <html>"
    })
    void anAnswerThatIsNotTheVendorsIsNoSuccess(String call, int status, String body) throws InterruptedException {
        fake.plan(call, aResponse().withStatus(status).withBody(body == null ? "" : body));

        ChangeResult result = change();

        assertThat(problem(result).kind()).isEqualTo(ProblemKind.PROTOCOL);
        assertThat(result).isInstanceOf(call.equals("put") ? ChangeResult.Unknown.class : ChangeResult.Failed.class);
    }

    @Test
    void aSetThatIsMissingInAnUnknownFormIsNotTakenForAbsent() throws InterruptedException {
        fake.plan("get", aResponse().withStatus(404).withBody("<html>no such page</html>"));

        assertThat(problem(change()).scope()).isEqualTo(ProblemScope.ZONE);
        assertThat(fake.calls()).containsExactly("zone", "get");
    }

    @Test
    void aDeletionIsNotBelievedWhereAPageComes() throws InterruptedException {
        fake.put("example.com", "A", "@", "192.0.2.1", 300);
        fake.plan("delete", aResponse().withStatus(200).withBody("<html>OK</html>"));

        ChangeResult result =
                account.publish(Changes.withdraw("example.com", RecordType.A).confirmed("192.0.2.1"));

        assertThat(result).isInstanceOf(ChangeResult.Unknown.class);
        assertThat(problem(result).kind()).isEqualTo(ProblemKind.PROTOCOL);
    }

    @Test
    @Tag("promise-22")
    void theVendorsWordsAreShownShortInPlainCharactersAndWithoutTheSecret() throws InterruptedException {
        fake.plan(
                "put",
                FakeGandi.wrong(
                                "rrset_values",
                                "no\r\n\u001b[31m\u202e token " + FakeGandi.TOKEN + " for you: " + "x".repeat(5000))
                        .answer());

        String message = problem(change()).message();

        assertThat(message)
                .contains("rrset_values no")
                .doesNotContain(FakeGandi.TOKEN.substring(7, 20))
                .hasSizeLessThan(300);
        assertThat(message).matches("[\\x20-\\x7e…]+");
    }

    @ParameterizedTest
    @Tag("promise-23")
    @ValueSource(
            strings = {
                "Bearer 0123456789abcdef",
                "Apikey 0123456789abcdef",
                "0123456789abcdef01234567",
                "01234567\n89abcdef",
                "0123456789äbcdef"
            })
    void aTokenInAWrongFormIsRefusedBeforeAnythingIsSentAndTellsHowToMakeARightOne(String token) {
        assertThatThrownBy(() -> create(Map.of("token", token, "endpoint", fake.endpoint())))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("providers.g.token")
                .hasMessageContaining("under Personal Access Tokens")
                .hasMessageContaining("none of the older API keys")
                .hasMessageNotContaining("01234567");
        assertThat(fake.calls()).isEmpty();
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
