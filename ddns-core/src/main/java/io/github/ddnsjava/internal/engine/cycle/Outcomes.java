package io.github.ddnsjava.internal.engine.cycle;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.decide.Decision;
import io.github.ddnsjava.internal.engine.account.Connectivity;
import io.github.ddnsjava.internal.engine.account.Run;
import io.github.ddnsjava.internal.engine.memory.Memory;
import io.github.ddnsjava.internal.engine.records.Agenda;
import io.github.ddnsjava.internal.engine.records.Entry;
import io.github.ddnsjava.internal.engine.records.PendingChange;
import io.github.ddnsjava.internal.engine.records.Sender;
import io.github.ddnsjava.internal.engine.records.Sighting;
import io.github.ddnsjava.internal.engine.report.CycleReport;
import io.github.ddnsjava.internal.engine.report.StatusView;
import io.github.ddnsjava.internal.engine.rules.Holds;
import io.github.ddnsjava.internal.engine.rules.RecordDecision;
import io.github.ddnsjava.internal.engine.rules.ResultRules;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.remember.AccountState;
import io.github.ddnsjava.remember.RecordState;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What one cycle comes to for each record: it is tried again within the cycle, or it stands in the report, and its
 * agenda says when it is looked at next. Thread-safe.
 */
final class Outcomes implements Sender {
    private final Run run;
    private final long cycle;
    private final Memory memory;
    private final Instant retryUntil;
    private final Retries retries;
    private final OpenSteps steps;
    private final CycleReport report;

    /**
     * Makes one.
     *
     * @param cycle the number of the cycle
     * @param retryUntil from when on nothing is tried again within the cycle
     */
    Outcomes(Run run, long cycle, Instant retryUntil, Retries retries, OpenSteps steps, CycleReport report) {
        this.run = run;
        this.cycle = cycle;
        this.memory = run.memory();
        this.retryUntil = retryUntil;
        this.retries = retries;
        this.steps = steps;
        this.report = report;
    }

    @Override
    public long cycle() {
        return cycle;
    }

    /** Without a network nothing is asked or sent; when it is back, there is a cycle at once. */
    void putOff(Entry entry) {
        run.agenda(entry).putNextCycle(entry);
        report.addUnknownAddress(memory.record(entry.key()), Connectivity.NO_NETWORK);
    }

    /** It was decided to send nothing, for now. */
    void hold(RecordDecision decided, Decision.Hold hold, RecordState state) {
        Entry entry = decided.entry();
        if (decided.held() && isSoon(hold.until(), Optional.of(hold.problem()))) {
            steps.opened();
            retries.put(hold.until().orElseThrow(), new Retries.Retry(entry, decided.sighting()));
            return;
        }
        if (hold.problem().kind() == ProblemKind.NO_ADDRESS) {
            run.agenda(entry).remove(entry); // until the feed says something else
        } else {
            run.agenda(entry).putAgain(entry, hold.until(), Holds.mayEndSooner(Optional.of(hold.problem())));
            if (decided.held() && hasEnded(entry)) {
                run.agenda(entry).put(entry, run.now());
            }
        }
        Outcome outcome = decided.held() ? StatusView.held(state, hold.problem()) : Outcome.HELD;
        report.add(outcome, state, hold.until(), Holds.reported(hold.problem(), state, entry, decided.wanted()));
    }

    /** A write of the record that was here before may have ended since it was decided. */
    private boolean hasEnded(Entry entry) {
        return run.holdOnRecord(entry).isEmpty()
                && run.holdOnAccount(entry.provider.account()).isEmpty();
    }

    /** It was decided that there is nothing to send. */
    void keep(RecordDecision decided, Decision.Keep keep, RecordState state) {
        Entry entry = decided.entry();
        Sighting seen = decided.sighting();
        Agenda agenda = run.agenda(entry);
        agenda.remove(entry);
        keep.lookAgain().ifPresent(at -> agenda.put(entry, at));
        if (seen.detection().isEmpty() && entry.feed.hasHandled()) {
            agenda.putNextCycle(entry); // what was due was not done: nobody knows for which address
        } else if (!decided.situation().evidence().isEmpty()) {
            agenda.putNextCycle(entry); // what was learnt counts only then, and what is due next follows from it
        }
        if (seen.detection().isPresent()) {
            report.add(Outcome.UNCHANGED, state, Optional.empty(), state.problem());
        } else if (entry.feed.detector == null && state.confirmed().isPresent()) {
            report.addRemembered(state, memory.account(entry.provider.account()), run.now());
        } else {
            report.addUnknownAddress(state, seen.problem().orElseThrow());
        }
    }

