package io.github.ddnsjava.publish.support;

import static io.github.ddnsjava.publish.support.RecordsApi.as;
import static io.github.ddnsjava.publish.support.RecordsApi.ensure;
import static io.github.ddnsjava.publish.support.RecordsApi.withdraw;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.ddnsjava.Attributes;
import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.UpdateMode;
import io.github.ddnsjava.config.Settings;
import io.github.ddnsjava.exception.AuthenticationException;
import io.github.ddnsjava.exception.ProtocolException;
import io.github.ddnsjava.exception.RejectedException;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.Api;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.Intent;
import io.github.ddnsjava.publish.NameRule;
import io.github.ddnsjava.publish.RecordChange;
import io.github.ddnsjava.publish.RecordView;
import io.github.ddnsjava.publish.http.ErrorTable;
import io.github.ddnsjava.publish.http.Errors;
import io.github.ddnsjava.publish.http.HttpTransport;
import io.github.ddnsjava.publish.http.Meaning;
import io.github.ddnsjava.publish.http.ProviderHttp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An update URL gets the fewest calls, and none that would change a family of which nothing is known. */
class UpdateUrlProviderTest {
    private static final String HOME = "home.example.com";
    private static final String WORK = "work.example.com";
    private static final ErrorTable ERRORS = ErrorTable.of(Errors.firstWord())
            .success(answer -> answer.body().startsWith("good"))
            .row(Meaning.ALREADY_THERE, "nochg")
            .row(Meaning.INVALID, "nohost")
            .row(Meaning.BAD_CREDENTIALS, "badauth")
            .row(Meaning.REFUSED, "no");

    private Function<String, HttpTransport.Answer> server = call -> Api.ok("good");
    private final List<String> calls = new ArrayList<>();
    private String published = "";
    private @Nullable RecordType unreadable;
    private final Api api = new Api(request -> {
        String call = request.method() + " " + request.uri().getRawQuery();
        calls.add(call);
        return server.apply(call);
    });

    private UpdateUrlProvider provider(Abilities abilities) {
        return new UpdateUrlProvider(Settings.none(), api.endpoint().judgedBy(ERRORS), abilities) {
            @Override
            protected Map<RecordKey, ChangeResult> update(UpdateCall call, ProviderHttp http)
                    throws InterruptedException {
                http.get("/update")
                        .queryEncoded("host", call.names())
                        .queryEncoded(
                                "ip",
                                call.address(IpFamily.IPV4)
                                        .map(Object::toString)
                                        .orElse(""))
                        .queryEncoded(
                                "ip6",
                                call.address(IpFamily.IPV6)
                                        .map(Object::toString)
                                        .orElse(""))
                        .sendForText();
                return call.all(updated());
            }

            @Override
            protected Map<RecordKey, ChangeResult> withdraw(UpdateCall call, ProviderHttp http)
                    throws InterruptedException {
                http.delete("/update")
                        .queryEncoded("host", call.names())
                        .queryEncoded(
                                "stays", call.addresses().values().toString().replace(" ", ""))
                        .sendForText();
                return call.all(withdrawn());
            }

            @Override
            protected RecordView read(RecordChange question, ProviderHttp http) throws InterruptedException {
                http.post("/read")
                        .queryEncoded("host", question.name() + "")
                        .reading()
                        .sendForText();
                if (question.type() == unreadable) {
                    throw new ProtocolException("not an address");
                }
                return new RecordView(question.key(), present(question.type()), Map.of());
            }
        };
    }

    private java.util.Set<IpAddress> present(RecordType type) {
        return Stream.of(published.split(","))
                .flatMap(text -> IpAddress.tryParse(text).stream())
                .filter(address -> address.family() == type.family())
                .collect(Collectors.toSet());
    }

    private ChangeResult publish(Abilities.Builder can, RecordChange... changes) throws InterruptedException {
        provider(can.build()).publish(List.of(changes), api.gate);
        return result(changes[0]);
    }

    private ChangeResult result(RecordChange change) {
        return api.gate.results.get(change.key());
    }

    private static final ChangeResult UPDATED = new ChangeResult.Applied(Outcome.UPDATED, java.util.Set.of(), Map.of());
    private static final ChangeResult RIGHT = new ChangeResult.AlreadyRight(Map.of());

