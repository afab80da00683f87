package io.github.ddnsjava.providers.azure;

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

/** What is made of each of the vendor's errors, of answers that are none, and of settings that are wrong. */
class AzureErrorsTest {
    private static FakeAzure fake;

    private Publishing account;

    @BeforeAll
    static void start() {
        fake = FakeAzure.running();
    }

    @AfterAll
    static void stop() {
        fake.close();
    }

    @BeforeEach
    void reset() {
        fake.reset();
        fake.addZone("example.com");
        account = new Publishing(with(Map.of()));
    }

    private static DnsProvider with(Map<String, String> others) {
        Map<String, Object> settings = AzureTest.settings(fake);
        settings.putAll(others);
        return DnsProviders.load().create("azure", Settings.at("providers.az", settings), ProviderContext.standard());
    }

    private ChangeResult change() throws InterruptedException {
        return account.publish(Changes.ensure("www.example.com", "192.0.2.1"));
    }

    /** The vendor's errors, one a line: what was asked, status, code, and what it means. */
    @ParameterizedTest
    @CsvSource({
        "zones, 401, ExpiredAuthenticationToken,       authentication, ACCOUNT",
        "get,   401, InvalidAuthenticationToken,       authentication, ACCOUNT",
        "put,   401, InvalidAuthenticationTokenTenant, authentication, ACCOUNT",
        "put,   401, AuthenticationFailed,             authentication, ACCOUNT",
        "zones, 403, AuthorizationFailed,              authentication, ACCOUNT",
        "get,   403, AuthorizationFailed,              authentication, ZONE",
        "put,   403, LinkedAuthorizationFailed,        authentication, RECORD",
        "zones, 404, SubscriptionNotFound,             rejected,       RECORD",
        "zones, 404, ResourceGroupNotFound,            rejected,       RECORD",
        "get,   404, ResourceGroupNotFound,            rejected,       ZONE",
        "get,   404, ParentResourceNotFound,           rejected,       ZONE",
        "get,   404, ResourceNotFound,                 rejected,       ZONE",
        "put,   404, ParentResourceNotFound,           transient,      ",
        "put,   400, BadRequest,                       rejected,       RECORD",
        "put,   400, InvalidResourceName,              rejected,       RECORD",
        "put,   400, InvalidResourceType,              rejected,       RECORD",
        "put,   409, ScopeLocked,                      rejected,       RECORD",
        "put,   409, Conflict,                         transient,      ",
        "zones, 429, TooManyRequests,                  rate-limited,   ACCOUNT",
        "put,   429, TooManyRequests,                  rate-limited,   ACCOUNT",
        "put,   500, InternalServerError,              transient,      ",
        "get,   503, ServerTimeout,                    transient,      "
    })
    void eachErrorOfTheVendorHasItsMeaningInBothOfItsForms(
            String call, int status, String code, String kind, ProblemScope scope) throws InterruptedException {
        fake.plan(call, FakeAzure.refusal(status, code, "what the vendor says").answer());
        Problem problem = problem(change());
        assertThat(problem.kind()).isEqualTo(ProblemKind.of(kind));
        if (scope != null) {
            assertThat(problem.scope()).isEqualTo(scope);
        }
        assertThat(problem.message()).contains("what the vendor says");
        assertThat(fake.calls()).filteredOn(call::equals).hasSize(1);

        reset();
        fake.plan(
                call,
                FakeAzure.plainRefusal(status, code, "what the vendor says").answer());
        assertThat(problem(change())).isEqualTo(problem);
    }

    /** The errors of a login, one a line: status, error, code, and what it means. */
    @ParameterizedTest
    @CsvSource({
        "401, invalid_client,          7000215, authentication, a new one",
        "400, invalid_client,          7000222, authentication, a new one",
        "400, unauthorized_client,      700016, authentication, clientId",
        "400, invalid_request,           90002, authentication, tenantId",
        "400, invalid_resource,         500011, authentication, ''",
        "503, temporarily_unavailable,   90033, transient,      ''",
        "429, temporarily_unavailable,   90055, transient,      ''"
    })
    void aRefusedLoginIsToldWithItsRemedyAndNotRepeated(int status, String error, int code, String kind, String remedy)
            throws InterruptedException {
        fake.plan(
                "login",
                FakeAzure.refusedLogin(status, error, code, "what the vendor says")
                        .answer());

        Problem problem = problem(change());

        assertThat(problem.kind()).isEqualTo(ProblemKind.of(kind));
        assertThat(problem.message()).contains("AADSTS" + code + ": what the vendor says", remedy);
        assertThat(fake.calls()).containsExactly("login");
    }

    @Test
    void aWrongSecretIsRefusedByTheLogin() throws InterruptedException {
        account = new Publishing(with(Map.of("clientSecret", "another~secret")));

        Problem problem = problem(change());

        assertThat(problem.kind()).isEqualTo(ProblemKind.AUTHENTICATION);
        assertThat(problem.scope()).isEqualTo(ProblemScope.ACCOUNT);
        assertThat(problem.message())
                .contains("AADSTS7000215", "make a new one")
                .doesNotContain("another~secret");
    }

