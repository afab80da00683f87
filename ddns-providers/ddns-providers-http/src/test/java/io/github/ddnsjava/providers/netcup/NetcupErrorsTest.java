package io.github.ddnsjava.providers.netcup;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static io.github.ddnsjava.provider.testkit.Publishing.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
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
import org.junit.jupiter.params.provider.ValueSource;

/** What is made of each of the vendor's errors, of answers that are none, and of settings that are wrong. */
class NetcupErrorsTest {
    private static FakeNetcup fake;

    private Publishing account;

    @BeforeAll
    static void start() {
        fake = FakeNetcup.running();
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
        Map<String, Object> settings = NetcupTest.settings(fake);
        settings.putAll(others);
        return DnsProviders.load().create("netcup", Settings.at("providers.nc", settings), ProviderContext.standard());
    }

    /** The apex, so that the first name to be tried is the zone. */
    private ChangeResult change() throws InterruptedException {
        return account.publish(Changes.ensure("example.com", "192.0.2.1"));
    }

    /** An answer that reports success, with that data. */
    static ResponseDefinitionBuilder success(String data) {
        return aResponse()
                .withBody("{\"status\":\"success\",\"statuscode\":2000,\"longmessage\":\"\",\"responsedata\":" + data
                        + "}");
    }

    /** The vendor's errors, one a line: what was asked, code, the words, and what it means. */
    @ParameterizedTest
    @CsvSource({
        "login,            4011, refused,                                     authentication, ACCOUNT",
        "login,            4012, refused,                                     authentication, ACCOUNT",
        "login,            4013, Value in field apikey does not match,        authentication, ACCOUNT",
        "login,            4013, More than 180 requests per minute. Please wait, rate-limited, ACCOUNT",
        "infoDnsZone,      4013, More than 180 requests per minute. Please wait, rate-limited, ACCOUNT",
        "updateDnsRecords, 4013, Too many error messages please check your commands, rate-limited, ACCOUNT",
        "updateDnsRecords, 4013, Put quotation marks around the text,         rejected,       RECORD",
        "infoDnsRecords,   5031, Domain not found.,                           rejected,       ZONE",
        "infoDnsRecords,   5028, The zone could not be found.,                rejected,       ZONE",
        "updateDnsRecords, 5028, Update of DNS records failed,                transient,      ",
        "updateDnsRecords, 4008, invalid,                                     rejected,       RECORD",
        "updateDnsRecords, 4009, invalid,                                     rejected,       RECORD",
        "updateDnsRecords, 4010, invalid,                                     rejected,       RECORD",
        "updateDnsRecords, 5099, something new,                               rejected,       RECORD"
    })
    void eachErrorOfTheVendorHasItsMeaning(String call, int code, String words, String kind, ProblemScope scope)
            throws InterruptedException {
        fake.plan(call, FakeNetcup.refusal(code, words).answer());

        Problem problem = problem(change());

        assertThat(problem.kind()).isEqualTo(ProblemKind.of(kind));
        if (scope != null) {
            assertThat(problem.scope()).isEqualTo(scope);
        }
        assertThat(problem.message()).contains(code + " " + words);
        assertThat(fake.calls()).filteredOn(call::equals).hasSize(1);
    }

    /** The vendor at random does not know a session that it has just made. */
    @ParameterizedTest
    @ValueSource(strings = {"infoDnsZone", "infoDnsRecords", "updateDnsRecords"})
    void aNewSessionThatIsRefusedOnceIsMadeAnewAndTwiceMeansWrongCredentials(String call) throws InterruptedException {
        String words = "The session id is not in a valid format.";
        fake.plan(call, FakeNetcup.refusal(4001, words).answer());

        assertThat(change()).isInstanceOf(ChangeResult.Applied.class);
        assertThat(fake.calls()).filteredOn("login"::equals).hasSize(2);

        account = new Publishing(NetcupTest.provider(fake));
        fake.forgetCalls();
        fake.plan(call, FakeNetcup.refusal(4001, words).answer());
        fake.plan(call, FakeNetcup.refusal(4001, words).answer());
        Problem problem = problem(
                account.publish(Changes.ensure("example.com", "192.0.2.2").confirmed("192.0.2.1")));
        assertThat(problem.kind()).isEqualTo(ProblemKind.AUTHENTICATION);
        assertThat(problem.scope()).isEqualTo(ProblemScope.ACCOUNT);
        assertThat(fake.calls()).filteredOn("login"::equals).hasSize(2);
    }

