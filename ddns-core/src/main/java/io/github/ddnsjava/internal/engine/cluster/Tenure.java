package io.github.ddnsjava.internal.engine.cluster;

import io.github.ddnsjava.cluster.Lease;
import java.time.Duration;

/**
 * A lease that this node holds, and how much of it is left. What counts is the time <em>before</em> the last successful request
 * was sent, for the engine gave the time after that. A tenth is left off, for clocks that run at different speeds. Thread-safe.
 */
final class Tenure {
    private final Lease lease;
    private final String note;
    private final Duration time;
    private final Clocks clocks;
    private volatile Clocks.Moment asked;

    /**
     * Makes one.
     *
     * @param note what the others see of it
     * @param time how long the lease lasts
     * @param asked when it was asked for
     */
    Tenure(Lease lease, String note, Duration time, Clocks clocks, Clocks.Moment asked) {
        this.lease = lease;
        this.note = note;
        this.time = time;
        this.clocks = clocks;
        this.asked = asked;
    }

    /** Renews it; blocks. Returns false if it is lost. An answer that comes too late for its caller counts all the same. */
    boolean renew() {
        Clocks.Moment before = clocks.now();
        if (!lease.renew()) {
            return false;
        }
        asked = before;
        return true;
    }

    /** Returns for how long it is certain that nobody else holds the lease; not positive if it is not certain any more. */
    Duration remaining() {
        return time.minus(time.dividedBy(10)).minus(clocks.now().since(asked));
    }

    boolean isOver() {
        Duration remaining = remaining();
        return remaining.isNegative() || remaining.isZero();
    }

    /** Returns whether an exchange may begin: enough is left for it to end. */
    boolean mayBegin() {
        return remaining().compareTo(time.dividedBy(3)) >= 0;
    }

    Lease lease() {
        return lease;
    }

    String note() {
        return note;
    }
}
