package io.github.ddnsjava.internal.engine;

import io.github.ddnsjava.internal.config.Closeables;
import io.github.ddnsjava.internal.config.SteadyDetector;
import io.github.ddnsjava.internal.config.SteadyProvider;
import io.github.ddnsjava.internal.engine.records.Roster;
import io.github.ddnsjava.internal.engine.work.EngineParts;
import io.github.ddnsjava.internal.engine.work.Workers;
import io.github.ddnsjava.publish.DnsProvider;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Closes detectors and providers that are closeable: those that a new set-up no longer has, after the last cycle that
 * uses them, and all others when the updater closes. Thread-safe.
 */
final class Closing {
    private final Releases releases;
    private final Workers workers;
    private final StateAccess state;
    private final Supplier<Roster> roster;
    /** What was removed and is not closed yet. */
    private final Set<AutoCloseable> removed = identities();

    Closing(Releases releases, Workers workers, StateAccess state, Supplier<Roster> roster) {
        this.releases = releases;
        this.workers = workers;
        this.state = state;
        this.roster = roster;
    }

    private static Set<AutoCloseable> identities() {
        return Collections.newSetFromMap(new IdentityHashMap<>());
    }

    /**
     * A set-up was replaced.
     *
     * @param given the set-up that replaces it; where a part of it is equal to one before, that one is used
     */
    void replaced(EngineParts before, EngineParts given) {
        EngineParts present = roster.get().parts();
        Set<AutoCloseable> unused = closeables(before);
        unused.addAll(closeables(given));
        unused.removeAll(closeables(present));
        if (!unused.isEmpty() || !accounts(before).equals(accounts(present))) {
            remove(unused);
            releases.afterPresentUses(() -> release(before, given));
        }
    }

    private synchronized void remove(Collection<AutoCloseable> parts) {
        removed.addAll(parts);
    }

    /** No cycle uses them any more. A call to a provider may still be about to return, in the lane of its account. */
    private void release(EngineParts before, EngineParts given) {
        EngineParts present = roster.get().parts();
        retain(closeables(present)); // something may be back
        for (EngineParts parts : List.of(before, given)) {
            Set<AutoCloseable> detectors = identities();
            parts.detectors().values().forEach(detector -> detectors.addAll(SteadyDetector.closeables(detector)));
            workers.run(() -> detectors.forEach(this::closeIfRemoved));
            for (DnsProvider provider : parts.providers().values()) {
                SteadyProvider.closeable(provider)
                        .ifPresent(closeable -> afterCalls(provider.account(), () -> closeIfRemoved(closeable)));
            }
        }
        StateAccess.Opened opened = state.openedOrNull();
        if (opened != null) {
            opened.lanes().keepOnly(accounts(present));
        }
    }

    private void afterCalls(String account, Runnable task) {
        StateAccess.Opened opened = state.openedOrNull();
        if (opened == null) {
            workers.run(task);
        } else {
            opened.lanes().afterCalls(account, () -> workers.run(task));
        }
    }

    private synchronized void retain(Set<AutoCloseable> used) {
        removed.removeAll(used);
    }

    /** Closes the parts of a set-up that was refused or came too late, as far as the present one has not the same. */
    void discard(Set<AutoCloseable> parts) {
        parts.removeAll(closeables(roster.get().parts()));
        remove(parts);
        if (workers.isClosed()) { // closeAll may have been here
            parts.forEach(this::closeIfRemoved);
        } else {
            workers.run(() -> parts.forEach(this::closeIfRemoved));
        }
    }

    /** Closes all that is left: the updater is closing. */
    void closeAll() {
        remove(closeables(roster.get().parts()));
        all().forEach(this::closeIfRemoved);
    }

    private synchronized List<AutoCloseable> all() {
        return List.copyOf(removed);
    }

    private void closeIfRemoved(AutoCloseable part) {
        if (take(part)) {
            Closeables.close(part);
        }
    }

    private synchronized boolean take(AutoCloseable part) {
        return removed.remove(part);
    }

    private static Set<AutoCloseable> closeables(EngineParts parts) {
        return Closeables.of(parts.detectors().values(), parts.providers().values());
    }

    private static Set<String> accounts(EngineParts parts) {
        return parts.providers().values().stream().map(DnsProvider::account).collect(Collectors.toSet());
    }
}
