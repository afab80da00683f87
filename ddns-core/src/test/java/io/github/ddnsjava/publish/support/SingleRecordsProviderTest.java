package io.github.ddnsjava.publish.support;

import static io.github.ddnsjava.publish.support.RecordsApi.as;
import static io.github.ddnsjava.publish.support.RecordsApi.ensure;
import static io.github.ddnsjava.publish.support.RecordsApi.knowing;
import static io.github.ddnsjava.publish.support.RecordsApi.once;
import static io.github.ddnsjava.publish.support.RecordsApi.with;
import static io.github.ddnsjava.publish.support.RecordsApi.withdraw;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.Attributes;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.exception.AuthenticationException;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.Api;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.Intent;
import io.github.ddnsjava.publish.RecordChange;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Single records: no value is missing meanwhile, and what is half done is not called failed. */
class SingleRecordsProviderTest {
    private static final String HOME = "home.example.com";
    private static final String WORK = "work.example.com";

    private final RecordsApi server = new RecordsApi("example.com", "example.org");
    private Abilities abilities = RecordsApi.can().build();

    private ChangeResult publish(RecordChange... changes) throws InterruptedException {
        server.singleRecords(abilities).publish(List.of(changes), server.api.gate);
        return result(changes[0]);
    }

    private ChangeResult result(RecordChange change) {
        return server.api.gate.results.get(change.key());
    }

    private static ChangeResult applied(Outcome outcome, long ttl, String... previous) {
        return new ChangeResult.Applied(
                outcome, RecordsApi.addresses(previous), Map.of(Attributes.TTL, Duration.ofSeconds(ttl)));
    }

    @Test
    void aValueIsCreatedAndTheServersTtlIsReported() throws InterruptedException {
        assertThat(publish(ensure(HOME, "192.0.2.1"))).isEqualTo(applied(Outcome.CREATED, RecordsApi.DEFAULT_TTL));
        assertThat(server.calls).containsExactly("list", "list example.com", "create home.example.com A 192.0.2.1");
        assertThat(server.api.gate.found)
                .containsEntry(ensure(HOME, "192.0.2.1").key(), Set.of());
    }

    @Test
    @Tag("promise-12")
    void aValueThatIsRightIsNotWritten() throws InterruptedException {
        server.put(HOME, "192.0.2.1");

        assertThat(publish(ensure(HOME, "192.0.2.1")))
                .isEqualTo(new ChangeResult.AlreadyRight(Map.of(Attributes.TTL, Duration.ofMinutes(5))));
        assertThat(server.writes()).isEmpty();
    }

    @Test
    @Tag("promise-12")
    void eachZoneIsListedOnceWhateverTheNumberOfItsRecords() throws InterruptedException {
        publish(
                ensure(HOME, "192.0.2.1"),
                ensure(HOME, "2001:db8::1"),
                ensure(WORK, "192.0.2.1"),
                ensure("home.example.org", "192.0.2.1"));

        assertThat(server.calls.stream().filter(call -> call.startsWith("list")))
                .containsExactly("list", "list example.com", "list example.org");
        assertThat(server.writes()).hasSize(4);
    }

    @Test
    @Tag("promise-13")
    void whatIsAddedOrChangedComesBeforeWhatIsRemoved() throws InterruptedException {
        server.put(HOME, "192.0.2.1", "192.0.2.2", "198.51.100.9");

        publish(knowing(ensure(HOME, "192.0.2.3"), "192.0.2.1", "192.0.2.2"));
        assertThat(server.writes())
                .containsExactly("update home.example.com A 192.0.2.3", "delete home.example.com A 192.0.2.2");
        assertThat(server.at(HOME)).containsExactlyInAnyOrder("192.0.2.3", "198.51.100.9");

        server.calls.clear();
        publish(knowing(ensure(HOME, "192.0.2.4", "192.0.2.5"), "192.0.2.3"));
        assertThat(server.writes())
                .containsExactly("create home.example.com A 192.0.2.5", "update home.example.com A 192.0.2.4");
    }

