package io.github.ddnsjava.internal.engine;

import io.github.ddnsjava.DelayScheduler;
import io.github.ddnsjava.config.Durations;
import io.github.ddnsjava.event.DefectPart;
import io.github.ddnsjava.event.ListenerContext;
import io.github.ddnsjava.event.UpdateEvent;
import io.github.ddnsjava.event.UpdateListener;
import io.github.ddnsjava.exception.ConfigurationException;
import io.github.ddnsjava.exception.DdnsException;
import io.github.ddnsjava.internal.engine.records.Roster;
import io.github.ddnsjava.internal.engine.work.EngineParts;
import io.github.ddnsjava.internal.engine.work.Workers;
import io.github.ddnsjava.internal.text.Defect;
import io.github.ddnsjava.internal.text.OneLine;
import io.github.ddnsjava.publish.ProviderContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The listeners that run on what the updater has: made when a set-up first names them, kept as long as each set-up names
 * them, closed afterwards. Thread-safe.
 */
final class MadeListeners {
    private static final Logger LOG = LoggerFactory.getLogger(MadeListeners.class);

    /** What they still have to send goes over the network, once. */
    private static final Duration FAREWELL = Duration.ofSeconds(5);

    private final Workers workers;
    private final Supplier<Roster> roster;
    /** By the key and by how it was made. */
    private final Map<Map.Entry<String, Function<ListenerContext, UpdateListener>>, Made> made = new HashMap<>();

    private volatile List<UpdateListener> present = List.of();

    MadeListeners(Workers workers, Supplier<Roster> roster) {
        this.workers = workers;
        this.roster = roster;
    }

    /** One listener. It gets no event after it was closed, and is not closed while it gets one. */
    private final class Made implements UpdateListener {
        private enum State {
            IDLE,
            HEARING,
            /** To be closed when it has heard what it is just told. */
            LEAVING,
            CLOSED
        }

        private final String key;
        private final UpdateListener listener;
        private final AtomicReference<State> state = new AtomicReference<>(State.IDLE);
        private volatile Runnable afterwards = () -> {};

        Made(String key, UpdateListener listener) {
            this.key = key;
            this.listener = listener;
        }

        /** Events come one after the other. */
        @Override
        public void on(UpdateEvent event) {
            if (!state.compareAndSet(State.IDLE, State.HEARING)) {
                return;
            }
            try {
                listener.on(event);
            } finally {
                if (!state.compareAndSet(State.HEARING, State.IDLE)) {
                    shut();
                }
            }
        }

        /** Closes it, now or after the event that it is just told; then runs that. */
        void close(Runnable then) {
            afterwards = then;
            while (true) {
                if (state.compareAndSet(State.IDLE, State.LEAVING)) {
                    shut();
                    return;
                } else if (state.compareAndSet(State.HEARING, State.LEAVING)) {
                    return;
                } else if (state.get() == State.CLOSED) {
                    then.run();
                    return;
                }
            }
        }

        private void shut() {
            state.set(State.CLOSED);
            try {
                if (listener instanceof AutoCloseable closeable) {
                    closeable.close();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (Exception | Error e) {
                workers.defect(DefectPart.LISTENER, e);
                LOG.warn(
                        "the notification {} is no longer used, and failed when it was closed; what it holds may stay"
                                + " occupied: {}",
                        key,
                        OneLine.whole(e.toString()),
                        e);
            } finally {
                afterwards.run();
            }
        }
    }

    /** Returns the listeners that get events now. */
    List<UpdateListener> with(List<UpdateListener> others) {
        List<UpdateListener> own = present;
        if (own.isEmpty()) {
            return others;
        }
        List<UpdateListener> all = new ArrayList<>(others);
        all.addAll(own);
        return all;
    }

    /**
     * Makes those that a set-up names and that are not there yet. They get no events before {@link #keepOnly}.
     *
     * @throws ConfigurationException if one cannot be made; then the set-up cannot be used
     */
    void prepare(EngineParts parts) {
        for (Map.Entry<String, Function<ListenerContext, UpdateListener>> how :
                parts.made().entrySet()) {
            if (!isMade(how)) {
                add(Map.entry(how.getKey(), how.getValue()), make(how.getKey(), how.getValue(), parts));
            }
        }
    }

    private synchronized boolean isMade(Map.Entry<String, Function<ListenerContext, UpdateListener>> how) {
        return made.containsKey(how);
    }

    private synchronized void add(Map.Entry<String, Function<ListenerContext, UpdateListener>> how, Made listener) {
        made.put(how, listener);
    }

    private Made make(String key, Function<ListenerContext, UpdateListener> how, EngineParts parts) {
        ProviderContext world =
                new ProviderContext(parts.environment().http(), parts.clock(), parts.random(), parts.lookup());
        ListenerContext context = new ListenerContext(
                world,
                new Timer(key),
                task -> workers.run(expected(key, task)),
                record ->
                        Optional.ofNullable(roster.get().entries().get(record)).map(entry -> entry.record));
        try {
            @Nullable UpdateListener listener = how.apply(context);
            if (listener != null) {
                return new Made(key, listener);
            }
        } catch (DdnsException e) {
            throw e;
        } catch (RuntimeException | Error e) {
            throw new ConfigurationException("notify." + key, "cannot be created: " + Defect.where(e), "");
        }
        throw new ConfigurationException(
                "notify." + key,
                "cannot be created: what is to make it made nothing; this is a defect of that code",
                "");
    }

    /** Counts what a task of a listener throws, as what it throws at an event is counted. */
    private Runnable expected(String key, Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                workers.defect(DefectPart.LISTENER, e);
                LOG.warn(
                        "the notification {} failed, and what it was doing is lost; this is a defect of it: {}",
                        key,
                        OneLine.whole(e.toString()),
                        e);
            }
        };
    }

    /** A set-up is used: those that it names get events from now on, and all others are closed. */
    void keepOnly(EngineParts parts) {
        drop(parts).forEach(unused -> workers.run(() -> unused.close(() -> {})));
    }

    private synchronized List<Made> drop(EngineParts parts) {
        List<Made> unused = new ArrayList<>();
        made.entrySet().removeIf(each -> {
            boolean gone = !parts.made().entrySet().contains(each.getKey());
            if (gone) {
                unused.add(each.getValue());
            }
            return gone;
        });
        present = List.copyOf(made.values());
        return unused;
    }

    /** Closes all. The wait is bounded. */
    void close() {
        if (!workers.runWithin(FAREWELL, this::closeAll)) {
            LOG.warn(
                    "the updater closes, but its notifications were not sent within {}; what they had to tell may be lost",
                    Durations.format(FAREWELL));
        }
    }

    /** Closes all at the same time, so that one that takes long takes no time from the others. */
    private void closeAll() {
        List<Made> all = all();
        CountDownLatch open = new CountDownLatch(all.size());
        for (Made each : all) {
            workers.runApart(() -> each.close(open::countDown));
        }
        try {
            open.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized List<Made> all() {
        List<Made> all = List.copyOf(made.values());
        made.clear();
        present = List.of();
        return all;
    }

    /** The updater's timers, which end with it. */
    private final class Timer implements DelayScheduler {
        private final String key;

        private Timer(String key) {
            this.key = key;
        }

        @Override
        public Cancellable schedule(Duration delay, Runnable task) {
            return workers.after(delay, expected(key, task));
        }

        @Override
        public void pause(Duration duration) throws InterruptedException {
            workers.scheduler().pause(duration);
        }

        @Override
        public boolean isSimulated() {
            return workers.scheduler().isSimulated();
        }
    }
}
