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
 * Asks several questions at the same time, until the answers are sufficient. It uses the timers and the workers of the
 * updater. If the executor of the host has no free thread, the calling thread answers a question itself. An executor
 * with a single thread therefore does not wait for itself. For one thread.
 */
public final class Race<T> {
    /** Far longer than a free thread needs to begin. */
    private static final Duration LEND_AFTER = Duration.ofMillis(100);

    /** The maximum delay with which an answer is noticed, as a part of the time that it took. */
    private static final int PARTS = 8;

    private final class Runner extends Errand<T> {
        Runner(Question<T> question) {
            super(workers, "a source of " + asker, question::ask);
        }

        @Override
        protected void done() {
            events.add(Optional.of(this));
        }
    }

    /** Runners that have ended; an empty element says that it is time for the next question. */
    private final BlockingQueue<Optional<Runner>> events = new LinkedBlockingQueue<>();

    private final List<Runner> started = new ArrayList<>();
    private final List<DelayScheduler.Cancellable> timers = new ArrayList<>();
    private final Workers workers;
    private final String asker;
    private final Duration headStart;
    private Duration waited = Duration.ZERO;

    /**
     * Makes one.
     *
     * @param asker whose sources are asked, as a text for people
     * @param headStart how long an answer may take before the next question is started too
     */
    public Race(Workers workers, String asker, Duration headStart) {
        this.workers = workers;
        this.asker = asker;
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

    /**
     * There is no answer yet. If the host gave the threads, the scheduler does the waiting, because its time need not
     * be real time.
     */
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
