package io.github.ddnsjava.internal.detect;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * Which sources of one detector are unwell. One that refused rests as long as it says; one that failed twice or more in
 * a row rests for 5 minutes, doubling with each failure, up to an hour. Resting means to come last, not to be left out:
 * detection must not stay dead because every source once failed. Only looks that come sooner than the period leave out
 * who refused. Thread-safe.
 */
final class SourceHealth<S> {
    private static final Duration FIRST_REST = Duration.ofMinutes(5);
    private static final Duration LONGEST_REST = Duration.ofHours(1);
    private static final int MAX_DOUBLINGS = 4;

    private record State(int failures, Instant restUntil, boolean asked) {}

    /** By identity, for a detector has its sources for life, and every look asks for each of them. */
    private final Map<S, State> states = Collections.synchronizedMap(new IdentityHashMap<>());

    boolean isResting(S source, Instant now) {
        State state = states.get(source);
        return state != null && state.restUntil().isAfter(now);
    }

    /** Tells whether the source itself asked for its rest. */
    boolean wantsToBeLeft(S source, Instant now) {
        State state = states.get(source);
        return state != null && state.asked() && state.restUntil().isAfter(now);
    }

    void answered(S source) {
        states.remove(source);
    }

    void failed(S source, Instant now) {
        states.compute(source, (s, before) -> {
            int failures = before == null ? 1 : before.failures() + 1;
            return new State(failures, now.plus(rest(failures)), false);
        });
    }

    void refused(S source, Instant now, Duration pause) {
        states.compute(
                source, (s, before) -> new State(before == null ? 1 : before.failures() + 1, now.plus(pause), true));
    }

    private static Duration rest(int failures) {
        if (failures < 2) {
            return Duration.ZERO;
        }
        Duration rest = FIRST_REST.multipliedBy(1L << Math.min(failures - 2, MAX_DOUBLINGS));
        return rest.compareTo(LONGEST_REST) < 0 ? rest : LONGEST_REST;
    }
}
