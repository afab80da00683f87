package io.github.ddnsjava.publish;

import java.time.Duration;
import java.util.Optional;

/**
 * How long nothing is sent after an answer that needs a person (authentication, rejected, blocked), or after a write
 * without an understood answer. Immutable and thread-safe.
 *
 * @param first the length of the first hold; empty for a hold that lasts until settings change
 * @param max the longest hold; each further refusal doubles the hold up to this length
 */
public record HoldRule(Optional<Duration> first, Duration max) {
    /** Holds until settings change or a person resumes the record. dyndns2 services demand this. */
    public static final HoldRule UNTIL_SETTINGS_CHANGE = new HoldRule(Optional.empty(), Duration.ofDays(3650));

    /** Holds for one hour, doubling to a day. For interfaces that do not punish another attempt. */
    public static final HoldRule HOURS = new HoldRule(Optional.of(Duration.ofHours(1)), Duration.ofHours(24));

    /**
     * Holds for five minutes, doubling to two hours, after a write without an understood answer if only live DNS can
     * show its result. The same write is sent at most 4 times in the first hour, 16 times in the first day, and 12
     * times in each later day.
     */
    public static final HoldRule MINUTES = new HoldRule(Optional.of(Duration.ofMinutes(5)), Duration.ofHours(2));
}
