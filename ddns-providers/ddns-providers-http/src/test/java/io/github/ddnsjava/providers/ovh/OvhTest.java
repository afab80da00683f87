package io.github.ddnsjava.providers.ovh;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static io.github.ddnsjava.provider.testkit.Publishing.hosts;
import static io.github.ddnsjava.provider.testkit.Publishing.outcome;
import static io.github.ddnsjava.provider.testkit.Publishing.problem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.http.Request;
import io.github.ddnsjava.Attributes;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.provider.testkit.Changes;
import io.github.ddnsjava.provider.testkit.Publishing;
import io.github.ddnsjava.provider.testkit.Trouble;
import io.github.ddnsjava.provider.testkit.fake.VendorContract;
import io.github.ddnsjava.publish.ChangeResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The contract, before a server that serves what was refreshed, and what is OVHcloud's own. A session is how far the
 * server's clock is ahead; it ends when that clock is set.
 */
class OvhTest extends VendorContract<FakeOvh> {
    OvhTest() {
        super(
                "ovh",
                new FakeOvh(),
                Map.of(
                        "applicationKey", FakeOvh.KEY,
                        "applicationSecret", FakeOvh.SECRET,
                        "consumerKey", FakeOvh.CONSUMER));
        plain("applicationKey");
        lookup("/domain/zone", 0);
        raisesNoTtls();
        costs("time zones ids*20 post*40 refresh", "ids*20 get*40 put*40 refresh", "ids*20 get*40 refresh");
        wrong("applicationKey", "createToken", "k-0123456789 abc");
        wrong("consumerKey", "createToken", "k-0123456789 abc");
        wrongLater("applicationSecret", "createToken", "k-0123456789 abc");
        answers(OvhTest::error, """
                zones 403 INVALID_KEY        -> authentication ACCOUNT
                zones 401 INVALID_CREDENTIAL -> authentication ACCOUNT
                ids   403 INVALID_CREDENTIAL -> authentication ACCOUNT
                post  403 NOT_CREDENTIAL     -> authentication ACCOUNT
                put   400 INVALID_SIGNATURE  -> authentication ACCOUNT
                put   400 Invalid signature  -> authentication ACCOUNT
                zones 403 NOT_GRANTED_CALL   -> authentication ACCOUNT
                ids   403 NOT_GRANTED_CALL   -> authentication ZONE
                post  403 NOT_GRANTED_CALL   -> authentication ZONE
                ids   404 This service does not exist -> rejected ZONE
                put   404 The requested object (id = 1) does not exist -> transient RECORD
                post  400 Invalid subDomain  -> rejected       RECORD
                put   409 conflict with a CNAME -> rejected    RECORD
                post  429 Too many requests  -> rate-limited   ACCOUNT
                ids   460 This service is expired -> authentication ZONE
                ids   500 Internal error     -> transient
                put   200 no success         -> rejected       RECORD
                time  200 ''                 -> protocol
                zones 200 {}                 -> protocol
                zones 200 [7]                -> protocol
                ids   200 [null]             -> protocol
                put   200 {}                 -> protocol
                """);
        refuses("""
                GET    /domain/zone -> 200 example.com
                GET    /domain/zone?x=1 -> 400
                GET    /domain/zone/example.org/record -> 404
                GET    /domain/zone/example.com/record?name=old -> 400
                GET    /domain/zone/example.com/record?subDomain=none&fieldType=A -> 200 []
                POST   /domain/zone/example.com/record {'fieldType':'A','subDomain':'www','target':'192.0.2.1','ttl':59} -> 400 ttl
                POST   /domain/zone/example.com/record {'fieldType':'A','subDomain':'www','target':'192.0.2','ttl':60} -> 400 target
                POST   /domain/zone/example.com/record {'fieldType':'A','subDomain':'alias','target':'192.0.2.1','ttl':60} -> 400 CNAME
                POST   /domain/zone/example.com/record {'fieldType':'A','subDomain':'www.example.com','target':'192.0.2.1'} -> 400 subDomain
                POST   /domain/zone/example.com/record {'fieldType':'A','subDomain':'www','target':'192.0.2.1','id':1} -> 400 id
                POST   /domain/zone/example.com/record {'fieldType':'A','subDomain':'www','target':'192.0.2.1'} -> 200 "ttl":0
                POST   /domain/zone/example.com/refresh {} -> 400 body
                POST   /domain/zone/example.org/refresh -> 404
                PUT    /domain/zone/example.com/record/1 {'target':'192.0.2.1'} -> 404
                PATCH  /domain/zone/example.com/record/1 {'target':'192.0.2.1'} -> 404
                DELETE /domain/zone/example.com/record/1 -> 404
                """);
    }

    /** A code, or a message without one. */
    private static FakeOvh.Refusal error(int status, String what) {
        return what.contains(" ") ? FakeOvh.refusal(status, "", what) : FakeOvh.refusal(status, what, SAID);
    }

    @Override
    protected Map<String, String> authorization(String method, String path, String body) {
        return fake.signed(method, path, body);
    }

