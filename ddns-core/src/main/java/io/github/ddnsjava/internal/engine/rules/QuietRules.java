package io.github.ddnsjava.internal.engine.rules;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.decide.Decision;
import io.github.ddnsjava.decide.Evidence;
import io.github.ddnsjava.decide.EvidenceKind;
import io.github.ddnsjava.decide.Situation;
import io.github.ddnsjava.remember.RecordState;
import java.util.Optional;
import java.util.Set;

/** What is remembered after a decision to send nothing; the counterpart of {@link ResultRules}. */
public final class QuietRules {
    private QuietRules() {}

    /** Returns the record after a decision, before anything is sent. */
    public static RecordState decided(RecordState before, RecordDecision decided) {
        RecordState seen = decided.situation().state();
        return before.with(state -> {
            state.absentSince = seen.absentSince();
            if (decided.situation().evidence(EvidenceKind.DNS).isPresent()) {
                state.comparedAt = Optional.of(decided.situation().now());
            }
            if (decided.held()) {
                if (decided.decision() instanceof Decision.Hold hold
                        && hold.problem().equals(Holds.RESTING)) {
                    state.problem = Optional.of(hold.problem());
                }
                return;
            }
            if (decided.decision() instanceof Decision.Hold hold) {
                state.candidate = seen.candidate();
                if (!needsPerson(state.problem)) {
                    state.problem = Optional.of(hold.problem());
                }
            } else if (decided.decision() instanceof Decision.Keep) {
                state.candidate = seen.candidate();
                keep(state, decided);
            }
        });
    }

    private static void keep(RecordState.Builder state, RecordDecision decided) {
        Situation situation = decided.situation();
        Optional<Set<IpAddress>> detected = situation.detected();
        // Where the provider can be read, only that counts as confirmed or checked; DNS is compared besides.
        boolean standsInDns = detected.isPresent()
                && !situation.abilities().read()
                && situation
                        .evidence(EvidenceKind.DNS)
                        .filter(dns -> dns.says(detected.get()))
                        .isPresent();
        if (standsInDns && !situation.wishChanged()) {
            state.confirm(detected.get(), situation.now());
            state.fingerprint = Optional.of(situation.record().fingerprint());
            state.confirmedBy = Optional.of(decided.entry().provider.account());
            state.sequence = decided.sighting().sequence();
        } else if (situation.evidence(EvidenceKind.DNS).isPresent()
                && !situation.abilities().read()) {
            // DNS cannot tell; to ask it at every cycle would not help.
            state.checkedAt = Optional.of(situation.now());
        }
        if (detected.isEmpty() && isGone(situation)) {
            // What is remembered may be older than what stands there: DNS must not fall silent for it to be written.
            state.inDoubt = state.inDoubt.or(() -> state.confirmed);
        }
        if (situation.detection().isPresent() && state.inDoubt.isEmpty() && !decided.holdLasts()) {
            if (needsPerson(state.problem)) {
                state.clearTrouble();
            } else {
                // It is right by itself, and nobody said that the provider takes writes again: if the address goes
                // again, the next write waits as it would have.
                state.problem = Optional.empty();
            }
        }
    }

    /** Returns whether a confirmed value is no longer published. Values of others beside it do not matter. */
    private static boolean isGone(Situation situation) {
        Optional<Set<IpAddress>> shown = situation.evidence(EvidenceKind.DNS).flatMap(Evidence::addresses);
        Optional<Set<IpAddress>> confirmed = situation.state().confirmed();
        return !situation.proxied()
                && shown.isPresent()
                && confirmed.filter(set -> !shown.get().containsAll(set)).isPresent();
    }

    private static boolean needsPerson(Optional<Problem> problem) {
        return problem.filter(p -> Holds.needsPerson(p.kind())).isPresent();
    }
}