    @Test
    void tooManyRequestsTellTheWait() throws InterruptedException {
        fake.plan(
                "put",
                FakeAzure.refusal(429, "TooManyRequests", "slow down").answer().withHeader("Retry-After", "43"));

        assertThat(problem(change()).retryAfter()).contains(Duration.ofSeconds(43));
    }

    @Test
    void aMissingRoleIsToldWithTheRemedy() throws InterruptedException {
        fake.plan(
                "put", FakeAzure.refusal(403, "AuthorizationFailed", "no role").answer());

        assertThat(problem(change()).message()).contains("DNS Zone Contributor", "resourceGroup");
    }

    @Test
    void aLockIsToldWithTheRemedy() throws InterruptedException {
        fake.plan("put", FakeAzure.refusal(409, "ScopeLocked", "it is locked").answer());

        assertThat(problem(change()).message()).contains("remove the lock");
    }

    @ParameterizedTest
    @CsvSource({
        "login, 200, '{}'",
        "login, 200, '{\"access_token\":\"x\",\"expires_in\":\"soon\"}'",
        "login, 200, <html>welcome to this hotel</html>",
        "zones, 200, '{}'",
        "zones, 200, '{\"value\":[{\"name\":\"example.com\",\"id\":\"/x\"}]}'",
        "get,   200, '{}'",
        "get,   200, '{\"etag\":\"x\",\"properties\":{\"TTL\":300}}'",
        "get,   200, '{\"etag\":\"x\",\"properties\":{\"TTL\":300,\"ARecords\":[\"192.0.2.1\"]}}'",
        "get,   200, '{\"properties\":{\"TTL\":300,\"ARecords\":[]}}'",
        "put,   201, ''",
        "put,   201, '{}'",
        "put,   202, '{\"properties\":{\"TTL\":300,\"ARecords\":[]}}'",
        "put,   200, '{\"properties\":{\"TTL\":300,\"ARecords\":[{\"ipv4Address\":\"192.0.2.9\"}]}}'"
    })
    void anAnswerThatIsNotTheVendorsIsNoSuccess(String call, int status, String body) throws InterruptedException {
        fake.plan(call, aResponse().withStatus(status).withBody(body == null ? "" : body));

        ChangeResult result = change();

        assertThat(problem(result).kind()).isEqualTo(ProblemKind.PROTOCOL);
        assertThat(result).isInstanceOf(call.equals("put") ? ChangeResult.Unknown.class : ChangeResult.Failed.class);
    }

    @ParameterizedTest
    @Tag("promise-22")
    @Tag("promise-23")
    @CsvSource({
        "tenantId,       my tenant,          Directory (tenant) ID",
        "tenantId,       abc/def,            Directory (tenant) ID",
        "clientId,       Qx8Q~7vLk2mN,       Application (client) ID",
        "clientId,       0f3a9c1e52d44b7e9a61c8d2f7e41b05, Application (client) ID",
        "subscriptionId, Pay-As-You-Go,      of the subscription"
    })
    void anIdThatIsNoneIsRefusedAndNotShown(String setting, String value, String allowed) {
        assertThatThrownBy(() -> with(Map.of(setting, value)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("providers.az." + setting)
                .hasMessageContaining(allowed)
                .hasMessageNotContaining(value);
        assertThat(fake.calls()).isEmpty();
    }

    @Test
    @Tag("promise-23")
    void aResourceGroupIsAName() {
        assertThatThrownBy(() -> with(Map.of("resourceGroup", "/subscriptions/x/resourceGroups/y")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("providers.az.resourceGroup")
                .hasMessageContaining("without its subscription");
    }

    /** The portal shows both in one line, and only the id stays visible. */
    @ParameterizedTest
    @CsvSource({"4d1c2b3a-0f9e-4d8c-b7a6-5e4f3d2c1b0a", "two words"})
    void theIdOfASecretIsNeverSentInItsPlace(String secret) throws InterruptedException {
        account = new Publishing(with(Map.of("clientSecret", secret)));

        assertThat(problem(change()).message()).contains("not its Secret ID").doesNotContain(secret);
        assertThat(fake.calls()).isEmpty();
    }

    @Test
    void aTenantCanBeADomain() throws InterruptedException {
        account = new Publishing(with(Map.of("tenantId", "contoso.onmicrosoft.com")));

        assertThat(problem(change()).message()).contains("AADSTS90002");
    }

    /** Beside this API the login may go to another host; without that setting it stays at the origin of the API. */
    @Test
    @Tag("promise-22")
    void theLoginCanHaveAnEndpointOfItsOwn() throws InterruptedException {
        FakeAzure login = FakeAzure.running();
        try {
            account = new Publishing(
                    with(Map.of("loginEndpoint", login.endpoint() + "/" + FakeAzure.TENANT + "/oauth2/token")));

            assertThat(problem(change()).kind()).isEqualTo(ProblemKind.AUTHENTICATION);

            assertThat(login.calls()).containsExactly("login");
            assertThat(fake.calls()).containsExactly("zones"); // which does not know the other one's token
        } finally {
            login.close();
        }
        reset();
        assertThat(outcome(change())).isEqualTo(Outcome.CREATED);
    }
}
