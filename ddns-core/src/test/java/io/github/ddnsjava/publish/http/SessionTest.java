package io.github.ddnsjava.publish.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.config.Secret;
import io.github.ddnsjava.exception.AuthenticationException;
import io.github.ddnsjava.exception.DdnsException;
import io.github.ddnsjava.exception.RejectedException;
import io.github.ddnsjava.exception.TransientException;
import io.github.ddnsjava.json.JsonReader;
import io.github.ddnsjava.publish.Api;
import io.github.ddnsjava.publish.OpenGate;
import io.github.ddnsjava.publish.ZonePublication;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A session logs in once, is renewed before its end, and is made anew once when the server has ended it. */
class SessionTest {
    private static final Secret PASSWORD = Secret.of("open-sesame");

    /** The grants that the server knows. */
    private final Set<String> known = Collections.synchronizedSet(new HashSet<>());

    private int logins;
    private Duration life = Duration.ofHours(1);
    private Function<HttpTransport.Request, Optional<HttpTransport.Answer>> fault = request -> Optional.empty();
    private final Api api = new Api(this::answer);
    private final OpenGate gate = api.gate;

    private final Session session = Session.of(
            () -> "user",
            ProviderEndpoint.of(io.github.ddnsjava.config.Settings.none(), "https://login.example.com", api.context()),
            http -> {
                JsonReader answer = http.post("/login")
                        .json(body -> body.put("user", "user").put("password", PASSWORD))
                        .send();
                return new Session.Grant(
                        answer.get("token").asText(),
                        answer.get("seconds").optional().map(seconds -> gate.now.plusSeconds(seconds.asLong())));
            },
            Session::asBearer);

    private final ProviderEndpoint endpoint = api.endpoint().authorizedBy(session);

    private synchronized HttpTransport.Answer answer(HttpTransport.Request request) {
        Optional<HttpTransport.Answer> wrong = fault.apply(request);
        if (wrong.isPresent()) {
            return wrong.get();
        }
        if (request.uri().getHost().startsWith("login")) {
            String token = "granted-token-" + ++logins;
            known.add("Bearer " + token);
            return Api.ok(
                    "{\"token\":\"" + token + "\"" + (life.isZero() ? "" : ",\"seconds\":" + life.toSeconds()) + "}");
        }
        String token = request.headers().get("Authorization");
        return known.contains(token)
                ? Api.ok("{\"by\":\"" + token + "\"}")
                : Api.answer(401, "{\"message\":\"unknown " + token + "\"}");
    }

    private String send() throws InterruptedException {
        return endpoint.on(gate).get("/records").send().get("by").asText();
    }

    /** Sends in the next publication of the account. */
    private String sendNext() throws InterruptedException {
        return endpoint.on(gate.next()).get("/records").send().get("by").asText();
    }

    private void refuseApi(int status) {
        fault = request -> request.uri().getHost().startsWith("api")
                ? Optional.of(Api.answer(status, "{\"message\":\"no\"}"))
                : Optional.empty();
    }

    private void refuseLogins(int status) {
        fault = request -> request.uri().getHost().startsWith("login")
                ? Optional.of(Api.answer(status, "{\"message\":\"open-sesame is wrong\"}"))
                : Optional.empty();
    }

    /** Some servers at random do not know what they have just granted. */
    @Test
    @Tag("promise-10")
    void aFreshGrantIsMadeAnewOnceIfTheServerIsKnownToForgetIt() throws InterruptedException {
        ProviderEndpoint forgetful = api.endpoint().authorizedBy(session.allowSecondLogin());
        boolean[] forgot = {false};
        fault = request -> {
            boolean first = request.uri().getHost().startsWith("api") && !forgot[0];
            forgot[0] |= first;
            return first ? Optional.of(Api.answer(401, "{}")) : Optional.empty();
        };

        assertThat(forgetful.on(gate).get("/records").send().get("by").asText()).isEqualTo("Bearer granted-token-2");

        refuseApi(401);
        assertThatThrownBy(() -> forgetful.on(gate).get("/records").send()).isInstanceOf(AuthenticationException.class);
        assertThat(logins).isEqualTo(3);
    }

    @Test
    void oneLoginServesManyRequests() throws InterruptedException {
        for (int i = 0; i < 5; i++) {
            assertThat(send()).isEqualTo("Bearer granted-token-1");
        }
        endpoint.on(gate, ProblemScope.RECORD).post("/records").send();

        assertThat(logins).isEqualTo(1);
        assertThat(gate.told)
                .startsWith("POST login.example.com/login", "GET api.example.com/records")
                .hasSize(7);
    }

