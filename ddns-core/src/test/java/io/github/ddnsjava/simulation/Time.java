package io.github.ddnsjava.simulation;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Virtual time. What happens is a queue of events, and whichever thread holds the baton runs them in order; so one
 * thread moves at a time, and equal seeds go equal ways. A task that pauses hands the baton on, if anything happens
 * meanwhile, and gets it back when its time has come; one that does not pause costs no hand-over.
 */
final class Time implements InstantSource {
    private static final Instant BEGINNING = Instant.parse("2026-03-01T00:00:00Z");
    private static final int REAL_SECONDS_WITHOUT_END = 120;

    /** Something that happens; may be taken back. */
    static final class Event implements Comparable<Event> {
        private final long at;
        private final long number;
        private @Nullable Runnable task;
        private @Nullable Sleeper sleeper;

        private Event(long at, long number, @Nullable Runnable task, @Nullable Sleeper sleeper) {
            this.at = at;
            this.number = number;
            this.task = task;
            this.sleeper = sleeper;
        }

        void cancel() {
            task = null;
            sleeper = null;
        }

        @Override
        public int compareTo(Event other) {
            return at != other.at ? Long.compare(at, other.at) : Long.compare(number, other.number);
        }
    }

    /** A task in the middle of a pause. */
    private static final class Sleeper {
        private final Thread thread = Thread.currentThread();
        private volatile boolean awake;
    }

    /** A thread that can take the baton. */
    private final class Runner extends Thread {
        private Runner() {
            super("simulation");
            setDaemon(true);
        }

        @Override
        public void run() {
            while (!ended) {
                if (holder == this) {
                    turn();
                } else {
                    LockSupport.park(this);
                }
                Thread.interrupted();
            }
        }
    }

    private final PriorityQueue<Event> queue = new PriorityQueue<>();
    private final Deque<Runner> idle = new ArrayDeque<>();
    private final List<Sleeper> sleepers = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();
    private long now;
    private long end;
    private long numbers;
    private Duration skew = Duration.ZERO;
    private @Nullable Instant instant;
    private volatile @Nullable Thread holder;
    private volatile CountDownLatch finished = new CountDownLatch(0);
    private volatile boolean ended;

    /** Returns what the wall clock shows, which may be wrong. */
    @Override
    public Instant instant() {
        Instant known = instant;
        if (known == null) {
            known = BEGINNING.plusNanos(now).plus(skew);
            instant = known;
        }
        return known;
    }

    /** Returns the time that has really passed. */
    Duration passed() {
        return Duration.ofNanos(now);
    }

    /** Sets the wall clock forward, or back; timers do not care. */
    void setClock(Duration by) {
        skew = skew.plus(by);
        instant = null;
    }

    /** Returns how wrong the wall clock is. */
    Duration skew() {
        return skew;
    }

    Event in(Duration delay, Runnable task) {
        Event event = new Event(now + Math.max(0, delay.toNanos()), numbers++, task, null);
        queue.add(event);
        return event;
    }

    /** Lets that much time pass; only from outside, with nobody else at it. */
    void run(Duration duration) {
        end = now + duration.toNanos();
        finished = new CountDownLatch(1);
        handTo(anyRunner());
        try {
            if (!finished.await(REAL_SECONDS_WITHOUT_END, TimeUnit.SECONDS)) {
                throw new AssertionError("the world stands still: a task waits for something else than its pause");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
        if (!failures.isEmpty()) {
            throw new AssertionError("a task of the world failed", failures.get(0));
        }
    }

    /** Ends all threads; those in a pause are interrupted. */
    void end() {
        List<Sleeper> asleep = List.copyOf(sleepers); // who wakes takes itself off the list
        List<Runner> waiting = List.copyOf(idle);
        ended = true;
        asleep.forEach(sleeper -> {
            sleeper.awake = true;
            LockSupport.unpark(sleeper.thread);
        });
        waiting.forEach(LockSupport::unpark);
    }

    /** Blocks the calling task, and lets everything else go on meanwhile. */
    void pause(Duration duration) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        long wake = now + Math.max(0, duration.toNanos());
        if (wake <= end && !happensBefore(wake)) {
            move(wake);
            return;
        }
        Sleeper sleeper = new Sleeper();
        sleepers.add(sleeper);
        queue.add(new Event(wake, numbers++, null, sleeper));
        handTo(anyRunner());
        while (!sleeper.awake) {
            LockSupport.park(this);
        }
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    /** Tells whether there is anything to do first. */
    private boolean happensBefore(long wake) {
        Event event = queue.peek();
        while (event != null && event.task == null && !sleepers.contains(event.sleeper)) {
            queue.remove();
            event = queue.peek();
        }
        return event != null && event.at <= wake || interrupted() != null;
    }

    private Runner anyRunner() {
        Runner runner = idle.poll();
        if (runner == null) {
            runner = new Runner();
            runner.start();
        }
        return runner;
    }

    private void handTo(Thread thread) {
        holder = thread;
        LockSupport.unpark(thread);
    }

    /** Runs events until there is none, or a sleeper's turn has come. */
    private void turn() {
        Runner me = (Runner) Thread.currentThread();
        while (!ended) {
            Sleeper woken = interrupted();
            if (woken == null) {
                Event event = queue.peek();
                if (event == null || event.at > end) {
                    move(end);
                    idle.add(me);
                    holder = null;
                    finished.countDown();
                    return;
                }
                queue.remove();
                woken = event.sleeper;
                if (event.task != null || woken != null && sleepers.contains(woken)) {
                    move(event.at);
                }
                if (event.task != null) {
                    run(event.task);
                }
            }
            if (woken != null && sleepers.remove(woken)) {
                idle.add(me);
                holder = woken.thread;
                woken.awake = true;
                LockSupport.unpark(woken.thread);
                return;
            }
        }
    }

    private void run(Runnable task) {
        try {
            task.run();
        } catch (PowerCut e) {
            // The task was part of a process that is no more.
        } catch (Throwable e) {
            failures.add(e);
        }
        Thread.interrupted();
    }

    private @Nullable Sleeper interrupted() {
        for (int i = 0; i < sleepers.size(); i++) {
            if (sleepers.get(i).thread.isInterrupted()) {
                return sleepers.get(i);
            }
        }
        return null;
    }

    private void move(long at) {
        if (at > now) {
            now = at;
            instant = null;
        }
    }
}
