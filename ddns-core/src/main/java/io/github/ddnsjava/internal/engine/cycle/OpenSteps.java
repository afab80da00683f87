package io.github.ddnsjava.internal.engine.cycle;

/** Counts what of one cycle is under way, and finishes the cycle, once, when nothing is. Thread-safe. */
final class OpenSteps {
    private final Runnable finish;

    /** How many feeds, changes and retries are under way, and one for the beginning. */
    private int open = 1;

    private boolean finished;

    /**
     * Makes one with the beginning of the cycle as its only step.
     *
     * @param finish gives the report
     */
    OpenSteps(Runnable finish) {
        this.finish = finish;
    }

    /** One more is under way. */
    synchronized void opened() {
        open++;
    }

    /** One has ended; finishes the cycle if that was the last. */
    void closed() {
        if (wasLast()) {
            finish.run();
        }
    }

    private synchronized boolean wasLast() {
        open--;
        return open == 0 && finishesNow();
    }

    /**
     * What is under way is waited for no longer.
     *
     * @return whether the cycle has not finished; it will not by itself any more
     */
    synchronized boolean abandon() {
        return finishesNow();
    }

    private boolean finishesNow() {
        boolean now = !finished;
        finished = true;
        return now;
    }
}
