package io.github.ddnsjava.internal.engine.report;

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
    private Statuses() {}

    public static List<RecordReport> of(Roster roster, @Nullable Memory memory, Instant now) {
        List<RecordReport> reports = new ArrayList<>();
        roster.entries().forEach((key, entry) -> {
            RecordState state = memory == null ? RecordState.unknown(key) : memory.record(key);
            String account = entry.provider.account();
            reports.add(report(state, memory == null ? AccountState.fresh(account) : memory.account(account), now));
        });
        return reports;
    }

    private static RecordReport report(RecordState state, AccountState account, Instant now) {
        Optional<Problem> problem = state.problem();
        Optional<Instant> notBefore =
                Holds.later(state.notBefore(), account.notBefore()).filter(now::isBefore);
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
