package io.github.ddnsjava;

import java.time.Duration;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * The answer of one source: evidence in reports and events. Immutable and thread-safe.
 *
 * @param source which source, as in {@code https://one.example} or {@code interface eth0}
 * @param operator the operator of the source; two sources of one operator are not independent
 * @param addresses the reported addresses, sorted; empty if the source failed or reported that there is none
 * @param message why there is no address, or what is remarkable about it; usually empty
 * @param elapsed how long the answer took
 */
public record SourceAnswer(String source, String operator, Set<IpAddress> addresses, String message, Duration elapsed) {
    /** Copies and sorts the addresses. */
    public SourceAnswer {
        addresses = Collections.unmodifiableSortedSet(new TreeSet<>(addresses));
    }

    /** Returns an answer with one address. */
    public static SourceAnswer of(String source, String operator, IpAddress address, Duration elapsed) {
        return new SourceAnswer(source, operator, Set.of(address), "", elapsed);
    }

    /** Returns an answer without an address. The message says why. */
    public static SourceAnswer failed(String source, String operator, String message, Duration elapsed) {
        return new SourceAnswer(source, operator, Set.of(), message, elapsed);
    }
}
