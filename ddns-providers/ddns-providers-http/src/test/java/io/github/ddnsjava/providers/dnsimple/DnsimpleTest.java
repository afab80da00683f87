package io.github.ddnsjava.providers.dnsimple;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static io.github.ddnsjava.provider.testkit.Publishing.hosts;
import static io.github.ddnsjava.provider.testkit.Publishing.outcome;
import static io.github.ddnsjava.provider.testkit.Publishing.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ddnsjava.Attributes;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.provider.testkit.Changes;
import io.github.ddnsjava.provider.testkit.Publishing;
import io.github.ddnsjava.providers.RawCall;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.DnsProviders;
import io.github.ddnsjava.publish.ProviderContext;
import java.io.IOException;
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

/** What is sent, how often, what each of the vendor's errors means, and what the fake refuses. */
class DnsimpleTest {
    private static final String ZONE = "example.com";
    private static FakeDnsimple fake;

    private Publishing account;

    @BeforeAll
    static void start() {
        fake = FakeDnsimple.running();
    }

    @AfterAll
    static void stop() {
        fake.close();
    }

    @BeforeEach
    void reset() {
        fake.reset();
        fake.addZone(ZONE);
        account = new Publishing(create(FakeDnsimple.TOKEN));
    }

    private static DnsProvider create(String token) {
        Map<String, ?> settings = Map.of("token", token, "endpoint", fake.endpoint());
        return DnsProviders.load().create("dnsimple", Settings.at("providers.d", settings), ProviderContext.standard());
    }

    private ChangeResult change() throws InterruptedException {
        return account.publish(Changes.ensure("www.example.com", "192.0.2.1"));
    }

    @ParameterizedTest
    @CsvSource({
        "whoami, 401, Authentication failed,          authentication, ACCOUNT",
        "patch,  401, Authentication failed,          authentication, ACCOUNT",
        "zones,  403, Permission denied,              authentication, ACCOUNT",
        "list,   403, Permission denied,              authentication, ZONE",
        "post,   403, Permission denied,              authentication, ZONE",
        "list,   402, account not in good standing,   rejected,       ZONE",
        "post,   412, feature not in plan,            rejected,       RECORD",
        "list,   404, Zone not found,                 rejected,       ZONE",
        "patch,  404, Record not found,               transient,      RECORD",
        "patch,  400, content must be an IPv4,        rejected,       RECORD",
        "whoami, 429, quota exceeded,                 rate-limited,   ACCOUNT",
        "post,   429, quota exceeded,                 rate-limited,   ACCOUNT",
        "post,   500, Internal error,                 transient,      RECORD",
        "post,   200, said with a status of success,  rejected,       RECORD"
    })
    void eachErrorOfTheVendorHasItsMeaning(String call, int status, String message, String kind, ProblemScope scope)
            throws InterruptedException {
        if (call.equals("patch")) {
            fake.put(ZONE, "A", "www", "192.0.2.9", 300);
        }
        fake.plan(call, FakeDnsimple.refusal(status, message).answer());

        ChangeResult result = change();

        Problem problem = problem(result);
        assertThat(problem.kind()).isEqualTo(ProblemKind.of(kind));
        if (!kind.equals("transient")) {
            assertThat(problem.scope()).isEqualTo(scope);
        }
        assertThat(problem.message()).contains(message);
        assertThat(result instanceof ChangeResult.Unknown).isEqualTo(status == 500);
        assertThat(fake.calls()).filteredOn(call::equals).hasSize(1);
    }

    @Test
    void aRecordThatIsThereAlreadyIsFoundInTheSameCycle() throws InterruptedException {
        fake.plan(
                "post",
                FakeDnsimple.refusal(400, "The zone record already exists").answer());

        assertThat(outcome(change())).isEqualTo(Outcome.CREATED);
        assertThat(fake.calls()).containsExactly("whoami", "zones", "list", "post", "list", "post");
    }

