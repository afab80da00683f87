package io.github.ddnsjava.providers.desec;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static io.github.ddnsjava.provider.testkit.Publishing.outcome;
import static io.github.ddnsjava.provider.testkit.Publishing.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.provider.testkit.Changes;
import io.github.ddnsjava.provider.testkit.Publishing;
import io.github.ddnsjava.provider.testkit.fake.StrictFake.Refusal;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.DnsProviders;
import io.github.ddnsjava.publish.ProviderContext;
import java.time.Duration;
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

/** What is made of each of the vendor's errors, of answers that are none, and of settings that are wrong. */
class DesecErrorsTest {
    private static FakeDesec fake;

    private Publishing account;

    @BeforeAll
    static void start() {
        fake = FakeDesec.running();
    }

    @AfterAll
    static void stop() {
        fake.close();
    }

    @BeforeEach
    void reset() {
        fake.reset();
        fake.addZone("example.com");
        account = new Publishing(create(Map.of("token", FakeDesec.TOKEN, "endpoint", fake.endpoint())));
    }

    private static DnsProvider create(Map<String, ?> settings) {
        return DnsProviders.load().create("desec", Settings.at("providers.d", settings), ProviderContext.standard());
    }

    private ChangeResult change() throws InterruptedException {
        return account.publish(Changes.ensure("www.example.com", "192.0.2.1"));
    }

    /** The vendor's errors, one a line: what was asked, status, words, and what they mean. */
    @ParameterizedTest
    @CsvSource({
        "zones, 401, Invalid token.,                                     authentication, ACCOUNT",
        "list,  401, Invalid token.,                                     authentication, ACCOUNT",
        "patch, 401, Invalid token.,                                     authentication, ACCOUNT",
        "zones, 403, You do not have permission to perform this action., authentication, ACCOUNT",
        "list,  403, You do not have permission to perform this action., authentication, ZONE",
        "patch, 403, You do not have permission to perform this action., authentication, RECORD",
        "patch, 403, Domain limit exceeded. Please contact support.,     rejected,       RECORD",
        "list,  404, No Domain matches the given query.,                 rejected,       ZONE",
        "patch, 404, Not found.,                                         transient,      RECORD",
        "list,  400, Pagination required.,                               rejected,       RECORD",
        "patch, 400, JSON parse error,                                   rejected,       RECORD",
        "patch, 409, Concurrent change,                                  transient,      RECORD",
        "patch, 503, Backend unavailable,                                transient,      RECORD",
        "zones, 429, Request was throttled.,                             rate-limited,   ACCOUNT",
        "list,  429, Request was throttled.,                             rate-limited,   ACCOUNT",
        "patch, 429, Request was throttled.,                             rate-limited,   ZONE"
    })
    void eachErrorOfTheVendorHasItsMeaning(String call, int status, String detail, String kind, ProblemScope scope)
            throws InterruptedException {
        fake.plan(call, FakeDesec.refusal(status, detail).answer());

        Problem problem = problem(change());

        assertThat(problem.kind()).isEqualTo(ProblemKind.of(kind));
        assertThat(problem.scope()).isEqualTo(scope);
        assertThat(problem.message()).contains(detail);
        assertThat(fake.calls()).filteredOn(call::equals).hasSize(1);
    }

    @Test
    void aConcurrentChangeDidNotHappenAndAnUnavailableBackendLeavesTheWriteInDoubt() throws InterruptedException {
        fake.plan("patch", FakeDesec.refusal(409, "Concurrent change").answer());
        assertThat(change()).isInstanceOf(ChangeResult.Failed.class);

        fake.plan("patch", FakeDesec.refusal(503, "Backend unavailable").answer());
        assertThat(change()).isInstanceOf(ChangeResult.Unknown.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"ttl\":[\"Ensure this value is greater than or equal to 3600.\"]}",
                "{\"ttl\":[\"Ensure this value is greater than or equal to 3600.\"],\"other\":\"no list\"}",
                "[{\"ttl\":[\"Ensure this value is greater than or equal to 3600.\"]}]",
                "[{},{\"ttl\":[\"Ensure this value is greater than or equal to 3600.\"]},{}]"
            })
    void aFieldThatIsRefusedIsNamedWithItsReason(String body) throws InterruptedException {
        fake.plan("patch", new Refusal(400, body).answer());

        Problem problem = problem(change());

        assertThat(problem.kind()).isEqualTo(ProblemKind.REJECTED);
        assertThat(problem.message()).contains("\"ttl Ensure this value is greater than or equal to 3600.\"");
    }

