package io.github.ddnsjava.publish.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.exception.AuthenticationException;
import io.github.ddnsjava.exception.DdnsException;
import io.github.ddnsjava.exception.ProtocolException;
import io.github.ddnsjava.exception.RejectedException;
import io.github.ddnsjava.exception.TransientException;
import io.github.ddnsjava.publish.Api;
import io.github.ddnsjava.publish.OpenGate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A vendor's errors become the exceptions of their meaning and scope, and the vendor's reason is quoted. */
class ErrorTableTest {
    private static final ErrorTable TABLE = ErrorTable.of(Errors.json("code", "message"))
            .row(Meaning.BAD_CREDENTIALS, "BadKey")
            .row(Meaning.NO_PERMISSION, "Forbidden*")
            .row(Meaning.NOT_FOUND, "NoSuch*")
            .row(Meaning.INVALID, "Invalid")
            .row(Meaning.QUOTA, "Limit")
            .row(Meaning.RATE_LIMITED, "Throttling*", "42")
            .row(Meaning.BLOCKED, "Frozen")
            .row(Meaning.REFUSED, "No")
            .row(Meaning.ALREADY_THERE, "Duplicate")
            .row(Meaning.NOT_DONE, "Same")
            .row(Meaning.TRANSIENT, "Busy");

    private static Asked asked(ProblemScope named) {
        return asked(named, ProblemScope.ACCOUNT);
    }

    private static Asked asked(ProblemScope named, ProblemScope limited) {
        return new Asked("PUT api.example/x", named, limited, new Quoter(Set.of("s3cret-token")));
    }

    private static DdnsException thrownBy(ErrorTable table, Asked asked, HttpTransport.Answer answer) {
        return catchThrowableOfType(DdnsException.class, () -> table.check(asked, answer, OpenGate.NOW));
    }

    private static DdnsException thrownFor(int status, String code, ProblemScope named) {
        return thrownBy(TABLE, asked(named), error(status, code));
    }

    private static HttpTransport.Answer error(int status, String code) {
        return Api.answer(status, "{\"code\":\"" + code + "\",\"message\":\"so it is\"}");
    }

