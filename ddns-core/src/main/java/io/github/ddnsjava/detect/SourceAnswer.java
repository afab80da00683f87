package io.github.ddnsjava.detect;

import io.github.ddnsjava.IpAddress;
import java.time.Duration;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * What one source said: evidence in reports and events. Immutable and thread-safe.
 *
 * @param source which source, as in {@code https://one.example} or {@code interface eth0}
 * @param operator who runs it; two sources of one operator are not independent
 * @param addresses what it said, sorted; empty where it failed or said that there is none
 * @param message why there is no address, or what is remarkable about it; mostly empty
 * @param elapsed how long it took
 */
public record SourceAnswer(String source, String operator, Set<IpAddress> addresses, String message, Duration elapsed) {
    /** Copies and sorts the addresses. */
    public SourceAnswer {
        addresses = Collections.unmodifiableSortedSet(new TreeSet<>(addresses));
    }

    /** An answer that names one address. */
    public static SourceAnswer of(String source, String operator, IpAddress address, Duration elapsed) {
        return new SourceAnswer(source, operator, Set.of(address), "", elapsed);
    }

    /** No usable answer, and why. */
    public static SourceAnswer failed(String source, String operator, String message, Duration elapsed) {
        return new SourceAnswer(source, operator, Set.of(), message, elapsed);
    }
}