    @Test
    void theReasonsOfFieldsAreToldAndTheLimitEndsByItsReset() throws InterruptedException {
        fake.plan("post", FakeDnsimple.wrong("content", "is not an address").answer());
        assertThat(problem(change()).message()).contains("Validation failed; content is not an address");

        long reset = account.publication().now().plusSeconds(600).getEpochSecond();
        fake.plan(
                "list",
                FakeDnsimple.refusal(429, "quota exceeded").answer().withHeader("X-RateLimit-Reset", "" + reset));
        assertThat(problem(change()).retryAfter().orElseThrow())
                .isBetween(Duration.ofSeconds(599), Duration.ofSeconds(600));
    }

    @ParameterizedTest
    @CsvSource({
        "post,   201, {}",
        "patch,  200, ''",
        "delete, 200, '{\"message\":\"no\"}'",
        "delete, 200, <html>OK</html>",
        "list,   200, '{\"data\":[]}'",
        "zones,  200, '{\"data\":[{}],\"pagination\":{\"current_page\":1,\"total_pages\":1}}'",
        "whoami, 200, {}"
    })
    void anAnswerThatIsNotTheVendorsIsNoSuccess(String call, int status, String body) throws InterruptedException {
        fake.put(ZONE, "A", "old", "192.0.2.9", 300);
        fake.plan(call, aResponse().withStatus(status).withBody(body));

        ChangeResult result = switch (call) {
            case "delete" ->
                account.publish(
                        Changes.withdraw("old.example.com", RecordType.A).confirmed("192.0.2.9"));
            case "patch" -> account.publish(Changes.ensure("old.example.com", "192.0.2.1"));
            default -> change();
        };

        assertThat(problem(result).kind()).isIn(ProblemKind.PROTOCOL, ProblemKind.REJECTED);
    }

    @Test
    void manyNamesCostOneListAndOneWriteForEachAddress() throws InterruptedException {
        account.publish(hosts(20, 1, 1));
        assertThat(fake.calls()).startsWith("whoami", "zones", "list", "post").hasSize(3 + 40);

        fake.forgetCalls();
        assertThat(account.publish(hosts(20, 1, 2)))
                .extracting(Publishing::outcome)
                .containsOnly(Outcome.UPDATED);
        assertThat(fake.calls()).startsWith("list", "patch").hasSize(1 + 40);

        fake.forgetCalls();
        account.publish(hosts(20, 2, 2));
        assertThat(fake.calls()).containsExactly("list");
        assertThat(fake.refusals()).isEmpty();
    }

    @Test
    void oneNameIsListedAloneAndTheApexToo() throws InterruptedException {
        for (int i = 0; i < 101; i++) {
            fake.put(ZONE, "A", "other" + i, "192.0.2.9", 300);
        }

        account.publish(hosts(1, 1, 1));
        account.publish(Changes.ensure("example.com", "192.0.2.1"));

        assertThat(fake.calls()).containsExactly("whoami", "zones", "list", "post", "post", "list", "post");
    }

    @Test
    void theTokenOfAUserFindsTheZonesOfAllAccounts() throws InterruptedException {
        account = new Publishing(create(FakeDnsimple.USER_TOKEN));

        assertThat(outcome(change())).isEqualTo(Outcome.CREATED);

        assertThat(fake.calls()).containsExactly("whoami", "accounts", "zones", "zones", "list", "post");
    }

    @Test
    void aZoneThatIsNotServedIsNone() throws InterruptedException {
        fake.inactive.add(ZONE);

        assertThat(problem(change()).message()).contains("no zone of this account contains www.example.com");
    }

