package io.github.ddnsjava.internal.engine.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ddnsjava.RetrySettings;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How long it waits after failures. */
class BackoffTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);
    /** It draws the least that it may. */
    private static final RandomGenerator LEAST = () -> 0;

    private static Duration wait(RetrySettings settings, RandomGenerator random, int failures) {
        return Duration.between(NOW, new Backoff(() -> settings, random).notBefore(failures, Optional.empty(), NOW));
    }

    @Test
    @Tag("promise-14")
    void delaysDoubleFromOneSecondToAnHour() {
        long expected = 1;
        for (int failures = 1; failures <= 11; failures++) {
            Duration wait = wait(RetrySettings.DEFAULT, LEAST, failures);
            Duration most = wait(RetrySettings.DEFAULT, () -> -1, failures);
            assertThat(wait).isEqualTo(Duration.ofSeconds(expected));
            assertThat(most)
                    .isBetween(Duration.ofSeconds(2 * expected).minusMillis(1), Duration.ofSeconds(2 * expected));
            expected *= 2;
        }
        for (int failures = 12; failures < 1000; failures += 97) {
            assertThat(wait(RetrySettings.DEFAULT, new Random(failures), failures))
                    .isEqualTo(HOUR);
        }
    }

    @Property
    void whateverIsAllowedMakesNoMoreThanTenAttemptsIn100Seconds(
            @ForAll @LongRange(min = 1000, max = 100_000) long first,
            @ForAll @LongRange(min = 60_000, max = 10_000_000) long max,
            @ForAll long seed) {
        RetrySettings settings =
                new RetrySettings(Duration.ofMillis(first), Duration.ofMillis(Math.max(first, max)), Duration.ZERO);
        Random random = new Random(seed);
        Duration passed = Duration.ZERO;
        int attempts = 1;
        while (true) {
            passed = passed.plus(wait(settings, random, attempts));
            if (passed.compareTo(Duration.ofSeconds(100)) > 0) {
                break;
            }
            attempts++;
        }
        assertThat(attempts).isLessThanOrEqualTo(10);
    }

    @Property
    void whatAServerNamesOnlyLengthensADelay(
            @ForAll @IntRange(min = 1, max = 60) int failures, @ForAll long seed, @ForAll long seconds) {
        Backoff one = new Backoff(() -> RetrySettings.DEFAULT, new Random(seed));
        Backoff other = new Backoff(() -> RetrySettings.DEFAULT, new Random(seed));
        Duration named = Duration.ofSeconds(seconds);

        Instant own = one.notBefore(failures, Optional.empty(), NOW);
        Instant both = other.notBefore(failures, Optional.of(named), NOW);

        assertThat(both).isAfterOrEqualTo(own).isBeforeOrEqualTo(NOW.plus(Backoff.LONGEST_NAMED));
        if (named.compareTo(HOUR) > 0 && named.compareTo(Backoff.LONGEST_NAMED) < 0) {
            assertThat(both).isEqualTo(NOW.plus(named));
        }
    }

    @Test
    @Tag("promise-14")
    void settingsThatWouldHammerAServerAreRefused() {
        assertThatThrownBy(() -> new RetrySettings(Duration.ofMillis(999), HOUR, Duration.ZERO))
                .hasMessageContaining("firstDelay is PT0.999S")
                .hasMessageContaining("at least PT1S");
        assertThatThrownBy(() -> new RetrySettings(Duration.ofSeconds(2), Duration.ofSeconds(59), Duration.ZERO))
                .hasMessageContaining("maxDelay is PT59S")
                .hasMessageContaining("at least PT1M");
    }
}