    @Test
    @Tag("promise-11")
    void aThrottledDomainWaitsForHoursIfToldSoAndTheOtherDomainsGoOn() throws InterruptedException {
        fake.addZone("example.org");
        fake.throttled.put("example.com", Duration.ofHours(9));

        List<ChangeResult> results = account.publish(List.of(
                Changes.ensure("www.example.com", "192.0.2.1").build(),
                Changes.ensure("www.example.org", "192.0.2.1").build()));

        assertThat(problem(results.get(0)).retryAfter()).contains(Duration.ofHours(9));
        assertThat(problem(results.get(0)).scope()).isEqualTo(ProblemScope.ZONE);
        assertThat(outcome(results.get(1))).isEqualTo(Outcome.CREATED);
    }

    @Test
    void refusalsTellTheRemedy() throws InterruptedException {
        fake.plan("zones", FakeDesec.refusal(401, "Invalid token.").answer());
        assertThat(problem(change()).message()).contains("make a new one under Token Management");

        fake.denied.add("www");
        assertThat(problem(change()).message()).contains("check the token's policies");
    }

    @ParameterizedTest
    @CsvSource({
        "patch, 200, <html>welcome to this hotel</html>",
        "patch, 200, ''",
        "patch, 204, ''",
        "patch, 200, '{}'",
        "patch, 200, '[]'",
        "patch, 200, '[{\"subname\":\"www\",\"type\":\"A\",\"ttl\":3600,\"records\":[\"192.0.2.9\"]}]'",
        "patch, 200, '[{\"subname\":\"w\",\"type\":\"A\",\"ttl\":3600,\"records\":[\"192.0.2.1\"]}]'",
        "patch, 200, '[{\"subname\":\"www\",\"type\":\"A\",\"ttl\":\"3600\",\"records\":[\"192.0.2.1\"]}]'",
        "patch, 302, ''",
        "list,  200, '{}'",
        "list,  200, ''",
        "list,  200, '[{\"subname\":\"www\",\"type\":\"A\",\"ttl\":3600}]'",
        "list,  200, '[{\"subname\":\"www\",\"type\":\"A\",\"ttl\":3600,\"records\":\"192.0.2.1\"}]'",
        "zones, 200, '{}'",
        "zones, 200, '[{\"name\":\"example.com\"}]'",
        "zones, 200, <html>"
    })
    void anAnswerThatIsNotTheVendorsIsNoSuccess(String call, int status, String body) throws InterruptedException {
        fake.plan(call, aResponse().withStatus(status).withBody(body == null ? "" : body));

        ChangeResult result = change();

        assertThat(problem(result).kind()).isEqualTo(ProblemKind.PROTOCOL);
        assertThat(result).isInstanceOf(call.equals("patch") ? ChangeResult.Unknown.class : ChangeResult.Failed.class);
    }

    @Test
    @Tag("promise-22")
    void theVendorsWordsAreShownShortInPlainCharactersAndWithoutTheSecret() throws InterruptedException {
        fake.plan(
                "patch",
                FakeDesec.invalid("records", "no\r\n\u001b[31m\u202e token " + FakeDesec.TOKEN + " " + "x".repeat(5000))
                        .answer());

        String message = problem(change()).message();

        assertThat(message)
                .contains("records no")
                .doesNotContain(FakeDesec.TOKEN.substring(7, 20))
                .hasSizeLessThan(300);
        assertThat(message).matches("[\\x20-\\x7e…]+");
    }

    @ParameterizedTest
    @Tag("promise-23")
    @ValueSource(
            strings = {
                "Token 01234567abcdefgh",
                "Bearer 01234567abcdefgh",
                "somebody@example.com:01234567",
                "01234567",
                "01234567\n89abcdefghi",
                "0123456789äbcdefghij"
            })
    void aTokenInAWrongFormIsRefusedBeforeAnythingIsSentAndTellsHowToMakeARightOne(String token) {
        assertThatThrownBy(() -> create(Map.of("token", token, "endpoint", fake.endpoint())))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("providers.d.token")
                .hasMessageContaining("under Token Management")
                .hasMessageContaining("not the account's password")
                .hasMessageNotContaining("01234567");
        assertThat(fake.calls()).isEmpty();
    }

    @Test
    @Tag("promise-22")
    void oneTokenIsOneAccountAndNothingTellsTheToken() {
        DnsProvider one = create(Map.of("token", FakeDesec.TOKEN));

        assertThat(create(Map.of("token", FakeDesec.TOKEN)).account()).isEqualTo(one.account());
        assertThat(create(Map.of("token", "0123456789abcdef")).account()).isNotEqualTo(one.account());
        assertThat(one.account() + one + one.fingerprint()).doesNotContain(FakeDesec.TOKEN);
    }
}