    private static void assertPasses(ErrorTable table, HttpTransport.Answer answer) {
        assertThatCode(() -> table.check(asked(ProblemScope.ZONE), answer, OpenGate.NOW))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "BadKey,              AUTHENTICATION, true",
        "Forbidden,           AUTHENTICATION, true",
        "Forbidden.Zone,      AUTHENTICATION, true",
        "NoSuchZone,          REJECTED,       true",
        "Invalid,             REJECTED,       true",
        "Limit,               REJECTED,       true",
        "Throttling.User,     RATE_LIMITED,   true",
        "42,                  RATE_LIMITED,   true",
        "Frozen,              BLOCKED,        true",
        "No,                  AUTHENTICATION, true",
        "Duplicate,           TRANSIENT,      true",
        "Same,                TRANSIENT,      true",
        "Busy,                TRANSIENT,      true",
    })
    void eachCodeBecomesTheExceptionOfItsMeaning(String code, ProblemKind kind, boolean certainlyNotApplied) {
        for (int status : new int[] {400, 409, 429, 500, 503}) {
            DdnsException thrown = thrownFor(status, code, ProblemScope.RECORD);

            assertThat(thrown.kind()).isEqualTo(kind);
            assertThat(thrown.certainlyNotApplied()).isEqualTo(certainlyNotApplied);
            assertThat(thrown).hasMessage("PUT api.example/x: HTTP " + status + ", \"" + code + " so it is\"");
        }
    }

    @ParameterizedTest
    @Tag("promise-11")
    @CsvSource({
        // code, status, what the request named, what is held
        "BadKey,     400, RECORD,  ACCOUNT",
        "BadKey,     403, ZONE,    ACCOUNT",
        "Forbidden,  403, RECORD,  RECORD",
        "Forbidden,  403, ZONE,    ZONE",
        "Forbidden,  403, ACCOUNT, ACCOUNT",
        "Forbidden,  401, RECORD,  ACCOUNT",
        "NoSuchZone, 404, RECORD,  RECORD",
        "NoSuchZone, 404, ZONE,    ZONE",
        "NoSuchZone, 404, ACCOUNT, RECORD",
        "NoSuchZone, 401, RECORD,  RECORD",
        "Invalid,    401, ZONE,    RECORD",
        "Invalid,    400, ZONE,    RECORD",
        "Limit,      400, RECORD,  RECORD",
        "Limit,      400, ZONE,    ZONE",
        "Limit,      400, ACCOUNT, RECORD",
        "Throttling, 400, RECORD,  ACCOUNT",
        "Frozen,     403, RECORD,  ACCOUNT",
        "No,         401, ZONE,    RECORD",
        "Duplicate,  409, ZONE,    RECORD",
        "Busy,       400, ZONE,    RECORD",
    })
    void aRefusalHoldsWhatItMeansAndTheRequestNamed(
            String code, int status, ProblemScope named, ProblemScope expected) {
        assertThat(thrownFor(status, code, named).scope()).isEqualTo(expected);
    }

    @Test
    @Tag("promise-11")
    void aRowWithAScopeHasThatScopeWhateverWasNamedAndWhateverTheStatus() {
        ErrorTable table = ErrorTable.of(Errors.json("code", "message"))
                .row(Meaning.NO_PERMISSION, ProblemScope.ZONE, "NotYours")
                .row(Meaning.BAD_CREDENTIALS, ProblemScope.RECORD, "HostKey")
                .row(Meaning.BLOCKED, ProblemScope.ZONE, "Locked")
                .row(Meaning.RATE_LIMITED, ProblemScope.RECORD, "Slow");
        for (int status : new int[] {200, 400, 401, 403}) {
            for (ProblemScope named : ProblemScope.values()) {
                assertThat(thrownBy(denying(table), asked(named), error(status, "NotYours"))
                                .scope())
                        .isEqualTo(ProblemScope.ZONE);
                assertThat(thrownBy(denying(table), asked(named), error(status, "HostKey"))
                                .scope())
                        .isEqualTo(ProblemScope.RECORD);
                assertThat(thrownBy(denying(table), asked(named), error(status, "Locked"))
                                .scope())
                        .isEqualTo(ProblemScope.ZONE);
                assertThat(thrownBy(denying(table), asked(named), error(status, "Slow"))
                                .scope())
                        .isEqualTo(ProblemScope.RECORD);
            }
        }
    }

    private static ErrorTable denying(ErrorTable table) {
        return table.success(answer -> false);
    }

    @ParameterizedTest
    @EnumSource(ProblemScope.class)
    void aLimitConcernsWhatTheEndpointSays(ProblemScope limited) {
        assertThat(thrownBy(TABLE, asked(ProblemScope.RECORD, limited), error(400, "Throttling"))
                        .scope())
                .isEqualTo(limited);
    }

    @ParameterizedTest
    @CsvSource({
        // what permissions are granted for, what the request named, what is held
        "RECORD,  RECORD,  RECORD",
        "ZONE,    RECORD,  ZONE",
        "ZONE,    ZONE,    ZONE",
        "ZONE,    ACCOUNT, ACCOUNT",
        "ACCOUNT, RECORD,  ACCOUNT",
    })
    void aMissingPermissionHoldsNoLessThanWhatPermissionsAreGrantedFor(
            ProblemScope per, ProblemScope named, ProblemScope expected) {
        ErrorTable table = TABLE.permissionsPer(per);

        assertThat(thrownBy(table, asked(named), error(403, "Forbidden")).scope())
                .isEqualTo(expected);
        assertThat(thrownBy(table, asked(named), error(403, "Unheard")).scope()).isEqualTo(expected);
        assertThat(thrownBy(table, asked(named), Api.answer(403, "<html>no</html>"))
                        .scope())
                .isEqualTo(expected);
        assertThat(thrownBy(table, asked(named), error(400, "Invalid")).scope()).isEqualTo(ProblemScope.RECORD);
    }

    @ParameterizedTest
    @CsvSource({
        "400, REJECTED,       RECORD",
        "401, AUTHENTICATION, ACCOUNT",
        "403, AUTHENTICATION, ZONE",
        "404, REJECTED,       ZONE",
        "410, REJECTED,       ZONE",
        "409, REJECTED,       RECORD",
        "422, REJECTED,       RECORD",
    })
    void aCodeWithoutARowGoesByTheStatusAndIsQuoted(int status, ProblemKind kind, ProblemScope scope) {
        DdnsException thrown = thrownFor(status, "Unheard", ProblemScope.ZONE);

        assertThat(thrown.kind()).isEqualTo(kind);
        assertThat(thrown.scope()).isEqualTo(scope);
        assertThat(thrown).hasMessage("PUT api.example/x: HTTP " + status + ", \"Unheard so it is\"");
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 302, 408, 421, 425, 429, 500, 502, 503, 504, 599})
    void whereTheCodeHasNoRowTheStatusSaysWhetherToWait(int status) {
        assertPasses(TABLE, error(status, "Unheard"));
        assertPasses(TABLE, Api.answer(status, "<html>wait</html>"));
        assertPasses(TABLE, Api.answer(status, ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "<html>no</html>",
                "not json",
                "[]",
                "[1]",
                "\"text\"",
                "5",
                "null",
                "{}",
                "{\"code\":null,\"message\":null}",
                "{\"code\":{\"a\":1},\"message\":[1]}"
            })
    void anAnswerThatIsNotTheVendorsFormIsLeftToItsStatus(String body) {
        for (int status : new int[] {400, 401, 404, 409, 422, 500}) {
            assertPasses(TABLE, Api.answer(status, body));
        }
        assertThat(thrownBy(TABLE, asked(ProblemScope.ZONE), Api.answer(403, body))
                        .kind())
                .isEqualTo(ProblemKind.AUTHENTICATION);
        assertPasses(TABLE, Api.answer(200, body));
    }

    @Test
    void aSuccessIsASuccessWhateverItSays() {
        assertPasses(TABLE, error(200, "BadKey"));
        assertPasses(TABLE, error(204, "Busy"));
    }

    @Test
    void aTwoHundredThatDeniesSuccessIsAnError() {
        ErrorTable table = TABLE.success(Errors.jsonSuccess("status", "ok", "1", "true"));

        assertPasses(table, Api.ok("{\"status\":\"ok\"}"));
        assertPasses(table, Api.ok("{\"status\":1}"));
        assertPasses(table, Api.ok("{\"status\":true}"));
        DdnsException known =
                thrownBy(table, asked(ProblemScope.ZONE), Api.ok("{\"status\":\"no\",\"code\":\"NoSuchZone\"}"));
        assertThat(known).isInstanceOf(RejectedException.class).hasMessageContaining("HTTP 200, \"NoSuchZone\"");
        assertThat(known.scope()).isEqualTo(ProblemScope.ZONE);
        DdnsException unknown =
                thrownBy(table, asked(ProblemScope.ZONE), Api.ok("{\"status\":\"no\",\"code\":\"Unheard\"}"));
        assertThat(((RejectedException) unknown).reason()).isEqualTo(RejectedException.Reason.INVALID);
    }

    @Test
    void whereASuccessNamesNoErrorATwoHundredThatNamesOneIsAnError() {
        ErrorTable table = TABLE.successUnlessNamed();

        assertPasses(table, Api.ok("{}"));
        assertPasses(table, Api.ok("{\"other\":1}"));
        assertThat(thrownBy(table, asked(ProblemScope.ZONE), error(200, "NoSuchZone")))
                .isInstanceOf(RejectedException.class);
    }

    @Test
    void whereASuccessMayNameSomeCodesATwoHundredThatNamesAnotherIsAnError() {
        ErrorTable table = TABLE.successIfOnly("", "Fine");

        assertPasses(table, Api.ok("{}"));
        assertPasses(table, Api.ok("{\"message\":\"made\"}"));
        assertPasses(table, error(200, "Fine"));
        assertThat(thrownBy(table, asked(ProblemScope.ZONE), error(200, "NoSuchZone")))
                .isInstanceOf(RejectedException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"status\":\"no\"}", "{}", "", "[]"})
    void aTwoHundredThatDeniesSuccessWithoutAnErrorMayHaveHappened(String body) {
        ErrorTable table = TABLE.success(Errors.jsonSuccess("status", "ok"));

        assertThat(thrownBy(table, asked(ProblemScope.ZONE), Api.ok(body)))
                .isInstanceOf(ProtocolException.class)
                .hasMessage("PUT api.example/x: the answer is no success, and names no error");
    }

    @Test
    void aTwoHundredOfAnotherFormNamesTheRequest() {
        ErrorTable bySuccess = TABLE.success(Errors.jsonSuccess("status", "ok"));
        ErrorTable byErrors = TABLE.success(answer -> false);
        for (ErrorTable table : new ErrorTable[] {bySuccess, byErrors}) {
            assertThat(thrownBy(table, asked(ProblemScope.ZONE), Api.ok("<html>log in to the hotel</html>")))
                    .isInstanceOf(ProtocolException.class)
                    .hasMessageStartingWith("PUT api.example/x: ")
                    .hasMessageContaining("HTML")
                    .hasMessageNotContaining("hotel");
        }
    }

    @Test
    void theFirstErrorWithARowDecidesAndAllAreQuoted() {
        ErrorTable table = ErrorTable.of(Errors.jsonList("errors", "code", "text"))
                .row(Meaning.QUOTA, "7")
                .row(Meaning.NOT_FOUND, "8");
        DdnsException thrown = thrownBy(
                table,
                asked(ProblemScope.RECORD),
                Api.answer(
                        400,
                        "{\"errors\":[{\"code\":1,\"text\":\"bad\"},{\"code\":8,\"text\":\"gone\"},"
                                + "{\"code\":7,\"text\":\"full\"},{\"code\":8,\"text\":\"gone\"},{}]}"));

        assertThat(((RejectedException) thrown).reason()).isEqualTo(RejectedException.Reason.NOT_FOUND);
        assertThat(thrown).hasMessageContaining("\"1 bad; 8 gone; 7 full\"");
    }

    @Test
    void rowsAreTriedInTheirOrder() {
        ErrorTable table = ErrorTable.of(Errors.json("code", "message"))
                .row(Meaning.NOT_FOUND, "InvalidZone")
                .row(Meaning.INVALID, "Invalid*");

        assertThat(((RejectedException) thrownBy(table, asked(ProblemScope.ZONE), error(400, "InvalidZone"))).reason())
                .isEqualTo(RejectedException.Reason.NOT_FOUND);
        assertThat(((RejectedException) thrownBy(table, asked(ProblemScope.ZONE), error(400, "InvalidTtl"))).reason())
                .isEqualTo(RejectedException.Reason.INVALID);
        assertThat(((RejectedException) thrownBy(table, asked(ProblemScope.ZONE), error(400, "invalidTtl"))).reason())
                .as("codes have a case, and without a row the status decides")
                .isEqualTo(RejectedException.Reason.INVALID);
    }

    @Test
    void whatOnlyItsWordsTellHasARowByWords() {
        ErrorTable table = ErrorTable.of(Errors.json("code", "message"))
                .rowIf(Meaning.ALREADY_THERE, error -> error.message().contains("already exists"));
        String body = "{\"code\":400,\"message\":\"record already exists\"}";

        assertThat(((TransientException) thrownBy(table, asked(ProblemScope.RECORD), Api.answer(400, body)))
                        .isConflict())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"400, the record exists, true", "Taken, so it is, true", "400, so it is, false"})
    void aRowOfWordsCountsForEachOfThemInCodeOrMessage(String code, String message, boolean conflict) {
        ErrorTable table =
                ErrorTable.of(Errors.json("code", "message")).rowOfWords(Meaning.ALREADY_THERE, "Taken", "exists");
        String body = "{\"code\":\"" + code + "\",\"message\":\"" + message + "\"}";

        assertThat(thrownBy(table, asked(ProblemScope.RECORD), Api.answer(400, body)))
                .isInstanceOf(conflict ? TransientException.class : RejectedException.class);
    }

    @Test
    void whatOnlyTheFormOfItsCodeTellsCanConcernTheAccount() {
        ErrorTable table = ErrorTable.of(Errors.json("code", "message"))
                .rowIf(
                        Meaning.NO_PERMISSION,
                        ProblemScope.ACCOUNT,
                        error -> error.code().matches("10[0-9]{2}"));

        DdnsException thrown =
                thrownBy(table, asked(ProblemScope.RECORD), Api.answer(400, "{\"code\":1011,\"message\":\"m\"}"));

        assertThat(thrown).isInstanceOf(AuthenticationException.class);
        assertThat(thrown.scope()).isEqualTo(ProblemScope.ACCOUNT);
    }

    @Test
    void whatIsThereAlreadyIsAConflictAndWhatPassesIsNone() {
        assertThat(((TransientException) thrownFor(409, "Same", ProblemScope.RECORD)).isConflict())
                .isTrue();
        assertThat(((TransientException) thrownFor(400, "Busy", ProblemScope.RECORD)).isConflict())
                .isFalse();
    }

    @Test
    @Tag("promise-14")
    void theWaitOfTheAnswerIsHandedOn() {
        for (String code : new String[] {"Throttling", "Busy"}) {
            DdnsException thrown = thrownBy(
                    TABLE,
                    asked(ProblemScope.ZONE),
                    Api.answer(400, "retry-after", "7", "{\"code\":\"" + code + "\"}"));

            assertThat(thrown.retryAfter()).contains(Duration.ofSeconds(7));
            assertThat(thrown.certainlyNotApplied())
                    .as("the table says that it did not happen")
                    .isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"Busy, 400", "Busy, 503", "Fault, 500"})
    @Tag("promise-14")
    void whereTheServerNamesAWaitAllThatItLimitsWaits(String code, int status) {
        ErrorTable table = TABLE.row(Meaning.UNKNOWN, "Fault");
        for (ProblemScope limited : new ProblemScope[] {ProblemScope.ACCOUNT, ProblemScope.ZONE}) {
            assertThat(thrownBy(
                                    table,
                                    asked(ProblemScope.RECORD, limited),
                                    Api.answer(status, "retry-after", "7", "{\"code\":\"" + code + "\"}"))
                            .scope())
                    .isEqualTo(limited);
        }
    }

    @ParameterizedTest
    @CsvSource({"200, true", "400, true", "423, true", "500, false", "503, false"})
    @Tag("promise-14")
    void aServerThatSaysThatItIsBusyWasReachedAndIsWellUnlessItsStatusSaysOtherwise(int status, boolean well) {
        TransientException busy =
                (TransientException) thrownBy(denying(TABLE), asked(ProblemScope.RECORD), error(status, "Busy"));

        assertThat(busy.isUnreached()).isFalse();
        assertThat(busy.isAnswer()).isEqualTo(well);
        assertThat(busy.certainlyNotApplied()).isTrue();
        assertThat(busy.retryAfter()).isEmpty();
    }

    @Test
    void hintsSayWhatToDo() {
        ErrorTable table = TABLE.hint(Meaning.NO_PERMISSION, "give the key the right")
                .hint("Forbidden.Ip*", "add this host's address to the list")
                .hint("Invalid", "check the name");

        assertThat(thrownBy(table, asked(ProblemScope.ZONE), error(403, "Forbidden.IpList")))
                .hasMessageEndingWith("so it is\"; give the key the right; add this host's address to the list");
        assertThat(thrownBy(table, asked(ProblemScope.ZONE), error(403, "Forbidden")))
                .hasMessageEndingWith("so it is\"; give the key the right");
        assertThat(thrownBy(table, asked(ProblemScope.ZONE), Api.answer(403, "")))
                .hasMessage("PUT api.example/x: HTTP 403; give the key the right");
        assertThat(thrownBy(table, asked(ProblemScope.ZONE), error(400, "Invalid")))
                .hasMessageEndingWith("\"; check the name");
        assertThat(thrownBy(table, asked(ProblemScope.ZONE), error(400, "Limit")))
                .hasMessageEndingWith("so it is\"");
    }

    @Test
    @Tag("promise-22")
    void theReasonOfTheVendorIsQuotedWithoutSecretsAndInOneLine() {
        assertThat(thrownBy(
                        TABLE,
                        asked(ProblemScope.ZONE),
                        Api.answer(
                                400,
                                "{\"code\":\"Invalid\",\"message\":\"the\\r\\nkey s3cret-token\\u0000 is "
                                        + "x".repeat(500) + "\"}")))
                .hasMessageStartingWith("PUT api.example/x: HTTP 400, \"Invalid the key (secret)? is xxx")
                .hasMessageEndingWith("x…\"")
                .message()
                .hasSizeLessThan(250);
    }

    @Test
    void nothingIsQuotedOfWhatNamesNoWords() {
        assertThat(thrownBy(TABLE, asked(ProblemScope.ZONE), Api.answer(403, "{\"error\":\"x\"}")))
                .hasMessage("PUT api.example/x: HTTP 403");
        assertThat(thrownBy(
                        TABLE,
                        asked(ProblemScope.ZONE),
                        Api.answer(400, "{\"code\":\"Invalid\",\"message\":\"Invalid\"}")))
                .hasMessage("PUT api.example/x: HTTP 400, \"Invalid\"");
    }

    @Test
    void aTableIsNotChangedByTheOnesMadeOfIt() {
        ErrorTable before = ErrorTable.of(Errors.json("code", "message"));
        before.row(Meaning.BLOCKED, "Invalid").hint("Invalid", "hint").success(answer -> false);
        before.permissionsPer(ProblemScope.ACCOUNT);

        assertThat(thrownBy(before, asked(ProblemScope.ZONE), error(400, "Invalid")))
                .isInstanceOf(RejectedException.class)
                .hasMessageEndingWith("so it is\"");
        assertPasses(before, Api.ok("{}"));
        assertThat(thrownBy(before, asked(ProblemScope.RECORD), error(403, "x")).scope())
                .isEqualTo(ProblemScope.RECORD);
    }

    @ParameterizedTest
    @Tag("promise-14")
    @CsvSource({"600, 600", "-5, 0", "99999999, 604800"})
    void theTimeAtWhichALimitEndsIsTheWaitWhereThereIsNoOther(long from, long wait) {
        ErrorTable table = TABLE.limitsEndBy("x-reset");
        String reset = "" + OpenGate.NOW.plusSeconds(from).getEpochSecond();

        assertThat(thrownBy(table, asked(ProblemScope.ZONE), Api.answer(429, "x-reset", reset, "{}"))
                        .retryAfter()
                        .orElseThrow())
                .isBetween(Duration.ofSeconds(Math.max(0, wait - 1)), Duration.ofSeconds(wait));
        assertPasses(table, Api.answer(200, "x-reset", reset, "{}"));
        assertPasses(table, Api.answer(429, "x-reset", "soon", "{}")); // the status decides
        assertPasses(TABLE, Api.answer(429, "x-reset", reset, "{}"));
        assertPasses(table, Api.answer(503, "x-reset", reset, "{}"));
        HttpTransport.Answer both =
                new HttpTransport.Answer(429, Map.of("retry-after", List.of("7"), "x-reset", List.of(reset)), "{}");
        assertThat(thrownBy(table, asked(ProblemScope.ZONE), both).retryAfter()).contains(Duration.ofSeconds(7));
    }

    @Test
    @Tag("promise-15")
    void aFaultOfTheServerLeavesOpenWhetherAWriteHappened() {
        ErrorTable table = TABLE.row(Meaning.UNKNOWN, "InternalError*");
        for (int status : new int[] {400, 500}) {
            DdnsException e = thrownBy(table, asked(ProblemScope.RECORD), error(status, "InternalError.Db"));
            assertThat(e).isInstanceOf(TransientException.class);
            assertThat(e.certainlyNotApplied()).isFalse();
        }
        HttpTransport.Answer busy = new HttpTransport.Answer(
                500,
                Map.of("retry-after", List.of("7")),
                error(500, "InternalError").body());
        assertThat(thrownBy(table, asked(ProblemScope.ZONE), busy).certainlyNotApplied())
                .isFalse();
        assertThat(thrownBy(table, asked(ProblemScope.ZONE), busy).retryAfter()).contains(Duration.ofSeconds(7));
    }

    @Test
    void aStatusCanHaveAMeaningOfItsOwnWhereNoRowMatches() {
        ErrorTable table = TABLE.status(Meaning.TRANSIENT, 409)
                .status(Meaning.BAD_CREDENTIALS, 401)
                .hint(Meaning.BAD_CREDENTIALS, "look at the key");

        assertThat(thrownBy(table, asked(ProblemScope.RECORD), error(409, "Odd"))
                        .certainlyNotApplied())
                .isTrue();
        assertThat(thrownBy(table, asked(ProblemScope.RECORD), error(409, "Odd")))
                .isInstanceOf(TransientException.class)
                .hasMessageContaining("Odd so it is");
        assertThat(thrownBy(table, asked(ProblemScope.RECORD), error(409, "Invalid")))
                .isInstanceOf(RejectedException.class);
        assertThat(thrownBy(table, asked(ProblemScope.RECORD), Api.answer(409, "busy")))
                .isInstanceOf(TransientException.class);
        assertThat(thrownBy(table, asked(ProblemScope.ZONE), Api.answer(401, "Unauthorized")))
                .hasMessage("PUT api.example/x: HTTP 401; look at the key");
    }

    @Test
    @Tag("promise-11")
    void aWordForEverythingMayMeanTheAccount() {
        assertThat(thrownFor(400, "No", ProblemScope.RECORD))
                .isInstanceOfSatisfying(
                        AuthenticationException.class,
                        refusal -> assertThat(refusal.isAmbiguous()).isTrue());
        assertThat(thrownFor(400, "BadKey", ProblemScope.RECORD))
                .isInstanceOfSatisfying(
                        AuthenticationException.class,
                        refusal -> assertThat(refusal.isAmbiguous()).isFalse());
    }
}