    @Test
    void aChangeNamesNothingButTheAddressAndRecordsOfTheSystemAreLeftAlone() throws InterruptedException {
        ObjectNode there = fake.put(ZONE, "A", "", "192.0.2.1", 7200);
        fake.put(ZONE, "A", "parked", "192.0.2.1", 7200).put("system_record", true);

        account.publish(Changes.ensure("example.com", "192.0.2.2")
                .attributes(Attributes.none().initial("ttl", Duration.ofMinutes(5))));
        account.publish(Changes.ensure("*.example.com", "2001:db8::1")
                .attributes(Attributes.none().initial("ttl", Duration.ofMinutes(4))));
        ChangeResult parked = account.publish(
                Changes.ensure("parked.example.com", "192.0.2.2").confirmed("192.0.2.1"));

        assertThat(fake.texts())
                .containsExactly(
                        "{\"content\":\"192.0.2.2\"}",
                        "{\"type\":\"AAAA\",\"name\":\"*\",\"content\":\"2001:db8::1\",\"ttl\":240}");
        assertThat(fake.records(ZONE).get(0)).isEqualTo(there.deepCopy().put("content", "192.0.2.2"));
        assertThat(problem(parked).message()).contains("a record of the vendor's system");
    }

    /** A record for a region is somebody's choice: it is neither adopted nor deleted with the others of its set. */
    @Test
    @Tag("promise-13")
    void aNameWithARecordForSingleRegionsIsLeftAlone() throws InterruptedException {
        ObjectNode regional = fake.put(ZONE, "A", "www", "192.0.2.9", 300);
        regional.putArray("regions").add("SV1").add("IAD");
        fake.put(ZONE, "A", "www", "192.0.2.1", 300);
        fake.put(ZONE, "AAAA", "www", "2001:db8::9", 300).putNull("regions");

        List<ChangeResult> results = account.publish(List.of(
                Changes.ensure("www.example.com", "192.0.2.2").ownsSet().build(),
                Changes.ensure("www.example.com", "2001:db8::1").build()));

        assertThat(problem(results.get(0)).message()).contains("www.example.com A is left alone", "regions");
        assertThat(outcome(results.get(1))).isEqualTo(Outcome.UPDATED);
        assertThat(fake.records(ZONE)).hasSize(3).contains(regional);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer 0123456789abcdef", "01234567\n89abcdef", "0123456789äbcdef"})
    void aTokenInAWrongFormIsRefusedBeforeAnythingIsSentAndTellsHowToMakeARightOne(String token) {
        assertThatThrownBy(() -> create(token))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("providers.d.token")
                .hasMessageContaining("under Account, Access Tokens")
                .hasMessageNotContaining("01234567");
        assertThat(fake.calls()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "GET;    /731/zones?per_page=101;             ;                                                      400",
                "GET;    /731/zones?name=example.com;         ;                                                      400",
                "GET;    /12/zones;                           ;                                                      403",
                "GET;    /731/zones/example.org/records;      ;                                                      404",
                "GET;    /zones/example.com/records;          ;                                                      404",
                "POST;   /731/zones/example.com/records;      {'name':'www','content':'192.0.2.1'};                  400",
                "POST;   /731/zones/example.com/records;      {'type':'A','name':'old','content':'192.0.2.9'};       400",
                "POST;   /731/zones/example.com/records;      {'type':'A','name':'@','content':'192.0.2.1'};         400",
                "POST;   /731/zones/example.com/records;      {'type':'A','name':'www','content':'2001:db8::1'};     400",
                "POST;   /731/zones/example.com/records;      {'type':'A','name':'x','content':'1.2.3.4','ttl':59};  400",
                "POST;   /731/zones/example.com/records;      {'type':'A','name':'x','content':'1.2.3.4','ttl':'60'};400",
                "PATCH;  /731/zones/example.com/records/1;    {'content':'1.2.3.4'};                                 404",
                "PUT;    /731/zones/example.com/records/1;    {'content':'1.2.3.4'};                                 404",
                "DELETE; /731/zones/example.com/records/1;    ;                                                      404"
            })
    void theFakeRefusesWhatTheVendorRefuses(String method, String path, String body, int status)
            throws IOException, InterruptedException {
        fake.put(ZONE, "A", "old", "192.0.2.9", 300);

        assertThat(RawCall.send(fake, "Bearer " + FakeDnsimple.TOKEN, method, path, body == null ? "" : body)
                        .statusCode())
                .isEqualTo(status);
        assertThat(RawCall.send(fake, "Bearer x", method, path, "").statusCode())
                .isEqualTo(401);
    }
}
