package io.github.ddnsjava.providers.ovh;

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
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.DnsProviders;
import io.github.ddnsjava.publish.ProviderContext;
import java.time.Duration;
import java.util.HashMap;
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

/** What is sent, how often, what is left alone, and what is made of the vendor's errors and of wrong settings. */
class OvhTest {
    private static final String ZONE = "example.com";

    private static FakeOvh fake;

    private DnsProvider provider;
    private Publishing account;

    @BeforeAll
    static void start() {
        fake = FakeOvh.running();
    }

    @AfterAll
    static void stop() {
        fake.close();
    }

    static Settings settings(FakeOvh fake) {
        return Settings.at("providers.o", keys(fake));
    }

    private static Map<String, Object> keys(FakeOvh fake) {
        return new HashMap<>(Map.of(
                "applicationKey", FakeOvh.KEY,
                "applicationSecret", FakeOvh.SECRET,
                "consumerKey", FakeOvh.CONSUMER,
                "endpoint", fake.endpoint()));
    }

    @BeforeEach
    void reset() {
        fake.reset();
        fake.addZone(ZONE);
        provider = DnsProviders.load().create("ovh", settings(fake), ProviderContext.standard());
        account = new Publishing(provider);
    }

    private ChangeResult change() throws InterruptedException {
        return account.publish(Changes.ensure("www.example.com", "192.0.2.1"));
    }

    @Test
    @Tag("promise-12")
    void aChangeCostsFiveCallsAndOneRefreshHoweverManyNames() throws InterruptedException {
        account.publish(hosts(1, 1, 1));
        assertThat(fake.calls()).containsExactly("time", "zones", "ids", "post", "post", "refresh");
        assertThat(fake.bodies().get(1))
                .hasToString("{\"fieldType\":\"AAAA\",\"target\":\"2001:db8::1\",\"subDomain\":\"h0\"}");

        fake.forgetCalls();
        assertThat(account.publish(hosts(1, 1, 2)))
                .extracting(Publishing::outcome)
                .containsOnly(Outcome.UPDATED);
        assertThat(fake.calls()).containsExactly("ids", "get", "get", "put", "put", "refresh");

        account.publish(hosts(20, 2, 2));
        fake.forgetCalls();
        account.publish(hosts(20, 2, 3));
        assertThat(fake.calls()).hasSize(20 * 5 + 1).endsWith("put", "refresh");
        assertThat(fake.refusals()).isEmpty();
    }

    @Test
    @Tag("promise-12")
    void recordsOfOtherTypesAtAnApexAreNotReadOneByOne() throws InterruptedException {
        for (int i = 0; i < 15; i++) {
            fake.put(ZONE, "TXT", "", "v=" + i, 0);
        }
        fake.put(ZONE, "A", "", "192.0.2.1", 0);
        fake.put(ZONE, "AAAA", "", "2001:db8::1", 0);

        account.publish(Changes.ensure(ZONE, "192.0.2.2").confirmed("192.0.2.1"));
        assertThat(fake.calls()).containsExactly("time", "zones", "ids", "ids", "get", "put", "refresh");

        fake.forgetCalls();
        account.publish(List.of(
                Changes.ensure(ZONE, "192.0.2.3").confirmed("192.0.2.2").build(),
                Changes.ensure(ZONE, "2001:db8::3").confirmed("2001:db8::1").build()));
        assertThat(fake.calls()).containsExactly("ids", "ids", "ids", "get", "get", "put", "put", "refresh");
        assertThat(fake.refusals()).isEmpty();
    }

    @Test
    @Tag("promise-13")
    void aChangeKeepsTheTtlAndTheRecordsOfOthers() throws InterruptedException {
        List<ObjectNode> others = List.of(
                fake.put(ZONE, "A", "www", "192.0.2.7", 60),
                fake.put(ZONE, "TXT", "www", "v=1", 0),
                fake.put(ZONE, "A", "", "192.0.2.1", 0));
        ObjectNode ours = fake.put(ZONE, "A", "www", "192.0.2.1", 7200);

        account.publish(Changes.ensure("www.example.com", "192.0.2.2")
                .confirmed("192.0.2.1")
                .attributes(Attributes.none().initial("ttl", Duration.ofMinutes(5))));

        assertThat(fake.records(ZONE))
                .containsAll(others)
                .contains(ours.deepCopy().put("target", "192.0.2.2"));
        assertThat(fake.refusals()).isEmpty();
    }

    @Test
    void aRecordThatVanishesBetweenTheListAndItsReadIsNone() throws InterruptedException {
        fake.put(ZONE, "A", "www", "192.0.2.1", 0);
        fake.plan(
                "get",
                FakeOvh.refusal(404, "", "The requested object (id = 1) does not exist")
                        .answer());

        assertThat(outcome(change())).isEqualTo(Outcome.CREATED);
        assertThat(fake.calls()).containsExactly("time", "zones", "ids", "get", "post", "refresh");
    }

