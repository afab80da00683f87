package io.github.ddnsjava.providers.google;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static io.github.ddnsjava.provider.testkit.Publishing.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import org.junit.jupiter.params.provider.ValueSource;

/** What is made of the vendor's rarer errors, of answers that are none, and of settings that are wrong. */
class GoogleErrorsTest {
    private static FakeGoogle fake;

    private Publishing account;

    @BeforeAll
    static void start() {
        fake = FakeGoogle.running();
    }

    @AfterAll
    static void stop() {
        fake.close();
    }

    @BeforeEach
    void reset() {
        fake.reset();
        fake.addZone("example.com");
        account = new Publishing(
                create(Map.of("serviceAccount", LoginToken.keyFile().toString(), "endpoint", fake.url())));
    }

    private static DnsProvider create(Map<String, ?> settings) {
        return DnsProviders.load().create("google", Settings.at("providers.g", settings), ProviderContext.standard());
    }

    private ChangeResult change() throws InterruptedException {
        return account.publish(Changes.ensure("www.example.com", "192.0.2.1"));
    }

    /** As the server before the interface has it. */
    @ParameterizedTest
    @CsvSource({
        "401, UNAUTHENTICATED,    authentication",
        "403, PERMISSION_DENIED,  authentication",
        "403, SERVICE_DISABLED,   authentication",
        "429, RESOURCE_EXHAUSTED, rate-limited"
    })
    void anErrorWithoutAListOfErrorsHasItsMeaningToo(int status, String code, String kind) throws InterruptedException {
        String body = "{\"error\":{\"code\":%d,\"message\":\"what the vendor says\",\"status\":\"%s\"}}"
                .formatted(status, code);
        fake.plan("zones", aResponse().withStatus(status).withBody(body));

        Problem problem = problem(change());

        assertThat(problem.kind()).isEqualTo(ProblemKind.of(kind));
        assertThat(problem.scope()).isEqualTo(ProblemScope.ACCOUNT);
        assertThat(problem.message()).contains(code, "what the vendor says");
    }

    /** Somebody was quicker. */
    @ParameterizedTest
    @CsvSource({
        "409, alreadyExists,      The resource 'entity.change.additions[0]' named 'www.example.com. (A)' already exists",
        "412, conditionNotMet,    Precondition not met for 'entity.change.deletions[0]'",
        "412, preconditionFailed, Precondition Failed",
        "404, notFound,           The 'entity.change.deletions[0]' resource named 'www.example.com. (A)' does not exist."
    })
    void aChangeThatDoesNotFitAnOldListIsMadeByANewOne(int status, String reason, String words)
            throws InterruptedException {
        fake.plan("change", FakeGoogle.refusal(status, reason, words).answer());

        assertThat(change()).isInstanceOf(ChangeResult.Accepted.class);
        assertThat(fake.calls()).containsExactly("login", "zones", "list", "change", "list", "change");
    }

    @ParameterizedTest
    @CsvSource({
        "400, invalid_grant,       Invalid JWT Signature.,         authentication",
        "401, invalid_client,      The OAuth client was not found., authentication",
        "401, unauthorized_client, Client is unauthorized.,        authentication",
        "400, invalid_grant,       Invalid JWT: Token must be a short-lived token (60 minutes), transient",
        "503, backendError,        try again,                      transient"
    })
    void aLoginThatIsRefusedIsSentOnce(int status, String error, String words, String kind)
            throws InterruptedException {
        fake.plan("login", LoginToken.refusedLogin(status, error, words).answer());

        Problem problem = problem(change());

        assertThat(problem.kind()).isEqualTo(ProblemKind.of(kind));
        assertThat(fake.calls()).containsExactly("login");
    }

