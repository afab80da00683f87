package io.github.ddnsjava.internal.engine.work;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A call to code that may never return, not even when it is interrupted. The waiting thread can leave the call. The
 * call is then interrupted. If it does not return in spite of that, its thread is counted until it returns.
 * Thread-safe.
 */
public class Errand<T> extends FutureTask<T> {
    private final Workers workers;
    private final Object who;
    private final AtomicBoolean taken = new AtomicBoolean();
    private final CountDownLatch begun = new CountDownLatch(1);
    private volatile @Nullable Thread asker;
    private volatile boolean declined;
    private volatile boolean returned;
    private volatile boolean stuck;

    /**
     * Makes one.
     *
     * @param who whose code is called, as a text for people; equal values are the same call
     */
    public Errand(Workers workers, Object who, Callable<T> question) {
        super(question);
        this.workers = workers;
        this.who = who;
    }

    /**
     * Makes sure that this thread, which waits for the result, does not run the call itself. An executor may run its
     * tasks in the calling thread.
     */
    void keepOff(Thread thread) {
        asker = thread;
    }

    @Override
    public void run() {
        // A second thread may get the same task if the first was slow to begin. It must not report that the detector
        // returned.
        if (Thread.currentThread() == asker) {
            declined = true;
            return;
        }
        if (taken.getAndSet(true)) {
            return;
        }
        begun.countDown();
        try {
            super.run();
        } finally {
            returned = true;
            workers.returned(this);
        }
    }

    boolean hasBegun() {
        return begun.getCount() == 0;
    }

    /** Waits until a thread runs the call. Returns false if none does within this time, or the executor has none. */
    boolean beginsWithin(long millis) throws InterruptedException {
        return !declined && begun.await(millis, TimeUnit.MILLISECONDS);
    }

    /** Interrupts it, and waits no longer. */
    public void leave() {
        if (cancel(true) && hasBegun()) {
            workers.left(this);
        }
        if (returned) {
            workers.returned(this);
        }
    }

    /** It was interrupted long ago, and goes on. */
    void isStuckNow() {
        stuck = true;
    }

    boolean isStuck() {
        return stuck;
    }

    Object who() {
        return who;
    }

    @Override
    public String toString() {
        return who.toString();
    }
}
