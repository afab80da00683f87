package io.github.ddnsjava.internal.engine.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.RecordType;
import io.github.ddnsjava.RetrySettings;
import io.github.ddnsjava.publish.HoldRule;
import io.github.ddnsjava.remember.RecordState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

/** Any row, written under any clock, read under any other. */
class ClockRulesTest {
    private static final RecordKey KEY = RecordKey.of("home.example.com", RecordType.A);

    @Property
    void anyRowReadByAnyClockHoldsNothingLongerThanItsRule(
            @ForAll @LongRange(min = -400_000, max = 400_000) long now,
            @ForAll @LongRange(min = -400_000, max = 400_000) long since,
            @ForAll @LongRange(min = -400_000, max = 400_000) long until,
            @ForAll boolean sinceKnown,
            @ForAll boolean held,
            @ForAll ProblemKind kind) {
        Instant base = Instant.parse("2026-03-01T12:00:00Z");
        Instant clock = base.plus(Duration.ofHours(now));
        RecordState before = RecordState.unknown(KEY).with(s -> {
            s.confirm(Set.of(IpAddress.parse("93.184.216.1")), base.plus(Duration.ofHours(since)));
            s.ticket = Optional.of(
                    new RecordState.Ticket("change-1", Set.of(), "wish", base.plus(Duration.ofHours(since))));
            s.notBefore = Optional.of(base.plus(Duration.ofHours(until)));
            s.waitingSince = sinceKnown ? Optional.of(base.plus(Duration.ofHours(since))) : Optional.empty();
            s.problem = Optional.of(Problem.of(kind, ""));
            s.heldFingerprint = held ? Optional.of("settings") : Optional.empty();
        });
        ClockRules rules =
                new ClockRules(clock, Duration.ZERO, new Backoff(() -> RetrySettings.DEFAULT, new Random(1)));

        RecordState after = rules.corrected(before, HoldRule.HOURS);

        Duration most = held ? Duration.ofDays(1) : Backoff.LONGEST_NAMED;
        assertThat(after.notBefore().orElse(clock))
                .isBeforeOrEqualTo(clock.plus(most).plus(ClockRules.TOLERANCE));
        assertThat(after.notBefore().isPresent() || !held).isTrue();
        assertThat(after.checkedAt().orElse(clock)).isBeforeOrEqualTo(clock.plus(ClockRules.TOLERANCE));
        assertThat(after.ticket().orElseThrow().since()).isBeforeOrEqualTo(clock.plus(ClockRules.TOLERANCE));
        assertThat(after.history()).allMatch(change -> !change.at().isAfter(clock.plus(ClockRules.TOLERANCE)));
        assertThat(rules.corrected(after, HoldRule.HOURS)).isEqualTo(after);
    }
}
