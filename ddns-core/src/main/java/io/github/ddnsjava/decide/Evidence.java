package io.github.ddnsjava.decide;

import io.github.ddnsjava.IpAddress;
import java.util.Optional;
import java.util.Set;

/**
 * What came of asking. Immutable and thread-safe.
 *
 * @param kind what was asked for
 * @param addresses the addresses; an empty set where there are none for certain, an empty optional where it cannot be
 *     told
 * @param note why it cannot be told, or who said it; for people
 */
public record Evidence(EvidenceKind kind, Optional<Set<IpAddress>> addresses, String note) {
    /** Copies the addresses. */
    public Evidence {
        addresses = addresses.map(Set::copyOf);
    }

    /** Tells whether it says exactly these addresses. */
    public boolean says(Set<IpAddress> expected) {
        return addresses.isPresent() && addresses.get().equals(expected);
    }
}
