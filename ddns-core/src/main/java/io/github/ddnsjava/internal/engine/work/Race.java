package io.github.ddnsjava.internal.engine.work;

import io.github.ddnsjava.DelayScheduler;
import io.github.ddnsjava.detect.DetectionContext.Question;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Questions that are asked side by side until the answers suffice. Waits on the updater's timers and works on its
 * workers; where an executor that was given has no thread to spare, the one who asks lends its own, so that even a
 * single thread cannot wait for itself. For one thread.
 */
public final class Race<T> {
    /** Far longer than a free thread needs to begin. */
    private static final Duration LEND_AFTER = Duration.ofMillis(100);

    /** An answer is noticed late by no more than this part of the time that it took. */
    private static final int PARTS = 8;

    private final class Runner extends Errand<T> {
        Runner(Question<T> question) {
            super(workers, "a feed that a detector asks", question::ask);
        }

        @Override
        protected void done() {
            events.add(Optional.of(this));
        }
    }

    /** Runners that have ended; empty where it is time for the next question. */
    private final BlockingQueue<Optional<Runner>> events = new LinkedBlockingQueue<>();

    private final List<Runner> started = new ArrayList<>();
    private final List<DelayScheduler.Cancellable> timers = new ArrayList<>();
    private final Workers workers;
    private final Duration headStart;
    private Duration waited = Duration.ZERO;

    public Race(Workers workers, Duration headStart) {
        this.workers = workers;
        this.headStart = headStart;
    }

    public void run(List<Question<T>> questions, Predicate<? super T> enough) throws InterruptedException {
        int ended = 0;
        boolean due = true;
        try {
            while (ended < questions.size()) {
                while (events.isEmpty() && started.size() < questions.size() && (due || ended == started.size())) {
                    start(questions.get(started.size()));
                    due = headStart.isZero();
                }
                long patience = workers.areOwn() ? LEND_AFTER.toMillis() : 0;
                Optional<Runner> event = events.poll(patience, TimeUnit.MILLISECONDS);
                if (event == null) {
                    pauseOrLend();
                    continue;
                }
                waited = Duration.ZERO;
                if (event.isEmpty()) {
                    due = true;
                } else {
                    ended++;
                    if (enough.test(answer(event.get()))) {
                        return;
                    }
                }
            }
        } finally {
            timers.forEach(DelayScheduler.Cancellable::cancel);
            started.forEach(Errand::leave);
        }
    }

    private void start(Question<T> question) {
        Runner runner = new Runner(question);
        started.add(runner);
        workers.run(runner);
        if (!headStart.isZero()) {
            timers.add(workers.after(headStart, () -> events.add(Optional.empty())));
        }
    }

    /** Nothing came yet. Where threads were given, the scheduler waits too, for its time need not be the real one. */
    private void pauseOrLend() throws InterruptedException {
        if (!workers.areOwn()) {
            Duration step = Duration.ofMillis(Math.max(1, waited.toMillis() / PARTS));
            workers.scheduler().pause(step);
            waited = waited.plus(step);
        }
        if (workers.areOwn() || waited.compareTo(LEND_AFTER) >= 0) {
            lend();
        }
    }

    private void lend() {
        started.stream().filter(runner -> !runner.hasBegun()).findFirst().ifPresent(Runner::run);
    }

    private static <T> T answer(FutureTask<T> runner) throws InterruptedException {
        try {
            return runner.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof InterruptedException) {
                throw new InterruptedException();
            }
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException("a question of a race failed", e.getCause());
        }
    }
}