    @Test
    void eachRecordIsACallOfItsOwnWhereNothingElseIsSaid() throws InterruptedException {
        publish(Abilities.builder(), ensure(HOME, "192.0.2.1"), ensure(HOME, "2001:db8::1"), ensure(WORK, "192.0.2.1"));

        assertThat(calls)
                .containsExactly(
                        "GET host=home.example.com&ip=192.0.2.1&ip6=",
                        "GET host=home.example.com&ip=&ip6=2001:db8::1",
                        "GET host=work.example.com&ip=192.0.2.1&ip6=");
        assertThat(api.gate.results).hasSize(3).containsValue(UPDATED);
    }

    @Test
    @Tag("promise-12")
    void bothFamiliesOfANameAndManyNamesGoIntoTheFewestCalls() throws InterruptedException {
        publish(
                Abilities.builder().joint(Abilities.Joint.TOGETHER).hostsPerCall(2),
                ensure("a.example.com", "192.0.2.1"),
                ensure("a.example.com", "2001:db8::1"),
                ensure("b.example.com", "192.0.2.1"),
                ensure("b.example.com", "2001:db8::1"),
                ensure("c.example.com", "192.0.2.1"),
                ensure("c.example.com", "2001:db8::1"),
                ensure("d.example.com", "192.0.2.1"));

        assertThat(calls)
                .containsExactly(
                        "GET host=a.example.com,b.example.com&ip=192.0.2.1&ip6=2001:db8::1",
                        "GET host=c.example.com&ip=192.0.2.1&ip6=2001:db8::1",
                        "GET host=d.example.com&ip=192.0.2.1&ip6=");
        assertThat(api.gate.results).hasSize(7);
    }

    @Test
    @Tag("promise-13")
    void aCompanionThatIsKeptIsSentAlongAndNotReported() throws InterruptedException {
        RecordChange kept = as(Intent.KEEP, ensure(HOME, "2001:db8::1"));
        publish(
                Abilities.builder().joint(Abilities.Joint.OMISSION_CHANGES),
                ensure(HOME, "192.0.2.1"),
                kept,
                as(Intent.KEEP, ensure(WORK, "192.0.2.1")),
                as(Intent.KEEP, ensure(WORK, "2001:db8::1")));

        assertThat(calls).containsExactly("GET host=home.example.com&ip=192.0.2.1&ip6=2001:db8::1");
        assertThat(api.gate.results).containsOnlyKeys(ensure(HOME, "192.0.2.1").key());
    }

    /** Services count calls that change nothing as abuse. */
    @Test
    @Tag("promise-9")
    void whatAnUpdateLeavesOutIsWithdrawnByThatSameCall() throws InterruptedException {
        RecordChange removed = withdraw(HOME, RecordType.AAAA, "2001:db8::1");
        publish(
                Abilities.builder().joint(Abilities.Joint.OMISSION_CHANGES).delete(),
                removed,
                ensure(HOME, "192.0.2.1"));

        assertThat(calls).containsExactly("GET host=home.example.com&ip=192.0.2.1&ip6=");
        assertThat(api.gate.results)
                .containsEntry(ensure(HOME, "192.0.2.1").key(), UPDATED)
                .containsEntry(
                        removed.key(), new ChangeResult.Applied(Outcome.WITHDRAWN, java.util.Set.of(), Map.of()));
    }

    @Test
    void anUpdateThatIsRefusedWithdrawsNothingAndIsNotSentAgain() throws InterruptedException {
        server = call -> Api.answer(400, "no");
        RecordChange removed = withdraw(HOME, RecordType.AAAA, "2001:db8::1");
        publish(
                Abilities.builder().joint(Abilities.Joint.OMISSION_CHANGES).delete(),
                ensure(HOME, "192.0.2.1"),
                removed);

        assertThat(calls).hasSize(1);
        assertThat(api.gate.results.get(removed.key())).isInstanceOf(ChangeResult.Failed.class);
    }

    @ParameterizedTest
    @EnumSource(Abilities.Joint.class)
    @Tag("promise-13")
    void aCallForOneFamilyIsOnlySentWhereItLeavesTheOtherAlone(Abilities.Joint joint) throws InterruptedException {
        ChangeResult result = publish(Abilities.builder().joint(joint), ensure(HOME, "192.0.2.1"));

        if (joint == Abilities.Joint.OMISSION_CHANGES) {
            assertThat(result)
                    .isInstanceOfSatisfying(
                            ChangeResult.NotAttempted.class,
                            not -> assertThat(not.reason()).contains("AAAA of home.example.com"));
            assertThat(calls).isEmpty();
        } else {
            assertThat(result).isEqualTo(UPDATED);
            assertThat(calls).hasSize(1);
        }
    }