    /** The vendor's errors, one a line: what was asked, status, code, message, and what it means. */
    @ParameterizedTest
    @CsvSource({
        "zones, 403, INVALID_KEY,        This application key is invalid, authentication, ACCOUNT",
        "zones, 401, INVALID_CREDENTIAL, This credential is not valid,    authentication, ACCOUNT",
        "ids,   403, INVALID_CREDENTIAL, This credential is not valid,    authentication, ACCOUNT",
        "post,  403, NOT_CREDENTIAL,     This credential does not exist,  authentication, ACCOUNT",
        "put,   400, INVALID_SIGNATURE,  Invalid signature,               authentication, ACCOUNT",
        "put,   400, '',                 Invalid signature,               authentication, ACCOUNT",
        "zones, 403, NOT_GRANTED_CALL,   This call has not been granted,  authentication, ACCOUNT",
        "ids,   403, NOT_GRANTED_CALL,   This call has not been granted,  authentication, ZONE",
        "post,  403, NOT_GRANTED_CALL,   This call has not been granted,  authentication, ZONE",
        "ids,   404, '',                 This service does not exist,     rejected,       ZONE",
        "put,   404, '',                 The requested object (id = 1) does not exist, transient, RECORD",
        "post,  400, '',                 Invalid subDomain,               rejected,       RECORD",
        "put,   409, '',                 conflict with a CNAME,           rejected,       RECORD",
        "post,  429, '',                 Too many requests,               rate-limited,   ACCOUNT",
        "ids,   460, '',                 This service is expired,         authentication, ZONE",
        "ids,   500, '',                 Internal error,                  transient,      ZONE",
        "put,   200, '',                 no success,                      rejected,       RECORD"
    })
    void eachErrorOfTheVendorHasItsMeaning(
            String call, int status, String code, String message, String kind, ProblemScope scope)
            throws InterruptedException {
        if (call.equals("put")) {
            fake.put(ZONE, "A", "www", "192.0.2.9", 0);
        }
        fake.plan(call, FakeOvh.refusal(status, code, message).answer());

        Problem problem = problem(change());

        assertThat(problem.kind()).isEqualTo(ProblemKind.of(kind));
        if (!kind.equals("transient")) {
            assertThat(problem.scope()).isEqualTo(scope);
        }
        assertThat(problem.message()).contains(message);
    }

    @ParameterizedTest
    @CsvSource({"QUERY_TIME_OUT, Query out of time", "'', Query out of time"})
    void aQueryOutOfTimeIsSentAgainWithTheTimeOfTheServer(String code, String message) throws InterruptedException {
        account.publish(Changes.ensure("www.example.com", "2001:db8::1"));
        fake.forgetCalls();
        fake.plan("post", FakeOvh.refusal(400, code, message).answer());

        assertThat(outcome(change())).isEqualTo(Outcome.CREATED);
        assertThat(fake.calls()).containsExactly("ids", "get", "post", "time", "post", "refresh");
    }

    /** What was written and not refreshed is listed, but nobody is served it. */
    @ParameterizedTest
    @Tag("promise-6")
    @CsvSource({
        "500, '', transient, RECORD",
        "403, NOT_GRANTED_CALL, authentication, ZONE",
        "429, '', rate-limited, ACCOUNT"
    })
    void aRefreshThatFailsLeavesAllInDoubtAndTheNextPublicationRefreshes(
            int status, String code, String kind, ProblemScope scope) throws InterruptedException {
        fake.plan("refresh", FakeOvh.refusal(status, code, "not now").answer());
        assertThat(account.publish(hosts(2, 1, 1))).allSatisfy(result -> {
            assertThat(result).isInstanceOf(ChangeResult.Unknown.class);
            assertThat(problem(result).kind()).isEqualTo(ProblemKind.of(kind));
            if (!kind.equals("transient")) {
                assertThat(problem(result).scope()).isEqualTo(scope);
            }
        });
        assertThat(fake.records(ZONE)).isEmpty();

        fake.forgetCalls();
        assertThat(account.publish(hosts(2, 1, 1))).hasOnlyElementsOfType(ChangeResult.AlreadyRight.class);
        assertThat(fake.calls()).endsWith("get", "refresh").doesNotContain("post", "put");
        assertThat(fake.records(ZONE)).hasSize(4);
    }

    @Test
    @Tag("promise-6")
    void whatIsListedAsWantedIsNotRightBeforeItIsRefreshed() throws InterruptedException {
        fake.plan("refresh", FakeOvh.refusal(500, "", "Internal error").answer());
        change();
        fake.plan(
                "refresh",
                FakeOvh.refusal(403, "NOT_GRANTED_CALL", "not granted").answer());

        ChangeResult result = change();
        assertThat(result).isInstanceOf(ChangeResult.Failed.class);
        assertThat(problem(result).message()).contains("POST").contains("/domain/zone/*");
    }

