package io.github.ddnsjava.internal.engine.report;

import io.github.ddnsjava.DetectionReport;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.RecordHistory;
import io.github.ddnsjava.RecordHistory.Change;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.RecordReport;
import io.github.ddnsjava.UpdaterHealth;
import io.github.ddnsjava.UpdaterHealth.Condition;
import io.github.ddnsjava.UpdaterHealth.Part;
import io.github.ddnsjava.UpdaterHealth.Vital;
import io.github.ddnsjava.UpdaterStatus;
import io.github.ddnsjava.internal.engine.memory.Memory;
import io.github.ddnsjava.internal.engine.memory.Saver;
import io.github.ddnsjava.internal.engine.records.Entry;
import io.github.ddnsjava.internal.engine.records.Roster;
import io.github.ddnsjava.internal.engine.records.Sighting;
import io.github.ddnsjava.internal.engine.records.Standing;
import io.github.ddnsjava.internal.engine.records.Standing.Outside;
import io.github.ddnsjava.internal.engine.rules.Holds;
import io.github.ddnsjava.remember.AccountState;
import io.github.ddnsjava.remember.RecordState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The status of records: what is remembered of them, and what is known of their detectors. */
public final class StatusView {
    private StatusView() {}

    /**
     * Returns one report for each record. A report is made anew only if something that it is made of has changed, so that a
     * record at rest costs nearly nothing. The report of a record with a problem of its own depends on the time and on its
     * account as well, and is always made anew.
     *
     * @param memory null while the state was not opened yet
     */
    public static List<RecordReport> of(
            Roster roster, @Nullable Memory memory, Surroundings surroundings, Instant now) {
        List<RecordReport> reports = new ArrayList<>(roster.entries().size());
        for (Entry entry : roster.entries().values()) {
            reports.add(report(entry, memory, surroundings.of(entry), now));
        }
        return reports;
    }

    private static RecordReport report(Entry entry, @Nullable Memory memory, Outside outside, Instant now) {
        if (memory == null) {
            RecordState state = RecordState.unknown(entry.key());
            return outside.kept()
                    ? present(entry, remembered(state, AccountState.fresh(entry.provider.account()), now))
                    : notKept(state, outside.problem().orElseThrow());
        }
        int changes = entry.changes(); // first, so that a change that comes meanwhile is noticed the next time
        Standing known = entry.standing();
        if (known != null && known.holds(changes, outside)) {
            return known.report();
        }
        RecordReport report = report(entry, memory.known(entry.key()), memory, outside, now);
        if (report.problem().isEmpty() || outside.problem().isPresent()) {
            entry.stands(new Standing(changes, outside, report));
        }
        return report;
    }

    private static RecordReport report(Entry entry, RecordState state, Memory memory, Outside outside, Instant now) {
        if (!outside.kept()) {
            return notKept(state, outside.problem().orElseThrow());
        }
        if (outside.problem().isPresent()) {
            return unknownAddress(state, outside.problem().get());
        }
        boolean nothingPushed = entry.feed.detector == null
                && !entry.isPushed()
                && state.confirmed().isEmpty();
        return nothingPushed
                ? unknownAddress(state, Sighting.NOTHING_PUSHED)
                : present(entry, remembered(state, memory.knownAccount(entry.provider.account()), now));
    }

    /** A record is not in sync while something else is wanted than what is remembered, whatever it waits for. */
    private static RecordReport present(Entry entry, RecordReport remembered) {
        return remembered.outcome() == Outcome.UNCHANGED && entry.isWanting()
                ? new RecordReport(
                        remembered.key(),
                        Outcome.PENDING,
                        remembered.addresses(),
                        List.of(),
                        Optional.empty(),
                        Optional.empty())
                : remembered;
    }

    /** Returns what is known of a record for which nothing is done here. */
    public static RecordReport notKept(RecordState state, Problem why) {
        return new RecordReport(
                state.key(),
                Outcome.HELD,
                CycleReport.sorted(state.confirmed().orElse(Set.of())),
                List.of(),
                Optional.empty(),
                Optional.of(why));
    }

    /** Returns what is known of the account of each provider. */
    public static List<UpdaterStatus.Account> accounts(Roster roster, @Nullable Memory memory, Instant now) {
        List<UpdaterStatus.Account> accounts = new ArrayList<>();
        new TreeMap<>(roster.parts().providers()).forEach((key, provider) -> {
            String account = provider.account();
            AccountState state = memory == null ? AccountState.fresh(account) : memory.knownAccount(account);
            Optional<Instant> notBefore = state.notBefore().filter(now::isBefore);
            boolean silent = state.problem()
                    .filter(p -> p.kind() == ProblemKind.TRANSIENT)
                    .isPresent();
            UpdaterStatus.Breaker breaker = !silent
                    ? UpdaterStatus.Breaker.CLOSED
                    : notBefore.isPresent() ? UpdaterStatus.Breaker.OPEN : UpdaterStatus.Breaker.HALF_OPEN;
            accounts.add(new UpdaterStatus.Account(key, breaker, notBefore, state.problem()));
        });
        return accounts;
    }

