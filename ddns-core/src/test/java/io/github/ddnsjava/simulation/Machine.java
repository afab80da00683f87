package io.github.ddnsjava.simulation;

import io.github.ddnsjava.DelayScheduler;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * One process of a node, from its start to its end, with the clocks of its host. It can be stopped in the middle of anything,
 * and go on where it was: a paused virtual machine, or a host that sleeps. Its requests are on their way meanwhile.
 */
final class Machine implements DelayScheduler, Executor {
    private final Time time;
    private final Duration skew;
    private final List<Runnable> held = new ArrayList<>();
    private Duration slept = Duration.ZERO;
    private boolean frozen;
    private boolean dead;

    /**
     * Starts.
     *
     * @param skew how wrong the wall clock of the host is
     */
    Machine(Time time, Duration skew) {
        this.time = time;
        this.skew = skew;
    }

    InstantSource wall() {
        return () -> time.instant().plus(skew);
    }

    /** Counts nanoseconds as Linux does: not while the host sleeps. */
    long nanos() {
        return time.passed().minus(slept).toNanos();
    }

    /**
     * Stops, and goes on after that time.
     *
     * @param sleeps whether the host sleeps, so that its count of nanoseconds stands still
     */
    void freeze(Duration length, boolean sleeps) {
        if (frozen || dead) {
            return;
        }
        frozen = true;
        time.in(length, () -> {
            frozen = false;
            slept = sleeps ? slept.plus(length) : slept;
            List<Runnable> left = List.copyOf(held);
            held.clear();
            left.forEach(task -> time.in(Duration.ZERO, () -> run(task)));
        });
    }

    void die() {
        dead = true;
    }

    boolean isDead() {
        return dead;
    }

    /** Does nothing more, if the process is no more. */
    void goOn() {
        if (dead) {
            throw new PowerCut();
        }
    }

    private void run(Runnable task) {
        if (frozen) {
            held.add(task);
        } else if (!dead) {
            task.run();
        }
    }

    @Override
    public void execute(Runnable task) {
        schedule(Duration.ZERO, task);
    }

    @Override
    public Cancellable schedule(Duration delay, Runnable task) {
        return time.in(delay, () -> run(task))::cancel;
    }

    @Override
    public void pause(Duration duration) throws InterruptedException {
        goOn();
        time.pause(duration);
        while (frozen) {
            time.pause(Duration.ofMillis(500));
        }
        goOn();
    }

    @Override
    public boolean isSimulated() {
        return true;
    }
}
