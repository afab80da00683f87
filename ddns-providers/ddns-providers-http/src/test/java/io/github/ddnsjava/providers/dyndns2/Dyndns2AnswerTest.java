package io.github.ddnsjava.providers.dyndns2;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.config.Durations;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.DdnsException;
import io.github.ddnsjava.provider.testkit.Changes;
import io.github.ddnsjava.provider.testkit.RecordingPublication;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.ProviderContext;
import io.github.ddnsjava.publish.RecordChange;
import io.github.ddnsjava.publish.http.HttpTransport;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What answers mean. */
class Dyndns2AnswerTest {
    private static final ChangeResult UPDATED = new ChangeResult.Applied(Outcome.UPDATED, Set.of(), Map.of());
    private static final ChangeResult RIGHT = new ChangeResult.AlreadyRight(Map.of());
    private static final RecordChange A =
            Changes.ensure("a.example.com", "192.0.2.1").build();
    private static final RecordChange B =
            Changes.ensure("b.example.com", "192.0.2.1").build();
    private static final RecordChange C =
            Changes.ensure("c.example.com", "192.0.2.1").build();
    private static final RecordChange A6 =
            Changes.ensure("a.example.com", "2001:db8::1").build();

    private final FakeDyndns2 fake = new FakeDyndns2();

    @AfterEach
    void stop() {
        fake.close();
    }

    private Map<RecordKey, ChangeResult> publish(Settings settings, RecordChange... changes)
            throws InterruptedException {
        return RecordingPublication.standard()
                .run(Dyndns2Provider.of(settings, ProviderContext.standard()), List.of(changes));
    }

    private ChangeResult answered(int status, String body, String... header) throws InterruptedException {
        fake.answerNext(status, body, header);
        return publish(fake.settings(), A).getOrDefault(A.key(), UPDATED);
    }

    private Map<RecordKey, ChangeResult> answered(String body, String families, RecordChange... changes)
            throws InterruptedException {
        fake.answerNext(200, body);
        return publish(fake.settings().with("maxHosts", 20).with("families", families), changes);
    }

