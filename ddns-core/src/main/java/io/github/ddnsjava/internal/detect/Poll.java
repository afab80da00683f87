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
    private Poll() {}

    /**
     * Begins.
     *
     * @param look what is compared by {@code equals}; must be cheap
     * @return ends it when closed
     */
    static IpDetector.Subscription every(Duration period, String name, Supplier<Object> look, Runnable changed) {
        Object first = look.get();
        Thread thread = new Thread(
                () -> {
                    Object before = first;
                    try {
                        while (!Thread.currentThread().isInterrupted()) {
                            Thread.sleep(period.toMillis());
                            Object now = look.get();
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
