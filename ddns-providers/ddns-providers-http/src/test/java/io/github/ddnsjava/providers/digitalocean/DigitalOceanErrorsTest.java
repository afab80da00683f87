package io.github.ddnsjava.providers.digitalocean;

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
class DigitalOceanErrorsTest {
    private static final ProviderContext CONTEXT = ProviderContext.standard();

    private static FakeDigitalOcean fake;

    private Publishing account;

    @BeforeAll
    static void start() {
        fake = FakeDigitalOcean.running();
    }

    @AfterAll
    static void stop() {
        fake.close();
    }

    @BeforeEach
    void reset() {
        fake.reset();
        fake.addZone("example.com");
        account = new Publishing(create(Map.of("token", FakeDigitalOcean.TOKEN, "endpoint", fake.endpoint())));
    }

    private static DnsProvider create(Map<String, ?> settings) {
        return DnsProviders.load().create("digitalocean", Settings.at("providers.do", settings), CONTEXT);
    }

    private ChangeResult change() throws InterruptedException {
        return account.publish(Changes.ensure("www.example.com", "192.0.2.1"));
    }

    /** The vendor's errors, one a line: what was asked, status, id, and what it means. */
    @ParameterizedTest
    @CsvSource({
        "zones, 401, unauthorized,         authentication, ACCOUNT",
        "list,  401, unauthorized,         authentication, ACCOUNT",
        "post,  401, unauthorized,         authentication, ACCOUNT",
        "patch, 401, unauthorized,         authentication, ACCOUNT",
        "zones, 403, forbidden,            authentication, ACCOUNT",
        "list,  403, forbidden,            authentication, ZONE",
        "post,  403, forbidden,            authentication, RECORD",
        "patch, 403, forbidden,            authentication, RECORD",
        "list,  404, not_found,            rejected,       ZONE",
        "post,  404, not_found,            transient,      RECORD",
        "patch, 404, not_found,            transient,      RECORD",
        "list,  422, unprocessable_entity, rejected,       RECORD",
        "post,  422, unprocessable_entity, rejected,       RECORD",
        "patch, 422, unprocessable_entity, rejected,       RECORD",
        "zones, 429, too_many_requests,    rate-limited,   ACCOUNT",
        "list,  429, too_many_requests,    rate-limited,   ACCOUNT",
        "post,  429, too_many_requests,    rate-limited,   ACCOUNT",
        "zones, 500, server_error,         transient,      ACCOUNT",
        "list,  503, server_error,         transient,      ZONE",
        "post,  200, unprocessable_entity, rejected,       RECORD",
        "list,  200, unauthorized,         authentication, ACCOUNT"
    })
    void eachErrorOfTheVendorHasItsMeaning(String call, int status, String id, String kind, ProblemScope scope)
            throws InterruptedException {
        if (call.equals("patch")) {
            fake.put("example.com", "A", "www", "192.0.2.9", 300);
        }
        fake.plan(
                call,
                FakeDigitalOcean.refusal(status, id, "what the vendor says").answer());

        Problem problem = problem(change());

        assertThat(problem.kind()).isEqualTo(ProblemKind.of(kind));
        if (!kind.equals("transient")) {
            assertThat(problem.scope()).isEqualTo(scope);
        }
        assertThat(problem.message()).contains("what the vendor says");
        assertThat(fake.calls()).filteredOn(call::equals).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504})
    void aWriteThatMayHaveHappenedIsInDoubt(int status) throws InterruptedException {
        fake.plan(
                "post",
                FakeDigitalOcean.refusal(status, "server_error", "Unexpected server-side error")
                        .answer());

        assertThat(change())
                .isInstanceOfSatisfying(
                        ChangeResult.Unknown.class,
                        unknown -> assertThat(unknown.problem().kind()).isEqualTo(ProblemKind.TRANSIENT));
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
        long reset = account.publication().now().plusSeconds(600).getEpochSecond();
        fake.plan(
                "list",
                FakeDigitalOcean.refusal(429, "too_many_requests", "API Rate limit exceeded.")
                        .answer()
                        .withHeader("ratelimit-reset", "" + reset));

        Problem problem = problem(change());

        assertThat(problem.kind()).isEqualTo(ProblemKind.RATE_LIMITED);
        assertThat(problem.retryAfter().orElseThrow()).isBetween(Duration.ofSeconds(599), Duration.ofSeconds(600));
    }

    @ParameterizedTest
    @CsvSource({
        "post,  200, <html>welcome to this hotel</html>",
        "post,  200, ''",
        "post,  201, '{\"domain_record\":null}'",
        "post,  201, '{\"domain_record\":{\"id\":1,\"type\":\"A\",\"name\":\"www\",\"data\":\"192.0.2.9\",\"ttl\":1800}}'",
        "post,  201, '{\"domain_record\":{\"id\":1,\"type\":\"A\",\"name\":\"www\",\"data\":\"2001:db8::1\",\"ttl\":1800}}'",
        "post,  302, ''",
        "list,  200, '{\"domain_records\":{}}'",
        "list,  200, '{\"links\":{}}'",
        "list,  200, '{\"domain_records\":[{\"id\":1,\"type\":\"A\",\"name\":\"www\",\"data\":\"192.0.2.9\",\"ttl\":\"x\"}]}'",
        "zones, 200, '{\"domains\":[{\"name\":7}]}'",
        "zones, 200, '[]'",
        "zones, 200, ''"
    })
    void anAnswerThatIsNotTheVendorsIsNoSuccess(String call, int status, String body) throws InterruptedException {
        fake.plan(call, aResponse().withStatus(status).withBody(body == null ? "" : body));

        ChangeResult result = change();

        assertThat(problem(result).kind()).isEqualTo(ProblemKind.PROTOCOL);
        assertThat(result).isInstanceOf(call.equals("post") ? ChangeResult.Unknown.class : ChangeResult.Failed.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>OK</html>", "{\"id\":\"not_allowed\",\"message\":\"no\"}"})
    void aDeletionIsBelievedOnlyWithoutASecondWord(String body) throws InterruptedException {
        fake.put("example.com", "A", "www", "192.0.2.1", 300);
        fake.plan("delete", aResponse().withStatus(200).withBody(body));

        ChangeResult result = account.publish(
                Changes.withdraw("www.example.com", RecordType.A).confirmed("192.0.2.1"));

        assertThat(problem(result).kind()).isIn(ProblemKind.PROTOCOL, ProblemKind.REJECTED);
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
    @Tag("promise-22")
    void theVendorsWordsAreShownShortInPlainCharactersAndWithoutTheSecret() throws InterruptedException {
        fake.plan(
                "post",
                FakeDigitalOcean.refusal(
                                422,
                                "unprocessable_entity",
                                "no\r\n\u001b[31m\u202e token " + FakeDigitalOcean.TOKEN + " for you: "
                                        + "x".repeat(5000))
                        .answer());

        String message = problem(change()).message();

        assertThat(message)
                .contains("unprocessable_entity no")
                .doesNotContain(FakeDigitalOcean.TOKEN.substring(7, 20))
                .hasSizeLessThan(300);
        assertThat(message).matches("[\\x20-\\x7e…]+");
    }

    @ParameterizedTest
    @Tag("promise-23")
    @ValueSource(
            strings = {
                "Bearer dop_v1_0123456789abcdef",
                "dor_v1_0123456789abcdef",
                "dop_v1\n0123456789abcdef",
                "dop_v1_0123456789äbcdef"
            })
    void aTokenInAWrongFormIsRefusedBeforeAnythingIsSentAndTellsHowToMakeARightOne(String token) {
        assertThatThrownBy(() -> create(Map.of("token", token, "endpoint", fake.endpoint())))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("providers.do.token")
                .hasMessageContaining("personal access token")
                .hasMessageContaining("API, Tokens")
                .hasMessageNotContaining("0123456789");
        assertThat(fake.calls()).isEmpty();
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
                                        "providers.do.tokens", "providers.do.endpoint", "providers.do.token"));
        assertThatThrownBy(() -> create(Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("providers.do.token: is missing: a personal access token with the scopes");
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