    /** A name that cannot be a domain, and one that is none, are no zones; the next shorter one is tried. */
    @ParameterizedTest
    @CsvSource({"5031, Domain not found.", "4013, Value in field domainname does not match requirements"})
    void aNameThatIsNoDomainIsNoZone(int code, String words) throws InterruptedException {
        fake.plan("infoDnsZone", FakeNetcup.refusal(code, words).answer());

        assertThat(account.publish(Changes.ensure("www.example.com", "192.0.2.1")))
                .isInstanceOf(ChangeResult.Applied.class);
    }

    @Test
    void aZoneWithoutRecordsIsAnEmptyOne() throws InterruptedException {
        assertThat(change()).isInstanceOf(ChangeResult.Applied.class);
        assertThat(fake.refusals()).hasSize(1).allMatch(refusal -> refusal.contains("5029"));
    }

    @Test
    void aDomainThatIsNotFoundMayBeInCloudDns() throws InterruptedException {
        fake.removeZone("example.com");

        Problem problem = problem(change());

        assertThat(problem.kind()).isEqualTo(ProblemKind.REJECTED);
        assertThat(problem.message()).contains("no zone of this account contains example.com", "CloudDNS");
    }

    @Test
    void credentialsThatAreRefusedAreToldWithTheRemedyAndNotShown() throws InterruptedException {
        account = new Publishing(with(Map.of("apiPassword", "another-password")));

        assertThat(problem(change()).message()).contains("4011", "apiPassword").doesNotContain("another-password");
        assertThat(fake.calls()).containsExactly("login");
    }

    @ParameterizedTest
    @CsvSource({
        "login,            '{}'",
        "login,            '{\"status\":\"success\",\"statuscode\":2000,\"responsedata\":\"\"}'",
        "infoDnsZone,      '{\"status\":\"success\",\"statuscode\":2000,\"responsedata\":\"\"}'",
        "infoDnsZone,      <html>welcome to this hotel</html>",
        "infoDnsRecords,   '{\"status\":\"success\",\"statuscode\":2000,\"responsedata\":\"\"}'",
        "infoDnsRecords,   '{\"status\":\"success\",\"statuscode\":2000,\"responsedata\":{\"dnsrecords\":[{}]}}'",
        "infoDnsRecords,   '[]'",
        "updateDnsRecords, ''",
        "updateDnsRecords, '{\"status\":\"success\",\"statuscode\":2000,\"responsedata\":\"\"}'",
        "updateDnsRecords, '{\"status\":\"success\",\"statuscode\":2000,\"responsedata\":{\"dnsrecords\":[]}}'",
        "updateDnsRecords, '{\"status\":\"success\"}'"
    })
    void anAnswerThatIsNotTheVendorsIsNoSuccess(String call, String body) throws InterruptedException {
        fake.plan(call, aResponse().withBody(body == null ? "" : body));

        ChangeResult result = change();

        assertThat(problem(result).kind()).isEqualTo(ProblemKind.PROTOCOL);
        assertThat(result)
                .isInstanceOf(call.equals("updateDnsRecords") ? ChangeResult.Unknown.class : ChangeResult.Failed.class);
    }

    /** A status of success with another code is none. */
    @Test
    void bothTheStatusAndTheCodeMustSaySo() throws InterruptedException {
        fake.plan(
                "updateDnsRecords",
                aResponse()
                        .withBody("{\"status\":\"success\",\"statuscode\":4010,\"longmessage\":\"not quite\","
                                + "\"responsedata\":{\"dnsrecords\":[]}}"));

        assertThat(problem(change()).message()).contains("4010 not quite");
    }

    @ParameterizedTest
    @Tag("promise-22")
    @Tag("promise-23")
    @CsvSource({"nc4aVgMDe6MzQ4MTF1", "12 345", "''"})
    void aCustomerNumberThatIsNoneIsRefusedAndNotShown(String number) {
        assertThatThrownBy(() -> with(Map.of("customerNumber", number)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("providers.nc.customerNumber")
                .hasMessageContaining("digits alone")
                .hasMessageNotContaining("MzQ4");
    }

    @ParameterizedTest
    @Tag("promise-23")
    @CsvSource({
        "apiKey,      two words,  not a key of CloudDNS",
        "apiKey,      0123456789012345678901234567890123456789012345678901234567890123, not a key of CloudDNS",
        "apiPassword, two words,  not that of its login"
    })
    void aSecretOfAnotherFormIsNeverSent(String setting, String value, String told) throws InterruptedException {
        account = new Publishing(with(Map.of(setting, value)));

        assertThat(problem(change()).message()).contains(told).doesNotContain(value);
        assertThat(fake.calls()).isEmpty();
    }
}
