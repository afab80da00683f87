package io.github.ddnsjava.providers.linode;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static io.github.ddnsjava.providers.Publishing.hosts;
import static io.github.ddnsjava.providers.Publishing.outcome;
import static io.github.ddnsjava.providers.Publishing.problem;
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
import io.github.ddnsjava.providers.Publishing;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sent, how often, what each of the vendor's errors means, and what the fake refuses. */
class LinodeTest {
    private static final String ZONE = "example.com";
    private static FakeLinode fake;

    private Publishing account;

    @BeforeAll
    static void start() {
        fake = FakeLinode.running();
    }

    @AfterAll
    static void stop() {
        fake.close();
    }

    @BeforeEach
    void reset() {
        fake.reset();
        fake.addZone(ZONE);
        account = new Publishing(create(FakeLinode.TOKEN));
    }

    private static DnsProvider create(String token) {
        Map<String, ?> settings = Map.of("token", token, "endpoint", fake.endpoint());
        return DnsProviders.load().create("linode", Settings.at("providers.l", settings), ProviderContext.standard());
    }

    private ChangeResult change() throws InterruptedException {
        return account.publish(Changes.ensure("www.example.com", "192.0.2.1"));
    }

    @ParameterizedTest
    @CsvSource({
        "zones, 401, Invalid Token,                           authentication, ACCOUNT",
        "put,   401, Invalid Token,                           authentication, ACCOUNT",
        "zones, 403, Your OAuth token is not authorized,      authentication, ACCOUNT",
        "list,  403, Your OAuth token is not authorized,      authentication, ZONE",
        "post,  403, Your OAuth token is not authorized,      authentication, ZONE",
        "list,  404, Not found,                               rejected,       ZONE",
        "put,   404, Not found,                               transient,      RECORD",
        "post,  400, Record conflict,                         rejected,       RECORD",
        "put,   400, ttl_sec must be an integer,              rejected,       RECORD",
        "post,  400, Linode busy.,                            transient,      RECORD",
        "put,   503, Linode busy.,                            transient,      RECORD",
        "zones, 500, Internal error,                          transient,      ACCOUNT",
        "post,  502, Bad gateway,                             transient,      RECORD",
        "list,  429, Too many requests,                       rate-limited,   ACCOUNT",
        "post,  200, said with a status of success,           rejected,       RECORD"
    })
    void eachErrorOfTheVendorHasItsMeaning(String call, int status, String reason, String kind, ProblemScope scope)
            throws InterruptedException {
        if (call.equals("put")) {
            fake.put(ZONE, "A", "www", "192.0.2.9", 300);
        }
        fake.plan(call, FakeLinode.refusal(status, "", reason).answer());

        ChangeResult result = change();

        Problem problem = problem(result);
        assertThat(problem.kind()).isEqualTo(ProblemKind.of(kind));
        if (!kind.equals("transient")) {
            assertThat(problem.scope()).isEqualTo(scope);
        }
        if (status < 429) {
            assertThat(problem.message()).contains(reason);
        }
        assertThat(result instanceof ChangeResult.Unknown).isEqualTo(status == 502 || status == 503);
        assertThat(fake.calls()).filteredOn(call::equals).hasSize(1);
    }

    @Test
    void retryAfterCountsWithTooManyRequestsAndNotWithASuccessOrAnotherRefusal() throws InterruptedException {
        fake.plan(
                "post",
                FakeLinode.refusal(429, "", "Too many requests").answer().withHeader("Retry-After", "43"));
        assertThat(problem(change()).retryAfter()).contains(Duration.ofSeconds(43));

        fake.plan("post", FakeLinode.refusal(400, "target", "no").answer().withHeader("Retry-After", "43"));
        assertThat(problem(change()).retryAfter()).isEmpty();

        for (int status : new int[] {400, 500, 503}) {
            fake.plan(
                    "post",
                    FakeLinode.refusal(status, "", "Linode busy.")
                            .answer()
                            .withHeader("Retry-After", "119")
                            .withHeader("X-RateLimit-Remaining", "799"));
            assertThat(problem(change()).retryAfter()).isEmpty();
        }
        assertThat(outcome(change())).isEqualTo(Outcome.CREATED);
    }

    @ParameterizedTest
    @CsvSource({
        "post,   200, {}",
        "post,   200, ''",
        "delete, 200, ''",
        "delete, 200, []",
        "delete, 200, '{\"errors\":[{\"reason\":\"no\"}]}'",
        "list,   200, '{\"data\":{},\"page\":1,\"pages\":1}'",
        "list,   200, '{\"data\":[]}'",
        "zones,  200, '{\"data\":[{\"id\":1}],\"page\":1,\"pages\":1}'"
    })
    void anAnswerThatIsNotTheVendorsIsNoSuccess(String call, int status, String body) throws InterruptedException {
        fake.put(ZONE, "A", "old", "192.0.2.1", 300);
        fake.plan(call, aResponse().withStatus(status).withBody(body));

        ChangeResult result = call.equals("delete")
                ? account.publish(
                        Changes.withdraw("old.example.com", RecordType.A).confirmed("192.0.2.1"))
                : change();

        assertThat(problem(result).kind()).isIn(ProblemKind.PROTOCOL, ProblemKind.REJECTED);
    }

