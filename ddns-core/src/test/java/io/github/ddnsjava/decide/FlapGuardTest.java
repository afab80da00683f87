package io.github.ddnsjava.decide;

import static io.github.ddnsjava.decide.Situations.A;
import static io.github.ddnsjava.decide.Situations.B;
import static io.github.ddnsjava.decide.Situations.NOW;
import static io.github.ddnsjava.decide.Situations.situation;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.remember.RecordState;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** At most three changes an hour. */
class FlapGuardTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final UpdatePolicy policy = UpdatePolicies.flapGuard(3, HOUR);

    /** Changed 50, 20 and 10 minutes ago, and once before the period. */
    private static Situations flapping() {
        return situation()
                .confirmed(A)
                .changed(
                        Duration.ofMinutes(70), Duration.ofMinutes(50), Duration.ofMinutes(20), Duration.ofMinutes(10));
    }

    @Test
    void oneChangeTooManyIsHeldUntilTheOldestFallsOutOfThePeriod() {
        assertThat(policy.decide(flapping().detected(B).now())).isInstanceOfSatisfying(Decision.Hold.class, hold -> {
            assertThat(hold.until()).contains(NOW.plus(Duration.ofMinutes(10)));
            assertThat(hold.problem().kind()).isEqualTo(ProblemKind.FLAPPING);
            assertThat(hold.problem().message()).contains("3 times within 1h");
        });
    }

    @Test
    void thenItPasses() {
        assertThat(policy.decide(flapping().detected(B).at(NOW.plus(Duration.ofMinutes(10)))))
                .isEqualTo(Decision.keep());
    }

    @Test
    void asManyChangesAsAreAllowedPass() {
        assertThat(policy.decide(situation()
                        .confirmed(A)
                        .changed(Duration.ofMinutes(60), Duration.ofMinutes(20), Duration.ofMinutes(10))
                        .detected(B)
                        .now()))
                .isEqualTo(Decision.keep());
    }

    @Test
    void whereMoreHappenedThanAreAllowedItWaitsForAllTooMany() {
        UpdatePolicy strict = UpdatePolicies.flapGuard(1, HOUR);

        assertThat(strict.decide(flapping().detected(B).now()))
                .isInstanceOfSatisfying(
                        Decision.Hold.class,
                        hold -> assertThat(hold.until()).contains(NOW.plus(Duration.ofMinutes(50))));
    }

    @Test
    void asManyMayBeAllowedAsAreRemembered() {
        Duration[] ago = new Duration[RecordState.HISTORY];
        Arrays.setAll(ago, i -> Duration.ofMinutes(59 - i));

        assertThat(UpdatePolicies.flapGuard(RecordState.HISTORY, HOUR)
                        .decide(situation()
                                .confirmed(A)
                                .changed(ago)
                                .detected(B)
                                .now()))
                .isInstanceOfSatisfying(
                        Decision.Hold.class,
                        hold -> assertThat(hold.until()).contains(NOW.plus(Duration.ofMinutes(1))));
    }

    @Test
    void whoIsBackAtTheConfirmedAddressNeedsNoChange() {
        assertThat(policy.decide(flapping().detected(A).now())).isEqualTo(Decision.keep());
        assertThat(policy.decide(flapping().now())).isEqualTo(Decision.keep());
    }

    @Test
    void otherWishesAndWithdrawalsAreNotHeld() {
        UpdatePolicy all = UpdatePolicies.all(
                UpdatePolicies.onChange(), UpdatePolicies.withdrawLostFamilyAfter(Duration.ZERO), policy);

        assertThat(all.decide(flapping().detected(A).wantsAnotherTtl().now()))
                .isEqualTo(Decision.publish(Set.of(A), "record changed"));
        assertThat(all.decide(flapping()
                        .deletable()
                        .absent()
                        .remembered(s -> s.absentSince = Optional.of(NOW))
                        .now()))
                .isInstanceOf(Decision.Withdraw.class);
    }
}