    /** Everything but a refresh, which changes no record. */
    @Override
    public boolean isWrite(Request request) {
        return super.isWrite(request) && !request.getUrl().endsWith("/refresh");
    }

    @Override
    public boolean isWrite(String exchange) {
        return !exchange.endsWith("/refresh");
    }

    @Override
    public boolean isLogin(Request request) {
        return request.getUrl().endsWith("/auth/time");
    }

    @Override
    public Optional<Runnable> sessionEnd() {
        return Optional.of(() -> fake.advance(3600));
    }

    /** What a signed request has that is secret. */
    @Override
    public Set<String> sessionTokens() {
        return Set.of(FakeOvh.CONSUMER);
    }

    /** Rights are patterns of paths, which do not have the name. */
    @Override
    public Optional<Trouble> forbiddenZone() {
        return Optional.of(zone -> {
            fake.forbidWrites(zone.toString());
            return () -> fake.forbidWrites("");
        });
    }

    @Test
    @Tag("promise-12")
    void aChangeCostsFiveCallsAndOneRefreshHoweverManyNames() throws InterruptedException {
        account().publish(hosts(1, 1, 1));
        assertThat(fake.calls()).containsExactly("time", "zones", "ids", "post", "post", "refresh");
        assertThat(fake.bodies().get(1))
                .hasToString("{\"fieldType\":\"AAAA\",\"target\":\"2001:db8::1\",\"subDomain\":\"h0\"}");

        fake.forgetCalls();
        assertThat(account().publish(hosts(1, 1, 2)))
                .extracting(Publishing::outcome)
                .containsOnly(Outcome.UPDATED);
        assertThat(fake.calls()).containsExactly("ids", "get", "get", "put", "put", "refresh");

        account().publish(hosts(20, 2, 2));
        fake.forgetCalls();
        account().publish(hosts(20, 2, 3));
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

        account().publish(Changes.ensure(ZONE, "192.0.2.2").confirmed("192.0.2.1"));
        assertThat(fake.calls()).containsExactly("time", "zones", "ids", "ids", "get", "put", "refresh");

        fake.forgetCalls();
        account()
                .publish(List.of(
                        Changes.ensure(ZONE, "192.0.2.3").confirmed("192.0.2.2").build(),
                        Changes.ensure(ZONE, "2001:db8::3")
                                .confirmed("2001:db8::1")
                                .build()));
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

        account()
                .publish(Changes.ensure("www.example.com", "192.0.2.2")
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

    @ParameterizedTest
    @CsvSource({"QUERY_TIME_OUT, Query out of time", "'', Query out of time"})
    void aQueryOutOfTimeIsSentAgainWithTheTimeOfTheServer(String code, String message) throws InterruptedException {
        account().publish(Changes.ensure("www.example.com", "2001:db8::1"));
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
        assertThat(account().publish(hosts(2, 1, 1))).allSatisfy(result -> {
            assertThat(result).isInstanceOf(ChangeResult.Unknown.class);
            assertThat(problem(result).kind()).isEqualTo(ProblemKind.of(kind));
            if (!kind.equals("transient")) {
                assertThat(problem(result).scope()).isEqualTo(scope);
            }
        });
        assertThat(fake.records(ZONE)).isEmpty();

        fake.forgetCalls();
        assertThat(account().publish(hosts(2, 1, 1))).hasOnlyElementsOfType(ChangeResult.AlreadyRight.class);
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

        List<ChangeResult> results = account()
                .publish(List.of(
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

    @Test
    void whatWasWrittenBeforeAWiderProblemIsInDoubtAndASetThatFailsStopsNoOther() throws InterruptedException {
        fake.plan("post", FakeOvh.refusal(400, "", "Invalid target").answer());
        List<ChangeResult> results = account().publish(hosts(2, 1, 1));
        assertThat(problem(results.get(0)).kind()).isEqualTo(ProblemKind.REJECTED);
        assertThat(results.subList(1, 4)).extracting(Publishing::outcome).containsOnly(Outcome.CREATED);

        fake.plan("put", aResponse().withBody("null"));
        fake.plan("put", FakeOvh.refusal(429, "", "Too many requests").answer());
        results = account().publish(hosts(2, 1, 2).subList(1, 4));
        assertThat(results.get(0)).isInstanceOf(ChangeResult.Unknown.class);
        assertThat(results.subList(1, 3)).allSatisfy(result -> {
            assertThat(result).isInstanceOf(ChangeResult.Failed.class);
            assertThat(problem(result).kind()).isEqualTo(ProblemKind.RATE_LIMITED);
        });
    }

    @ParameterizedTest
    @CsvSource({"time, '\"now\"'", "get, {}", "post, null"})
    void anAnswerThatIsNotTheVendorsIsNoSuccess(String call, String body) throws InterruptedException {
        if (call.equals("get")) {
            fake.put(ZONE, "A", "www", "192.0.2.9", 0);
        }
        fake.plan(call, aResponse().withBody(body));

        assertThat(problem(change()).kind()).isEqualTo(ProblemKind.PROTOCOL);
    }
}