    @Test
    void aKeyThatMayNotDeleteIsHeldForThatRecordAloneAndTheOthersGoLive() throws InterruptedException {
        fake.put(ZONE, "A", "h0", "192.0.2.8", 0);
        fake.put(ZONE, "A", "h0", "192.0.2.9", 0);
        fake.forbidDelete();

        List<ChangeResult> results = account.publish(List.of(
                Changes.withdraw("h0.example.com", RecordType.A)
                        .confirmed("192.0.2.8")
                        .build(),
                Changes.ensure("h1.example.com", "192.0.2.1").build()));

        assertThat(problem(results.get(0)).kind()).isEqualTo(ProblemKind.AUTHENTICATION);
        assertThat(problem(results.get(0)).scope()).isEqualTo(ProblemScope.RECORD);
        assertThat(problem(results.get(0)).message()).contains("DELETE");
        assertThat(outcome(results.get(1))).isEqualTo(Outcome.CREATED);
        assertThat(fake.records(ZONE)).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({
        "time,  '\"now\"'",
        "time,  ''",
        "zones, {}",
        "zones, '[7]'",
        "ids,   '[null]'",
        "get,   {}",
        "post,  null",
        "put,   {}"
    })
    void anAnswerThatIsNotTheVendorsIsNoSuccess(String call, String body) throws InterruptedException {
        if (call.matches("get|put")) {
            fake.put(ZONE, "A", "www", "192.0.2.9", 0);
        }
        fake.plan(call, aResponse().withBody(body));

        assertThat(problem(change()).kind()).isEqualTo(ProblemKind.PROTOCOL);
    }

    @Test
    void whatWasWrittenBeforeAWiderProblemIsInDoubtAndASetThatFailsStopsNoOther() throws InterruptedException {
        fake.plan("post", FakeOvh.refusal(400, "", "Invalid target").answer());
        List<ChangeResult> results = account.publish(hosts(2, 1, 1));
        assertThat(problem(results.get(0)).kind()).isEqualTo(ProblemKind.REJECTED);
        assertThat(results.subList(1, 4)).extracting(Publishing::outcome).containsOnly(Outcome.CREATED);

        fake.plan("put", aResponse().withBody("null"));
        fake.plan("put", FakeOvh.refusal(429, "", "Too many requests").answer());
        results = account.publish(hosts(2, 1, 2).subList(1, 4));
        assertThat(results.get(0)).isInstanceOf(ChangeResult.Unknown.class);
        assertThat(results.subList(1, 3)).allSatisfy(result -> {
            assertThat(result).isInstanceOf(ChangeResult.Failed.class);
            assertThat(problem(result).kind()).isEqualTo(ProblemKind.RATE_LIMITED);
        });
    }

    @Test
    @Tag("promise-23")
    void anApplicationSecretInAWrongFormIsNotSent() throws InterruptedException {
        Map<String, Object> settings = keys(fake);
        settings.put("applicationSecret", "k-0123456789 abc");
        account = new Publishing(
                DnsProviders.load().create("ovh", Settings.at("providers.o", settings), ProviderContext.standard()));

        assertThat(problem(change()).message())
                .contains("providers.o.applicationSecret")
                .contains("createToken")
                .doesNotContain("0123456789");
        assertThat(fake.calls()).isEmpty();
    }

    @ParameterizedTest
    @Tag("promise-23")
    @ValueSource(strings = {"applicationKey", "consumerKey"})
    void aKeyInAWrongFormIsRefusedBeforeAnythingIsSentAndTellsHowToMakeARightOne(String setting) {
        Map<String, Object> settings = keys(fake);
        settings.put(setting, "k-0123456789 abc");

        assertThatThrownBy(() -> DnsProviders.load()
                        .create("ovh", Settings.at("providers.o", settings), ProviderContext.standard()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("providers.o." + setting)
                .hasMessageContaining("createToken")
                .hasMessageNotContaining("0123456789");
        assertThat(fake.calls()).isEmpty();
    }

    /** The fake refuses what the vendor refuses. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {"192.0.2.1; 59; www", "192.0.2; 60; www", "192.0.2.1; 60; alias", "192.0.2.1; 60; www.example.com"
            })
    void theFakeRefusesWhatTheVendorRefuses(String target, int ttl, String name) {
        fake.put(ZONE, "CNAME", "alias", "example.net.", 0);
        ObjectNode record = fake.put(ZONE, "A", name, target, ttl);

        assertThatThrownBy(() -> fake.stored(ZONE, record.get("id").asText(), record, record))
                .isInstanceOf(FakeOvh.Refusal.class)
                .hasMessageContaining("400");
    }
}
