package io.github.ddnsjava.internal.engine.report;

import io.github.ddnsjava.event.UpdateEvent;
import io.github.ddnsjava.event.UpdateListener;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells listeners what happened, one event at a time and in order, away from the cycle; and logs it. What a slow
 * listener leaves behind is kept up to a bound, then the oldest is dropped. Thread-safe.
 */
public final class Events {
    private static final Logger LOG = LoggerFactory.getLogger("io.github.ddnsjava.events");
    private static final int BOUND = 10_000;

    private final List<UpdateListener> listeners;
    private final Executor executor;
    private final EventLog log = new EventLog(LOG);
    private final Queue<UpdateEvent> queue = new ArrayDeque<>();
    private boolean draining;
    private boolean dropping;

    public Events(List<UpdateListener> listeners, Executor executor) {
        this.listeners = listeners;
        this.executor = executor;
    }

    public void tell(UpdateEvent event) {
        log.log(event);
        if (listeners.isEmpty()) {
            return;
        }
        if (makesRoom()) {
            LOG.warn("listeners are too slow: the oldest of {} waiting events are dropped", BOUND);
        }
        if (!isFirst(event)) {
            return;
        }
        try {
            executor.execute(this::drain);
        } catch (RejectedExecutionException closing) {
            idle();
        }
    }

    /** Returns whether this is the first event in a row that is dropped. */
    private synchronized boolean makesRoom() {
        if (queue.size() < BOUND) {
            return false;
        }
        queue.remove();
        boolean first = !dropping;
        dropping = true;
        return first;
    }

    /** Returns whether nobody is telling events, so that the caller has to see to it. */
    private synchronized boolean isFirst(UpdateEvent event) {
        queue.add(event);
        boolean first = !draining;
        draining = true;
        return first;
    }

    private synchronized void idle() {
        draining = false;
    }

    private void drain() {
        for (UpdateEvent event = next(); event != null; event = next()) {
            for (UpdateListener listener : listeners) {
                try {
                    listener.on(event);
                } catch (Throwable e) {
                    LOG.warn("a listener failed", e);
                }
            }
        }
    }

    private synchronized @Nullable UpdateEvent next() {
        UpdateEvent event = queue.poll();
        if (event == null) {
            draining = false;
            dropping = false;
        }
        return event;
    }
}
