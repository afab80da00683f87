package io.github.ddnsjava.providers.cloudflare;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.DdnsException;
import io.github.ddnsjava.exception.RejectedException;
import io.github.ddnsjava.provider.testkit.Changes;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.http.Asked;
import io.github.ddnsjava.publish.http.HttpTransport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is made of each of the vendor's errors. */
class CloudflareErrorsTest extends CloudflareTest {
    /** The vendor's errors, one a line: what was asked, status, code, code in the chain, and what it means. */
    @ParameterizedTest
    @CsvSource({
        "zones, 400,  6003,  6111, authentication, ACCOUNT,  Invalid format for Authorization header",
        "zones, 400,  6003,  6103, authentication, ACCOUNT,  Invalid format for X-Auth-Key header",
        "zones, 403,  9109,      , authentication, ACCOUNT,  Invalid access token",
        "zones, 401, 10000,      , authentication, ACCOUNT,  Authentication error",
        "zones, 403, 10000,      , authentication, ACCOUNT,  Authentication error",
        "zones, 400,  9106,      , authentication, ACCOUNT,  Authentication failed (status: 400)",
        "zones, 403,  9103,      , authentication, ACCOUNT,  Unknown X-Auth-Key or X-Auth-Email",
        "list,  400,  6003,  6111, authentication, ACCOUNT,  Invalid request headers",
        "list,  403, 10000,      , authentication, ZONE, Authentication error",
        "list,  403,  9109,      , authentication, ZONE, Unauthorized to access requested resource",
        "post,  403, 10000,      , authentication, ZONE, Authentication error",
        "post,  401, 10000,      , authentication, ACCOUNT, Authentication error",
        "post,  403, 99999,      , authentication, ZONE, something new",
        "list,  404,  7003,      , rejected,       ZONE, Could not route to that zone",
        "list,  400,  7000,      , rejected,       ZONE, No route for that URI",
        "patch, 404, 81044,      , transient,      RECORD, Record does not exist.",
        "post,  400, 81053,      , rejected,       RECORD, 'An A, AAAA, or CNAME record with that host already exists.'",
        "post,  400, 81054,      , rejected,       RECORD, A CNAME record with that host already exists.",
        "post,  400, 81056,      , rejected,       RECORD, NS records with that host already exist.",
        "post,  400,  9005,      , rejected,       RECORD, Content for A record must be a valid IPv4 address.",
        "post,  400,  1004,  9005, rejected,       RECORD, DNS Validation Error",
        "post,  400,  1004,  9021, rejected,       RECORD, DNS Validation Error",
        "post,  400,  1004,  9041, rejected,       RECORD, DNS Validation Error",
        "post,  400,  1004,  9300, rejected,       RECORD, DNS Validation Error",
        "post,  400,  9003,      , rejected,       RECORD, Invalid proxied value",
        "post,  400,  9020,      , rejected,       RECORD, Invalid type",
        "post,  400, 81045,      , rejected,       RECORD, Record quota exceeded.",
        "post,  400, 77777,      , rejected,       RECORD, something new",
        "post,  404, 77777,      , transient,      RECORD, something new",
        "list,  429,   971,      , rate-limited,   ACCOUNT,  Please wait and consider throttling your request speed",
        "list,  429, 10429,      , rate-limited,   ACCOUNT,  Too many requests",
        "list,  400,   971,      , rate-limited,   ACCOUNT,  Please wait",
        "post,  200, 81054,      , rejected,       RECORD, A CNAME record with that host already exists.",
        "post,  200, 10429,      , rate-limited,   ACCOUNT,  Too many requests"
    })
    void eachErrorOfTheVendorHasItsMeaning(
            String call, int status, int code, Integer cause, String kind, ProblemScope scope, String message)
            throws InterruptedException {
        if (call.equals("patch")) {
            zone.put("A", "www.example.com", "192.0.2.9", 300, false);
        }
        Refusal refusal = cause == null
                ? Refusal.of(status, code, message)
                : Refusal.chained(code, message, cause, "the cause of it");
        fake.plan(call, aResponse().withStatus(status).withBody(refusal.body()));

        Problem problem = failure(publish(Changes.ensure("www.example.com", "192.0.2.1")));

        assertThat(problem.kind()).isEqualTo(ProblemKind.of(kind));
        assertThat(problem.scope()).isEqualTo(scope);
        if (status != 429) {
            assertThat(problem.message()).contains("" + code).contains(message);
        }
        assertThat(fake.calls().stream().filter(call::equals)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "404,  7003, NOT_FOUND",
        "400,  7000, NOT_FOUND",
        "404, 81044, NOT_FOUND",
        "410, 77777, NOT_FOUND",
        "400, 81045, QUOTA",
        "400,  9300, QUOTA",
        "400, 81054, INVALID",
        "400,  1004, INVALID",
        "400, 77777, INVALID"
    })
    void aRefusalTellsItsReason(int status, int code, RejectedException.Reason reason) {
        Asked asked = Asked.of("GET list", ProblemScope.ZONE);
        HttpTransport.Answer answer = new HttpTransport.Answer(
                status, Map.of(), Refusal.of(status, code, "text").body());

        assertThatThrownBy(() -> CloudflareErrors.TABLE.check(asked, answer, Instant.EPOCH))
                .isInstanceOfSatisfying(
                        RejectedException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    @ParameterizedTest
    @CsvSource({"81058, An identical record already exists.", "81057, The record already exists."})
    void aRecordThatIsThereAlreadyIsListedAnewOnceAndThenAnError(int code, String message) throws InterruptedException {
        for (int i = 0; i < 2; i++) {
            fake.plan("post", refusal(Refusal.of(400, code, message)));
        }

        Problem problem = failure(publish(Changes.ensure("www.example.com", "192.0.2.1")));

        assertThat(problem.kind()).isEqualTo(ProblemKind.TRANSIENT);
        assertThat(problem.message()).contains(message);
        assertThat(fake.calls().stream().filter("list"::equals)).hasSize(2);
        assertThat(fake.calls().stream().filter("post"::equals)).hasSize(2);
    }

    private static Problem failure(ChangeResult result) {
        return ((ChangeResult.Failed) result).problem();
    }

    @Test
    void aRateLimitTellsHowLongToStayAway() throws InterruptedException {
        fake.plan("post", aResponse().withStatus(429).withHeader("Retry-After", "120"));

        Problem problem = failure(publish(Changes.ensure("www.example.com", "192.0.2.1")));

        assertThat(problem.kind()).isEqualTo(ProblemKind.RATE_LIMITED);
        assertThat(problem.retryAfter()).contains(Duration.ofMinutes(2));
    }

    @ParameterizedTest
    @CsvSource({"500", "502", "503", "520", "522", "408"})
    void aWriteThatMayHaveHappenedIsInDoubt(int status) throws InterruptedException {
        fake.plan("post", aResponse().withStatus(status).withBody("error code: " + status));

        ChangeResult result = publish(Changes.ensure("www.example.com", "192.0.2.1"));

        assertThat(result)
                .isInstanceOfSatisfying(
                        ChangeResult.Unknown.class,
                        unknown -> assertThat(unknown.problem().kind()).isEqualTo(ProblemKind.TRANSIENT));
    }

    @ParameterizedTest
    @CsvSource({
        "200, <html>welcome to this hotel</html>",
        "200, '{\"success\":false,\"errors\":[]}'",
        "200, '{\"success\":\"true\",\"result\":{}}'",
        "200, '{\"success\":true,\"result\":null}'",
        "200, '{\"success\":true,\"result\":[]}'",
        "200, ''",
        "302, ''"
    })
    void anAnswerThatIsNotCloudflaresLeavesAWriteInDoubt(int status, String body) throws InterruptedException {
        fake.plan("post", aResponse().withStatus(status).withBody(body == null ? "" : body));

        ChangeResult result = publish(Changes.ensure("www.example.com", "192.0.2.1"));

        assertThat(result)
                .isInstanceOfSatisfying(
                        ChangeResult.Unknown.class,
                        unknown -> assertThat(unknown.problem().kind()).isEqualTo(ProblemKind.PROTOCOL));
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"errors\":{\"code\":1}}'",
        "'{\"errors\":[{\"code\":\"x\",\"message\":\"y\"}]}'",
        "'{\"errors\":[{\"code\":99999999999999999999999,\"message\":\"y\"}]}'",
        "<html>",
        "''"
    })
    void aStatusSpeaksForItselfWhereTheBodyIsNotCloudflares(String body) throws InterruptedException {
        fake.plan("zones", aResponse().withStatus(403).withBody(body));

        assertThat(problem(publish(Changes.ensure("www.example.com", "192.0.2.1"))))
                .isEqualTo(ProblemKind.AUTHENTICATION);
    }

    @Test
    @Tag("promise-22")
    void theVendorsWordsAreShownShortInPlainCharactersAndWithoutTheSecret() throws InterruptedException {
        Refusal refusal = Refusal.of(
                400, 9005, "no\r\n\u001b[31m\u202e token " + FakeCloudflare.TOKEN + " for you: " + "x".repeat(5000));
        fake.plan("post", aResponse().withStatus(400).withBody(refusal.body()));

        String message =
                failure(publish(Changes.ensure("www.example.com", "192.0.2.1"))).message();

        assertThat(message)
                .contains("9005 no")
                .doesNotContain(FakeCloudflare.TOKEN)
                .hasSizeLessThan(300);
        assertThat(message).matches("[\\x20-\\x7e…]+");
    }

    @Test
    @Tag("promise-11")
    void aZoneWithoutPermissionDoesNotStopAnother() throws InterruptedException {
        zone.readOnly = true;
        FakeZone other = fake.addZone("example.org");

        List<ChangeResult> results = publish(
                provider(settings()),
                List.of(
                        Changes.ensure("www.example.com", "192.0.2.1").build(),
                        Changes.ensure("www.example.org", "192.0.2.1").build()));

        assertThat(problem(results.get(0))).isEqualTo(ProblemKind.AUTHENTICATION);
        assertThat(failure(results.get(0)).scope()).isEqualTo(ProblemScope.ZONE);
        assertThat(outcome(results.get(1))).isEqualTo(Outcome.CREATED);
        assertThat(other.records()).hasSize(1);
    }

    @Test
    void aBatchForWhichThePermissionIsMissingIsNotDivided() throws InterruptedException {
        zone.readOnly = true;

        assertThat(publish(provider(settings()), hosts(200, 1, 1)))
                .extracting(CloudflareTest::problem)
                .containsOnly(ProblemKind.AUTHENTICATION);

        assertThat(fake.calls()).containsExactly("zones", "list", "batch");
    }

    @Test
    void credentialsThatWereRevokedAreSaidToBeBadAltogether() throws InterruptedException {
        DnsProvider provider = provider(settings());
        publish(provider, hosts(1, 1, 1));
        fake.plan("list", refusal(Refusal.of(401, 10_000, "Authentication error")));
        fake.plan("zones", refusal(Refusal.of(403, 9109, "Invalid access token")));

        Problem problem = failure(publish(provider, hosts(1, 1, 2)).get(0));

        assertThat(problem.kind()).isEqualTo(ProblemKind.AUTHENTICATION);
        assertThat(problem.scope()).isEqualTo(ProblemScope.ACCOUNT);
    }

    @Test
    void aZoneThatWasRemovedAndMadeAgainIsFoundUnderItsNewId() throws InterruptedException {
        DnsProvider provider = provider(settings());
        publish(provider, hosts(1, 1, 1));
        fake.removeZone("example.com");
        FakeZone renewed = fake.addZone("example.com");

        assertThat(outcome(publish(provider, hosts(1, 1, 2)).get(0))).isEqualTo(Outcome.CREATED);

        assertThat(renewed.records()).hasSize(1);
    }

    @Test
    void someoneQuickerInABatchMeansThatTheZoneIsListedAnew() throws InterruptedException {
        DnsProvider provider = provider(settings());
        fake.plan("batch", refusal(Refusal.of(400, 81_058, "An identical record already exists.")));
        zone.put("A", "h9.example.com", "192.0.2.1", 300, false);

        assertThat(publish(provider, hosts(3, 1, 1)))
                .extracting(CloudflareTest::outcome)
                .containsOnly(Outcome.CREATED);
    }

    @Test
    void credentialsThatSeeNoZoneAtAllAreToldSo() {
        zone.hidden = true;
        DnsProvider provider = provider(settings());

        assertThatThrownBy(() -> provider.check(
                        List.of(Changes.question(DnsName.of("www.example.com"), RecordType.A)), publication))
                .isInstanceOf(DdnsException.class)
                .hasMessageContaining("no zone")
                .hasMessageContaining("Zone, Zone, Read")
                .extracting(e -> ((DdnsException) e).kind())
                .isEqualTo(ProblemKind.REJECTED);
    }

    @Test
    void aTokenThatCannotBeOneIsNotSent() throws InterruptedException {
        Settings settings = settings().with("token", "two\nlines");

        ChangeResult result = publish(provider(settings), hosts(1, 1, 1)).get(0);

        assertThat(problem(result)).isEqualTo(ProblemKind.AUTHENTICATION);
        assertThat(result.toString()).doesNotContain("lines");
        assertThat(fake.calls()).isEmpty();
    }

    private static ResponseDefinitionBuilder refusal(Refusal refusal) {
        return aResponse().withStatus(refusal.status()).withBody(refusal.body());
    }
}