    private static Problem problem(ChangeResult result) {
        if (result instanceof ChangeResult.Failed failed) {
            return failed.problem();
        }
        assertThat(result).isInstanceOf(ChangeResult.Unknown.class);
        return ((ChangeResult.Unknown) result).problem();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "good",
                "good 192.0.2.1",
                "good 192.0.2.1\r\n",
                "good ::ffff:192.0.2.1",
                "good 192.0.2.1.",
                "good 192.0.2.1/32;",
                "good : 192.0.2.1",
                "good 192.0.2.1\n<!-- served by web3 -->",
                "\n  GOOD\t192.0.2.1  \n",
                "good 2001:db8::1,192.0.2.1",
                "good 192.0.2.1 set just now",
                "good set just now"
            })
    void goodMeansUpdated(String body) throws InterruptedException {
        assertThat(answered(200, body)).isEqualTo(UPDATED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nochg", "nochg 192.0.2.1", "nochg 192.0.2.1,2001:db8::1"})
    void nochgMeansRightAlready(String body) throws InterruptedException {
        assertThat(answered(200, body)).isEqualTo(RIGHT);
    }

    @ParameterizedTest(name = "{1} with HTTP {0}")
    @CsvSource(textBlock = """
                    # status, word,           result,  kind,           whole account, wait
                    401,      badauth,        failed,  authentication, true,
                    200,      badauth,        failed,  authentication, true,
                    200,      unauth,         failed,  authentication, true,
                    200,      !yours,         failed,  authentication, false,
                    200,      !donator,       failed,  blocked,        false,
                    200,      !active,        failed,  blocked,        false,
                    200,      notdyn,         failed,  blocked,        false,
                    403,      abuse,          failed,  blocked,        false,
                    200,      blocked,        failed,  blocked,        false,
                    200,      badagent,       failed,  blocked,        true,
                    200,      good 127.0.0.1, failed,  blocked,        true,
                    200,      disabled,       failed,  blocked,        true,
                    404,      nohost,         failed,  rejected,       false,
                    400,      notfqdn,        failed,  rejected,       false,
                    200,      nofqdn,         failed,  rejected,       false,
                    400,      numhost,        failed,  rejected,       false,
                    200,      badip,          failed,  rejected,       false,
                    200,      badsys,         failed,  rejected,       false,
                    200,      badrequest,     failed,  rejected,       false,
                    200,      badparam,       failed,  rejected,       false,
                    200,      invalid,        failed,  rejected,       false,
                    200,      dnserr,         unknown, transient,      false,         30m
                    500,      911,            unknown, transient,      true,          30m
                    500,      interror,       unknown, transient,      true,          30m
                    200,      servererror,    unknown, transient,      true,          30m
                    200,      fatal,          unknown, transient,      false,         30m
                    429,      toomanyrequests,failed,  rate-limited,   true,          10m
                    200,      interval,       failed,  rate-limited,   true,          5m
                    200,      wait2h,         failed,  rate-limited,   true,          2h
                    200,      wait30m,        failed,  rate-limited,   true,          30m
                    200,      wait90s,        failed,  rate-limited,   true,          90s
                    200,      w60,            failed,  rate-limited,   true,          1m
                    200,      wait999999h,    failed,  rate-limited,   true,          7d
                    """)
    void eachReturnCodeHasItsMeaning(
            int status, String word, String result, String kind, boolean wholeAccount, String wait)
            throws InterruptedException {
        ChangeResult answered = answered(status, word);
        Problem problem = problem(answered);
        assertThat(answered)
                .isInstanceOf(result.equals("failed") ? ChangeResult.Failed.class : ChangeResult.Unknown.class);
        assertThat(problem.kind()).isEqualTo(ProblemKind.of(kind));
        assertThat(problem.scope() == ProblemScope.ACCOUNT).isEqualTo(wholeAccount);
        assertThat(problem.retryAfter().map(Durations::format).orElse(null)).isEqualTo(wait);
        assertThat(problem.message()).contains(word);
    }

    @Test
    @Tag("promise-14")
    void retryAfterCountsForTooManyRequests() throws InterruptedException {
        Problem problem = problem(answered(429, "toomanyrequests", "Retry-After", "77"));
        assertThat(problem.retryAfter().map(Durations::format)).contains("77s");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " \r\n ",
                "ok",
                "goodbye 192.0.2.1",
                "all good",
                "good,192.0.2.1",
                "\"good\"",
                "<html><body>good 192.0.2.1</body></html>",
                "<!doctype html>\n<title>911</title>\n<p>Log in to this hotel's network.</p>",
                "{\"status\":\"good\"}"
            })
    @Tag("promise-6")
    void textThatOnlyLooksLikeASuccessIsNone(String body) throws InterruptedException {
        ChangeResult result = answered(200, body);
        assertThat(result).isInstanceOf(ChangeResult.Unknown.class);
        assertThat(problem(result).kind()).isEqualTo(ProblemKind.PROTOCOL);
    }

    @ParameterizedTest
    @CsvSource({
        "401, authentication",
        "403, protocol",
        "404, protocol",
        "405, protocol",
        "400, protocol",
        "421, transient",
        "429, rate-limited",
        "500, transient",
        "502, transient",
        "302, protocol"
    })
    void withoutAKnownWordTheStatusDecides(int status, String kind) throws InterruptedException {
        assertThat(problem(answered(status, "<h1>Sorry</h1>")).kind()).isEqualTo(ProblemKind.of(kind));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 403, 404, 405, 406, 410, 418, 451, 499})
    @Tag("promise-10")
    void anErrorPageOfAWebServerWaitsForAnHourAndForOneRecordOnly(int status) throws InterruptedException {
        Problem problem = problem(answered(status, "<html><title>maintenance</title></html>"));
        assertThat(problem.kind()).isEqualTo(ProblemKind.PROTOCOL);
        assertThat(problem.retryAfter().map(Durations::format)).contains("1h");
        assertThat(problem.scope()).isEqualTo(ProblemScope.RECORD);
        assertThat(problem.message()).contains("HTTP " + status).contains("tried again");
    }

    @ParameterizedTest
    @ValueSource(strings = {"OK", "updated", "!unknown", "not-today"})
    void aWordThatCannotBeASecretIsShown(String word) throws InterruptedException {
        assertThat(problem(answered(200, word + " 192.0.2.1")).message()).contains("\"" + word + "\"");
    }

    /** In whatever form a server repeats the password, or a part of it, nothing of it is seen. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6})
    @Tag("promise-22")
    void nothingThatMayBeASecretIsShown(int form) throws InterruptedException {
        String secret = FakeDyndns2.PASSWORD;
        String said = List.of(
                        secret,
                        secret.toUpperCase(Locale.ROOT),
                        secret.substring(0, 4),
                        secret.substring(secret.length() - 4) + "x",
                        "your-" + secret,
                        URLEncoder.encode(secret, StandardCharsets.UTF_8),
                        "a1b2c3d4e5f6")
                .get(form);
        assertThat(problem(answered(200, said + " is wrong")).message())
                .doesNotContainIgnoringCase(said)
                .contains("a text of " + (said.length() + 9) + " characters");
    }

    @Test
    @Tag("promise-22")
    void noPartOfAPasswordOfLettersIsShown() {
        String secret = "Hunterpass";
        for (int from = 0; from < secret.length(); from++) {
            for (int to = from + 3; to <= secret.length(); to++) {
                String part = secret.substring(from, to);
                HttpTransport.Answer answer = new HttpTransport.Answer(200, Map.of(), part.toUpperCase(Locale.ROOT));
                AnswerJudge judge = new AnswerJudge("server", answer, Instant.EPOCH, List.of(secret));
                DdnsException thrown =
                        judge.notUnderstood(AnswerLines.parse(answer.body()).lines());
                assertThat(thrown.getMessage())
                        .contains("answered a text of " + part.length() + " characters")
                        .doesNotContain(answer.body());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 401, 500})
    void aSuccessThatTheStatusContradictsIsUnknown(int status) throws InterruptedException {
        assertThat(answered(status, "good 192.0.2.1")).isInstanceOf(ChangeResult.Unknown.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "good 192.0.2.99",
                "nochg 192.0.2.99",
                "good 2001:db8::1",
                "good ::ffff:192.0.2.99",
                "nochg 127.0.0.1",
                "good 192.0.2.99/32",
                "good 192.0.2.99;",
                "good [2001:db8::bad]",
                "good 2001:db8::bad%eth0",
                "good 999.1.1.1",
                "nochg 192.0.2",
                "good 2001:db8::1::"
            })
    @Tag("promise-6")
    void anAnswerForAnotherAddressConfirmsNothing(String body) throws InterruptedException {
        ChangeResult result = answered(200, body);
        assertThat(result).isInstanceOf(ChangeResult.Unknown.class);
        assertThat(problem(result).message()).contains("192.0.2.1 was sent");
    }

    @Test
    void loopbackIsASuccessWhereItWasSent() throws InterruptedException {
        RecordChange loopback = Changes.ensure("a.example.com", "127.0.0.1").build();
        assertThat(answered("good 127.0.0.1", "separate", loopback)).containsEntry(loopback.key(), UPDATED);
    }

    @Test
    void asManyLinesAsNamesBelongToThemInOrder() throws InterruptedException {
        Map<RecordKey, ChangeResult> results =
                answered("good 192.0.2.1\nnochg 192.0.2.1\nnohost\n", "separate", A, B, C);
        assertThat(results).containsEntry(A.key(), UPDATED).containsEntry(B.key(), RIGHT);
        assertThat(problem(results.getOrDefault(C.key(), UPDATED)).kind()).isEqualTo(ProblemKind.REJECTED);
    }

    @Test
    void aSingleLineBelongsToAllNames() throws InterruptedException {
        assertThat(answered("good 192.0.2.1", "separate", A, B, C).values()).containsExactly(UPDATED, UPDATED, UPDATED);
    }

    @Test
    void namesWithoutALineAreUnknown() throws InterruptedException {
        Map<RecordKey, ChangeResult> results = answered("good\ngood", "separate", A, B, C);
        assertThat(results).containsEntry(A.key(), UPDATED).containsEntry(B.key(), UPDATED);
        assertThat(results.get(C.key())).isInstanceOf(ChangeResult.Unknown.class);
    }

    @Test
    void linesThatFitNoNamesConfirmNothing() throws InterruptedException {
        assertThat(answered("good\ngood\ngood", "separate", A, B).values())
                .hasOnlyElementsOfType(ChangeResult.Unknown.class);
    }

    @Test
    void aLineForEachFamilyIsToldByItsAddress() throws InterruptedException {
        assertThat(answered("nochg 2001:db8::1\ngood 192.0.2.1", "joint", A, A6))
                .containsEntry(A.key(), UPDATED)
                .containsEntry(A6.key(), RIGHT);
    }

    @Test
    void aJointAnswerForOneFamilyLeavesTheOtherUnknown() throws InterruptedException {
        assertThat(answered("good 192.0.2.1", "joint", A, A6))
                .containsEntry(A.key(), UPDATED)
                .hasEntrySatisfying(A6.key(), result -> assertThat(result).isInstanceOf(ChangeResult.Unknown.class));
    }

    @ParameterizedTest
    @ValueSource(strings = {"good 192.0.2.1\nbadauth", "nohost\nnochg 192.0.2.1", "good 192.0.2.1\nabuse 192.0.2.1"})
    @Tag("promise-6")
    void aSuccessBesideARefusalOfTheOnlyAddressConfirmsNothing(String body) throws InterruptedException {
        assertThat(answered(200, body)).isInstanceOf(ChangeResult.Unknown.class);
    }

    @Test
    void bareLinesForEachFamilyCountWhereTheyAgree() throws InterruptedException {
        assertThat(answered("good\ngood", "joint", A, A6).values()).containsExactly(UPDATED, UPDATED);
        assertThat(answered("good\nnochg", "joint", A, A6).values()).hasOnlyElementsOfType(ChangeResult.Unknown.class);
    }

    @Test
    @Tag("promise-11")
    void aRefusedNameDoesNotStopTheOthers() throws InterruptedException {
        fake.answerNext(200, "nohost").answerNext(200, "dnserr").answerNext(200, "good");
        Map<RecordKey, ChangeResult> results = publish(fake.settings(), A, B, C);
        assertThat(results).containsEntry(C.key(), UPDATED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"badauth", "badagent", "toomanyrequests", "911", "interror", "servererror"})
    @Tag("promise-10")
    void whatConcernsEveryNameIsAskedOnce(String word) throws InterruptedException {
        fake.answerNext(200, word);
        Map<RecordKey, ChangeResult> results = publish(fake.settings(), A, B);
        assertThat(fake.queries()).hasSize(1);
        assertThat(problem(results.getOrDefault(B.key(), UPDATED)).message()).contains(word);
    }

    @Test
    void whatIsKnownOfOneNameIsReportedBeforeTheAccountIsGivenUp() throws InterruptedException {
        assertThat(answered("badauth\ngood 192.0.2.1", "separate", A, B)).containsEntry(B.key(), UPDATED);
    }

    @Test
    void onlyTheStartOfAnEndlessAnswerIsLookedAt() throws InterruptedException {
        assertThat(answered(200, "x".repeat(70_000) + "\ngood")).isInstanceOf(ChangeResult.Unknown.class);
        assertThat(answered(200, "\n".repeat(70_000) + "good")).isInstanceOf(ChangeResult.Unknown.class);
    }

    @Test
    @Tag("promise-22")
    void whatIsNoWordAtAllIsToldByItsLength() throws InterruptedException {
        String pair = "YWxpY2VAZXhhbXBsZS5uZXQ6cGE6c3Mgd8O2cmQ=";
        String message = problem(
                        answered(200, "\u001b[31m" + pair + ":" + FakeDyndns2.PASSWORD + "é" + "y".repeat(500)))
                .message();
        assertThat(message)
                .doesNotContain(FakeDyndns2.PASSWORD, "pa:ss", "wörd", pair)
                .contains("answered a text of ")
                .hasSizeLessThan(200);
        assertThat(message.chars()).allMatch(c -> c >= ' ' && c < 127);
    }
}
