package io.github.ddnsjava.internal.engine;

import static io.github.ddnsjava.internal.engine.World.A1;
import static io.github.ddnsjava.internal.engine.World.A2;
import static io.github.ddnsjava.internal.engine.World.HOME;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.IpFamily;
import io.github.ddnsjava.ManagedRecord;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.Updater;
import io.github.ddnsjava.UpdaterBuilder;
import io.github.ddnsjava.decide.UpdatePolicies;
import io.github.ddnsjava.decide.UpdatePolicy;
import io.github.ddnsjava.exception.AuthenticationException;
import io.github.ddnsjava.exception.DdnsException;
import io.github.ddnsjava.exception.RateLimitedException;
import io.github.ddnsjava.exception.RejectedException;
import io.github.ddnsjava.exception.TransientException;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.publish.HoldRule;
import io.github.ddnsjava.remember.AccountState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What an updater remembered while the clock was ahead for one run, by an hour or by ten years: at the next start it
 * holds nothing for longer than its rule would from now on, and no report names the false date.
 */
class WrongClockTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final long TEN_YEARS = 87_658;
    private static final Duration DAY = Duration.ofDays(1);

    private final World world = new World();

    /** One run with the clock ahead, and then the right time again. */
    private void liveAhead(long hours, UpdaterBuilder builder, Duration life) {
        Duration ahead = Duration.ofHours(hours);
        world.time.setClock(ahead);
        try (Updater updater = builder.build()) {
            updater.start();
            world.time.run(life);
        }
        world.time.setClock(ahead.negated());
    }

    private UpdaterBuilder home() {
        return home(FakeZones.can().build());
    }

    private UpdaterBuilder home(Abilities abilities) {
        return world.bare()
                .detector(world.wan.sees(A1))
                .provider(world.zones("eu", abilities))
                .record(HOME, RecordType.A);
    }

    private void fails(DdnsException e) {
        world.cloud.before = (call, names) -> call.equals("write") ? e : null;
    }

    private void assertNothingRestsOnTheFuture() {
        Instant now = world.time.instant();
        assertThat(world.state().toString() + world.store.account("account")).doesNotContain("2036");
        assertThat(world.state().checkedAt().orElse(now)).isBeforeOrEqualTo(now);
        assertThat(world.state().notBefore().orElse(now)).isBeforeOrEqualTo(now.plus(DAY));
    }

    /** The clock was ahead by an hour, a day, ten years; and the provider said this. */
    static Stream<Arguments> backoffs() {
        return Stream.of(1L, 24L, 87_658L)
                .flatMap(hours -> Stream.<DdnsException>of(
                                TransientException.unknownOutcome("503", null),
                                TransientException.askedToWait("503 with 3 hours", Duration.ofHours(3)),
                                new RateLimitedException("429", Optional.empty()),
                                new RateLimitedException("429 with 6 days", Optional.of(Duration.ofDays(6))))
                        .map(e -> Arguments.of(hours, e)));
    }

    @ParameterizedTest
    @Tag("promise-14")
    @MethodSource("backoffs")
    void aBackoffIsOver(long hours, DdnsException e) {
        fails(e);
        liveAhead(hours, home(), Duration.ofMinutes(30));
        world.cloud.before = (call, names) -> null;
        try (Updater updater = home().build()) {
            world.start(updater);
            assertThat(world.cloud.at(HOME)).containsExactly(A1);
            assertNothingRestsOnTheFuture();
        }
    }

    @ParameterizedTest
    @Tag("promise-10")
    @ValueSource(longs = {1, 24, 87_658})
    void aHoldLastsFromNowAsLongAsItWasToLast(long hours) {
        for (DdnsException e : List.of(
                AuthenticationException.ofAccount("no"),
                new RejectedException(RejectedException.Reason.INVALID, "not so"))) {
            WrongClockTest fresh = new WrongClockTest();
            World itsWorld = fresh.world;
            fresh.fails(e);
            fresh.liveAhead(hours, fresh.home(), Duration.ofMinutes(30)); // the first hold is of an hour
            itsWorld.cloud.before = (call, names) -> null;
            try (Updater updater = fresh.home().build()) {
                itsWorld.start(updater);
                itsWorld.time.run(Duration.ofMinutes(50));
                assertThat(itsWorld.cloud.at(HOME)).as("%s", e).isEmpty();
                Instant now = itsWorld.time.instant();
                assertThat(updater.status().records().get(0).notBefore().orElse(now))
                        .isBetween(now, now.plus(HOUR));
                itsWorld.time.run(Duration.ofMinutes(15));
                assertThat(itsWorld.cloud.at(HOME)).as("%s", e).containsExactly(A1);
            }
        }
    }

    @Test
    @Tag("promise-10")
    void aHoldOfAnOlderVersionWhichDidNotSayWhenItBeganLastsAsLongAsItsRuleAllows() {
        fails(AuthenticationException.ofAccount("no"));
        liveAhead(TEN_YEARS, home(), Duration.ofMinutes(30));
        AccountState held = world.store.account("account");
        world.store.save(List.of(), Optional.of(held.waiting(held.notBefore(), Optional.empty())));
        world.cloud.before = (call, names) -> null;
        try (Updater updater = home().build()) {
            updater.start();
            world.time.run(Duration.ofHours(23));
            assertThat(world.cloud.at(HOME)).isEmpty();
            world.time.run(Duration.ofMinutes(65));
            assertThat(world.cloud.at(HOME)).containsExactly(A1);
        }
    }

    @Test
    @Tag("promise-10")
    void aHoldUntilSettingsChangeRestsOnNoTime() {
        fails(AuthenticationException.ofAccount("no"));
        Abilities forever =
                FakeZones.can().holdRule(HoldRule.UNTIL_SETTINGS_CHANGE).build();
        liveAhead(TEN_YEARS, home(forever), HOUR);
        world.cloud.before = (call, names) -> null;
        try (Updater updater = home(forever).build()) {
            updater.start();
            world.time.run(Duration.ofDays(40));
            assertThat(world.cloud.at(HOME)).isEmpty();
        }
    }

    @Test
    @Tag("promise-14")
    void aWaitOfDaysThatAServerNamedIsKeptWhereTheClockWasRight() {
        fails(new RateLimitedException("429", Optional.of(Duration.ofDays(6))));
        liveAhead(0, home(), HOUR);
        world.cloud.before = (call, names) -> null;
        try (Updater updater = home().build()) {
            updater.start();
            world.time.run(Duration.ofDays(5));
            assertThat(world.cloud.at(HOME)).isEmpty();
            world.time.run(DAY);
            assertThat(world.cloud.at(HOME)).containsExactly(A1);
        }
    }

    @ParameterizedTest
    @Tag("promise-7")
    @ValueSource(longs = {1, 24, 87_658})
    void aCheckIsDueAtTheNextLookAndThenAfterADay(long hours) {
        liveAhead(hours, home(), Duration.ofMinutes(10));
        world.cloud.clear(HOME);
        world.cloud.calls.clear();
        try (Updater updater = home().build()) {
            world.start(updater);
            assertThat(world.cloud.at(HOME)).containsExactly(A1);
            world.time.run(Duration.ofHours(23));
            assertThat(world.cloud.count("list")).isEqualTo(1);
            world.time.run(Duration.ofHours(2));
            assertThat(world.cloud.count("list")).isEqualTo(2);
            assertNothingRestsOnTheFuture();
        }
    }

    @Test
    @Tag("promise-9")
    void aNameThatExpiresIsTouchedAtTheNextLook() {
        Abilities expiring = FakeZones.can().refreshEvery(Duration.ofDays(20)).build();
        liveAhead(TEN_YEARS, home(expiring), HOUR);
        world.cloud.calls.clear();
        try (Updater updater = home(expiring).build()) {
            world.start(updater);
            world.time.run(HOUR);
            assertThat(world.state().writtenAt().orElseThrow())
                    .isBetween(world.time.instant().minus(DAY), world.time.instant());
        }
    }

    @Test
    void aFlapGuardAndAMinimumIntervalLastFromNowAsLongAsTheirRule() {
        for (UpdatePolicy policy : List.of(
                UpdatePolicies.all(UpdatePolicies.onChange(), UpdatePolicies.flapGuard(1, HOUR)),
                UpdatePolicies.all(UpdatePolicies.onChange(), UpdatePolicies.minimumInterval(HOUR)))) {
            WrongClockTest fresh = new WrongClockTest();
            World itsWorld = fresh.world;
            fresh.liveAhead(TEN_YEARS, fresh.home().policy(policy), Duration.ofMinutes(5));
            UpdaterBuilder builder = fresh.home().policy(policy);
            itsWorld.wan.sees(A2);
            try (Updater updater = builder.build()) {
                itsWorld.start(updater);
                assertThat(itsWorld.cloud.at(HOME)).containsExactly(A1);
                fresh.assertNothingRestsOnTheFuture();
                assertThat(itsWorld.events
                                .toString()
                                .substring(itsWorld.events.toString().lastIndexOf("Troubled")))
                        .doesNotContain("2036");
                itsWorld.time.run(HOUR.plusMinutes(10));
                assertThat(itsWorld.cloud.at(HOME)).containsExactly(A2);
            }
        }
    }

    @Test
    @Tag("promise-14")
    void aBudgetIsFilledAgainFromNow() {
        Abilities tight = FakeZones.can().rateLimit(12, DAY).build();
        liveAhead(TEN_YEARS, home(tight), HOUR); // spends most of it
        try (Updater updater = home(tight).build()) {
            updater.start();
            world.wan.sees(A2);
            world.time.run(DAY);
            assertThat(world.cloud.at(HOME)).containsExactly(A2);
            assertThat(world.store.account("account").tokensAt().orElseThrow()).isBeforeOrEqualTo(world.time.instant());
        }
    }

    @Test
    void aPlanSaysNoFalseDateEither() {
        fails(TransientException.unknownOutcome("503", null));
        liveAhead(TEN_YEARS, home(), HOUR);
        try (Updater updater = home().build()) {
            var plan = world.time.await(updater::plan);
            assertThat(plan.records().get(0).outcome()).isEqualTo(Outcome.CREATED);
            assertThat(plan.toString()).doesNotContain("2036");
        }
    }

    @Test
    void recordsThatAreTakenUpAgainWhileItRunsAreLookedOverToo() {
        fails(new RejectedException(RejectedException.Reason.INVALID, "not so"));
        liveAhead(TEN_YEARS, home(), Duration.ofMinutes(10));
        world.cloud.before = (call, names) -> null;
        try (Updater updater = home().build()) {
            updater.replaceRecords(List.of());
            world.start(updater);
            updater.replaceRecords(
                    List.of(ManagedRecord.builder(HOME, RecordType.A).build()));
            world.time.run(HOUR.plusMinutes(10));
            assertThat(world.cloud.at(HOME)).containsExactly(A1);
        }
    }

    @Test
    void aClockThatIsSetRightWhileItRunsKeepsEveryDistance() {
        world.time.setClock(Duration.ofHours(TEN_YEARS));
        fails(new RejectedException(RejectedException.Reason.INVALID, "not so"));
        try (Updater updater = home().build()) {
            updater.start();
            world.time.run(Duration.ofMinutes(30));
            world.time.setClock(Duration.ofHours(TEN_YEARS).negated());
            world.cloud.before = (call, names) -> null;
            world.time.run(Duration.ofMinutes(25));
            assertThat(world.cloud.at(HOME)).isEmpty();
            world.time.run(Duration.ofMinutes(10));
            assertThat(world.cloud.at(HOME)).containsExactly(A1);
            assertNothingRestsOnTheFuture();
        }
    }

    @Test
    void smallStepsBackCostNoCheckAndNoWrite() {
        Abilities expiring = FakeZones.can().refreshEvery(Duration.ofDays(20)).build();
        try (Updater updater = home(expiring).build()) {
            world.start(updater);
        }
        int calls = world.cloud.calls.size();
        world.time.setClock(Duration.ofSeconds(-50)); // the last minute has passed besides
        try (Updater updater = home(expiring).build()) {
            world.start(updater);
            assertThat(world.cloud.calls).hasSize(calls);
        }
    }

    @Test
    @Tag("promise-25")
    void aFamilyThatWasLostBeforeItsAddressWasPublishedIsLostFromNowOn() throws Exception {
        try (Updater updater = home().policy(
                        UpdatePolicies.all(UpdatePolicies.standard(), UpdatePolicies.withdrawLostFamilyAfter(HOUR)))
                .build()) {
            world.once(updater);
            world.wan.absent(IpFamily.IPV4);
            world.time.setClock(HOUR.multipliedBy(-5));
            world.once(updater);
            world.time.setClock(HOUR.multipliedBy(5));
            world.time.run(Duration.ofMinutes(1));

            world.once(updater);
            assertThat(world.cloud.at(HOME)).containsExactly(A1);

            world.time.run(HOUR);
            world.once(updater);
            assertThat(world.cloud.at(HOME)).isEmpty();
        }
    }
}
