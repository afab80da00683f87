package io.github.ddnsjava.examples.agent.command;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Requests to read the configuration again. While the agent starts it may have read its file already and not follow it yet: a
 * request of that time is kept, and served as soon as there is somebody who serves. Thread-safe.
 */
final class ReloadRequests {
    private final AtomicBoolean waits = new AtomicBoolean();
    private final AtomicReference<@Nullable Runnable> server = new AtomicReference<>();

    /** Asks. Several that wait are one. */
    void ask() {
        waits.set(true);
        serve();
    }

    /** From now on requests are served by that, and what waits first. */
    void servedBy(Runnable reload) {
        server.set(reload);
        serve();
    }

    /** From now on nobody serves. */
    void end() {
        server.set(null);
    }

    private void serve() {
        Runnable reload = server.get();
        if (reload != null && waits.getAndSet(false)) {
            reload.run();
        }
    }
}