    @Test
    void aGrantIsRenewedAMinuteBeforeItsEndByTheGivenClock() throws InterruptedException {
        send();
        gate.after(Duration.ofMinutes(59).minusSeconds(1));
        assertThat(send()).isEqualTo("Bearer granted-token-1");
        gate.after(Duration.ofSeconds(1));
        assertThat(send()).isEqualTo("Bearer granted-token-2");
        assertThat(logins).isEqualTo(2);
        gate.after(Duration.ofMinutes(58));
        assertThat(send()).isEqualTo("Bearer granted-token-2");
    }

    @Test
    void aGrantWithoutAnEndIsUsedUntilItIsRefused() throws InterruptedException {
        life = Duration.ZERO;
        send();
        gate.after(Duration.ofDays(1000));

        assertThat(send()).isEqualTo("Bearer granted-token-1");
    }

    @Test
    void aGrantThatEndsWithinAMinuteServesTheRequestThatItWasMadeFor() throws InterruptedException {
        life = Duration.ofSeconds(30);

        assertThat(send()).isEqualTo("Bearer granted-token-1");
        assertThat(send()).isEqualTo("Bearer granted-token-2");
        assertThat(logins).isEqualTo(2);
    }

    @Test
    @Tag("promise-11")
    void aRefusedOldGrantIsMadeAnewOnceAndTheRequestIsSentOnceMore() throws InterruptedException {
        send();
        known.clear();
        gate.told.clear();

        assertThat(sendNext()).isEqualTo("Bearer granted-token-2");
        assertThat(gate.told)
                .containsExactly(
                        "GET api.example.com/records", "POST login.example.com/login", "GET api.example.com/records");
        assertThat(sendNext()).isEqualTo("Bearer granted-token-2");
        assertThat(logins).isEqualTo(2);
    }

    @Test
    @Tag("promise-10")
    void aGrantIsFreshForAllRequestsOfThePublicationInWhichItWasMade() throws InterruptedException {
        send();
        gate.told.clear();
        refuseApi(401);

        assertThatThrownBy(this::send).isInstanceOf(AuthenticationException.class);
        assertThatThrownBy(() -> endpoint.on(new ZonePublication(gate, ProblemScope.ZONE))
                        .get("/records")
                        .send())
                .as("which is the same publication")
                .isInstanceOf(AuthenticationException.class);
        assertThat(gate.told).containsExactly("GET api.example.com/records", "GET api.example.com/records");
        assertThat(logins).isEqualTo(1);
    }

    @Test
    @Tag("promise-10")
    void aGrantThatWasRenewedIsFreshForTheRequestsAfterIt() throws InterruptedException {
        send();
        known.clear();
        OpenGate next = gate.next();
        endpoint.on(next).get("/records").send();
        refuseApi(401);
        gate.told.clear();

        assertThatThrownBy(() -> endpoint.on(next).get("/records").send()).isInstanceOf(AuthenticationException.class);
        assertThat(gate.told).containsExactly("GET api.example.com/records");
        assertThat(logins).isEqualTo(2);
    }

