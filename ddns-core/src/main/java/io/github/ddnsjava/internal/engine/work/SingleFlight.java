package io.github.ddnsjava.internal.engine.work;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Predicate;

/**
 * Computes a value once for each key, for any number of threads. The first thread computes it. The others wait for it,
 * and can be interrupted. No lock is held in the meantime, and other keys do not wait. A failure is thrown in all
 * threads that waited, and the next call computes the value again. Thread-safe.
 */
public final class SingleFlight<K, V> {
    private final class Flight extends FutureTask<V> {
        private final Thread maker = Thread.currentThread();

        Flight(Callable<V> make) {
            super(make);
        }
    }

    private final Map<K, Flight> flights = new ConcurrentHashMap<>();
    private final Predicate<Throwable> own;

    /**
     * Makes an empty one.
     *
     * @param own returns true for a failure that concerns only the thread that computed the value; the threads that
     *     waited then try themselves
     */
    public SingleFlight(Predicate<Throwable> own) {
        this.own = own;
    }

    /** Returns the value of that key, made now if there is none. */
    public V get(K key, Callable<V> make) throws InterruptedException {
        while (true) {
            Flight mine = new Flight(make);
            Flight other = flights.putIfAbsent(key, mine);
            if (other == null) {
                return fly(key, mine);
            } else if (!other.isDone() && other.maker == Thread.currentThread()) {
                mine.run(); // the maker itself needs it: to wait would be for ever
                return landed(mine);
            }
            try {
                return other.get();
            } catch (ExecutionException e) {
                Throwable cause = Objects.requireNonNull(e.getCause());
                if (!(cause instanceof InterruptedException) && !own.test(cause)) {
                    throw unchecked(cause);
                }
                flights.remove(key, other);
            }
        }
    }

    private V fly(K key, Flight mine) throws InterruptedException {
        boolean made = false;
        try {
            mine.run();
            V value = landed(mine);
            made = true;
            return value;
        } finally {
            if (!made) {
                flights.remove(key, mine);
            }
        }
    }

    private static <V> V landed(FutureTask<V> flight) throws InterruptedException {
        try {
            return flight.get();
        } catch (ExecutionException e) {
            Throwable cause = Objects.requireNonNull(e.getCause());
            if (cause instanceof InterruptedException) {
                throw new InterruptedException();
            }
            throw unchecked(cause);
        }
    }

    private static RuntimeException unchecked(Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException failure ? failure : new IllegalStateException(cause);
    }

    /** Forgets the value of that key. */
    public void forget(K key) {
        flights.remove(key);
    }
}
