package io.github.ddnsjava.internal.engine;

import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.RecordReport;
import io.github.ddnsjava.UpdateReport;
import io.github.ddnsjava.exception.DdnsException;
import io.github.ddnsjava.internal.engine.account.Lanes;
import io.github.ddnsjava.internal.engine.records.Entry;
import io.github.ddnsjava.internal.engine.records.Roster;
import io.github.ddnsjava.publish.DnsProvider;
import io.github.ddnsjava.publish.Intent;
import io.github.ddnsjava.publish.Publication;
import io.github.ddnsjava.publish.RecordChange;
import io.github.ddnsjava.remember.RecordState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Looks at credentials and zones by reads only: all records of a provider at once, and one by one where that fails. */
final class Checks {
    private final Roster roster;
    private final Lanes lanes;

    Checks(Roster roster, Lanes lanes) {
        this.roster = roster;
        this.lanes = lanes;
    }

    UpdateReport run() throws InterruptedException {
        Map<DnsProvider, List<Entry>> byProvider = new LinkedHashMap<>();
        roster.entries()
                .values()
                .forEach(entry -> byProvider
                        .computeIfAbsent(entry.provider, p -> new ArrayList<>())
                        .add(entry));
        List<RecordReport> reports = new ArrayList<>();
        for (Map.Entry<DnsProvider, List<Entry>> group : byProvider.entrySet()) {
            Optional<Problem> problem = problem(group.getKey(), group.getValue());
            for (Entry entry : group.getValue()) {
                boolean alone = problem.isPresent()
                        && problem.get().scope() != ProblemScope.ACCOUNT
                        && group.getValue().size() > 1;
                reports.add(report(entry, alone ? problem(group.getKey(), List.of(entry)) : problem));
            }
        }
        reports.sort((a, b) -> a.key().compareTo(b.key()));
        return new UpdateReport(reports, List.of());
    }

    private Optional<Problem> problem(DnsProvider provider, List<Entry> entries) throws InterruptedException {
        List<RecordChange> records = new ArrayList<>();
        entries.forEach(entry ->
                records.add(RecordChange.of(entry.record, Intent.ENSURE, Set.of(), RecordState.unknown(entry.key()))));
        try {
            lanes.of(provider).check(provider, records);
            return Optional.empty();
        } catch (DdnsException e) {
            return Optional.of(e.problem());
        } catch (Publication.NotNowException e) {
            return Optional.of(Problem.of(ProblemKind.RATE_LIMITED, e.result().reason()));
        } catch (RuntimeException e) {
            return Optional.of(Problem.of(
                    ProblemKind.PROTOCOL,
                    "the provider " + provider.getClass().getName() + " failed: "
                            + e.getClass().getName() + "; this is a defect of the provider"));
        }
    }

    private static RecordReport report(Entry entry, Optional<Problem> problem) {
        return new RecordReport(
                entry.key(),
                problem.isPresent() ? Outcome.FAILED : Outcome.UNCHANGED,
                List.of(),
                List.of(),
                Optional.empty(),
                problem);
    }
}