    @Test
    @Tag("promise-6")
    void aFirstCallThatIsRefusedHasFailedAndNothingElseIsSent() throws InterruptedException {
        server.put(HOME, "192.0.2.1", "192.0.2.2");
        server.before = once("update", 422, "Bad");
        RecordChange change = knowing(ensure(HOME, "192.0.2.3"), "192.0.2.1", "192.0.2.2");

        assertThat(publish(change))
                .isInstanceOfSatisfying(
                        ChangeResult.Failed.class,
                        failed -> assertThat(failed.problem().kind()).isEqualTo(ProblemKind.REJECTED));
        assertThat(server.writes()).hasSize(1);
    }

    @ParameterizedTest
    @Tag("promise-6")
    @ValueSource(ints = {400, 403, 404, 409, 429, 500, 503})
    void aLaterCallThatFailsLeavesTheSetUnknown(int status) throws InterruptedException {
        server.put(HOME, "192.0.2.1", "192.0.2.2");
        server.before = once("update", status, status == 409 ? "Taken" : "Bad");
        RecordChange change = knowing(ensure(HOME, "192.0.2.3", "192.0.2.4", "192.0.2.5"), "192.0.2.1", "192.0.2.2");

        ChangeResult result;
        try {
            result = publish(change, ensure(WORK, "192.0.2.1"));
        } catch (io.github.ddnsjava.exception.RateLimitedException e) {
            assertThat(status).isEqualTo(429);
            result = result(change);
        }

        assertThat(result).isInstanceOf(ChangeResult.Unknown.class);
        assertThat(server.writes())
                .startsWith("create home.example.com A 192.0.2.5", "update home.example.com A 192.0.2.3")
                .noneMatch(call -> call.startsWith("delete"));
        if (status != 429) {
            assertThat(result(ensure(WORK, "192.0.2.1"))).isInstanceOf(ChangeResult.Applied.class);
        }
    }

    /** All are announced together, but only what was sent can be in doubt. */
    @Test
    @Tag("promise-6")
    void whatComesAfterATroubleOfTheServerInABatchIsNotAttempted() {
        abilities = RecordsApi.can().batch(new Abilities.Batch(10, false)).build();
        server.before = call -> call.startsWith("create work")
                ? Optional.of(Api.answer(503, "retry-after", "60", ""))
                : Optional.empty();
        List<RecordChange> changes =
                List.of(ensure(HOME, "192.0.2.1"), ensure(WORK, "192.0.2.1"), ensure("later.example.com", "192.0.2.1"));

        assertThatThrownBy(() -> publish(changes.toArray(RecordChange[]::new)))
                .isInstanceOf(io.github.ddnsjava.exception.TransientException.class);

        assertThat(result(changes.get(0))).isInstanceOf(ChangeResult.Applied.class);
        assertThat(result(changes.get(1))).isInstanceOf(ChangeResult.Unknown.class);
        assertThat(result(changes.get(2))).isInstanceOf(ChangeResult.NotAttempted.class);
    }

    /** Each is announced with the others, but what is wrong with one of them says nothing of them. */
    @ParameterizedTest
    @Tag("promise-11")
    @ValueSource(ints = {404, 409, 422, 500})
    void whatFailsInABatchStopsNoOtherRecordAndEachHasItsOwnResult(int status) throws InterruptedException {
        abilities = RecordsApi.can().batch(new Abilities.Batch(10, false)).build();
        server.before = call -> call.startsWith("create work")
                ? Optional.of(RecordsApi.error(status, "First"))
                : call.startsWith("create bad") ? Optional.of(RecordsApi.error(422, "Second")) : Optional.empty();
        List<RecordChange> changes = List.of(
                ensure(WORK, "192.0.2.1"),
                ensure(HOME, "192.0.2.1"),
                ensure("bad.example.com", "192.0.2.1"),
                ensure("later.example.com", "192.0.2.1"));

        publish(changes.toArray(RecordChange[]::new));

        assertThat(result(changes.get(1))).isInstanceOf(ChangeResult.Applied.class);
        assertThat(result(changes.get(3))).isInstanceOf(ChangeResult.Applied.class);
        assertThat(result(changes.get(0)).toString())
                .contains(status == 500 ? "HTTP 500" : "First")
                .doesNotContain("Second");
        assertThat(result(changes.get(2)).toString()).contains("Second").doesNotContain("First");
        assertThat(result(changes.get(0)))
                .isInstanceOf(status == 500 ? ChangeResult.Unknown.class : ChangeResult.Failed.class);
        assertThat(result(changes.get(2))).isInstanceOf(ChangeResult.Failed.class);
    }