    /** A clock that is wrong holds nothing: when it is right, the next attempt succeeds. */
    @Test
    @Tag("promise-10")
    void aWrongClockIsToldWithTheRemedyAndIsNoRefusalOfTheCredentials() throws InterruptedException {
        fake.standsAt(account.publication().now().plus(Duration.ofMinutes(6)));
        Problem problem = problem(change());
        assertThat(problem.kind()).isEqualTo(ProblemKind.TRANSIENT);
        assertThat(problem.message()).contains("short-lived token", "the clock of this host");

        fake.standsAt(account.publication().now());
        assertThat(change()).isInstanceOf(ChangeResult.Accepted.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----\n"})
    @Tag("promise-23")
    void aKeyThatIsDamagedIsNeverSentAndTellsSo(String key) throws InterruptedException {
        String file = LoginToken.keyFile().put("private_key", key).toString();
        Publishing damaged = new Publishing(create(Map.of("serviceAccount", file, "endpoint", fake.url())));

        Problem problem = problem(damaged.publish(Changes.ensure("www.example.com", "192.0.2.1")));

        assertThat(problem.kind()).isEqualTo(ProblemKind.CONFIGURATION);
        assertThat(problem.message()).contains("the private key is").doesNotContain("nonsense", "MIIB");
        assertThat(fake.calls()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "login,  200, '{}'",
        "login,  200, <html>",
        "zones,  200, '{}'",
        "zones,  200, ''",
        "list,   200, '{}'",
        "list,   200, '{\"kind\":\"dns#managedZonesListResponse\"}'",
        "list,   200, '{\"kind\":\"dns#resourceRecordSetsListResponse\",\"rrsets\":{}}'",
        "change, 200, '{}'",
        "change, 200, ''",
        "change, 204, ''",
        "change, 200, '{\"id\":\"7\",\"status\":\"failed\"}'",
        "change, 200, '{\"status\":\"pending\"}'",
        "change, 302, ''"
    })
    void anAnswerThatIsNotTheVendorsIsNoSuccess(String call, int status, String body) throws InterruptedException {
        fake.plan(call, aResponse().withStatus(status).withBody(body == null ? "" : body));

        ChangeResult result = change();

        assertThat(problem(result).kind()).isEqualTo(ProblemKind.PROTOCOL);
        assertThat(result).isInstanceOf(call.equals("change") ? ChangeResult.Unknown.class : ChangeResult.Failed.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/etc/ddns/key.json",
                "{}",
                "{\"type\":\"authorized_user\",\"client_id\":\"x\"}",
                "{\"type\":\"service_account\",\"client_email\":\"a@b.example\"}",
                "{\"type\":\"service_account\""
            })
    @Tag("promise-22")
    @Tag("promise-23")
    void whatIsNoKeyFileIsRefusedBeforeAnythingIsSentAndTellsHowToMakeOne(String text) {
        assertThatThrownBy(() -> create(Map.of("serviceAccount", text, "endpoint", fake.url())))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("providers.g.serviceAccount")
                .hasMessageContaining("JSON key file")
                .hasMessageNotContaining("authorized_user")
                .hasMessageNotContaining("b.example");
        assertThat(fake.calls()).isEmpty();
    }

    @Test
    @Tag("promise-23")
    void aProjectIsTheKeyFilesUnlessOneIsGivenInItsForm() {
        Map<String, String> given =
                Map.of("serviceAccount", LoginToken.keyFile().toString(), "project", "My Project");
        assertThatThrownBy(() -> create(given))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("providers.g.project");
        String without = LoginToken.keyFile().without("project_id").toString();
        assertThatThrownBy(() -> create(Map.of("serviceAccount", without)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("providers.g.project");
    }

    @Test
    @Tag("promise-22")
    void oneServiceAccountIsOneAccountAndNothingTellsTheKey() {
        DnsProvider one = create(Map.of("serviceAccount", LoginToken.keyFile().toString()));

        assertThat(one.account() + one + one.fingerprint())
                .doesNotContain(LoginToken.privateKey().substring(100, 140));
    }
}
