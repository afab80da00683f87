package io.github.ddnsjava.decide;

import io.github.ddnsjava.Attributes;
import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.ManagedRecord;
import io.github.ddnsjava.detect.Detection;
import io.github.ddnsjava.publish.Abilities;
import io.github.ddnsjava.remember.RecordState;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All that a policy may base its decision on. Immutable and thread-safe.
 *
 * @param record the wanted record
 * @param now the time
 * @param detection what this cycle's detection said; empty where it failed
 * @param state what is remembered
 * @param abilities what the record's provider can do
 * @param evidence what was gathered in this cycle because a policy asked
 */
public record Situation(
        ManagedRecord record,
        Instant now,
        Optional<Detection> detection,
        RecordState state,
        Abilities abilities,
        Map<EvidenceKind, Evidence> evidence) {
    /** Copies the evidence. */
    public Situation {
        evidence = Map.copyOf(evidence);
    }

    /** Returns the detected addresses, if an address was found. */
    public Optional<Set<IpAddress>> detected() {
        return detection.filter(Detection.Found.class::isInstance).map(found -> ((Detection.Found) found).addresses());
    }

    /** Tells whether addresses were detected that are not the confirmed ones. */
    public boolean addressChanged() {
        return detected().isPresent() && !detected().equals(state.confirmed());
    }

    /** Tells whether anything but the addresses is wanted otherwise than when the record was last confirmed. */
    public boolean wishChanged() {
        return state.confirmed().isPresent() && !state.fingerprint().equals(Optional.of(record.fingerprint()));
    }

    /**
     * Tells whether live DNS shows the addresses of a proxy instead of the published ones, so that it cannot be asked
     * what stands at the provider: the attribute {@code proxied} as it is there, or as it is wanted where that is not
     * known.
     */
    public boolean proxied() {
        Object there = state.effective().get(Attributes.PROXIED);
        Attributes.Wanted wanted = record.attributes().asMap().get(Attributes.PROXIED);
        return there != null
                ? there.equals(true)
                : wanted != null && wanted.value().equals(true);
    }

    /** Returns the evidence of that kind; empty where it was not asked for yet. */
    public Optional<Evidence> evidence(EvidenceKind kind) {
        return Optional.ofNullable(evidence.get(kind));
    }
}
