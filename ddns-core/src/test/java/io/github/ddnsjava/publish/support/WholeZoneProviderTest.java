package io.github.ddnsjava.publish.support;

import static io.github.ddnsjava.publish.support.RecordsApi.ensure;
import static io.github.ddnsjava.publish.support.RecordsApi.knowing;
import static io.github.ddnsjava.publish.support.RecordsApi.once;
import static io.github.ddnsjava.publish.support.RecordsApi.withdraw;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.Attributes;
import io.github.ddnsjava.DnsName;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.exception.DdnsException;
import io.github.ddnsjava.exception.ProtocolException;
import io.github.ddnsjava.json.JsonReader;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.Api;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.OpenGate;
import io.github.ddnsjava.publish.RecordChange;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A zone is replaced only where nothing of it gets lost. */
class WholeZoneProviderTest {
    private static final String HOME = "home.example.com";
    private static final String WORK = "work.example.com";

    private final RecordsApi server = new RecordsApi("example.com");

    @BeforeEach
    void aZoneOfOthers() {
        server.put("www.example.com", "198.51.100.9").put("example.com", "TXT", "text", 300);
    }

    private ChangeResult publish(RecordChange... changes) throws InterruptedException {
        server.wholeZones(
                        RecordsApi.can().batch(new Abilities.Batch(1000, true)).build())
                .publish(List.of(changes), server.api.gate);
        return result(changes[0]);
    }

    private ChangeResult result(RecordChange change) {
        return server.api.gate.results.get(change.key());
    }

    @Test
    @Tag("promise-13")
    void allElseIsSentAsItIsAndTheZoneIsReadBeforeAndAfter() throws InterruptedException {
        server.put(HOME, "192.0.2.1");

        assertThat(publish(knowing(ensure(HOME, "192.0.2.2"), "192.0.2.1"), ensure(WORK, "2001:db8::1")))
                .isEqualTo(new ChangeResult.Applied(
                        Outcome.UPDATED,
                        RecordsApi.addresses("192.0.2.1"),
                        Map.of(Attributes.TTL, Duration.ofMinutes(5))));
        assertThat(server.calls)
                .containsExactly(
                        "list",
                        "list example.com",
                        "list example.com",
                        "replace example.com [www.example.com A 198.51.100.9, example.com TXT text,"
                                + " home.example.com A 192.0.2.2, work.example.com AAAA 2001:db8::1]",
                        "list example.com");
        assertThat(server.api.gate.reads).hasSize(2);
        assertThat(result(ensure(WORK, "2001:db8::1"))).isInstanceOf(ChangeResult.Applied.class);
    }

    @Test
    @Tag("promise-13")
    void aZoneThatSomebodyChangedMeanwhileIsLookedAtAnewOnceForAllOfItsRecords() throws InterruptedException {
        int[] lists = {0};
        server.before = call -> {
            if (call.equals("list example.com") && ++lists[0] == 2) {
                server.put("mail.example.com", "198.51.100.7");
            }
            return Optional.empty();
        };

        publish(ensure(HOME, "192.0.2.1"), ensure(WORK, "192.0.2.1"), ensure(WORK, "2001:db8::1"));

        assertThat(server.at("mail.example.com")).containsExactly("198.51.100.7");
        assertThat(server.at("www.example.com")).containsExactly("198.51.100.9");
        assertThat(server.at(WORK)).containsExactly("192.0.2.1", "2001:db8::1");
        assertThat(server.writes()).hasSize(1);
        // the look, the second look that told, the new look with its second, and the one after
        assertThat(lists[0]).isEqualTo(5);
    }

