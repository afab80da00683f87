package io.github.ddnsjava.internal.engine.rules;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.decide.Decision;
import io.github.ddnsjava.decide.EvidenceKind;
import io.github.ddnsjava.decide.Situation;
import io.github.ddnsjava.internal.engine.records.Entry;
import io.github.ddnsjava.internal.engine.records.Sighting;
import java.util.Set;

/**
 * The result of step 2 for one record.
 *
 * @param situation the situation that the policy saw
 * @param sighting the detection that it is based on
 * @param decision what is to happen
 * @param held whether nothing is sent because of a hold or a backoff, whatever the policy decided
 * @param holdLasts whether the record itself is on hold
 * @param wanted the addresses that are to be there, also where nothing is sent; where none is known, those on their way
 */
public record RecordDecision(
        Entry entry,
        Situation situation,
        Sighting sighting,
        Decision decision,
        boolean held,
        boolean holdLasts,
        Set<IpAddress> wanted) {
    /** Tells whether the address is not confirmed only because the second reading failed. */
    public boolean lacksSecondReading() {
        return !held
                && decision instanceof Decision.Hold hold
                && hold.problem().kind() == ProblemKind.UNCONFIRMED
                && situation
                        .evidence(EvidenceKind.SECOND_READING)
                        .filter(reading -> reading.addresses().isEmpty())
                        .isPresent();
    }
}
