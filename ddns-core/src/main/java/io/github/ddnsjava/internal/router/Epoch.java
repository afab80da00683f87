package io.github.ddnsjava.internal.router;

import io.github.ddnsjava.IpAddress;
import java.util.Optional;

/**
 * Follows the router's count of seconds since it lost its state (RFC 6886 section 3.6, RFC 6887 section 8.5), and tells
 * when it lost it again: by a restart, or by a change of its address. Thread-safe.
 */
final class Epoch {
    private record Seen(IpAddress gateway, long seconds, long nanoTime) {}

    private static final long TOLERANCE = 2;

    private Optional<Seen> last = Optional.empty();

    /**
     * Takes the count of one answer.
     *
     * @param nanoTime when it came
     * @return whether the count fell behind: by more than two seconds, and an eighth of the time, which the router's
     *     clock may lose
     */
    synchronized boolean fellBehind(IpAddress gateway, long seconds, long nanoTime) {
        boolean fell = last.filter(seen -> seen.gateway().equals(gateway))
                .filter(seen -> seconds < expected(seen, nanoTime) - TOLERANCE)
                .isPresent();
        last = Optional.of(new Seen(gateway, seconds, nanoTime));
        return fell;
    }

    private static long expected(Seen seen, long nanoTime) {
        long elapsed = (nanoTime - seen.nanoTime()) / 1_000_000_000;
        return seen.seconds() + elapsed * 7 / 8;
    }
}
