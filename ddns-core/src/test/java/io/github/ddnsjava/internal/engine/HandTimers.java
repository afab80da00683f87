package io.github.ddnsjava.internal.engine;

import io.github.ddnsjava.DelayScheduler;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;

/** A host's own timers, with only what such a class must have. They go off when the test says. Thread-safe. */
final class HandTimers implements DelayScheduler {
    private record Timer(Duration delay, Runnable task) {}

    private final LinkedBlockingQueue<Timer> timers = new LinkedBlockingQueue<>();

    @Override
    public Cancellable schedule(Duration delay, Runnable task) {
        Timer timer = new Timer(delay, task);
        timers.add(timer);
        return () -> timers.remove(timer);
    }

    @Override
    public void pause(Duration duration) {
        throw new AssertionError("nothing pauses here");
    }

    long count(Duration delay) {
        return timers.stream().filter(timer -> timer.delay().equals(delay)).count();
    }

    /** Lets the timer of that delay go off, as soon as it is set. */
    void goOff(Duration delay) {
        while (true) {
            for (Timer timer : timers) {
                if (timer.delay().equals(delay) && timers.remove(timer)) {
                    timer.task().run();
                    return;
                }
            }
            Thread.onSpinWait();
        }
    }
}
