package io.github.ddnsjava.providers.namecheap;

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
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is made of each of the vendor's errors, of answers that are none, and of settings that are wrong. */
class NamecheapErrorsTest {
    private static FakeNamecheap fake;

    private Publishing account;

    @BeforeAll
    static void start() {
        fake = FakeNamecheap.running();
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

    private static DnsProvider with(Map<String, ?> others) {
        Map<String, Object> settings = NamecheapTest.settings(fake);
        settings.putAll(others);
        return DnsProviders.load()
                .create("namecheap", Settings.at("providers.nm", settings), ProviderContext.standard());
    }

    private ChangeResult change() throws InterruptedException {
        return account.publish(Changes.ensure("www.example.com", "192.0.2.1"));
    }

    /** The vendor's errors, one a line: what was asked, number, and what it means. */
    @ParameterizedTest
    @CsvSource({
        "getList,  1010101, authentication, ACCOUNT",
        "getList,  1011102, authentication, ACCOUNT",
        "getHosts, 1011105, authentication, ACCOUNT",
        "setHosts, 1011150, authentication, ACCOUNT",
        "getHosts, 2019166, rejected,       ZONE",
        "getHosts, 2030166, rejected,       ZONE",
        "getHosts, 2016166, rejected,       ZONE",
        "getHosts, 2030288, rejected,       ZONE",
        "setHosts, 2019166, transient,      ",
        "setHosts, 2011170, rejected,       RECORD",
        "getHosts, 3050900, transient,      ",
        "getHosts, 4022288, transient,      ",
        "setHosts, 5050900, transient,      ",
        "getList,  500000,  rate-limited,   ACCOUNT",
        "setHosts, 500000,  rate-limited,   ACCOUNT"
    })
    void eachErrorOfTheVendorHasItsMeaning(String call, int number, String kind, ProblemScope scope)
            throws InterruptedException {
        fake.plan(call, FakeNamecheap.refusal(number, "what the vendor says").answer());

        Problem problem = problem(change());

        assertThat(problem.kind()).isEqualTo(ProblemKind.of(kind));
        if (scope != null) {
            assertThat(problem.scope()).isEqualTo(scope);
        }
        assertThat(problem.message()).contains(number + " what the vendor says");
    }

    @Test
    void tooManyRequestsCanBeAStatusThatMeansSomethingElse() throws InterruptedException {
        fake.plan("getList", aResponse().withStatus(405).withBody("<html>Method Not Allowed</html>"));

        assertThat(problem(change()).kind()).isEqualTo(ProblemKind.RATE_LIMITED);
    }

    @Test
    void anAddressThatIsNotWhitelistedIsToldWithTheRemedy() throws InterruptedException {
        account = new Publishing(with(Map.of("clientIp", "198.51.100.99")));

        Problem problem = problem(change());

        assertThat(problem.kind()).isEqualTo(ProblemKind.AUTHENTICATION);
        assertThat(problem.message()).contains("Invalid request IP: 198.51.100.99", "whitelisted IPs", "clientIp");
    }

    @Test
    void aWrongKeyIsToldWithTheRemedyAndNotShown() throws InterruptedException {
        account = new Publishing(with(Map.of("apiKey", "an-0ther-key")));

        assertThat(problem(change()).message())
                .contains("1011102", "whether API access is switched on")
                .doesNotContain("an-0ther-key");
        assertThat(fake.calls()).containsExactly("getList");
    }

    /** The key is in the query of reads; it is in no message, not even where a request fails. */
    @Test
    @Tag("promise-22")
    void theKeyIsInNoMessage() throws InterruptedException {
        fake.plan(
                "getHosts",
                FakeNamecheap.refusal(2011170, "the query was ApiKey=" + FakeNamecheap.KEY)
                        .answer());

        assertThat(problem(change()).message()).contains("the query was").doesNotContain(FakeNamecheap.KEY);
        assertThat(account.publication().exchanges().toString()).doesNotContain(FakeNamecheap.KEY);
    }

    @ParameterizedTest
    @CsvSource({
        "getList,  <html>welcome to this hotel</html>",
        "getList,  ''",
        "getList,  '<ApiResponse Status=\"OK\"/>'",
        "getHosts, '<ApiResponse Status=\"OK\"><CommandResponse/></ApiResponse>'",
        "getHosts, '<ApiResponse Status=\"ERROR\"><Errors/></ApiResponse>'",
        "getHosts, <other/>",
        "getHosts, '{}'",
        "setHosts, ''",
        "setHosts, '<ApiResponse Status=\"OK\"/>'",
        "setHosts, <html>OK</html>"
    })
    void anAnswerThatIsNotTheVendorsIsNoSuccess(String call, String body) throws InterruptedException {
        fake.plan(call, aResponse().withBody(body == null ? "" : body));

        ChangeResult result = change();

        assertThat(problem(result).kind()).isEqualTo(ProblemKind.PROTOCOL);
        assertThat(result)
                .isInstanceOf(call.equals("setHosts") ? ChangeResult.Unknown.class : ChangeResult.Failed.class);
    }

    /** Status OK is not yet a success of this call. */
    @Test
    void aReplacementThatSaysItIsNoSuccessIsNone() throws InterruptedException {
        fake.plan(
                "setHosts",
                FakeNamecheap.success(
                        "namecheap.domains.dns.setHosts",
                        "<DomainDNSSetHostsResult Domain=\"example.com\" IsSuccess=\"false\"/>"));

        ChangeResult result = change();

        assertThat(result).isInstanceOf(ChangeResult.Unknown.class);
        assertThat(problem(result).kind()).isEqualTo(ProblemKind.PROTOCOL);
    }

    /** Half a list would look like domains that are gone. */
    @Test
    void anEmptyPageBeforeTheEndIsAnError() throws InterruptedException {
        fake.plan(
                "getList",
                FakeNamecheap.success(
                        "namecheap.domains.getList",
                        "<DomainGetListResult/><Paging><TotalItems>101</TotalItems><CurrentPage>1</CurrentPage>"
                                + "<PageSize>100</PageSize></Paging>"));

        assertThat(problem(change()).kind()).isEqualTo(ProblemKind.PROTOCOL);
    }

    @ParameterizedTest
    @Tag("promise-23")
    @CsvSource({"clientIp, 2001:db8::1", "clientIp, auto", "clientIp, 198.51.100"})
    void anAddressThatIsNoneIsRefused(String setting, String value) {
        assertThatThrownBy(() -> with(Map.of(setting, value)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("providers.nm.clientIp")
                .hasMessageContaining(value)
                .hasMessageContaining("whitelisted IPs");
    }

    @Test
    @Tag("promise-23")
    void credentialsOfAnotherFormAreNeverSent() throws InterruptedException {
        assertThatThrownBy(() -> with(Map.of("username", "Ann Example")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("providers.nm.username");

        account = new Publishing(with(Map.of("apiKey", "two words")));
        assertThat(problem(change()).message()).contains("API Access").doesNotContain("two words");
        assertThat(fake.calls()).isEmpty();
    }
}
