package io.github.ddnsjava.internal.engine.report;

import io.github.ddnsjava.event.DefectPart;
import io.github.ddnsjava.event.UpdateEvent;
import io.github.ddnsjava.event.UpdateListener;
import io.github.ddnsjava.internal.text.OneLine;
import io.github.ddnsjava.remember.RecordState;
import io.github.ddnsjava.remember.StateStore;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
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
    /** Those that were added to the running updater. */
    private final List<UpdateListener> added = new CopyOnWriteArrayList<>();

    private final AtomicLong dropped = new AtomicLong();
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
        if (listeners.get().isEmpty() && added.isEmpty()) {
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

    /** An updater has started with these rows. The log tells of their troubles if the first cycle does not end them. */
    public void lasting(Collection<RecordState> rows, Instant now) {
        log.lasting(rows, now);
    }

    /** Notifies this listener too, from now on. */
    public void add(UpdateListener listener) {
        added.add(listener);
    }

    /** Notifies a listener that was added no longer. */
    public void remove(UpdateListener listener) {
        added.remove(listener);
    }

    /** Returns how many events wait for the listeners. */
    public synchronized int waiting() {
        return queue.size();
    }

    /** Returns how many events were dropped, because too many waited. */
    public long dropped() {
        return dropped.get();
    }

    /** Tells that something threw what nobody expected. */
    public void defect(Instant at, DefectPart part, Throwable thrown) {
        tell(new UpdateEvent.Defect(at, part, thrown.getClass().getName()));
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
        dropped.incrementAndGet();
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
                pass(event, listener);
            }
            for (UpdateListener listener : added) {
                pass(event, listener);
            }
        }
    }

    private void pass(UpdateEvent event, UpdateListener listener) {
        try {
            listener.on(event);
        } catch (Throwable e) {
            LOG.warn(
                    "the listener {} failed on the event {}; the other listeners still get it: {}",
                    listener.getClass().getName(),
                    named(event),
                    OneLine.whole(e.toString()),
                    e);
            if (!(event instanceof UpdateEvent.Defect)) { // it would fail on that one, too, without end
                defect(event.at(), DefectPart.LISTENER, e);
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