    @Test
    void aWithdrawalIsACallOfItsOwn() throws InterruptedException {
        ChangeResult result = publish(
                Abilities.builder().delete(), withdraw(WORK, RecordType.A, "192.0.2.1"), ensure(HOME, "192.0.2.1"));

        assertThat(result).isEqualTo(new ChangeResult.Applied(Outcome.WITHDRAWN, java.util.Set.of(), Map.of()));
        assertThat(calls)
                .containsExactlyInAnyOrder(
                        "DELETE host=work.example.com&stays=[]", "GET host=home.example.com&ip=192.0.2.1&ip6=");
    }

    @Test
    void whatCannotBeWithdrawnIsRefusedAndNothingIsSent() throws InterruptedException {
        assertThat(publish(Abilities.builder(), withdraw(HOME, RecordType.A, "192.0.2.1")))
                .isInstanceOfSatisfying(
                        ChangeResult.Failed.class,
                        failed -> assertThat(failed.problem().message()).contains("cannot remove home.example.com"));
        assertThat(calls).isEmpty();
    }

    @Test
    @Tag("promise-9")
    void aWriteThatWouldChangeNothingFindsItRight() throws InterruptedException {
        server = call -> Api.ok("nochg 192.0.2.1");

        assertThat(publish(Abilities.builder(), as(Intent.TOUCH, ensure(HOME, "192.0.2.1"))))
                .isEqualTo(RIGHT);
        assertThat(publish(Abilities.builder(), ensure(HOME, "192.0.2.1"))).isEqualTo(RIGHT);
        assertThat(publish(Abilities.builder().delete(), withdraw(WORK, RecordType.A, "192.0.2.1")))
                .as("that it would change nothing does not say that it is gone")
                .isInstanceOf(ChangeResult.Failed.class);
    }