    @Test
    @Tag("promise-11")
    void whatFailedBeforeATroubleOfTheAccountKeepsItsOwnProblem() {
        abilities = RecordsApi.can().batch(new Abilities.Batch(10, false)).build();
        server.before = call -> call.startsWith("create work")
                ? Optional.of(RecordsApi.error(422, "Wrong name"))
                : call.startsWith("create home") ? Optional.of(RecordsApi.error(401, "Bad")) : Optional.empty();
        List<RecordChange> changes =
                List.of(ensure(WORK, "192.0.2.1"), ensure(HOME, "192.0.2.1"), ensure("later.example.com", "192.0.2.1"));

        assertThatThrownBy(() -> publish(changes.toArray(RecordChange[]::new)))
                .isInstanceOf(AuthenticationException.class);

        assertThat(result(changes.get(0)).toString()).contains("Wrong name");
        assertThat(result(changes.get(2))).isInstanceOf(ChangeResult.NotAttempted.class);
    }

    @Test
    @Tag("promise-11")
    void aLaterCallThatConcernsTheAccountEndsAllOfItAndTheSetIsUnknown() {
        server.put(HOME, "192.0.2.1");
        server.before = once("update", 401, "Bad");
        RecordChange change = knowing(ensure(HOME, "192.0.2.3", "192.0.2.4"), "192.0.2.1");

        assertThatThrownBy(() -> publish(change, ensure(WORK, "192.0.2.1")))
                .isInstanceOf(AuthenticationException.class);
        assertThat(result(change)).isInstanceOf(ChangeResult.Unknown.class);
        assertThat(server.writes()).hasSize(2);
    }

    @Test
    void aValueThatIsGoneAlreadyIsDeleted() throws InterruptedException {
        server.put(HOME, "192.0.2.1", "192.0.2.2");
        server.before = once("delete", 404, "NoRecord");

        assertThat(publish(knowing(ensure(HOME, "192.0.2.2"), "192.0.2.1"))).isInstanceOf(ChangeResult.Applied.class);

        server.before = once("delete", 410, "Gone");
        assertThat(publish(withdraw(HOME, RecordType.A, "192.0.2.2")))
                .isEqualTo(new ChangeResult.Applied(
                        Outcome.WITHDRAWN, RecordsApi.addresses("192.0.2.1", "192.0.2.2"), Map.of()));
    }

    @Test
    void aValueToChangeThatIsGoneIsTriedAgainByTheNextCycle() throws InterruptedException {
        server.put(HOME, "192.0.2.1");
        server.before = once("update", 404, "NoRecord");

        assertThat(publish(ensure(HOME, "192.0.2.2")))
                .isInstanceOfSatisfying(
                        ChangeResult.Failed.class,
                        failed -> assertThat(failed.problem().kind()).isEqualTo(ProblemKind.TRANSIENT));
    }

    @Test
    @Tag("promise-13")
    void aWithdrawalDeletesOursAndLeavesTheOtherFamilyAndOthers() throws InterruptedException {
        server.put(HOME, "192.0.2.1", "198.51.100.9", "2001:db8::1").put(HOME, "TXT", "text", 300);

        publish(withdraw(HOME, RecordType.A, "192.0.2.1"));

        assertThat(server.writes()).containsExactly("delete home.example.com A 192.0.2.1");
        assertThat(server.at(HOME)).containsExactlyInAnyOrder("198.51.100.9", "2001:db8::1", "text");
    }

    @Test
    void whatIsToBeKeptIsNeitherWrittenNorReported() throws InterruptedException {
        server.put(HOME, "192.0.2.1");
        RecordChange keep = as(Intent.KEEP, ensure(HOME, "2001:db8::1"));

        publish(ensure(HOME, "192.0.2.2"), keep);

        assertThat(server.api.gate.results).doesNotContainKey(keep.key());
        assertThat(server.writes()).containsExactly("update home.example.com A 192.0.2.2");
    }

    @Test
    @Tag("promise-9")
    void aTouchWritesWhatIsRight() throws InterruptedException {
        server.put(HOME, "192.0.2.1", "198.51.100.9");

        assertThat(publish(as(Intent.TOUCH, knowing(ensure(HOME, "192.0.2.1"), "192.0.2.1"))))
                .isInstanceOf(ChangeResult.Applied.class);
        assertThat(server.writes()).containsExactly("update home.example.com A 192.0.2.1");
    }

