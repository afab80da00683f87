package io.github.ddnsjava.internal.engine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * Knows who may use the parts of the updater at present, so that a part that was removed is released after the last use
 * of it. Whoever begins a use after the removal sees the set-up without that part. Thread-safe.
 */
final class Releases {
    /** What is to be done when these uses have ended. */
    private record Release(Set<Object> uses, Runnable task) {}

    /** A call that uses parts. */
    interface Use<T> {
        T run() throws InterruptedException;
    }

    private final Set<Object> uses = identities();
    private final List<Release> waiting = new ArrayList<>();

    private static Set<Object> identities() {
        return Collections.newSetFromMap(new IdentityHashMap<>());
    }

    /** A use begins. It is compared by identity. */
    synchronized void begin(Object use) {
        uses.add(use);
    }

    /** A use has ended. What waited for it alone is released on the calling thread. */
    void end(Object use) {
        ended(use).forEach(Runnable::run);
    }

    private synchronized List<Runnable> ended(Object use) {
        List<Runnable> ready = new ArrayList<>();
        if (uses.remove(use)) {
            for (Release release : List.copyOf(waiting)) {
                if (release.uses().remove(use) && release.uses().isEmpty()) {
                    waiting.remove(release);
                    ready.add(release.task());
                }
            }
        }
        return ready;
    }

    /** Makes a call, which counts as a use. */
    <T> T during(Use<T> call) throws InterruptedException {
        Object use = new Object();
        begin(use);
        try {
            return call.run();
        } finally {
            end(use);
        }
    }

    /** Runs a task when all present uses have ended; at once if there are none. */
    void afterPresentUses(Runnable task) {
        if (!waits(task)) {
            task.run();
        }
    }

    private synchronized boolean waits(Runnable task) {
        if (uses.isEmpty()) {
            return false;
        }
        Set<Object> present = identities();
        present.addAll(uses);
        waiting.add(new Release(present, task));
        return true;
    }
}