    @Test
    @Tag("promise-11")
    void aNameThatIsRefusedStopsNoOther() throws InterruptedException {
        server = call -> Api.ok(call.contains("home") ? "nohost" : "good");

        assertThat(publish(Abilities.builder(), ensure(HOME, "192.0.2.1"), ensure(WORK, "192.0.2.1")))
                .isInstanceOfSatisfying(
                        ChangeResult.Failed.class,
                        failed -> assertThat(failed.problem().kind()).isEqualTo(ProblemKind.REJECTED));
        assertThat(result(ensure(WORK, "192.0.2.1"))).isEqualTo(UPDATED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nohost", "no"})
    @Tag("promise-11")
    void aCallForManyNamesThatIsRefusedIsSentForEachName(String word) throws InterruptedException {
        server = call -> Api.ok(call.contains("home") ? word : "good");

        publish(
                Abilities.builder().hostsPerCall(9),
                ensure("a.example.com", "192.0.2.1"),
                ensure(HOME, "192.0.2.1"),
                ensure(WORK, "192.0.2.1"));

        assertThat(calls).hasSize(1 + 3);
        assertThat(result(ensure("a.example.com", "192.0.2.1"))).isEqualTo(UPDATED);
        assertThat(result(ensure(HOME, "192.0.2.1"))).isInstanceOf(ChangeResult.Failed.class);
        assertThat(result(ensure(WORK, "192.0.2.1"))).isEqualTo(UPDATED);
    }

    @Test
    @Tag("promise-10")
    void aWordForEverythingHoldsTheNameAndTheAccountIfTheNextNameHearsItToo() {
        server = call -> Api.ok("no");

        assertThatThrownBy(() -> publish(
                        Abilities.builder(),
                        ensure(HOME, "192.0.2.1"),
                        ensure(HOME, "2001:db8::1"),
                        ensure(WORK, "192.0.2.1"),
                        ensure("more.example.com", "192.0.2.1")))
                .isInstanceOf(AuthenticationException.class)
                .hasMessageContaining("two names heard the same");

        assertThat(calls).as("two families of one name say no more than one").hasSize(3);
        assertThat(result(ensure(HOME, "2001:db8::1")))
                .isInstanceOfSatisfying(
                        ChangeResult.Failed.class,
                        failed -> assertThat(failed.problem().scope()).isEqualTo(ProblemScope.RECORD));
    }

    @Test
    @Tag("promise-11")
    void aWordForEverythingIsTheNamesIfAnotherNameWasAccepted() throws InterruptedException {
        server = call -> Api.ok(call.contains("home") ? "good" : "no");

        publish(
                Abilities.builder(),
                ensure(HOME, "192.0.2.1"),
                ensure(WORK, "192.0.2.1"),
                ensure("more.example.com", "192.0.2.1"));

        assertThat(calls).hasSize(3);
        assertThat(api.gate.results).hasSize(3);
    }

    @Test
    @Tag("promise-13")
    void aWithdrawalOfBothFamiliesNeedsToKnowTheOtherAndTellsWhatStays() throws InterruptedException {
        Abilities.Builder can = Abilities.builder().delete().joint(Abilities.Joint.REMOVED_TOGETHER);
        RecordChange gone = withdraw(HOME, RecordType.A, "192.0.2.1");

        assertThat(publish(can, gone)).isInstanceOf(ChangeResult.NotAttempted.class);
        RecordChange inDoubt = RecordsApi.change(
                HOME,
                RecordType.AAAA,
                Intent.KEEP,
                Optional.of(RecordsApi.addresses("2001:db8::1", "2001:db8::2")),
                Attributes.none());
        assertThat(publish(can, gone, inDoubt)).isInstanceOf(ChangeResult.NotAttempted.class);
        assertThat(calls).isEmpty();

        publish(can, gone, as(Intent.KEEP, ensure(HOME, "2001:db8::1")));
        publish(can, gone, ensure(HOME, "2001:db8::2"));
        publish(can, gone, withdraw(HOME, RecordType.AAAA, "2001:db8::1"));
        assertThat(calls)
                .containsExactly(
                        "DELETE host=home.example.com&stays=[2001:db8::1]",
                        "GET host=home.example.com&ip=&ip6=2001:db8::1",
                        "GET host=home.example.com&ip=&ip6=2001:db8::2",
                        "DELETE host=home.example.com&stays=[2001:db8::2]",
                        "GET host=home.example.com&ip=&ip6=2001:db8::2",
                        "DELETE host=home.example.com&stays=[]");
        assertThat(publish(can, ensure(HOME, "192.0.2.1"))).isEqualTo(UPDATED);
    }

    @Test
    @Tag("promise-10")
    void wrongCredentialsEndAllOfIt() {
        server = call -> Api.ok("badauth");

        assertThatThrownBy(() -> publish(Abilities.builder(), ensure(HOME, "192.0.2.1"), ensure(WORK, "192.0.2.1")))
                .isInstanceOf(AuthenticationException.class);
        assertThat(calls).hasSize(1);
    }

    @Test
    @Tag("promise-6")
    void anAnswerThatIsNotUnderstoodIsUnknown() throws InterruptedException {
        server = call -> Api.answer(502, "<html>bad gateway</html>");
        assertThat(publish(Abilities.builder(), ensure(HOME, "192.0.2.1"))).isInstanceOf(ChangeResult.Unknown.class);
        api.gate.results.clear();
        server = call -> Api.ok("");
        assertThat(publish(Abilities.builder(), ensure(HOME, "192.0.2.1"))).isInstanceOf(ChangeResult.Unknown.class);
    }

    @Test
    @Tag("promise-12")
    void whatCanBeReadIsWrittenOnlyWhereItIsWrong() throws InterruptedException {
        published = "192.0.2.1";
        assertThat(publish(Abilities.builder().read(), ensure(HOME, "192.0.2.1")))
                .isEqualTo(RIGHT);
        assertThat(calls).containsExactly("POST host=home.example.com");
        assertThat(api.gate.reads).hasSize(1);

        calls.clear();
        publish(Abilities.builder().read(), ensure(HOME, "192.0.2.2"));
        assertThat(calls).containsExactly("POST host=home.example.com", "GET host=home.example.com&ip=192.0.2.2&ip6=");
        assertThat(api.gate.found).containsEntry(ensure(HOME, "192.0.2.1").key(), RecordsApi.addresses("192.0.2.1"));
    }

    @Test
    @Tag("promise-9")
    void aTouchIsWrittenWithoutALook() throws InterruptedException {
        published = "192.0.2.1";
        publish(Abilities.builder().read(), as(Intent.TOUCH, ensure(HOME, "192.0.2.1")));

        assertThat(calls).containsExactly("GET host=home.example.com&ip=192.0.2.1&ip6=");
    }

    private static Abilities.Builder readable(Abilities.Joint joint) {
        return Abilities.builder().read().delete().joint(joint);
    }

    /** Only the calls that write. */
    private List<String> writes() {
        return calls.stream().filter(call -> !call.startsWith("POST")).toList();
    }

    private static RecordChange in(UpdateMode mode, RecordChange change, String... confirmed) {
        return new RecordChange(
                change.key(),
                change.intent(),
                change.addresses(),
                Optional.of(RecordsApi.addresses(confirmed)),
                change.attributes(),
                change.effective(),
                change.zone(),
                change.owns(),
                mode);
    }

    @Test
    @Tag("promise-13")
    void aFamilyThatIsInSyncIsSentAlongAsItWasRead() throws InterruptedException {
        published = "192.0.2.1,2001:db8::9";
        Abilities.Builder can = readable(Abilities.Joint.OMISSION_CHANGES);

        assertThat(publish(can, ensure(HOME, "192.0.2.1"), ensure(HOME, "2001:db8::1")))
                .isEqualTo(RIGHT);

        assertThat(writes()).containsExactly("GET host=home.example.com&ip=192.0.2.1&ip6=2001:db8::1");
        assertThat(result(ensure(HOME, "2001:db8::1"))).isEqualTo(UPDATED);

        calls.clear();
        publish(can, ensure(HOME, "192.0.2.2"), ensure(HOME, "2001:db8::9"));
        assertThat(writes()).containsExactly("GET host=home.example.com&ip=192.0.2.2&ip6=2001:db8::9");
    }

    @Test
    @Tag("promise-13")
    void whatOthersCreatedIsSentAlongAsItWasReadAndSoIsWhatMayNotBeCreated() throws InterruptedException {
        published = "192.0.2.7,2001:db8::9";
        Abilities.Builder can = readable(Abilities.Joint.OMISSION_CHANGES);

        assertThat(publish(
                        can,
                        in(UpdateMode.CREATE_ONLY, ensure(HOME, "192.0.2.1")),
                        in(UpdateMode.UPSERT, ensure(HOME, "2001:db8::1"))))
                .isInstanceOf(ChangeResult.Failed.class);
        assertThat(writes()).containsExactly("GET host=home.example.com&ip=192.0.2.7&ip6=2001:db8::1");

        calls.clear();
        published = "2001:db8::9";
        assertThat(publish(
                        can,
                        in(UpdateMode.UPDATE_ONLY, ensure(WORK, "192.0.2.1")),
                        in(UpdateMode.UPSERT, ensure(WORK, "2001:db8::1"))))
                .isInstanceOf(ChangeResult.Failed.class);
        assertThat(writes()).containsExactly("GET host=work.example.com&ip=&ip6=2001:db8::1");
    }

    @ParameterizedTest
    @EnumSource(
            value = Abilities.Joint.class,
            names = {"OMISSION_CHANGES", "TOGETHER", "REMOVED_TOGETHER"})
    @Tag("promise-13")
    void aFamilyThatCannotBeReadOrKeptIsNotChangedByACallForTheOther(Abilities.Joint joint)
            throws InterruptedException {
        boolean leaves = joint != Abilities.Joint.OMISSION_CHANGES;
        published = "192.0.2.1,2001:db8::9";
        unreadable = RecordType.AAAA;
        ChangeResult result = publish(readable(joint), ensure(HOME, "192.0.2.2"), ensure(HOME, "2001:db8::1"));
        assertThat(result).isInstanceOf(leaves ? ChangeResult.Applied.class : ChangeResult.NotAttempted.class);
        assertThat(result(ensure(HOME, "2001:db8::1"))).isInstanceOf(ChangeResult.Failed.class);
        assertThat(writes()).hasSize(leaves ? 1 : 0).allMatch(call -> call.endsWith("ip=192.0.2.2&ip6="));

        calls.clear();
        unreadable = null;
        published = "192.0.2.1,192.0.2.7,2001:db8::9";
        RecordChange several = in(UpdateMode.CREATE_ONLY, ensure(WORK, "192.0.2.1"));
        publish(readable(joint), several, in(UpdateMode.UPSERT, ensure(WORK, "2001:db8::1")));
        assertThat(result(ensure(WORK, "2001:db8::1")))
                .isInstanceOf(leaves ? ChangeResult.Applied.class : ChangeResult.NotAttempted.class);
        assertThat(writes()).hasSize(leaves ? 1 : 0).allMatch(call -> call.endsWith("ip=&ip6=2001:db8::1"));
    }

    @Test
    @Tag("promise-13")
    void aWithdrawalSetsWhatWasReadAgainAndNotWhatIsWanted() throws InterruptedException {
        published = "192.0.2.1,2001:db8::7";
        publish(
                readable(Abilities.Joint.REMOVED_TOGETHER),
                withdraw(HOME, RecordType.A, "192.0.2.1"),
                in(UpdateMode.CREATE_ONLY, ensure(HOME, "2001:db8::1")));

        assertThat(writes())
                .containsExactly(
                        "DELETE host=home.example.com&stays=[2001:db8::7]",
                        "GET host=home.example.com&ip=&ip6=2001:db8::7");

        calls.clear();
        unreadable = RecordType.AAAA;
        assertThat(publish(
                        readable(Abilities.Joint.REMOVED_TOGETHER),
                        withdraw(WORK, RecordType.A, "192.0.2.1"),
                        ensure(WORK, "2001:db8::1")))
                .isInstanceOfSatisfying(
                        ChangeResult.NotAttempted.class,
                        not -> assertThat(not.reason()).contains("AAAA of work.example.com, which could not be read"));
        assertThat(writes()).isEmpty();
    }

    @Test
    @Tag("promise-13")
    void whatOthersCreatedIsNotWithdrawn() throws InterruptedException {
        published = "192.0.2.7";

        assertThat(publish(
                        Abilities.builder().read().delete(),
                        in(UpdateMode.CREATE_ONLY, withdraw(HOME, RecordType.A, "192.0.2.1"), "192.0.2.1")))
                .isEqualTo(RIGHT);
        assertThat(writes()).isEmpty();
    }

    @Test
    void whatIsNotDeclaredIsADefectOfTheProvider() {
        UpdateUrlProvider bare = new UpdateUrlProvider(
                Settings.none(), api.endpoint(), Abilities.builder().build()) {
            @Override
            protected Map<RecordKey, ChangeResult> update(UpdateCall call, ProviderHttp http) {
                return Map.of();
            }
        };
        assertThatThrownBy(() -> bare.read(List.of(ensure(HOME, "192.0.2.1")), api.gate))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("read");
        assertThatThrownBy(() -> bare.withdraw(new UpdateCall(Map.of(), List.of(), NameRule.ANY), api.http()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("withdraw");
    }

    @ParameterizedTest
    @CsvSource({"502, busy", "200, nohost", "200, no", "200, what", "429, slow"})
    @Tag("promise-6")
    void aWithdrawalIsInDoubtIfWhatStaysWasNotSetAgain(int status, String answer) {
        server = call -> call.startsWith("DELETE") ? Api.ok("good") : Api.answer(status, answer);
        RecordChange gone = withdraw(HOME, RecordType.A, "192.0.2.1");
        Abilities.Builder can = Abilities.builder().delete().joint(Abilities.Joint.REMOVED_TOGETHER);

        Throwable thrown = catchThrowable(() -> publish(can, gone, as(Intent.KEEP, ensure(HOME, "2001:db8::1"))));

        assertThat(thrown != null).as("a limit concerns the account").isEqualTo(status == 429);
        assertThat(result(gone))
                .isInstanceOfSatisfying(
                        ChangeResult.Unknown.class,
                        open -> assertThat(open.problem().message()).startsWith("what stays was not set again"));
    }

    @Test
    void aWithdrawalIsDoneIfWhatStaysIsThereAllTheSame() throws InterruptedException {
        server = call -> Api.ok(call.startsWith("DELETE") ? "good" : "nochg");

        assertThat(publish(
                        Abilities.builder().delete().joint(Abilities.Joint.REMOVED_TOGETHER),
                        withdraw(HOME, RecordType.A, "192.0.2.1"),
                        as(Intent.KEEP, ensure(HOME, "2001:db8::1"))))
                .isInstanceOf(ChangeResult.Applied.class);
    }

    @Test
    @Tag("promise-11")
    void aNameThatTheServiceCannotHaveIsRefusedAndTheOthersGoOn() throws InterruptedException {
        Abilities.Builder oneLabel =
                Abilities.builder().hostsPerCall(5).names(NameRule.oneLabelBelow(DnsName.of("example.com")));
        for (String name : new String[] {"example.com", "a.home.example.com", "home.example.org", "homeexample.com"}) {
            calls.clear();
            RecordChange wrong = ensure(name, "192.0.2.1");

            publish(oneLabel, wrong, ensure(HOME, "192.0.2.1"));

            assertThat(api.gate.results.get(wrong.key()))
                    .isInstanceOfSatisfying(
                            ChangeResult.Failed.class,
                            failed -> assertThat(failed.problem().message())
                                    .contains(name + " cannot be published by this provider; it publishes names")
                                    .contains("one label below example.com"));
            assertThat(calls).containsExactly("GET host=home.example.com&ip=192.0.2.1&ip6=");
        }
    }

    /** A request that does not say the name would be answered for another one. */
    @Test
    void aNameThatTheServiceCannotHaveIsNotRead() throws InterruptedException {
        UpdateUrlProvider provider = provider(Abilities.builder()
                .read()
                .names(NameRule.only(DnsName.of(HOME)))
                .build());

        assertThatThrownBy(() -> provider.read(List.of(ensure(WORK, "192.0.2.1")), api.gate))
                .isInstanceOf(RejectedException.class)
                .hasMessage(WORK + " cannot be published by this provider; it publishes " + HOME
                        + " and no other name; configure a provider for each name");
        assertThat(calls).isEmpty();
        assertThat(provider.read(List.of(ensure(HOME, "192.0.2.1")), api.gate)).hasSize(1);
    }

    /** The first label of {@code a.home.example.com} is that of {@code a.example.com}, too. */
    @Test
    @Tag("promise-13")
    void theLabelsOfNamesAreSentOnlyWhereNoOtherNameHasThem() {
        List<RecordChange> changes = List.of(ensure(HOME, "192.0.2.1"), ensure(WORK, "192.0.2.1"));
        NameRule rule = NameRule.oneLabelBelow(DnsName.of("example.com"));

        UpdateCall call = UpdateCall.of(changes, false, 5, rule).get(0);
        assertThat(call.labels()).isEqualTo("home,work");
        assertThat(call.split()).extracting(UpdateCall::labels).containsExactly("home", "work");
        for (NameRule other : List.of(NameRule.ANY, NameRule.within(DnsName.of("example.com")))) {
            assertThatThrownBy(UpdateCall.of(changes, false, 5, other).get(0)::labels)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("allow " + other.allowed())
                    .hasMessageContaining("NameRule.oneLabelBelow");
        }
    }

    @Test
    void anAnswerContradictsTheCallIfItShowsAnotherAddressOfAFamilyThatWasSent() {
        UpdateCall call = UpdateCall.of(List.of(ensure(HOME, "192.0.2.1")), true, 5, NameRule.ANY)
                .get(0);

        assertThatThrownBy(() -> call.checkAddresses("OK\n192.0.2.9\n"))
                .isInstanceOf(ProtocolException.class)
                .hasMessage("the provider reports success, but with 192.0.2.9");
        for (String answer : new String[] {"OK", "", "good 192.0.2.1", "OK\n192.0.2.1\n2001:db8::9\nUPDATED"}) {
            assertThatCode(() -> call.checkAddresses(answer)).doesNotThrowAnyException();
        }
    }

    @Test
    void aCallOfOneChangeTellsItAndOneOfManyDoesNot() {
        List<UpdateCall> calls =
                UpdateCall.of(List.of(ensure(HOME, "192.0.2.1"), ensure(WORK, "192.0.2.1")), false, 5, NameRule.ANY);

        assertThat(calls).hasSize(1);
        assertThatThrownBy(calls.get(0)::change).isInstanceOf(IllegalStateException.class);
        assertThat(calls.get(0).split())
                .extracting(call -> call.change().name().toString())
                .containsExactly(HOME, WORK);
        assertThat(calls.get(0).address(IpFamily.IPV6)).isEqualTo(Optional.empty());
    }
}
