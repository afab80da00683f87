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
 * The facts on which a policy bases its decision. Immutable and thread-safe.
 *
 * @param record the wanted record
 * @param now the current time
 * @param detection the result of this cycle's detection; empty if it failed
 * @param state what is remembered of the record
 * @param abilities what the record's provider can do
 * @param evidence what was obtained in this cycle because a policy asked for it
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

    /** Returns the detected addresses; empty if no address was found. */
    public Optional<Set<IpAddress>> detected() {
        return detection.filter(Detection.Found.class::isInstance).map(found -> ((Detection.Found) found).addresses());
    }

    /** Tells whether addresses were detected and differ from the confirmed ones. */
    public boolean addressChanged() {
        return detected().isPresent() && !detected().equals(state.confirmed());
    }

    /**
     * Tells whether the wanted record, apart from its addresses, has changed since the record was last confirmed. False
     * if the record was never confirmed.
     */
    public boolean wishChanged() {
        return state.confirmed().isPresent() && !state.fingerprint().equals(Optional.of(record.fingerprint()));
    }

    /**
     * Tells whether live DNS shows the addresses of a proxy instead of the published ones. Then live DNS cannot show
     * what the provider has. This is the value of the attribute {@code proxied} at the provider, or the wanted value if
     * that is unknown.
     */
    public boolean proxied() {
        Object there = state.effective().get(Attributes.PROXIED);
        Attributes.Wanted wanted = record.attributes().asMap().get(Attributes.PROXIED);
        return there instanceof Boolean shown
                ? shown
                : wanted != null && wanted.value().equals(true);
    }

    /** Returns the evidence of that kind; empty if it was not asked for yet. */
    public Optional<Evidence> evidence(EvidenceKind kind) {
        return Optional.ofNullable(evidence.get(kind));
    }
}
