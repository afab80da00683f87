package io.github.ddnsjava.publish;

import java.time.Duration;
import java.util.Optional;

/**
 * How long nothing is sent after an answer that a person must act on (authentication, rejected, blocked).
 *
 * @param first the first hold; empty to hold until settings change
 * @param max the longest: each further refusal doubles the hold up to this
 */
public record HoldRule(Optional<Duration> first, Duration max) {
    /** Until settings change, or a person resumes: what dyndns2 services demand. */
    public static final HoldRule UNTIL_SETTINGS_CHANGE = new HoldRule(Optional.empty(), Duration.ofDays(3650));

    /** One hour, doubling to a day: for interfaces that do not punish another try. */
    public static final HoldRule HOURS = new HoldRule(Optional.of(Duration.ofHours(1)), Duration.ofHours(24));
}