    @Test
    @Tag("promise-13")
    void aThreadDoesNotUndoTheReplacementOfAnother() throws InterruptedException {
        Thread other = new Thread(() -> {
            try {
                publish(ensure(WORK, "192.0.2.2"));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        server.before = call -> {
            if (call.startsWith("replace") && other.getState() == Thread.State.NEW) {
                other.start();
                while (other.isAlive() && other.getState() != Thread.State.TIMED_WAITING) {
                    Thread.onSpinWait();
                }
            }
            return Optional.empty();
        };

        publish(ensure(HOME, "192.0.2.1"));
        other.join();

        assertThat(server.at(HOME)).containsExactly("192.0.2.1");
        assertThat(server.at(WORK)).containsExactly("192.0.2.2");
    }

    /** The one that waits is not to blame, and its other zones go on. */
    @Test
    @Tag("promise-11")
    void aCallThatAnotherOneHoldsUpUntilItsDeadlineSaysSo() throws InterruptedException {
        OpenGate late = server.api.gate.next();
        late.deadline = late.now;
        Thread other = new Thread(() -> {
            try {
                server.wholeZones(RecordsApi.can()
                                .batch(new Abilities.Batch(1000, true))
                                .build())
                        .publish(List.of(ensure(HOME, "2001:db8::2")), late);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        server.before = call -> {
            if (call.startsWith("replace") && other.getState() == Thread.State.NEW) {
                other.start();
                join(other);
            }
            return Optional.empty();
        };

        assertThat(publish(ensure(HOME, "192.0.2.1"))).isInstanceOf(ChangeResult.Applied.class);

        assertThat(late.results.get(ensure(HOME, "2001:db8::2").key()))
                .isInstanceOfSatisfying(
                        ChangeResult.Failed.class,
                        failed -> assertThat(failed.problem().message())
                                .contains("another call is still busy with the zone example.com"));
        assertThat(server.writes()).hasSize(1);
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    @Tag("promise-13")
    void aZoneThatIsNeverTheSameIsNotReplaced() throws InterruptedException {
        int[] lists = {0};
        server.before = call -> {
            if (call.equals("list example.com")) {
                server.put("mail.example.com", "198.51.100." + ++lists[0]);
            }
            return Optional.empty();
        };

        assertThat(publish(ensure(HOME, "192.0.2.1")))
                .isInstanceOfSatisfying(
                        ChangeResult.Failed.class,
                        failed -> assertThat(failed.problem().kind()).isEqualTo(ProblemKind.TRANSIENT));
        assertThat(server.writes()).isEmpty();
        assertThat(lists[0]).isEqualTo(4);
    }

    @Test
    @Tag("promise-13")
    void aZoneThatCameBackEmptyIsNotReplaced() throws InterruptedException {
        server.before = call ->
                call.startsWith("list example.com") ? Optional.of(Api.ok("{\"records\":[]}")) : Optional.empty();

        assertThat(publish(ensure(HOME, "192.0.2.1")))
                .isInstanceOfSatisfying(
                        ChangeResult.Failed.class,
                        failed -> assertThat(failed.problem().message())
                                .contains("example.com is empty", "not replaced"));
        assertThat(server.writes()).isEmpty();
        assertThat(server.at("www.example.com")).hasSize(1);
    }

    @Test
    @Tag("promise-6")
    void whatTheZoneDoesNotShowAfterwardsIsUnknown() throws InterruptedException {
        server.before =
                call -> call.startsWith("replace") ? Optional.of(Api.ok("{\"all\":\"well\"}")) : Optional.empty();

        assertThat(publish(ensure(HOME, "192.0.2.1")))
                .isInstanceOfSatisfying(
                        ChangeResult.Unknown.class,
                        unknown -> assertThat(unknown.problem().message()).contains("home.example.com A"));
    }

    @ParameterizedTest
    @Tag("promise-6")
    @ValueSource(ints = {400, 401, 403, 404, 429, 500})
    void aZoneThatCannotBeReadAfterwardsIsUnknown(int status) throws InterruptedException {
        int[] lists = {0};
        server.before = call -> call.equals("list example.com") && ++lists[0] == 3
                ? Optional.of(RecordsApi.error(status, "Bad"))
                : Optional.empty();

        try {
            publish(ensure(HOME, "192.0.2.1"), ensure(WORK, "192.0.2.1"));
        } catch (DdnsException e) {
            assertThat(e.scope()).isEqualTo(ProblemScope.ACCOUNT);
        }

        assertThat(result(ensure(HOME, "192.0.2.1"))).isInstanceOf(ChangeResult.Unknown.class);
        assertThat(result(ensure(WORK, "192.0.2.1"))).isInstanceOf(ChangeResult.Unknown.class);
        assertThat(server.at(HOME)).containsExactly("192.0.2.1");
    }

    @Test
    @Tag("promise-6")
    void aZoneThatCannotBeReadBeforehandHasFailed() throws InterruptedException {
        int[] lists = {0};
        server.before = call -> call.equals("list example.com") && ++lists[0] == 2
                ? Optional.of(RecordsApi.error(500, "Bad"))
                : Optional.empty();

        assertThat(publish(ensure(HOME, "192.0.2.1"))).isInstanceOf(ChangeResult.Failed.class);
        assertThat(server.writes()).isEmpty();
    }

    @Test
    void aRefusedZoneIsHalvedUntilTheWrongRecordIsAlone() throws InterruptedException {
        server.before = call -> call.startsWith("replace") && call.contains("home.example.com")
                ? Optional.of(RecordsApi.error(422, "Bad"))
                : Optional.empty();

        assertThat(publish(ensure(HOME, "192.0.2.1"), ensure(WORK, "192.0.2.1")))
                .isInstanceOf(ChangeResult.Failed.class);
        assertThat(result(ensure(WORK, "192.0.2.1"))).isInstanceOf(ChangeResult.Applied.class);
    }

    @Test
    @Tag("promise-13")
    void aWithdrawalRemovesOursAlone() throws InterruptedException {
        server.put(HOME, "192.0.2.1", "198.51.100.9", "2001:db8::1");

        assertThat(publish(withdraw(HOME, RecordType.A, "192.0.2.1")))
                .isEqualTo(new ChangeResult.Applied(
                        Outcome.WITHDRAWN, RecordsApi.addresses("192.0.2.1", "198.51.100.9"), Map.of()));
        assertThat(server.at(HOME)).containsExactlyInAnyOrder("198.51.100.9", "2001:db8::1");
        assertThat(server.at("example.com")).containsExactly("text");
    }

    /** A record that differs in nothing is another one all the same. */
    @Test
    @Tag("promise-13")
    void aChangedRecordStandsWhereItStoodAndANewOneAtTheEnd() {
        ZoneRecord first = value("192.0.2.1").withRaw(text("first"));
        ZoneRecord second = value("192.0.2.2").withRaw(text("second"));
        WholeZoneProvider.Contents zone = zone("other", "first", "second", "other");
        SetWrite write = new SetWrite(
                ensure(HOME, "192.0.2.3", "192.0.2.4"),
                List.of(first, second),
                List.of(new SetWrite.Create(IpAddress.parse("192.0.2.4"), Map.of())),
                List.of(new SetWrite.Update(second, IpAddress.parse("192.0.2.3"), Map.of())),
                List.of(first));

        assertThat(zone.after(
                        List.of(write),
                        JsonReader::asText,
                        made -> made.rawBefore(JsonReader.class)
                                        .map(JsonReader::asText)
                                        .orElse("new") + " " + made.address()))
                .containsExactly("other", "second 192.0.2.3", "other", "new 192.0.2.4");
        assertThat(zone).isEqualTo(zone("other", "first", "second", "other"));
        assertThat(zone.isEmptyAfter(List.of(write))).isFalse();
        SetWrite removal = new SetWrite(
                RecordsApi.withdraw(HOME, RecordType.A, "192.0.2.1"),
                List.of(first),
                List.of(),
                List.of(),
                List.of(first));
        assertThat(zone("first").isEmptyAfter(List.of(removal))).isTrue();
        assertThatThrownBy(() -> zone("other").after(List.of(write), kept -> "kept", made -> "made"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("home.example.com A 192.0.2.1");
    }

    private static WholeZoneProvider.Contents zone(String... records) {
        return new WholeZoneProvider.Contents(
                Stream.of(records).map(WholeZoneProviderTest::text).toList(), "");
    }

    private static JsonReader text(String text) {
        return JsonReader.ofTexts("a record", text);
    }

    /** What is empty is never replaced, so it could not be filled again. */
    @Test
    @Tag("promise-13")
    void theLastRecordOfAZoneIsNotRemoved() throws InterruptedException {
        RecordsApi only = new RecordsApi("example.com");
        only.put(HOME, "192.0.2.1");
        RecordChange change = withdraw(HOME, RecordType.A, "192.0.2.1");

        only.wholeZones(RecordsApi.can().batch(new Abilities.Batch(1000, true)).build())
                .publish(List.of(change), only.api.gate);

        assertThat(only.api.gate.results.get(change.key()))
                .isInstanceOfSatisfying(
                        ChangeResult.Failed.class,
                        failed -> assertThat(failed.problem().message())
                                .contains("the last record of example.com is not removed"));
        assertThat(only.at(HOME)).containsExactly("192.0.2.1");
    }

    private static ZoneRecord value(String address) {
        return ZoneRecord.of(DnsName.of(HOME), IpAddress.parse(address));
    }

    @Test
    @Tag("promise-12")
    void aZoneThatIsRightIsReadOnceAndNotReplaced() throws InterruptedException {
        server.put(HOME, "192.0.2.1");

        assertThat(publish(ensure(HOME, "192.0.2.1"))).isInstanceOf(ChangeResult.AlreadyRight.class);
        assertThat(server.calls).containsExactly("list", "list example.com");
    }

    @Test
    void aReplacementThatSaysNothingOfAConflictIsNotRepeated() throws InterruptedException {
        server.before = once("replace", 500, "Busy");

        assertThat(publish(ensure(HOME, "192.0.2.1"))).isInstanceOf(ChangeResult.Failed.class);
        assertThat(server.writes()).hasSize(1);
    }

    /** What is there and cannot be repeated would be lost; what has no value cannot. */
    @ParameterizedTest
    @Tag("promise-13")
    @CsvSource({
        "'{\"id\": 1, \"more\": null}', true",
        "'{\"id\": 1, \"more\": \"\"}', true",
        "'{\"id\": 1, \"more\": []}', true",
        "'{\"id\": 1, \"more\": {\"a\": null, \"b\": {}}}', true",
        "'{\"id\": 1, \"more\": 0}', false",
        "'{\"id\": 1, \"more\": false}', false",
        "'{\"id\": 1, \"more\": [null]}', false",
        "'{\"id\": 1, \"more\": {\"a\": null, \"b\": {\"c\": \"x\"}}}', false"
    })
    void aListWithWhatAReplacementWouldLoseIsRefused(String record, boolean repeatable) {
        ThrowingCallable check = () -> WholeZoneProvider.checkRepeatable(
                new Zone(DnsName.of("example.com"), "7"), JsonReader.parse("GET /records", record), Set.of("id"));

        if (repeatable) {
            assertThatCode(check).doesNotThrowAnyException();
        } else {
            assertThatThrownBy(check)
                    .isInstanceOf(ProtocolException.class)
                    .hasMessage(
                            "GET /records $.more is not known to this library, and a replacement would lose it; the zone"
                                    + " example.com is left as it is");
        }
    }
}
