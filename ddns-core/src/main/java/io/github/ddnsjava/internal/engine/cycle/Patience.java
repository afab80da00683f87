package io.github.ddnsjava.internal.engine.cycle;

import io.github.ddnsjava.internal.engine.records.Feed;
import io.github.ddnsjava.internal.engine.work.EngineParts;
import io.github.ddnsjava.internal.engine.work.Workers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Asks a detector that failed again, in a cycle that a caller waits for. A short fault of the only echo service should
 * not make the cycle fail. The waits double from one second, plus up to a half of jitter, and end with the time in
 * which the cycle tries again: with the default of 30 seconds a service gets at most five requests. A service that
 * asked for a pause is not asked again. Thread-safe.
 */
final class Patience {
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final double JITTER = 0.5;
    /** From here on a wait is longer than any cycle. */
    private static final int MOST = 30;

    private final EngineParts parts;
    private final Instant retryUntil;
    /** One round for each attempt. Detectors that failed together are asked again together. */
    private final List<DetectionRound> rounds = new ArrayList<>();

    private final Map<Feed, Integer> repeats = new HashMap<>();
    private final Workers workers;

    /**
     * Makes one.
     *
     * @param first the round that everything is asked in first
     * @param retryUntil when no question is asked any more
     */
    Patience(EngineParts parts, Workers workers, DetectionRound first, Instant retryUntil) {
        this.parts = parts;
        this.workers = workers;
        this.retryUntil = retryUntil;
        rounds.add(first);
    }

    /** Returns the round in which a feed is asked now. */
    synchronized DetectionRound round(Feed feed) {
        int attempt = repeats.getOrDefault(feed, 0);
        while (rounds.size() <= attempt) {
            // Early: that leaves out who asked to be left alone.
            rounds.add(DetectionRound.first(parts, workers, true));
        }
        return rounds.get(attempt);
    }

    /** Returns how long to wait before a feed is asked again; empty where the time is up. */
    Optional<Duration> again(Feed feed) {
        return again(feed, parts.clock().instant(), parts.random().nextDouble());
    }

    private synchronized Optional<Duration> again(Feed feed, Instant now, double drawn) {
        int attempt = repeats.getOrDefault(feed, 0);
        Duration wait = FIRST.multipliedBy(1L << Math.min(attempt, MOST));
        Duration jittered = Duration.ofNanos((long) (wait.toNanos() * (1 + JITTER * drawn)));
        if (now.plus(jittered).isAfter(retryUntil)) {
            return Optional.empty();
        }
        repeats.put(feed, attempt + 1);
        return Optional.of(jittered);
    }
}
