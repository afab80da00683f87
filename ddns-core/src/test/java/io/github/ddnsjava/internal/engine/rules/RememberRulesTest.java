package io.github.ddnsjava.internal.engine.rules;

import static io.github.ddnsjava.internal.engine.World.A1;
import static io.github.ddnsjava.internal.engine.World.A2;
import static io.github.ddnsjava.internal.engine.World.HOME;
import static io.github.ddnsjava.internal.engine.World.addresses;
import static io.github.ddnsjava.internal.engine.World.home;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.Attributes;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.ManagedRecord;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.RetrySettings;
import io.github.ddnsjava.decide.Decision;
import io.github.ddnsjava.decide.Evidence;
import io.github.ddnsjava.decide.EvidenceKind;
import io.github.ddnsjava.decide.Situation;
import io.github.ddnsjava.internal.engine.FakeDetector;
import io.github.ddnsjava.internal.engine.FakeHosts;
import io.github.ddnsjava.internal.engine.records.Entry;
import io.github.ddnsjava.internal.engine.records.PendingChange;
import io.github.ddnsjava.internal.engine.records.Sighting;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.HoldRule;
import io.github.ddnsjava.publish.Intent;
import io.github.ddnsjava.publish.RecordChange;
import io.github.ddnsjava.remember.RecordState;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is remembered of a result, and of a decision to send nothing: each rule by itself. */
@Tag("promise-6")
class RememberRulesTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant BEFORE = NOW.minusSeconds(3600);
    private static final ManagedRecord RECORD =
            ManagedRecord.builder(HOME, RecordType.A).build();
    private static final Problem BUSY = Problem.of(ProblemKind.TRANSIENT, "busy");
    private static final Problem REFUSED = Problem.of(ProblemKind.REJECTED, "no");

    private final Entry entry =
            new Entry(RECORD, new FakeHosts(Abilities.builder().build()), null, null, 0);
    private final Sighting sighting = Sighting.of("wan", FakeDetector.found(A1), 7);

    private static RecordState state(Consumer<RecordState.Builder> change) {
        return RecordState.unknown(home(RecordType.A)).with(change);
    }

    @Nested
    class OfAResult {
        private Instant now = NOW;
        private final ResultRules rules = new ResultRules(
                Abilities.builder().build(), () -> now, new Backoff(() -> RetrySettings.DEFAULT, new Random(1)));

        private RecordState after(RecordState before, Intent intent, ChangeResult result) {
            RecordChange change = RecordChange.of(RECORD, intent, addresses(A1), before);
            return rules.record(
                    before,
                    new PendingChange(entry, change, sighting, "test", null),
                    result,
                    before.inDoubt(),
                    Optional.empty(),
                    "settings");
        }

        @Test
        void onlyATouchThatFindsAllRightCountsAsAWrite() {
            RecordState before = state(s -> s.writtenAt = Optional.of(BEFORE));
            ChangeResult right = new ChangeResult.AlreadyRight(Map.of());

            assertThat(after(before, Intent.ENSURE, right).writtenAt()).contains(BEFORE);
            assertThat(after(before, Intent.TOUCH, right).writtenAt()).contains(NOW);
        }

        @Test
        void aConfirmationEndsDoubtsAndTroublesAndNamesItsDetection() {
            RecordState before = state(s -> {
                s.inDoubt = Optional.of(addresses(A2));
                s.problem = Optional.of(BUSY);
                s.attempts = 3;
                s.notBefore = Optional.of(NOW);
            });

            RecordState after = after(before, Intent.ENSURE, new ChangeResult.AlreadyRight(Map.of("ttl", 60)));

            assertThat(after.confirmed()).contains(addresses(A1));
            assertThat(after.confirmedAt()).contains(NOW);
            assertThat(after.checkedAt()).contains(NOW);
            assertThat(after.sequence()).isEqualTo(7);
            assertThat(after.fingerprint()).contains(RECORD.fingerprint());
            assertThat(after.effective()).containsEntry("ttl", 60);
            assertThat(after.inDoubt()).isEmpty();
            assertThat(after.problem()).isEmpty();
            assertThat(after.attempts()).isZero();
            assertThat(after.notBefore()).isEmpty();
        }

        /** Else a TTL that nobody shows would be written again by each verification. */
        @Test
        @Tag("promise-12")
        void whatAWriteDidNotShowOfAWantedAttributeIsRememberedAsNotShown() {
            ManagedRecord wanting = RECORD.withAttributes(
                    Attributes.none().ensure("ttl", Duration.ofMinutes(5)).initial("comment", "x"));
            RecordState written = after(
                    wanting, state(s -> {}), new ChangeResult.Applied(Outcome.UPDATED, Set.of(), Map.of("note", "y")));
            assertThat(written.effective()).isEqualTo(Map.of("ttl", RecordChange.NOT_SHOWN, "note", "y"));

            RecordState unread = after(wanting, written, new ChangeResult.AlreadyRight(Map.of()));
            assertThat(unread.effective()).isEqualTo(Map.of("ttl", RecordChange.NOT_SHOWN));

            Map<String, Object> shown = Map.of("ttl", Duration.ofHours(1));
            RecordState read = after(wanting, unread, new ChangeResult.AlreadyRight(shown));
            assertThat(read.effective()).isEqualTo(shown);
            assertThat(after(wanting, read, new ChangeResult.AlreadyRight(Map.of()))
                            .effective())
                    .isEqualTo(shown);
        }

        private RecordState after(ManagedRecord record, RecordState before, ChangeResult result) {
            RecordChange change = RecordChange.of(record, Intent.ENSURE, addresses(A1), before);
            Entry wanting = new Entry(record, new FakeHosts(Abilities.builder().build()), null, null, 0);
            return rules.record(
                    before,
                    new PendingChange(wanting, change, sighting, "test", null),
                    result,
                    before.inDoubt(),
                    Optional.empty(),
                    "settings");
        }

        @Test
        @Tag("promise-14")
        void whatFailsInOneCallIsTriedAgainTogetherUnlessThatTimeHasCome() {
            RecordState fresh = state(s -> {});
            ChangeResult unknown = new ChangeResult.Unknown(BUSY);
            Instant first = after(fresh, Intent.ENSURE, unknown).notBefore().orElseThrow();

            assertThat(first).isAfter(NOW);
            assertThat(after(fresh, Intent.ENSURE, unknown).notBefore()).contains(first);

            now = first;

            assertThat(after(fresh, Intent.ENSURE, unknown).notBefore().orElseThrow())
                    .isAfter(first);
        }

        @Test
        void aFailureConfirmsNothingAndKeepsTheDoubtThatWasThereBefore() {
            RecordState before = state(s -> {
                s.confirmed = Optional.of(addresses(A2));
                s.inDoubt = Optional.of(addresses(A2));
            });

            RecordState after = after(before, Intent.ENSURE, new ChangeResult.Failed(BUSY));

            assertThat(after.confirmed()).contains(addresses(A2));
            assertThat(after.inDoubt()).contains(addresses(A2));
            assertThat(after.problem()).contains(BUSY);
            assertThat(after.attempts()).isEqualTo(1);
            assertThat(after.notBefore().orElseThrow()).isAfter(NOW);
        }
    }

    @Nested
    class OfADecisionToSendNothing {
        private RecordState kept(Abilities abilities, RecordState before, Optional<Set<IpAddress>> dns) {
            return kept(sighting, abilities, before, dns);
        }

        private RecordState keptWithoutAddress(RecordState before, Optional<Set<IpAddress>> dns) {
            return kept(Sighting.none(BUSY, 7), blind, before, dns);
        }

        private RecordState kept(Sighting seen, Abilities abilities, RecordState before, Optional<Set<IpAddress>> dns) {
            Situation situation = new Situation(
                    RECORD,
                    NOW,
                    seen.detection(),
                    before,
                    abilities,
                    Map.of(EvidenceKind.DNS, new Evidence(EvidenceKind.DNS, dns, "")));
            return QuietRules.decided(
                    before, new RecordDecision(entry, situation, seen, Decision.keep(), false, false, Set.of()));
        }

        private RecordState held(RecordState before) {
            return QuietRules.decided(
                    before,
                    new RecordDecision(
                            entry,
                            new Situation(
                                    RECORD,
                                    NOW,
                                    sighting.detection(),
                                    before,
                                    Abilities.builder().build(),
                                    Map.of()),
                            sighting,
                            Decision.hold(Problem.of(ProblemKind.UNCONFIRMED, "once only")),
                            false,
                            false,
                            Set.of()));
        }

        private final RecordState unknown = state(s -> s.checkedAt = Optional.of(BEFORE));
        private final Abilities blind = Abilities.builder().build();
        private final Abilities readable = Abilities.builder().read().build();

        @Test
        void whereTheProviderCannotBeReadLiveDnsConfirmsWhatItShows() {
            RecordState after = kept(blind, unknown, Optional.of(addresses(A1)));

            assertThat(after.confirmed()).contains(addresses(A1));
            assertThat(after.fingerprint()).contains(RECORD.fingerprint());
            assertThat(after.sequence()).isEqualTo(7);
            assertThat(after.checkedAt()).contains(NOW);
        }

        @Test
        void liveDnsThatShowsSomethingElseConfirmsNothingAndIsNotAskedAgainAtOnce() {
            for (Optional<Set<IpAddress>> dns :
                    java.util.List.of(Optional.of(addresses(A2)), Optional.<Set<IpAddress>>empty())) {
                RecordState after = kept(blind, unknown, dns);

                assertThat(after.confirmed()).isEmpty();
                assertThat(after.checkedAt()).contains(NOW);
                assertThat(after.comparedAt()).contains(NOW);
            }
        }

        @Test
        void whereTheProviderCanBeReadNothingCountsAsCheckedBecauseDnsSaysSo() {
            for (String shown : new String[] {A1, A2}) {
                RecordState after = kept(readable, unknown, Optional.of(addresses(shown)));

                assertThat(after.confirmed()).isEmpty();
                assertThat(after.checkedAt()).contains(BEFORE);
                assertThat(after.comparedAt()).contains(NOW);
            }
        }

        @Test
        @Tag("promise-17")
        void whatLiveDnsContradictsWhileNoAddressIsKnownIsInDoubt() {
            RecordState before = state(s -> s.confirmed = Optional.of(addresses(A1)));

            assertThat(keptWithoutAddress(before, Optional.of(addresses(A2))).inDoubt())
                    .contains(addresses(A1));
            assertThat(keptWithoutAddress(before, Optional.of(addresses())).inDoubt())
                    .contains(addresses(A1));
            assertThat(keptWithoutAddress(before, Optional.of(addresses(A1))).inDoubt())
                    .isEmpty();
            assertThat(keptWithoutAddress(before, Optional.of(addresses(A1, A2)))
                            .inDoubt())
                    .as("others may have values there")
                    .isEmpty();
            assertThat(keptWithoutAddress(before, Optional.empty()).inDoubt()).isEmpty();
            assertThat(keptWithoutAddress(
                                    before.with(s -> s.effective = Map.of("proxied", true)), Optional.of(addresses(A2)))
                            .inDoubt())
                    .as("those are the proxy's")
                    .isEmpty();
            assertThat(keptWithoutAddress(state(s -> {}), Optional.of(addresses(A2)))
                            .inDoubt())
                    .isEmpty();
            assertThat(keptWithoutAddress(
                                    before.with(s -> s.inDoubt = Optional.of(addresses(A2))),
                                    Optional.of(addresses(A2)))
                            .inDoubt())
                    .contains(addresses(A2));
            assertThat(kept(blind, before, Optional.of(addresses(A2))).inDoubt())
                    .as("while an address is known, that is published")
                    .isEmpty();
        }

        @Test
        void aHoldReplacesATroubleThatPassesButNoneThatNeedsAPerson() {
            assertThat(held(state(s -> s.problem = Optional.of(BUSY)))
                            .problem()
                            .orElseThrow()
                            .kind())
                    .isEqualTo(ProblemKind.UNCONFIRMED);
            assertThat(held(state(s -> s.problem = Optional.of(REFUSED))).problem())
                    .contains(REFUSED);
            assertThat(held(state(s -> {})).problem().orElseThrow().kind()).isEqualTo(ProblemKind.UNCONFIRMED);
        }
    }

    @ParameterizedTest
    @EnumSource(ProblemKind.class)
    @Tag("promise-7")
    void whatAPersonOrAnotherReadingEndsMayEndSooner(ProblemKind kind) {
        Set<ProblemKind> sooner = EnumSet.of(
                ProblemKind.AUTHENTICATION,
                ProblemKind.REJECTED,
                ProblemKind.BLOCKED,
                ProblemKind.AMBIGUOUS,
                ProblemKind.CONFIGURATION,
                ProblemKind.UNCONFIRMED);

        assertThat(Holds.mayEndSooner(Optional.of(Problem.of(kind, "")))).isEqualTo(sooner.contains(kind));
        assertThat(Holds.mayEndSooner(Optional.empty())).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "rejected,       1h,  PT2H",
        "authentication, 8h,  PT16H",
        "blocked,        16h, PT24H",
        "ambiguous,      24h, PT24H",
        "transient,      1h,  PT1H",
        "rate-limited,   8h,  PT1H",
        "authentication, 5m,  PT1H" // the wait of a write in doubt: the simulation, seed 1105
    })
    @Tag("promise-10")
    void eachHoldInARowIsTwiceAsLongAsTheOneBeforeIt(String before, String length, Duration expected) {
        Optional<Problem> problem = Optional.of(Problem.of(ProblemKind.of(before), ""));
        Optional<Duration> known = Optional.of(Duration.parse("PT" + length.toUpperCase()));

        assertThat(Holds.length(HoldRule.HOURS, problem, known)).contains(expected);
        assertThat(Holds.length(HoldRule.HOURS, problem, Optional.empty())).contains(Duration.ofHours(1));
        assertThat(Holds.length(HoldRule.UNTIL_SETTINGS_CHANGE, problem, known)).isEmpty();
    }

    @Test
    @Tag("promise-14")
    void aRateLimitOfUnknownLengthDoublesUpToADay() {
        Problem busy = Problem.of(ProblemKind.RATE_LIMITED, "slow down");
        Problem named =
                new Problem(ProblemKind.RATE_LIMITED, "", Optional.of(Duration.ofHours(5)), ProblemScope.ACCOUNT);
        Duration ten = Duration.ofMinutes(10);
        Duration day = Duration.ofDays(1);

        assertThat(Holds.rateLimit(Optional.empty(), Optional.empty())).isEqualTo(ten);
        assertThat(Holds.rateLimit(Optional.of(busy), Optional.of(ten))).isEqualTo(ten.multipliedBy(2));
        assertThat(Holds.rateLimit(Optional.of(busy), Optional.of(Duration.ofHours(13))))
                .isEqualTo(day);
        assertThat(Holds.rateLimit(Optional.of(busy), Optional.of(day))).isEqualTo(day);
        assertThat(Holds.rateLimit(Optional.of(busy), Optional.of(Duration.ofMinutes(1))))
                .isEqualTo(ten);
        assertThat(Holds.rateLimit(Optional.of(named), Optional.of(Duration.ofHours(5))))
                .isEqualTo(ten);
        assertThat(Holds.rateLimit(Optional.of(BUSY), Optional.of(Duration.ofHours(1))))
                .isEqualTo(ten);
    }
}
