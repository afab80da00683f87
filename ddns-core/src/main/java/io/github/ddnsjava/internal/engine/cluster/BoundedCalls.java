package io.github.ddnsjava.internal.engine.cluster;

import io.github.ddnsjava.exception.DdnsException;
import io.github.ddnsjava.exception.ProtocolException;
import io.github.ddnsjava.exception.TransientException;
import io.github.ddnsjava.internal.engine.work.Errand;
import io.github.ddnsjava.internal.engine.work.Workers;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/** Calls code of others that may take long, or never return: such a call is left. Thread-safe. */
final class BoundedCalls {
    private final Workers workers;
    private final String who;
    private final Duration limit;

    /**
     * Makes it.
     *
     * @param who whose code is called, for messages
     * @param limit how long a call may take
     */
    BoundedCalls(Workers workers, String who, Duration limit) {
        this.workers = workers;
        this.who = who;
        this.limit = limit;
    }

    /**
     * Makes a call.
     *
     * @throws DdnsException if it fails, or does not return in time
     */
    <T> T call(Callable<T> call) throws InterruptedException {
        if (workers.isStuck(who)) {
            throw TransientException.notSent(who + " has not returned from an earlier call", null);
        }
        try {
            return Objects.requireNonNull(workers.askApart(new Errand<>(workers, who, call), limit));
        } catch (TimeoutException e) {
            throw TransientException.notSent(who + " did not answer in time", null);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof DdnsException known) {
                throw known;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw ProtocolException.ofAccount(who + " failed: "
                    + Objects.requireNonNull(e.getCause()).getClass().getName()
                    + "; this is a defect of what speaks to it");
        }
    }
}