    /** Returns the last answer of each detector for each family. */
    public static List<DetectionReport> detections(Roster roster) {
        return roster.feeds().stream()
                .flatMap(feed -> feed.said().stream())
                .sorted(Comparator.comparing(DetectionReport::detector).thenComparing(DetectionReport::family))
                .toList();
    }

    /**
     * Returns the history of one record; empty if there is no such record.
     *
     * @param unknownSince returns since when the address that a record should have has been unknown
     */
    public static Optional<RecordHistory> history(
            Roster roster, @Nullable Memory memory, RecordKey key, Function<Entry, Optional<Instant>> unknownSince) {
        return Optional.ofNullable(roster.entries().get(key)).map(entry -> {
            RecordState state = memory == null ? RecordState.unknown(key) : memory.known(key);
            Optional<Instant> since = entry.isEnabled()
                    ? Stream.of(state.troubledSince(), entry.wantingSince(), unknownSince.apply(entry))
                            .flatMap(Optional::stream)
                            .min(Comparator.naturalOrder())
                    : Optional.empty();
            return new RecordHistory(
                    state.history().stream()
                            .map(change -> new Change(change.at(), CycleReport.sorted(change.addresses())))
                            .toList(),
                    entry.feed.agenda.next(entry),
                    since);
        });
    }

    /** Returns how many records are due. */
    public static int due(Roster roster, Instant now) {
        return roster.feeds().stream().mapToInt(feed -> feed.agenda.due(now)).sum();
    }

    /** Returns the health of network, detectors and providers, and the troubles of all else. */
    public static UpdaterHealth health(
            UpdaterHealth outside,
            Optional<Saver.Trouble> state,
            Optional<Vital> configuration,
            Optional<Vital> cluster,
            Optional<Vital> cycle,
            List<String> stuck) {
        List<Vital> vitals = new ArrayList<>(outside.vitals());
        state.ifPresent(trouble -> vitals.add(new Vital(
                Part.STATE,
                "",
                Condition.BAD,
                Optional.of(trouble.since()),
                trouble.problem().message())));
        configuration.ifPresent(vitals::add);
        cluster.ifPresent(vitals::add);
        cycle.ifPresent(vitals::add);
        if (!stuck.isEmpty()) {
            String message = stuck.size() + (stuck.size() == 1 ? " thread has" : " threads have")
                    + " not returned after an interrupt: " + String.join("; ", stuck)
                    + ". Only a restart of the process ends this";
            vitals.add(new Vital(Part.THREADS, "", Condition.BAD, Optional.empty(), message));
        }
        return new UpdaterHealth(vitals);
    }

    /**
     * Returns the status of a record while the address that it should have is unknown. A problem of the record that a
     * person must solve has priority, because the recovery of the detector would not solve it.
     */
    public static RecordReport unknownAddress(RecordState state, Problem trouble) {
        Optional<Problem> own = state.problem().filter(p -> Holds.needsPerson(p.kind()));
        return new RecordReport(
                state.key(),
                own.isPresent() ? Outcome.HELD : Outcome.FAILED,
                CycleReport.sorted(state.confirmed().orElse(Set.of())),
                List.of(),
                own.flatMap(p -> state.notBefore()),
                own.or(() -> Optional.of(trouble)));
    }

    /** Returns where a record stands by what is remembered. */
    public static RecordReport remembered(RecordState state, AccountState account, Instant now) {
        Optional<Problem> problem = state.problem();
        Optional<Instant> notBefore =
                Holds.later(state.notBefore(), account.notBefore()).filter(now::isBefore);
        Outcome outcome;
        if (problem.isPresent()) {
            boolean nothingToDo = state.trouble().isEmpty(); // whatever its account waits for
            boolean held = nothingToDo || Holds.needsPerson(problem.get().kind()) || notBefore.isEmpty();
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

    /** Returns the outcome of a record for which nothing is sent because of a hold or a backoff. */
    public static Outcome held(RecordState state, Problem problem) {
        if (state.problem().isEmpty() && state.inDoubt().isPresent()) {
            return Outcome.PENDING;
        }
        boolean failing = !Holds.needsPerson(problem.kind()) && state.problem().isPresent();
        return failing ? Outcome.FAILED : Outcome.HELD;
    }
}
