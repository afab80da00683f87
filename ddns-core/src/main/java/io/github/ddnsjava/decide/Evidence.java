package io.github.ddnsjava.decide;

import io.github.ddnsjava.IpAddress;
import java.util.Optional;
import java.util.Set;

/**
 * The evidence that a policy asked for. Immutable and thread-safe.
 *
 * @param kind the kind of evidence
 * @param addresses the addresses. The set is empty if it is certain that there are none. The optional is empty if there
 *     is no certain answer
 * @param note why there is no certain answer, or who gave it; for people
 */
public record Evidence(EvidenceKind kind, Optional<Set<IpAddress>> addresses, String note) {
    /** Copies the addresses. */
    public Evidence {
        addresses = addresses.map(Set::copyOf);
    }

    /** Tells whether the evidence is exactly these addresses. */
    public boolean says(Set<IpAddress> expected) {
        return addresses.isPresent() && addresses.get().equals(expected);
    }
}
