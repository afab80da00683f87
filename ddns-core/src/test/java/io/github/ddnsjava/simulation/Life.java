package io.github.ddnsjava.simulation;

import io.github.ddnsjava.DelayScheduler;
import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * One process, from its start to its crash: all that an updater does passes here, step by step, and after a crash not a
 * single one more.
 */
final class Life implements DelayScheduler, Executor {
    private final Time time;
    private final Dice dice;
    private final double danger;
    private final Runnable whenCrashed;
    private boolean dead;
    private boolean safe;

    /**
     * Begins.
     *
     * @param danger by how much each risk is more or less than usual
     */
    Life(Time time, Dice dice, double danger, Runnable whenCrashed) {
        this.time = time;
        this.dice = dice;
        this.danger = danger;
        this.whenCrashed = whenCrashed;
    }

    /** A step after which, or instead of which, the process may be no more. */
    void step(String what, double risk) {
        if (!dead && !safe && dice.chance(risk * danger)) {
            crash();
        }
        goOn();
    }

    /** Does nothing more, if the process is no more. */
    void goOn() {
        if (dead) {
            throw new PowerCut();
        }
    }

    void crash() {
        dead = true;
        whenCrashed.run();
    }

    /** Ends by itself. */
    void end() {
        dead = true;
    }

    /** Crashes no more. */
    void makeSafe() {
        safe = true;
    }

    boolean isDead() {
        return dead;
    }

    @Override
    public void execute(Runnable task) {
        schedule(Duration.ZERO, task);
    }

    @Override
    public Cancellable schedule(Duration delay, Runnable task) {
        return time.in(delay, () -> {
            if (!dead) {
                task.run();
            }
        })::cancel;
    }

    @Override
    public void pause(Duration duration) throws InterruptedException {
        goOn();
        try {
            time.pause(duration);
        } finally {
            goOn();
        }
    }

    @Override
    public boolean isSimulated() {
        return true;
    }
}
