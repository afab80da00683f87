package io.github.ddnsjava.internal.detect;

import io.github.ddnsjava.detect.IpDetector;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Looks at something of this host again and again, on a daemon thread of its own, and announces when it is not what it
 * was. The JDK has no notification of address changes, and its one of file changes misses replaced directories.
 */
final class Poll {
    private static final int SHARE = 20;

    private Poll() {}

    /**
     * Begins.
     *
     * @param period the pause between two looks; longer where looking takes so long that it would cost a twentieth of
     *     the time, as the interfaces of some systems do
     * @param look what is compared by {@code equals}; must be cheap
     * @return ends it when closed
     */
    static IpDetector.Subscription every(Duration period, String name, Supplier<Object> look, Runnable changed) {
        Object first = look.get();
        Thread thread = new Thread(
                () -> {
                    Object before = first;
                    long pause = period.toMillis();
                    try {
                        while (!Thread.currentThread().isInterrupted()) {
                            Thread.sleep(pause);
                            long begun = System.nanoTime();
                            Object now = look.get();
                            pause = Math.max(period.toMillis(), (System.nanoTime() - begun) / 1_000_000 * SHARE);
                            if (!Objects.equals(before, now)) {
                                before = now;
                                changed.run();
                            }
                        }
                    } catch (InterruptedException closed) {
                        // That is how it ends.
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
        return thread::interrupt;
    }
}