    /** A lane did not send the change. */
    @Override
    public void notSent(PendingChange change, Decision.Hold hold) {
        RecordState state = memory.record(change.key());
        Outcome outcome = StatusView.held(state, hold.problem());
        Set<IpAddress> wanted = change.change().addresses();
        Optional<Problem> problem = Holds.reported(hold.problem(), state, change.entry(), wanted);
        end(change, outcome, state, Set.of(), hold.until(), problem);
    }

    /** A lane remembered the result. */
    @Override
    public void remembered(
            PendingChange change, ChangeResult result, RecordState before, RecordState after, AccountState account) {
        // A wait that is over says how long the next one will be, and no more when to try again.
        Optional<Instant> notBefore = after.notBefore().filter(run.now()::isBefore);
        Optional<Problem> problem = after.problem();
        if (result instanceof ChangeResult.NotAttempted skipped) {
            notBefore = skipped.notBefore();
            ProblemKind kind = notBefore.isPresent() ? ProblemKind.RATE_LIMITED : ProblemKind.TRANSIENT;
            problem = account.problem().or(() -> Optional.of(Problem.of(kind, skipped.reason())));
        } else if (ResultRules.concerns(result, ProblemScope.ACCOUNT)) {
            notBefore = Holds.later(notBefore, account.notBefore());
        } else if (result instanceof ChangeResult.Accepted && problem.isEmpty()) {
            problem = Holds.ofOpenTicket(after, change.entry(), change.change().addresses());
        }
        end(change, ResultRules.outcome(result), after, ResultRules.previous(result, before), notBefore, problem);
    }

    /** A plan found out what would be written. */
    @Override
    public void planned(PendingChange change, Optional<Set<IpAddress>> present) {
        if (change.close()) {
            report.addPlanned(change, present);
            steps.closed();
        }
    }

    /**
     * Ends a change. If it may be tried again soon, the cycle stays open and tries it again. Otherwise the agenda is
     * told when the record is due, the outcome goes into the report, and the step is closed.
     */
    private void end(
            PendingChange change,
            Outcome outcome,
            RecordState state,
            Set<IpAddress> previous,
            Optional<Instant> notBefore,
            Optional<Problem> problem) {
        if (!change.close()) {
            return;
        }
        boolean done = outcome == Outcome.UNCHANGED
                || outcome == Outcome.CREATED
                || outcome == Outcome.UPDATED
                || outcome == Outcome.WITHDRAWN;
        boolean replaced = !run.roster().get().has(change.entry());
        if (!done && !replaced && isSoon(notBefore, problem)) {
            Retries.Retry retry = new Retries.Retry(change.entry(), change.sighting());
            retries.put(notBefore.orElseThrow(), retry);
            return;
        }
        if (done) {
            // The record is in sync. In the next cycle its policy says when it is due.
            run.agenda(change.entry()).putNextCycle(change.entry());
        } else {
            run.agenda(change.entry()).putAgain(change.entry(), notBefore, Holds.mayEndSooner(problem));
        }
        if (replaced) {
            run.wakeSuccessor(change.entry());
        }
        report.add(outcome, state, previous, done ? Optional.empty() : notBefore, done ? Optional.empty() : problem);
        steps.closed();
    }

    /** Tells whether a record may be tried again within this cycle. */
    private boolean isSoon(Optional<Instant> notBefore, Optional<Problem> problem) {
        return !run.dry()
                && notBefore.filter(at -> !at.isAfter(retryUntil)).isPresent()
                && problem.filter(p -> Holds.needsPerson(p.kind())).isEmpty();
    }
}
