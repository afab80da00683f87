package io.github.ddnsjava.internal.engine;

import io.github.ddnsjava.UpdaterEnvironment;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;

/** What tests of real threads need: threads of their own, and waits that heed no interrupt. */
final class RealThreads {
    /** What its clock says until a test brings another: no test may need that real time passes, or that none does. */
    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    /** The standard one, whose network is there and whose clock stands still. */
    static final UpdaterEnvironment ENVIRONMENT =
            UpdaterEnvironment.standard().withNetwork(() -> true).withClock(InstantSource.fixed(NOW));

    private RealThreads() {}

    /** Waits, and heeds no interrupt. */
    static void awaitThough(CountDownLatch latch) {
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                Thread.interrupted();
            }
        }
    }

    static <T> FutureTask<T> inThread(Callable<T> call) {
        FutureTask<T> task = new FutureTask<>(call);
        Thread thread = new Thread(task, "a caller");
        thread.setDaemon(true);
        thread.start();
        return task;
    }

    static <T> T get(FutureTask<T> task) {
        try {
            return task.get();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