    @Test
    @Tag("promise-9")
    void aTouchThatWouldChangeNothingHasHadItsEffect() throws InterruptedException {
        server.put(HOME, "192.0.2.1");
        server.before = once("update", 400, "Same");

        assertThat(publish(as(Intent.TOUCH, knowing(ensure(HOME, "192.0.2.1"), "192.0.2.1"))))
                .isEqualTo(new ChangeResult.AlreadyRight(Map.of(Attributes.TTL, Duration.ofMinutes(5))));
        assertThat(server.calls).hasSize(3);
    }

    @Test
    @Tag("promise-9")
    void aTouchBesideAConflictOfAnotherRecordIsWritten() throws InterruptedException {
        abilities = RecordsApi.can().batch(new Abilities.Batch(10, true)).build();
        server.put(HOME, "192.0.2.1");
        server.before = call -> {
            if (call.startsWith("create work") && server.at(WORK).isEmpty()) {
                server.put(WORK, "192.0.2.2"); // somebody was quicker
                return Optional.of(RecordsApi.error(409, "Taken"));
            }
            return Optional.empty();
        };

        RecordChange touch = as(Intent.TOUCH, knowing(ensure(HOME, "192.0.2.1"), "192.0.2.1"));
        publish(ensure(WORK, "192.0.2.2"), touch);
        assertThat(result(touch)).isInstanceOf(ChangeResult.Applied.class);
        assertThat(server.writes()).containsOnlyOnce("update home.example.com A 192.0.2.1");
    }

    @Test
    void aSetThatWasWrittenBeforeAConflictOfAnotherKeepsItsResult() throws InterruptedException {
        abilities = RecordsApi.can().batch(new Abilities.Batch(10, false)).build(); // though each is one call
        server.before = call -> {
            if (call.startsWith("create work") && server.at(WORK).isEmpty()) {
                server.put(WORK, "192.0.2.2");
                return Optional.of(RecordsApi.error(409, "Taken"));
            }
            return Optional.empty();
        };

        assertThat(publish(ensure(HOME, "192.0.2.1"), ensure(WORK, "192.0.2.2")))
                .isEqualTo(applied(Outcome.CREATED, RecordsApi.DEFAULT_TTL));
        assertThat(result(ensure(WORK, "192.0.2.2"))).isInstanceOf(ChangeResult.AlreadyRight.class);
        assertThat(server.writes())
                .containsExactly("create home.example.com A 192.0.2.1", "create work.example.com A 192.0.2.2");
    }

    @Test
    @Tag("promise-12")
    void whatIsThereAlreadyIsLookedAtOnceMore() throws InterruptedException {
        server.before = call -> {
            if (call.startsWith("create") && server.at(HOME).isEmpty()) {
                server.put(HOME, "192.0.2.1"); // somebody was quicker
                return Optional.of(RecordsApi.error(409, "Taken"));
            }
            return Optional.empty();
        };

        assertThat(publish(ensure(HOME, "192.0.2.1"), ensure(WORK, "192.0.2.1")))
                .isInstanceOf(ChangeResult.AlreadyRight.class);
        assertThat(server.calls)
                .containsExactly(
                        "list",
                        "list example.com",
                        "create home.example.com A 192.0.2.1",
                        "create work.example.com A 192.0.2.1",
                        "list example.com");
    }

    @Test
    @Tag("promise-12")
    void whatIsThereAlreadyAndNotSeenFailsAfterOneMoreLook() throws InterruptedException {
        server.before =
                call -> call.startsWith("create home") ? Optional.of(RecordsApi.error(409, "Taken")) : Optional.empty();

        assertThat(publish(ensure(HOME, "192.0.2.1"), ensure(WORK, "192.0.2.1")))
                .isInstanceOfSatisfying(
                        ChangeResult.Failed.class,
                        failed -> assertThat(failed.problem().kind()).isEqualTo(ProblemKind.TRANSIENT));
        assertThat(server.calls.stream().filter("list example.com"::equals)).hasSize(2);
        assertThat(server.writes()).hasSize(3);
        assertThat(result(ensure(WORK, "192.0.2.1"))).isInstanceOf(ChangeResult.Applied.class);
    }

