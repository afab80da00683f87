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

/** What a cycle tries again before it finishes; what is due at one time goes together. Thread-safe. */
final class Retries {
    /** A record to decide and publish once more, by that detection or a newer one. */
    record Retry(Entry entry, Sighting sighting) {}

    private final Workers workers;
    private final InstantSource clock;
    private final Consumer<List<Retry>> again;
    private final Runnable refused;
    private final Map<Instant, List<Retry>> byTime = new HashMap<>();

    /**
     * Makes one.
     *
     * @param refused ends the cycle, because there are no timers any more
     */
    Retries(Workers workers, InstantSource clock, Consumer<List<Retry>> again, Runnable refused) {
        this.workers = workers;
        this.clock = clock;
        this.again = again;
        this.refused = refused;
    }

    void put(Instant at, Retry retry) {
        if (isFirst(at, retry)) {
            workers.after(Duration.between(clock.instant(), at), () -> again.accept(take(at)), refused);
        }
    }

    private synchronized boolean isFirst(Instant at, Retry retry) {
        List<Retry> together = byTime.computeIfAbsent(at, t -> new ArrayList<>());
        together.add(retry);
        return together.size() == 1;
    }

    private synchronized List<Retry> take(Instant at) {
        List<Retry> changes = byTime.remove(at);
        return changes == null ? List.of() : changes;
    }
}
