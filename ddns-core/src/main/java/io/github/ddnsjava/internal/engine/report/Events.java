package io.github.ddnsjava.internal.engine.report;

import io.github.ddnsjava.event.UpdateEvent;
import io.github.ddnsjava.event.UpdateListener;
import io.github.ddnsjava.remember.StateStore;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs events, and passes them to the listeners one at a time and in order, on another thread than the cycle. Events
 * for a slow listener wait up to a bound. After that the oldest is dropped. Thread-safe.
 */
public final class Events {
    private static final Logger LOG = LoggerFactory.getLogger("io.github.ddnsjava.events");
    private static final int BOUND = 10_000;

    private final Supplier<List<UpdateListener>> listeners;
    private final Executor executor;
    private final BiConsumer<Throwable, Runnable> refused;
    private final EventLog log;
    private final Queue<UpdateEvent> queue = new ArrayDeque<>();
    private boolean draining;
    private boolean dropping;

    /**
     * Makes one.
     *
     * @param listeners returns the listeners at present
     * @param executor runs the listeners
     * @param refused is called if the executor fails to accept a task; it runs what it is given a little later
     * @param state the place of the state, which log lines name
     */
    public Events(
            Supplier<List<UpdateListener>> listeners,
            Executor executor,
            BiConsumer<Throwable, Runnable> refused,
            StateStore state) {
        this.listeners = listeners;
        this.executor = executor;
        this.refused = refused;
        this.log = new EventLog(LOG, state);
    }

    public void tell(UpdateEvent event) {
        log.log(event);
        if (listeners.get().isEmpty()) {
            return;
        }
        if (makesRoom()) {
            LOG.warn(
                    "the listeners of the updater are too slow: {} events wait for them, and the oldest are dropped;"
                            + " let the listeners return sooner",
                    BOUND);
        }
        add(event);
        passOn();
    }

    /** Starts a thread that passes the waiting events to the listeners, unless there is one. */
    private void passOn() {
        if (!begins()) {
            return;
        }
        AtomicBoolean taken = new AtomicBoolean(); // an executor may fail, and run the task nevertheless
        try {
            executor.execute(() -> {
                if (!taken.getAndSet(true)) {
                    drain();
                }
            });
        } catch (Throwable e) {
            if (!taken.getAndSet(true)) {
                idle();
                refused.accept(e, this::passOn);
            }
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

    private synchronized void add(UpdateEvent event) {
        queue.add(event);
    }

    /** Returns whether events wait and no thread is passing them on, so that the caller must start one. */
    private synchronized boolean begins() {
        if (draining || queue.isEmpty()) {
            return false;
        }
        draining = true;
        return true;
    }

    private synchronized void idle() {
        draining = false;
    }

    private void drain() {
        for (UpdateEvent event = next(); event != null; event = next()) {
            for (UpdateListener listener : listeners.get()) {
                try {
                    listener.on(event);
                } catch (Throwable e) {
                    LOG.warn(
                            "the listener {} failed on the event {}; the other listeners still get it: {}",
                            listener.getClass().getName(),
                            named(event),
                            e.toString(),
                            e);
                }
            }
        }
    }

    /** The kind of the event, and its record if it has one. */
    private static String named(UpdateEvent event) {
        String kind = event.getClass().getSimpleName();
        return event instanceof UpdateEvent.OfRecord ofRecord ? kind + " of " + ofRecord.key() : kind;
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
