package io.github.ddnsjava.providers.vultr;

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
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sent, how often, what each of the vendor's errors means, and what the fake refuses. */
class VultrTest {
    private static final String ZONE = "example.com";
    private static FakeVultr fake;

    private Publishing account;

    @BeforeAll
    static void start() {
        fake = FakeVultr.running();
    }

    @AfterAll
    static void stop() {
        fake.close();
    }

    @BeforeEach
    void reset() {
        fake.reset();
        fake.addZone(ZONE);
        account = new Publishing(create(FakeVultr.KEY));
    }

    private static DnsProvider create(String key) {
        Map<String, ?> settings = Map.of("apiKey", key, "endpoint", fake.endpoint());
        return DnsProviders.load().create("vultr", Settings.at("providers.v", settings), ProviderContext.standard());
    }

    private ChangeResult change() throws InterruptedException {
        return account.publish(Changes.ensure("www.example.com", "192.0.2.1"));
    }

    @ParameterizedTest
    @CsvSource({
        "zones, 401, Invalid API token.,                  authentication, ACCOUNT",
        "list,  401, Unauthorized IP address: 192.0.2.99, authentication, ACCOUNT",
        "patch, 403, Unauthorized IP address: 192.0.2.99, authentication, ACCOUNT",
        "post,  403, Forbidden,                           authentication, ZONE",
        "list,  404, Invalid domain,                      rejected,       ZONE",
        "patch, 404, Invalid record,                      transient,      RECORD",
        "post,  400, Invalid data,                        rejected,       RECORD",
        "patch, 422, Invalid TTL,                         rejected,       RECORD",
        "list,  429, Too many requests,                   rate-limited,   ACCOUNT",
        "post,  500, Internal error,                      transient,      RECORD"
    })
    void eachErrorOfTheVendorHasItsMeaning(String call, int status, String error, String kind, ProblemScope scope)
            throws InterruptedException {
        if (call.equals("patch")) {
            fake.put(ZONE, "A", "www", "192.0.2.9", 300);
        }
        fake.plan(call, FakeVultr.refusal(status, error).answer());

        ChangeResult result = change();

        Problem problem = problem(result);
        assertThat(problem.kind()).isEqualTo(ProblemKind.of(kind));
        if (!kind.equals("transient")) {
            assertThat(problem.scope()).isEqualTo(scope);
        }
        assertThat(problem.message()).contains(error);
        assertThat(problem.message().contains("add Any IPv4 and Any IPv6")).isEqualTo(kind.equals("authentication"));
        assertThat(result instanceof ChangeResult.Unknown).isEqualTo(status == 500);
        assertThat(fake.calls()).filteredOn(call::equals).hasSize(1);
    }

    @Test
    void aRecordThatIsThereAlreadyIsFoundInTheSameCycle() throws InterruptedException {
        fake.plan(
                "post", FakeVultr.refusal(400, "Duplicate records not allowed").answer());

        assertThat(outcome(change())).isEqualTo(Outcome.CREATED);
        assertThat(fake.calls()).containsExactly("zones", "list", "post", "list", "post");
    }

    @ParameterizedTest
    @CsvSource({
        "post,   201, {}",
        "patch,  200, {}",
        "patch,  200, ''",
        "patch,  200, <html>OK</html>",
        "delete, 200, ''",
        "delete, 200, '{\"error\":\"no\",\"status\":400}'",
        "list,   200, '{\"records\":{}}'",
        "zones,  200, '{\"domains\":[{}]}'"
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

        assertThat(problem(result).kind()).isEqualTo(ProblemKind.PROTOCOL);
    }

    @Test
    void manyNamesCostOneListAndOneWriteForEachAddress() throws InterruptedException {
        account.publish(hosts(20, 1, 1));
        assertThat(fake.calls()).startsWith("zones", "list", "post").hasSize(2 + 40);

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
    void aChangeNamesNothingButTheAddressAndKeepsTheRest() throws InterruptedException {
        ObjectNode there = fake.put(ZONE, "A", "", "192.0.2.1", 7200);

        account.publish(Changes.ensure("example.com", "192.0.2.2")
                .attributes(Attributes.none().initial("ttl", Duration.ofMinutes(5))));
        account.publish(Changes.ensure("*.example.com", "2001:db8::1")
                .attributes(Attributes.none().initial("ttl", Duration.ofMinutes(4))));

        assertThat(fake.texts())
                .containsExactly(
                        "{\"data\":\"192.0.2.2\"}",
                        "{\"type\":\"AAAA\",\"name\":\"*\",\"data\":\"2001:db8::1\",\"ttl\":240}");
        assertThat(fake.records(ZONE).get(0)).isEqualTo(there.deepCopy().put("data", "192.0.2.2"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer 0123456789ABCDEF", "01234567\n89ABCDEF", "0123456789ÄBCDEF"})
    void aKeyInAWrongFormIsRefusedBeforeAnythingIsSentAndTellsHowToMakeARightOne(String key) {
        assertThatThrownBy(() -> create(key))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("providers.v.apiKey")
                .hasMessageContaining("under Account, API")
                .hasMessageNotContaining("01234567");
        assertThat(fake.calls()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "GET;    /domains?per_page=501;           ;                                                     400",
                "GET;    /domains?cursor=x;               ;                                                     400",
                "GET;    /domains?page=1;                 ;                                                     400",
                "GET;    /domains/example.org/records;    ;                                                     404",
                "POST;   /domains/example.com/records;    {'name':'www','data':'192.0.2.1'};                    400",
                "POST;   /domains/example.com/records;    {'type':'A','name':'old','data':'192.0.2.9'};         400",
                "POST;   /domains/example.com/records;    {'type':'A','name':'@','data':'192.0.2.1'};           400",
                "POST;   /domains/example.com/records;    {'type':'A','name':'www','data':'2001:db8::1'};       400",
                "POST;   /domains/example.com/records;    {'type':'A','name':'x','data':'1.2.3.4','ttl':119};   400",
                "POST;   /domains/example.com/records;    {'type':'A','name':'x','data':'1.2.3.4','ttl':'300'}; 400",
                "POST;   /domains/example.com/records;    {'type':'A','name':'x','data':'1.2.3.4','note':'x'};  400",
                "PATCH;  /domains/example.com/records/53feecb3-f006-4182-ab9c-000000000001; {'data':'1.2.3.4'}; 404",
                "PUT;    /domains/example.com/records/53feecb3-f006-4182-ab9c-000000000001; {'data':'1.2.3.4'}; 404",
                "DELETE; /domains/example.com/records/1;  ;                                                     404"
            })
    void theFakeRefusesWhatTheVendorRefuses(String method, String path, String body, int status)
            throws IOException, InterruptedException {
        fake.put(ZONE, "A", "old", "192.0.2.9", 300);

        assertThat(RawCall.send(fake, "Bearer " + FakeVultr.KEY, method, path, body == null ? "" : body)
                        .statusCode())
                .isEqualTo(status);
        assertThat(RawCall.send(fake, "Bearer x", method, path, "").statusCode())
                .isEqualTo(401);
    }
}