    @Test
    @Tag("promise-12")
    void aTtlThatTheServerRaisesIsReportedAsItIs() throws InterruptedException {
        Attributes wish = Attributes.none().ensure(Attributes.TTL, Duration.ofSeconds(30));

        assertThat(publish(with(wish, ensure(HOME, "192.0.2.1")))).isEqualTo(applied(Outcome.CREATED, 60));
    }

    @Test
    @Tag("promise-13")
    void theTtlOfAValueStaysUnlessItIsToBeCorrected() throws InterruptedException {
        server.put(HOME, "A", "192.0.2.1", 777);
        publish(ensure(HOME, "192.0.2.2"));
        assertThat(server.ttls(HOME)).containsExactly(Map.entry("192.0.2.2", 777L));

        publish(with(
                Attributes.none().initial(Attributes.TTL, Duration.ofMinutes(2)),
                knowing(ensure(HOME, "192.0.2.3"), "192.0.2.2")));
        assertThat(server.ttls(HOME)).containsExactly(Map.entry("192.0.2.3", 777L));

        publish(with(
                Attributes.none().ensure(Attributes.TTL, Duration.ofMinutes(2)),
                knowing(ensure(HOME, "192.0.2.3"), "192.0.2.3")));
        assertThat(server.ttls(HOME)).containsExactly(Map.entry("192.0.2.3", 120L));
    }

    @Test
    @Tag("promise-6")
    void anAnswerThatDoesNotShowTheValueLeavesItUnknown() throws InterruptedException {
        server.after = call -> call.startsWith("create")
                ? Optional.of(
                        Api.ok("{\"id\":\"r9\",\"name\":\"home.example.com\",\"type\":\"A\",\"content\":\"192.0.2.99\","
                                + "\"ttl\":60}"))
                : Optional.empty();

        assertThat(publish(ensure(HOME, "192.0.2.1")))
                .isInstanceOfSatisfying(
                        ChangeResult.Unknown.class,
                        unknown -> assertThat(unknown.problem().message())
                                .contains("home.example.com A", "192.0.2.1")
                                .contains("does not show"));
    }

    @Test
    @Tag("promise-6")
    void aWriteWithoutAnAnswerIsUnknown() throws InterruptedException {
        server.after = once("create", 504, "Timeout");

        assertThat(publish(ensure(HOME, "192.0.2.1"))).isInstanceOf(ChangeResult.Unknown.class);
    }

    @Test
    @Tag("promise-6")
    void setsThatWereWrittenBeforeOneOfTheirBatchFailedAreWritten() throws InterruptedException {
        abilities = RecordsApi.can().batch(new Abilities.Batch(10, false)).build();
        server.before = once("create work", 422, "Bad");

        assertThat(publish(ensure(HOME, "192.0.2.1"), ensure(WORK, "192.0.2.1")))
                .isEqualTo(applied(Outcome.CREATED, RecordsApi.DEFAULT_TTL));
        assertThat(result(ensure(WORK, "192.0.2.1"))).isInstanceOf(ChangeResult.Failed.class);
    }

    @Test
    @Tag("promise-11")
    void aZoneThatCannotBeListedStopsNoOther() throws InterruptedException {
        server.before = once("list example.com", 500, "Bad");

        assertThat(publish(ensure(HOME, "192.0.2.1"), ensure("home.example.org", "192.0.2.1")))
                .isInstanceOf(ChangeResult.Failed.class);
        assertThat(result(ensure("home.example.org", "192.0.2.1"))).isInstanceOf(ChangeResult.Applied.class);
    }

    /** For vendors who have no call for it: never fewer values than before, and with all that the value had. */
    @Test
    @Tag("promise-13")
    void whereValuesCannotBeChangedOneIsCreatedAnewBeforeTheOldOneIsDeleted() throws InterruptedException {
        server.changesValues = false;
        server.put(HOME, "192.0.2.1");

        assertThat(publish(ensure(HOME, "192.0.2.2"))).isEqualTo(applied(Outcome.UPDATED, 300, "192.0.2.1"));

        assertThat(server.writes())
                .containsExactly("create home.example.com A 192.0.2.2", "delete home.example.com A 192.0.2.1");
        assertThat(server.ttls(HOME)).isEqualTo(Map.of("192.0.2.2", 300L));
    }

