package io.github.ddnsjava.internal.engine.report;

import io.github.ddnsjava.Health;
import io.github.ddnsjava.Health.Condition;
import io.github.ddnsjava.Health.Part;
import io.github.ddnsjava.Health.Vital;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.RecordReport;
import io.github.ddnsjava.internal.engine.memory.Memory;
import io.github.ddnsjava.internal.engine.records.Roster;
import io.github.ddnsjava.internal.engine.rules.Holds;
import io.github.ddnsjava.remember.AccountState;
import io.github.ddnsjava.remember.RecordState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where records stand, by what is remembered. */
public final class Statuses {
    /**
     * The state cannot be saved.
     *
     * @param since since when
     * @param problem why
     */
    public record StateTrouble(Instant since, Problem problem) {}

    private Statuses() {}

    public static List<RecordReport> of(Roster roster, @Nullable Memory memory, Instant now) {
        List<RecordReport> reports = new ArrayList<>();
        roster.entries().forEach((key, entry) -> {
            RecordState state = memory == null ? RecordState.unknown(key) : memory.known(key);
            String account = entry.provider.account();
            reports.add(
                    report(state, memory == null ? AccountState.fresh(account) : memory.knownAccount(account), now));
        });
        return reports;
    }

    /** Returns the health of what is outside, and what is wrong with the state and the threads. */
    public static Health health(Health outside, Optional<StateTrouble> state, List<String> stuck) {
        List<Vital> vitals = new ArrayList<>(outside.vitals());
        state.ifPresent(trouble -> vitals.add(new Vital(
                Part.STATE,
                "",
                Condition.BAD,
                Optional.of(trouble.since()),
                trouble.problem().message())));
        if (!stuck.isEmpty()) {
            String message = stuck.size() + " threads do not return although they were interrupted: "
                    + String.join(" ", stuck) + " only a restart of the process frees them";
            vitals.add(new Vital(Part.THREADS, "", Condition.BAD, Optional.empty(), message));
        }
        return new Health(vitals);
    }

    private static RecordReport report(RecordState state, AccountState account, Instant now) {
        Optional<Problem> problem = state.problem();
        Optional<Instant> notBefore = state.notBefore().or(account::notBefore).filter(now::isBefore);
        Outcome outcome;
        if (problem.isPresent()) {
            boolean held = Holds.needsPerson(problem.get().kind()) || notBefore.isEmpty();
            outcome = held ? Outcome.HELD : Outcome.FAILED;
        } else {
            boolean right = state.confirmed().isPresent() && state.inDoubt().isEmpty();
            outcome = right ? Outcome.UNCHANGED : Outcome.PENDING;
        }
        return new RecordReport(
                state.key(),
                outcome,
                CycleReport.sorted(state.confirmed().orElse(Set.of())),
                List.of(),
                problem.isPresent() ? notBefore : Optional.empty(),
                problem);
    }
}
