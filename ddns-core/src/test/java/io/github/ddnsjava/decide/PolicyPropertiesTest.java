package io.github.ddnsjava.decide;

import static io.github.ddnsjava.decide.Situations.A;
import static io.github.ddnsjava.decide.Situations.B;
import static io.github.ddnsjava.decide.Situations.NOW;
import static io.github.ddnsjava.decide.Situations.situation;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.remember.RecordState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;

class PolicyPropertiesTest {
    /** From the strongest to the weakest. */
    private static final List<Class<? extends Decision>> STRENGTH = List.of(
            Decision.Hold.class,
            Decision.Ask.class,
            Decision.Withdraw.class,
            Decision.Publish.class,
            Decision.Keep.class);

    @Property(edgeCases = EdgeCasesMode.NONE)
    void theStrongestDecisionCountsInAnyOrder(@ForAll("decisions") List<Decision> decisions, @ForAll Random random) {
        List<Decision> shuffled = new ArrayList<>(decisions);
        Collections.shuffle(shuffled, random);

        Class<?> expected = decisions.stream()
                .map(PolicyPropertiesTest::kind)
                .min(Comparator.comparing(STRENGTH::indexOf))
                .orElse(Decision.Keep.class);
        assertThat(kind(compose(decisions))).isEqualTo(expected);
        assertThat(kind(compose(shuffled))).isEqualTo(expected);
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void composingInGroupsComesToTheSame(
            @ForAll("decisions") List<Decision> some, @ForAll("decisions") List<Decision> others) {
        List<Decision> together = new ArrayList<>(some);
        together.addAll(others);

        assertThat(compose(List.of(compose(some), compose(others)))).isEqualTo(compose(together));
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void keepsLookAgainAtTheEarliestTime(@ForAll("keeps") List<Decision> keeps) {
        Optional<Instant> earliest = keeps.stream()
                .flatMap(keep -> ((Decision.Keep) keep).lookAgain().stream())
                .min(Comparator.naturalOrder());

        assertThat(compose(keeps)).isEqualTo(new Decision.Keep(earliest));
    }

    @Example
    void holdsLastUntilTheLatestTime() {
        Decision next = Decision.hold(problem("next"));
        Decision soon = Decision.holdUntil(NOW, problem("soon"));
        Decision late = Decision.holdUntil(NOW.plusNanos(1), problem("late"));

        assertThat(compose(List.of(next, soon, late))).isEqualTo(late);
        assertThat(compose(List.of(late, soon, next))).isEqualTo(late);
        assertThat(compose(List.of(next, soon))).isEqualTo(soon);
    }

    @Example
    void aTouchAmongPublishesIsNotForgotten() {
        Decision publish = Decision.publish(Set.of(A), "changed");
        Decision touch = Decision.touch(Set.of(A), "refresh");

        assertThat(compose(List.of(publish, touch))).isEqualTo(new Decision.Publish(Set.of(A), true, "changed"));
        assertThat(compose(List.of(touch, publish))).isEqualTo(touch);
    }

    @Example
    void noPolicyKeeps() {
        assertThat(compose(List.of())).isEqualTo(Decision.keep());
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void equalSituationsGiveEqualDecisionsHoweverOftenAndInWhateverOrderTheyAreAsked(
            @ForAll("situations") Situation one, @ForAll("situations") Situation other) {
        UpdatePolicy policy = everything();
        Decision first = policy.decide(one);

        policy.decide(other);
        assertThat(policy.decide(one)).isEqualTo(first);
        assertThat(everything()
                        .decide(new Situation(
                                one.record(),
                                one.now(),
                                one.detection(),
                                one.state(),
                                one.abilities(),
                                one.evidence())))
                .isEqualTo(first);
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void theOrderOfTheBuiltInPoliciesDoesNotMatterForTheKindOfDecision(
            @ForAll("situations") Situation situation, @ForAll Random random) {
        List<UpdatePolicy> shuffled = new ArrayList<>(builtIn());
        Collections.shuffle(shuffled, random);

        assertThat(kind(UpdatePolicies.all(shuffled.toArray(UpdatePolicy[]::new))
                        .decide(situation)))
                .isEqualTo(kind(everything().decide(situation)));
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    @Tag("promise-3")
    void nothingIsPublishedByOneReadingAlone(@ForAll("situations") Situation situation) {
        if (UpdatePolicies.standard().decide(situation) instanceof Decision.Publish publish
                && situation.detection().isPresent()) {
            boolean seconded = situation
                    .evidence(EvidenceKind.SECOND_READING)
                    .filter(reading -> reading.says(publish.addresses()))
                    .isPresent();
            assertThat(seconded).isTrue();
            assertThat(situation.detected()).contains(publish.addresses());
        }
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void evidenceThatWasGatheredIsNeverAskedForAgain(@ForAll("situations") Situation situation) {
        if (everything().decide(situation) instanceof Decision.Ask ask) {
            assertThat(situation.evidence(ask.kind())).isEmpty();
        }
    }

    private static List<UpdatePolicy> builtIn() {
        Duration hour = Duration.ofHours(1);
        return List.of(
                UpdatePolicies.onChange(),
                UpdatePolicies.confirmed(),
                UpdatePolicies.confirmedBy(2, hour),
                UpdatePolicies.verifyEvery(hour),
                UpdatePolicies.refreshEvery(hour),
                UpdatePolicies.compareWithDns(hour),
                UpdatePolicies.minimumInterval(hour),
                UpdatePolicies.flapGuard(2, hour),
                UpdatePolicies.withdrawLostFamilyAfter(hour));
    }

    private static UpdatePolicy everything() {
        return UpdatePolicies.all(builtIn().toArray(UpdatePolicy[]::new));
    }

    private static Decision compose(List<Decision> decisions) {
        return UpdatePolicies.all(decisions.stream()
                        .map(decision -> (UpdatePolicy) situation -> decision)
                        .toArray(UpdatePolicy[]::new))
                .decide(situation().now());
    }

    private static Class<?> kind(Decision decision) {
        return STRENGTH.stream().filter(c -> c.isInstance(decision)).findFirst().orElseThrow();
    }

    private static Problem problem(String message) {
        return Problem.of(ProblemKind.UNCONFIRMED, message);
    }

    private static Arbitrary<Instant> instants() {
        return Arbitraries.integers().between(-120, 120).map(minutes -> NOW.plus(Duration.ofMinutes(minutes)));
    }

    @Provide
    Arbitrary<List<Decision>> keeps() {
        return instants()
                .optional()
                .<Decision>map(Decision.Keep::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(6);
    }

    @Provide
    Arbitrary<List<Decision>> decisions() {
        return Arbitraries.<Decision>oneOf(
                        instants().optional().map(Decision.Keep::new),
                        Arbitraries.of(true, false).map(touch -> new Decision.Publish(Set.of(A), touch, "")),
                        Arbitraries.just(Decision.withdraw("gone")),
                        Arbitraries.of(EvidenceKind.class).map(Decision.Ask::new),
                        instants().optional().map(until -> new Decision.Hold(problem("no"), until)))
                .list()
                .ofMaxSize(6);
    }

    @Provide
    Arbitrary<Situation> situations() {
        Arbitrary<Boolean> coin = Arbitraries.of(true, false);
        Arbitrary<Situations> seen = Arbitraries.<Supplier<Situations>>of(
                        () -> situation(),
                        () -> situation().absent(),
                        () -> situation().detected(A),
                        () -> situation().detected(B))
                .map(Supplier::get);
        Arbitrary<Set<IpAddress>> sets = Arbitraries.of(Set.of(), Set.of(A), Set.of(B));
        return Combinators.combine(
                        seen,
                        sets.optional(),
                        sets.optional(),
                        instants(),
                        instants().optional(),
                        Arbitraries.integers().between(1, 3),
                        Combinators.combine(coin, coin).as((read, wish) -> new boolean[] {read, wish}),
                        Combinators.combine(
                                        Arbitraries.integers().between(0, 3),
                                        Arbitraries.integers().between(0, 3))
                                .as((second, dns) -> new int[] {second, dns}))
                .as((s, confirmed, inDoubt, at, absentSince, readings, flags, said) -> {
                    confirmed.ifPresent(set -> s.confirmedAt(at, set.toArray(IpAddress[]::new)));
                    s.remembered(state -> {
                        state.inDoubt = inDoubt;
                        state.absentSince = absentSince;
                        state.candidate = Optional.of(new RecordState.Candidate(Set.of(B), readings, at));
                    });
                    if (flags[0]) {
                        s.readable();
                    }
                    if (flags[1]) {
                        s.wantsAnotherTtl();
                    }
                    evidence(s, EvidenceKind.SECOND_READING, said[0]);
                    evidence(s, EvidenceKind.DNS, said[1]);
                    return s.now();
                });
    }

    private static void evidence(Situations situations, EvidenceKind kind, int choice) {
        switch (choice) {
            case 0 -> situations.says(kind, A);
            case 1 -> situations.says(kind, B);
            case 2 -> situations.cannotTell(kind);
            default -> {
                // not asked for yet
            }
        }
    }
}
