package io.github.ddnsjava.publish;

import java.time.Duration;
import java.util.Optional;

/**
 * How long nothing is sent after an answer that a person must act on (authentication, rejected, blocked), or after a
 * write without an understood answer.
 *
 * @param first the first hold; empty to hold until settings change
 * @param max the longest: each further refusal doubles the hold up to this
 */
public record HoldRule(Optional<Duration> first, Duration max) {
    /** Until settings change, or a person resumes: what dyndns2 services demand. */
    public static final HoldRule UNTIL_SETTINGS_CHANGE = new HoldRule(Optional.empty(), Duration.ofDays(3650));

    /** One hour, doubling to a day: for interfaces that do not punish another try. */
    public static final HoldRule HOURS = new HoldRule(Optional.of(Duration.ofHours(1)), Duration.ofHours(24));

    /**
     * Five minutes, doubling to two hours: after a write without an understood answer, where only live DNS can tell
     * what became of it. So the same write is sent at most 4 times in the first hour, 16 times in the first day, and 12
     * times in each day after that.
     */
    public static final HoldRule MINUTES = new HoldRule(Optional.of(Duration.ofMinutes(5)), Duration.ofHours(2));
}
