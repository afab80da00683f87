package io.github.ddnsjava.internal.engine;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Lets the changes of one cycle travel together: a lane waits a moment for the other sources that feed it, so that one
 * batch carries both families. Thread-safe.
 */
final class Convoy {
    /** How long a lane waits for the other sources of the cycle. */
    private static final Duration TOGETHER = Duration.ofSeconds(1);

    private final Workers workers;
    private final Lanes lanes;
    /** The sources that may still bring changes, for each account. */
    private final Map<String, Set<Source>> awaited = new HashMap<>();

    Convoy(Workers workers, Lanes lanes) {
        this.workers = workers;
        this.lanes = lanes;
    }

    /** These sources are going to be looked at. */
    synchronized void await(Collection<Source> sources) {
        for (Source source : sources) {
            for (String account : source.accounts().keySet()) {
                awaited.computeIfAbsent(account, a -> new HashSet<>()).add(source);
            }
        }
    }

    /** Sends changes of one source on their way. */
    void send(List<Change> changes) {
        Map<Lane, Entry> touched = new LinkedHashMap<>();
        for (Change change : changes) {
            Lane lane = lanes.of(change.entry().provider);
            lane.offer(change);
            touched.putIfAbsent(lane, change.entry());
        }
        touched.forEach((lane, entry) -> {
            if (othersCome(entry)) {
                workers.after(TOGETHER, lane::flush);
            } else {
                lane.flush();
            }
        });
    }

    private synchronized boolean othersCome(Entry entry) {
        return awaited.getOrDefault(entry.provider.account(), Set.of()).stream()
                .anyMatch(source -> source != entry.source);
    }

    /** The source has brought what it has: lanes that wait for no other go at once. */
    void arrived(Source source) {
        source.accounts().forEach((account, provider) -> {
            if (wasLast(account, source)) {
                lanes.of(provider).flush();
            }
        });
    }

    private synchronized boolean wasLast(String account, Source source) {
        Set<Source> sources = awaited.getOrDefault(account, new HashSet<>());
        return sources.remove(source) && sources.isEmpty();
    }
}
