package io.github.ddnsjava.internal.http;

import java.net.SocketTimeoutException;
import java.time.Duration;

/** The end of the time that an operation with several steps may take. Immutable and thread-safe. */
public final class Deadline {
    private final Duration allowed;
    private final long end;

    private Deadline(Duration allowed) {
        this.allowed = allowed;
        this.end = System.nanoTime() + allowed.toNanos();
    }

    /** Begins now. */
    public static Deadline after(Duration allowed) {
        return new Deadline(allowed);
    }

    /** Returns an earlier one, or this where it is the earlier. */
    public Deadline atMost(Duration share) {
        return System.nanoTime() + share.toNanos() - end < 0 ? after(share) : this;
    }

    /** Tells whether it has passed. */
    public boolean isOver() {
        return System.nanoTime() - end >= 0;
    }

    /**
     * Returns the remaining milliseconds, at least one. It is a timeout for sockets, for which zero means no timeout.
     *
     * @throws SocketTimeoutException if none are
     */
    public int millisLeft() throws SocketTimeoutException {
        long nanos = end - System.nanoTime();
        if (nanos <= 0) {
            throw missed();
        }
        return (int) Math.min(Integer.MAX_VALUE, nanos / 1_000_000 + 1);
    }

    /** Returns what to throw where it was missed. */
    public SocketTimeoutException missed() {
        return new SocketTimeoutException("no complete answer within " + allowed.toMillis() + " ms");
    }
}