    @Test
    void manyNamesCostOneListAndOneWriteForEachAddress() throws InterruptedException {
        account.publish(hosts(20, 1, 1));
        assertThat(fake.calls()).startsWith("zones", "list", "post").hasSize(2 + 40);

        fake.forgetCalls();
        assertThat(account.publish(hosts(20, 1, 2)))
                .extracting(Publishing::outcome)
                .containsOnly(Outcome.UPDATED);
        assertThat(fake.calls()).startsWith("list", "put").hasSize(1 + 40);

        fake.forgetCalls();
        account.publish(hosts(20, 2, 2));
        assertThat(fake.calls()).containsExactly("list");
        assertThat(fake.refusals()).isEmpty();
    }

    @Test
    void aChangeNamesNothingButTheTargetAndKeepsTheRest() throws InterruptedException {
        ObjectNode there = fake.put(ZONE, "A", "", "192.0.2.1", 7200).put("tag", "home");

        account.publish(Changes.ensure("example.com", "192.0.2.2")
                .attributes(Attributes.none().initial("ttl", Duration.ofMinutes(5))));

        assertThat(fake.texts()).containsExactly("{\"target\":\"192.0.2.2\"}");
        assertThat(fake.records(ZONE)).containsExactly(there.deepCopy().put("target", "192.0.2.2"));
    }

    /** It stands for the default, which is two weeks, and not for a value that is never kept. */
    @Test
    void aTtlOfZeroIsNone() throws InterruptedException {
        fake.put(ZONE, "A", "www", "192.0.2.9", 300).put("ttl_sec", 0);

        assertThat(((ChangeResult.Applied) change()).effective()).doesNotContainKey("ttl");
    }

    @Test
    void aTtlThatTheVendorRoundsUpIsReportedAndNotSentAgain() throws InterruptedException {
        fake.roundTtls();
        Attributes wanted = Attributes.none().ensure("ttl", Duration.ofMinutes(7));

        ChangeResult first =
                account.publish(Changes.ensure("*.example.com", "192.0.2.1").attributes(wanted));
        Map<String, Object> effective = ((ChangeResult.Applied) first).effective();
        assertThat(effective).containsEntry("ttl", Duration.ofHours(1));
        assertThat(fake.texts())
                .containsExactly("{\"type\":\"A\",\"name\":\"*\",\"target\":\"192.0.2.1\",\"ttl_sec\":420}");

        assertThat(account.publish(Changes.ensure("*.example.com", "192.0.2.1")
                        .confirmed("192.0.2.1")
                        .attributes(wanted)
                        .effective(effective)))
                .isInstanceOf(ChangeResult.AlreadyRight.class);
    }

    @Test
    void domainsThatAreNotServedOrNotWrittenHereAreNoZones() throws InterruptedException {
        fake.addZone("off.example.com");
        fake.change("off.example.com", "status", "disabled");
        fake.addZone("example.org");
        fake.change("example.org", "type", "slave");

        List<ChangeResult> results = account.publish(List.of(
                Changes.ensure("www.off.example.com", "192.0.2.1").build(),
                Changes.ensure("www.example.org", "192.0.2.1").build()));

        assertThat(outcome(results.get(0))).isEqualTo(Outcome.CREATED);
        assertThat(fake.records(ZONE).get(0).get("name").textValue()).isEqualTo("www.off");
        assertThat(problem(results.get(1)).message()).contains("no zone of this account contains www.example.org");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer 0123456789abcdef", "01234567\n89abcdef", "0123456789äbcdef"})
    void aTokenInAWrongFormIsRefusedBeforeAnythingIsSentAndTellsHowToMakeARightOne(String token) {
        assertThatThrownBy(() -> create(token))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("providers.l.token")
                .hasMessageContaining("under API Tokens")
                .hasMessageNotContaining("01234567");
        assertThat(fake.calls()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "GET;    /domains?page_size=501;           ;                                                    400",
                "GET;    /domains?page_size=24;            ;                                                    400",
                "GET;    /domains?page=2;                  ;                                                    400",
                "GET;    /domains/1/records;               ;                                                    404",
                "GET;    /domains/ID/records?name=www;     ;                                                    400",
                "POST;   /domains/ID/records;              {'name':'www','target':'192.0.2.1'};                 400",
                "POST;   /domains/ID/records;              {'type':'A','name':'www','target':'2001:db8::1'};    400",
                "POST;   /domains/ID/records;              {'type':'A','name':'@','target':'192.0.2.1'};        400",
                "POST;   /domains/ID/records;              {'type':'A','name':'www.','target':'192.0.2.1'};     400",
                "POST;   /domains/ID/records;              {'type':'A','name':'x','target':'1.2.3.4','ttl':9};  400",
                "POST;   /domains/ID/records;              {'type':'A','name':'x','target':'1.2.3.4','ttl_sec':'9'}; 400",
                "PUT;    /domains/ID/records/1;            {'target':'192.0.2.1'};                              404",
                "PATCH;  /domains/ID/records/1;            {'target':'192.0.2.1'};                              404",
                "DELETE; /domains/ID/records/1;            ;                                                    404"
            })
    void theFakeRefusesWhatTheVendorRefuses(String method, String path, String body, int status)
            throws IOException, InterruptedException {
        String id = RawCall.send(fake, "Bearer " + FakeLinode.TOKEN, "GET", "/domains", "")
                .body()
                .replaceAll("(?s).*\"id\":([0-9]+).*", "$1");

        assertThat(RawCall.send(
                                fake,
                                "Bearer " + FakeLinode.TOKEN,
                                method,
                                path.replace("ID", id),
                                body == null ? "" : body)
                        .statusCode())
                .isEqualTo(status);
        assertThat(RawCall.send(fake, "Bearer x", method, path.replace("ID", id), "")
                        .statusCode())
                .isEqualTo(401);
    }
}