    @Test
    @Tag("promise-10")
    void aLoginThatIsRefusedIsNotRepeatedForAnotherRequestOfThePublication() throws InterruptedException {
        for (int status : new int[] {401, 403, 400, 429}) {
            refuseLogins(status);
            OpenGate next = gate.next();
            gate.told.clear();
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> endpoint.on(next).get("/records").send())
                        .isInstanceOf(DdnsException.class);
            }
            assertThat(gate.told).as("status %d", status).containsExactly("POST login.example.com/login");
        }
        fault = request -> Optional.empty();
        assertThat(sendNext()).isEqualTo("Bearer granted-token-1");
    }

    @Test
    void aLoginWithoutAnAnswerIsTriedAgainForTheNextZone() {
        refuseLogins(503);
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(this::send).isInstanceOf(TransientException.class);
        }
        assertThat(gate.told).containsExactly("POST login.example.com/login", "POST login.example.com/login");
    }

    @Test
    void aGrantThatLastsEndsAfterThatTime() {
        assertThat(Session.Grant.lasting("t", Duration.ofHours(1), OpenGate.NOW).until())
                .contains(OpenGate.NOW.plus(Duration.ofHours(1)));
        assertThat(Session.Grant.lasting("t", Duration.ofSeconds(Long.MAX_VALUE), OpenGate.NOW)
                        .until())
                .as("a number in another unit")
                .isEmpty();
        assertThat(Session.Grant.lasting("t", Duration.ofSeconds(-5), OpenGate.NOW)
                        .isUsable(OpenGate.NOW))
                .isFalse();
    }

    @Test
    @Tag("promise-10")
    void aRefusedFreshGrantIsWrongCredentialsWithoutARepetition() {
        refuseApi(401);

        AuthenticationException thrown = catchThrowableOfType(AuthenticationException.class, this::send);

        assertThat(thrown.scope()).isEqualTo(ProblemScope.ACCOUNT);
        assertThat(gate.told).containsExactly("POST login.example.com/login", "GET api.example.com/records");
    }

    @Test
    @Tag("promise-10")
    void aGrantThatIsRefusedThoughMadeAnewIsWrongCredentials() throws InterruptedException {
        send();
        gate.told.clear();
        refuseApi(401);

        assertThatThrownBy(this::sendNext).isInstanceOf(AuthenticationException.class);
        assertThat(gate.told)
                .containsExactly(
                        "GET api.example.com/records", "POST login.example.com/login", "GET api.example.com/records");
    }

    @Test
    @Tag("promise-10")
    void aLoginThatIsRefusedIsNotRepeated() {
        refuseLogins(401);

        AuthenticationException thrown = catchThrowableOfType(AuthenticationException.class, this::send);

        assertThat(thrown.scope()).isEqualTo(ProblemScope.ACCOUNT);
        assertThat(gate.told).containsExactly("POST login.example.com/login");
    }

    @Test
    @Tag("promise-10")
    void aLoginThatIsRefusedAfterASessionEndedIsNotRepeatedNorTheOldGrantUsedAgain() throws InterruptedException {
        send();
        known.clear();
        gate.told.clear();
        refuseLogins(401);

        assertThatThrownBy(this::sendNext).isInstanceOf(AuthenticationException.class);
        assertThat(gate.told).containsExactly("GET api.example.com/records", "POST login.example.com/login");
        gate.told.clear();
        assertThatThrownBy(this::sendNext).isInstanceOf(AuthenticationException.class);
        assertThat(gate.told).containsExactly("POST login.example.com/login");
    }

    @Test
    @Tag("promise-11")
    void aLoginNamesNeitherZoneNorRecordWhateverItIsFor() {
        refuseLogins(403);
        for (ProblemScope named : ProblemScope.values()) {
            DdnsException thrown = catchThrowableOfType(
                    DdnsException.class,
                    () -> endpoint.on(new ZonePublication(gate.next(), named))
                            .get("/records")
                            .send());

            assertThat(thrown).isInstanceOf(AuthenticationException.class);
            assertThat(thrown.scope()).isEqualTo(ProblemScope.ACCOUNT);
        }
    }

    @Test
    @Tag("promise-6")
    void aLoginPutsNoWriteInDoubt() throws InterruptedException {
        endpoint.on(gate).put("/records").send();

        assertThat(gate.reads).containsExactly("POST login.example.com/login");
    }

    @Test
    void whatIsNotAboutTheSessionIsThrownAsItIs() throws InterruptedException {
        send();
        gate.told.clear();
        for (int status : new int[] {403, 404, 500}) {
            fault = request -> Optional.of(Api.answer(status, ""));
            assertThatThrownBy(() -> endpoint.on(gate, ProblemScope.RECORD)
                            .get("/records")
                            .send())
                    .isInstanceOf(
                            switch (status) {
                                case 403 -> AuthenticationException.class;
                                case 404 -> RejectedException.class;
                                default -> TransientException.class;
                            });
        }
        assertThat(gate.told).hasSize(3).containsOnly("GET api.example.com/records");
        assertThat(logins).isEqualTo(1);
    }

    @Test
    void aMissingPermissionOfTheAccountEndsNoSession() throws InterruptedException {
        send();
        gate.told.clear();
        fault = request -> Optional.of(Api.answer(403, ""));

        assertThatThrownBy(this::sendNext)
                .isInstanceOfSatisfying(
                        AuthenticationException.class,
                        e -> assertThat(e.scope()).isEqualTo(ProblemScope.ACCOUNT));
        assertThat(gate.told).containsExactly("GET api.example.com/records");
    }

    @Test
    @Tag("promise-10")
    void aMissingPermissionThatTheTableNamesEndsNoSessionWhateverItsScope() throws InterruptedException {
        ProviderEndpoint judged = endpoint.judgedBy(ErrorTable.of(Errors.json("code", "message"))
                .row(Meaning.NO_PERMISSION, ProblemScope.ACCOUNT, "AccessDenied"));
        send();
        gate.told.clear();
        for (int status : new int[] {400, 401, 403}) {
            fault = request -> Optional.of(Api.answer(status, "{\"code\":\"AccessDenied\"}"));
            assertThatThrownBy(() -> judged.on(gate.next()).get("/records").send())
                    .isInstanceOfSatisfying(
                            AuthenticationException.class,
                            e -> assertThat(e.scope()).isEqualTo(ProblemScope.ACCOUNT));
        }
        assertThat(gate.told).hasSize(3).containsOnly("GET api.example.com/records");
        assertThat(logins).isEqualTo(1);
    }

    @Test
    void theJudgementOfTheEndpointSaysWhatEndsASession() throws InterruptedException {
        ProviderEndpoint judged = endpoint.judgedBy(ErrorTable.of(Errors.json("code", "message"))
                .success(answer -> !answer.body().contains("SessionEnded"))
                .row(Meaning.BAD_CREDENTIALS, "SessionEnded"));
        judged.on(gate).get("/records").send();
        known.clear();
        fault = request -> request.uri().getHost().startsWith("api")
                        && !known.contains(request.headers().get("Authorization"))
                ? Optional.of(Api.ok("{\"code\":\"SessionEnded\"}"))
                : Optional.empty();

        assertThat(judged.on(gate.next()).get("/records").send().get("by").asText())
                .isEqualTo("Bearer granted-token-2");
    }

    @Test
    void aGrantThatLooksLikeTheOldOneIsANewOne() throws InterruptedException {
        Session same = Session.of(
                () -> "user",
                api.endpoint(),
                http -> {
                    http.get("/again").exchangeUnjudged();
                    return Session.Grant.of("always-the-same");
                },
                Session::asBearer);
        ProviderEndpoint always = api.endpoint().authorizedBy(same);
        known.add("Bearer always-the-same");
        always.on(gate).get("/records").send();
        known.clear();

        assertThatThrownBy(() -> always.on(gate.next()).get("/records").send())
                .isInstanceOf(AuthenticationException.class);
        assertThat(api.calls())
                .containsExactly(
                        "GET /v1/again", "GET /v1/records", "GET /v1/records", "GET /v1/again", "GET /v1/records");
    }

    @Test
    void twoAccountsHaveTwoSessions() throws InterruptedException {
        OpenGate other = new OpenGate();

        assertThat(send()).isEqualTo("Bearer granted-token-1");
        assertThat(endpoint.on(other).get("/records").send().get("by").asText()).isEqualTo("Bearer granted-token-2");
        assertThat(send()).isEqualTo("Bearer granted-token-1");
    }

    @Test
    void threadsThatFindTheSameEndedSessionMakeOneNewOne() throws Exception {
        int threads = 8;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            for (int round = 1; round <= 50; round++) {
                if (round % 2 == 0) {
                    known.clear(); // the server has ended it
                } else {
                    gate.after(Duration.ofHours(2)); // it is known to have ended
                }
                OpenGate next = gate.next();
                CyclicBarrier begin = new CyclicBarrier(threads);
                List<Future<String>> sent = new ArrayList<>();
                for (int i = 0; i < threads; i++) {
                    sent.add(pool.submit(() -> {
                        begin.await(1, TimeUnit.MINUTES);
                        return endpoint.on(next)
                                .get("/records")
                                .send()
                                .get("by")
                                .asText();
                    }));
                }
                for (Future<String> one : sent) {
                    assertThat(one.get(1, TimeUnit.MINUTES)).isEqualTo("Bearer granted-token-" + round);
                }
                assertThat(logins).isEqualTo(round);
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    @Tag("promise-22")
    void theTokenAppearsInNoMessage() throws InterruptedException {
        assertThat(Session.Grant.of("granted-token-1")).hasToString("a grant");
        assertThat(new Session.Grant("granted-token-1", Optional.of(OpenGate.NOW)))
                .hasToString("a grant until 2026-01-01T00:00:00Z");
        send();
        for (int status : new int[] {400, 403, 404, 429, 500}) {
            fault = request -> Optional.of(Api.answer(
                    status,
                    "{\"message\":\"not by " + request.headers().get("Authorization") + " " + request.method()
                            + "\"}"));
            assertThatThrownBy(() ->
                            endpoint.on(gate, ProblemScope.ZONE).get("/records").send())
                    .hasMessageContaining("\"not by Bearer (secret) GET\"")
                    .hasMessageNotContaining("granted");
        }
        refuseLogins(401);
        gate.after(Duration.ofHours(2));
        assertThatThrownBy(this::sendNext)
                .hasMessageContaining("\"(secret) is wrong\"")
                .hasMessageNotContaining("sesame");
        assertThat(gate.told).noneMatch(what -> what.contains("granted"));
    }

    @Test
    void aSessionAuthorizesByItsGrantOnly() {
        assertThat(session.principal()).isEqualTo("user");
        assertThatThrownBy(() -> session.authorize(
                        new OutgoingRequest("GET", api.endpoint().base(), OpenGate.NOW, new java.util.Random(1))))
                .isInstanceOf(IllegalStateException.class);
    }
}
