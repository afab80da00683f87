package io.github.ddnsjava.decide;

import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.detect.Detection;
import java.util.Optional;
import java.util.Set;

/** The rule that a write needs more than one reading of the address. */
record Confirmed() implements UpdatePolicy {
    @Override
    public Decision decide(Situation situation) {
        boolean inDoubt =
                situation.detected().isPresent() && situation.state().inDoubt().isPresent();
        return situation.addressChanged() || inDoubt ? before(Decision.keep(), situation) : Decision.keep();
    }

    /**
     * Returns that decision if the detected address is confirmed in this cycle. Otherwise it asks for what is missing:
     * a second reading, or a second reading that agrees.
     */
    static Decision before(Decision decision, Situation situation) {
        Detection.Found found = (Detection.Found) situation.detection().orElseThrow();
        if (found.certain() || found.agreeing() >= 2) {
            return decision;
        }
        Optional<Evidence> second = situation.evidence(EvidenceKind.SECOND_READING);
        if (second.isEmpty()) {
            return Decision.ask(EvidenceKind.SECOND_READING);
        }
        if (second.get().says(found.addresses())) {
            return decision;
        }
        return Decision.hold(Problem.of(
                ProblemKind.UNCONFIRMED,
                "the first reading says " + found.addresses() + ", the second "
                        + second.get()
                                .addresses()
                                .map(Set::toString)
                                .orElse("failed: " + second.get().note())));
    }
}
