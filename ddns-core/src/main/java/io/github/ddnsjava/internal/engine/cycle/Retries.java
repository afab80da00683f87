package io.github.ddnsjava.internal.engine.cycle;

import io.github.ddnsjava.internal.engine.records.Entry;
import io.github.ddnsjava.internal.engine.records.Sighting;
import io.github.ddnsjava.internal.engine.work.Workers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What a cycle tries again before it settles; what is due at one time goes together. Thread-safe. */
final class Retries {
    /** A record to decide and publish once more, by that detection or a newer one. */
    record Retry(Entry entry, Sighting sighting) {}

    private final Workers workers;
    private final InstantSource clock;
    private final Consumer<List<Retry>> again;
    private final Map<Instant, List<Retry>> byTime = new HashMap<>();

    Retries(Workers workers, InstantSource clock, Consumer<List<Retry>> again) {
        this.workers = workers;
        this.clock = clock;
        this.again = again;
    }

    void put(Instant at, Retry retry) {
        synchronized (byTime) {
            List<Retry> together = byTime.get(at);
            if (together != null) {
                together.add(retry);
                return;
            }
            byTime.put(at, new ArrayList<>(List.of(retry)));
        }
        workers.after(Duration.between(clock.instant(), at), () -> again.accept(take(at)));
    }

    private List<Retry> take(Instant at) {
        synchronized (byTime) {
            List<Retry> changes = byTime.remove(at);
            return changes == null ? List.of() : changes;
        }
    }
}
