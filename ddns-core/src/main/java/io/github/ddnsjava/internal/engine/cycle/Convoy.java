package io.github.ddnsjava.internal.engine.cycle;

import io.github.ddnsjava.internal.engine.account.Lane;
import io.github.ddnsjava.internal.engine.account.Lanes;
import io.github.ddnsjava.internal.engine.records.Change;
import io.github.ddnsjava.internal.engine.records.Entry;
import io.github.ddnsjava.internal.engine.records.Source;
import io.github.ddnsjava.internal.engine.work.Workers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Lets the changes of one cycle travel together: those of an account wait a moment for the other sources that feed it,
 * so that one batch carries both families. Thread-safe.
 */
final class Convoy {
    /** How long changes wait for the other sources of the cycle. */
    private static final Duration TOGETHER = Duration.ofSeconds(1);

    private final Workers workers;
    private final Lanes lanes;
    /** The sources that may still bring changes, for each account. */
    private final Map<String, Set<Source>> awaited = new HashMap<>();
    /** The changes that wait for those. */
    private final Map<Lane, List<Change>> gathered = new HashMap<>();

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

    /** Sends changes of one source on their way: at once where no other source comes, else with those of the others. */
    void send(List<Change> changes) {
        // Ordered, here as wherever an order leads to the outside: a day that is lived again in virtual time goes the
        // same way.
        Map<Lane, Entry> touched = new LinkedHashMap<>();
        for (Change change : changes) {
            Lane lane = lanes.of(change.entry().provider);
            gather(lane, change);
            touched.putIfAbsent(lane, change.entry());
        }
        touched.forEach((lane, entry) -> {
            if (othersCome(entry.provider.account(), entry.source)) {
                workers.after(TOGETHER, () -> depart(lane));
            } else {
                depart(lane);
            }
        });
    }

    private synchronized void gather(Lane lane, Change change) {
        gathered.computeIfAbsent(lane, l -> new ArrayList<>()).add(change);
    }

    private synchronized boolean othersCome(String account, Source but) {
        return awaited.getOrDefault(account, Set.of()).stream().anyMatch(source -> source != but);
    }

    /** The source has brought what it has: changes that wait for no other go at once. */
    void arrived(Source source) {
        source.accounts().forEach((account, provider) -> {
            if (wasLast(account, source)) {
                depart(lanes.of(provider));
            }
        });
    }

    private synchronized boolean wasLast(String account, Source source) {
        Set<Source> sources = awaited.getOrDefault(account, new HashSet<>());
        return sources.remove(source) && sources.isEmpty();
    }

    private void depart(Lane lane) {
        List<Change> together = take(lane);
        if (!together.isEmpty()) {
            lane.send(together);
        }
    }

    private synchronized List<Change> take(Lane lane) {
        List<Change> together = gathered.remove(lane);
        return together == null ? List.of() : together;
    }
}