    @Test
    void whereTheOldValueIsNotDeletedTheSetIsInDoubt() throws InterruptedException {
        server.changesValues = false;
        server.put(HOME, "192.0.2.1");
        server.before = once("delete", 500, "Broken");

        assertThat(publish(ensure(HOME, "192.0.2.2"))).isInstanceOf(ChangeResult.Unknown.class);
        assertThat(server.at(HOME)).containsExactly("192.0.2.1", "192.0.2.2");
    }

    /** The server takes the new value for the old one: to delete that would leave the name without an address. */
    @Test
    @Tag("promise-13")
    void whereTheNewValueTakesThePlaceOfTheOldOneNothingIsDeleted() throws InterruptedException {
        server.changesValues = false;
        server.put(HOME, "192.0.2.1");
        server.before = call -> call.startsWith("create")
                ? Optional.of(Api.ok("{\"id\":\"r1\",\"name\":\"home.example.com\",\"type\":\"A\","
                        + "\"content\":\"192.0.2.2\",\"ttl\":300}"))
                : Optional.empty();

        assertThat(publish(ensure(HOME, "192.0.2.2"))).isEqualTo(applied(Outcome.UPDATED, 300, "192.0.2.1"));
        assertThat(server.writes()).containsExactly("create home.example.com A 192.0.2.2");
    }

    /** It takes no second value with the same address, and so no other TTL. */
    @Test
    @Tag("promise-12")
    void aValueThatIsCreatedAnewAndStandsThereAlreadyIsRight() throws InterruptedException {
        server.changesValues = false;
        server.put(HOME, "192.0.2.1");
        server.before =
                call -> call.startsWith("create") ? Optional.of(RecordsApi.error(409, "Taken")) : Optional.empty();
        Attributes wish = Attributes.none().ensure(Attributes.TTL, Duration.ofHours(1));

        assertThat(publish(with(wish, ensure(HOME, "192.0.2.1"))))
                .isEqualTo(new ChangeResult.AlreadyRight(Map.of(Attributes.TTL, Duration.ofMinutes(5))));
        assertThat(server.writes()).containsExactly("create home.example.com A 192.0.2.1");
        assertThat(server.at(HOME)).containsExactly("192.0.2.1");
    }

    @Test
    @Tag("promise-6")
    void aLaterValueThatSomebodyElseHasCreatedMeanwhileIsDone() throws InterruptedException {
        server.before = call -> {
            if (call.endsWith("192.0.2.2") && server.at(HOME).size() == 1) {
                server.put(HOME, "192.0.2.2");
                return Optional.of(RecordsApi.error(409, "Taken"));
            }
            return Optional.empty();
        };

        assertThat(publish(ensure(HOME, "192.0.2.1", "192.0.2.2"))).isInstanceOf(ChangeResult.Applied.class);
        assertThat(server.at(HOME)).containsExactly("192.0.2.1", "192.0.2.2");
    }

    @Test
    @Tag("promise-6")
    void aLaterValueThatIsSaidToBeThereAndIsNotLeavesTheSetUnknown() throws InterruptedException {
        server.before =
                call -> call.endsWith("192.0.2.2") ? Optional.of(RecordsApi.error(409, "Taken")) : Optional.empty();

        assertThat(publish(ensure(HOME, "192.0.2.1", "192.0.2.2"))).isInstanceOf(ChangeResult.Unknown.class);
    }

    /** What a server says is no defect of the provider. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1000, 1001, 1 << 20})
    void anIdThatCanBeNoTicketMakesTheEngineReadTheRecord(int length) {
        Optional<String> ticket = length == 0 || length > 1000 ? Optional.empty() : Optional.of("x".repeat(length));

        assertThat(HttpZoneProvider.pending(server.api.http(), Duration.ofMinutes(1), "x".repeat(length)))
                .isInstanceOfSatisfying(
                        ChangeResult.Accepted.class,
                        accepted -> assertThat(accepted.ticket()).isEqualTo(ticket));
        assertThat(HttpZoneProvider.pending(server.api.http(), Duration.ofMinutes(1), "a\u0000b"))
                .isInstanceOfSatisfying(
                        ChangeResult.Accepted.class,
                        accepted -> assertThat(accepted.ticket()).isEmpty());
    }
}
