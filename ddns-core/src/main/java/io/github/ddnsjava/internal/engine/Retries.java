package io.github.ddnsjava.internal.engine;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Changes that a cycle tries again before it settles; those of one time go together. Thread-safe. */
final class Retries {
    private final Workers workers;
    private final InstantSource clock;
    private final Consumer<List<Change>> again;
    private final Map<Instant, List<Change>> byTime = new HashMap<>();

    Retries(Workers workers, InstantSource clock, Consumer<List<Change>> again) {
        this.workers = workers;
        this.clock = clock;
        this.again = again;
    }

    void put(Instant at, Change change) {
        synchronized (byTime) {
            List<Change> together = byTime.get(at);
            if (together != null) {
                together.add(change);
                return;
            }
            byTime.put(at, new ArrayList<>(List.of(change)));
        }
        workers.after(Duration.between(clock.instant(), at), () -> again.accept(take(at)));
    }

    private List<Change> take(Instant at) {
        synchronized (byTime) {
            List<Change> changes = byTime.remove(at);
            return changes == null ? List.of() : changes;
        }
    }
}
