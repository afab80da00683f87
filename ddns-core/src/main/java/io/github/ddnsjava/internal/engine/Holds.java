package io.github.ddnsjava.internal.engine;

import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.publish.HoldRule;
import io.github.ddnsjava.remember.AccountState;
import io.github.ddnsjava.remember.RecordState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When nothing may be sent. A hold lasts until its end, until settings change, or until a person ends it; a backoff only
 * until its end.
 */
final class Holds {
    private static final Duration RATE_LIMITED_FIRST = Duration.ofMinutes(10);
    private static final Duration RATE_LIMITED_MAX = Duration.ofHours(24);

    private Holds() {}

    /** Tells whether a problem of that kind needs a person, so that trying again by itself is no help. */
    static boolean needsPerson(ProblemKind kind) {
        return switch (kind) {
            case AUTHENTICATION, REJECTED, BLOCKED, AMBIGUOUS, CONFIGURATION -> true;
            default -> false;
        };
    }

    static boolean isHeld(RecordState state, String fingerprint, Instant now) {
        return isHeld(state.problem(), state.notBefore(), state.heldFingerprint(), fingerprint, now);
    }

    static boolean isHeld(AccountState state, String fingerprint, Instant now) {
        return isHeld(state.problem(), state.notBefore(), state.heldFingerprint(), fingerprint, now);
    }

    private static boolean isHeld(
            Optional<Problem> problem,
            Optional<Instant> notBefore,
            Optional<String> heldFingerprint,
            String fingerprint,
            Instant now) {
        if (problem.isEmpty()) {
            return false;
        }
        boolean later = notBefore.filter(now::isBefore).isPresent();
        return heldFingerprint.isEmpty()
                ? later
                : heldFingerprint.get().equals(fingerprint) && (notBefore.isEmpty() || later);
    }

    /** Returns when a hold ends after that many refusals in a row; empty for one that only settings or a person end. */
    static Optional<Instant> end(HoldRule rule, int refusals, Instant now) {
        return rule.first().map(first -> now.plus(doubled(first, refusals, rule.max())));
    }

    /** Returns when a rate limit ends whose length the server did not say. */
    static Instant rateLimitEnd(int refusals, Instant now) {
        return now.plus(doubled(RATE_LIMITED_FIRST, refusals, RATE_LIMITED_MAX));
    }

    private static Duration doubled(Duration first, int times, Duration max) {
        Duration duration = first;
        for (int i = 1; i < times && duration.compareTo(max) < 0; i++) {
            duration = duration.multipliedBy(2);
        }
        return duration.compareTo(max) < 0 ? duration : max;
    }
}
