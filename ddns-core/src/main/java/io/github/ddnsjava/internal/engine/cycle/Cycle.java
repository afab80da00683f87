package io.github.ddnsjava.internal.engine.cycle;

import io.github.ddnsjava.IpAddress;
import io.github.ddnsjava.Outcome;
import io.github.ddnsjava.Problem;
import io.github.ddnsjava.ProblemKind;
import io.github.ddnsjava.ProblemScope;
import io.github.ddnsjava.RecordKey;
import io.github.ddnsjava.UpdateReport;
import io.github.ddnsjava.decide.Decision;
import io.github.ddnsjava.event.UpdateEvent;
import io.github.ddnsjava.internal.engine.account.Lanes;
import io.github.ddnsjava.internal.engine.account.Run;
import io.github.ddnsjava.internal.engine.memory.Memory;
import io.github.ddnsjava.internal.engine.records.Agenda;
import io.github.ddnsjava.internal.engine.records.Change;
import io.github.ddnsjava.internal.engine.records.Entry;
import io.github.ddnsjava.internal.engine.records.Sender;
import io.github.ddnsjava.internal.engine.records.Sighting;
import io.github.ddnsjava.internal.engine.records.Source;
import io.github.ddnsjava.internal.engine.report.CycleReport;
import io.github.ddnsjava.internal.engine.report.RecordEvents;
import io.github.ddnsjava.internal.engine.report.Statuses;
import io.github.ddnsjava.internal.engine.rules.Holds;
import io.github.ddnsjava.internal.engine.rules.QuietRules;
import io.github.ddnsjava.internal.engine.rules.ResultRules;
import io.github.ddnsjava.internal.engine.rules.Verdict;
import io.github.ddnsjava.internal.engine.when.Heartbeat;
import io.github.ddnsjava.publish.ChangeResult;
import io.github.ddnsjava.publish.Intent;
import io.github.ddnsjava.publish.RecordChange;
import io.github.ddnsjava.remember.AccountState;
import io.github.ddnsjava.remember.RecordState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One cycle over some sources: detect, decide, publish, remember. Each source goes its way by itself, so none waits for
 * another; only their changes do, for a moment, to travel together ({@link Convoy}). Thread-safe.
 */
public final class Cycle implements Sender {
    /** Stands where every record has its own, pushed one. */
    private static final Sighting PUSHED = Sighting.none(Problem.of(ProblemKind.DETECTION, "no address was pushed"), 0);

    private final Run run;
    private final Memory memory;
    private final RecordEvents recordEvents;
    private final Lanes lanes;
    private final Scope scope;
    private final Instant settleBy;
    private final Patience patience;
    private final Convoy convoy;
    private final Retries retries;
    private final BiConsumer<Cycle, UpdateReport> whenSettled;
    private final CycleReport report;

    /** How many sources, changes and retries are still under way, and one for the beginning. */
    private int open = 1;

    private boolean settled;

    /**
     * Makes a cycle.
     *
     * @param round asks the detectors
     * @param scope which records are looked at besides those concerned
     * @param whenSettled takes the report, once
     */
    public Cycle(Run run, Lanes lanes, DetectionRound round, Scope scope, BiConsumer<Cycle, UpdateReport> whenSettled) {
        this.run = run;
        this.memory = run.memory();
        this.recordEvents = new RecordEvents(run.parts().clock(), run::tell);
        this.lanes = lanes;
        this.scope = scope;
        this.whenSettled = whenSettled;
        this.report = new CycleReport(memory);
        this.settleBy = run.now().plus(run.parts().retry().settleWithin());
        this.patience = new Patience(run.parts(), run.workers(), round, settleBy);
        this.convoy = new Convoy(run.workers(), lanes);
        this.retries = new Retries(run.workers(), run.parts().clock(), this::again);
    }

    /** Begins; the report comes when every record has settled. */
    public void begin(Collection<Source> sources) {
        report.want(scope.asked());
        convoy.await(sources);
        for (Source source : sources) {
            if (run.dry()) {
                opened();
                execute(source, () -> work(() -> run(source), () -> convoy.arrived(source)));
            } else if (source.queueLook() || scope.awaited()) {
                opened();
                execute(source, () -> {
                    source.lookBegins();
                    work(() -> run(source), () -> convoy.arrived(source));
                });
            } else {
                convoy.arrived(source);
            }
        }
        closed();
    }

    /** Begins with addresses that were pushed for these records. */
    public void beginPushed(Collection<Entry> entries) {
        Map<Source, List<Entry>> bySource = new LinkedHashMap<>();
        entries.forEach(entry ->
                bySource.computeIfAbsent(entry.source, s -> new ArrayList<>()).add(entry));
        convoy.await(bySource.keySet());
        bySource.forEach((source, pushed) -> {
            if (source.queuePush(pushed)) {
                opened();
                source.serial.execute(() ->
                        work(() -> publish(decide(source, source.pushBegins(), PUSHED)), () -> convoy.arrived(source)));
            } else {
                convoy.arrived(source);
            }
        });
        closed();
    }

    /** Begins with what is decided already. */
    public void begin(Function<Cycle, List<Change>> changes) {
        publish(changes.apply(this));
        closed();
    }

    /** Ends without what has not settled: the updater is closing. */
    public void abandon() {
        if (settles(true)) {
            whenSettled.accept(this, report.get());
        }
    }

    /** One cycle after the other looks at a source; a plan disturbs none. */
    private void execute(Source source, Runnable task) {
        if (run.dry()) {
            run.workers().run(task);
        } else {
            source.serial.execute(task);
        }
    }

    /** The whole way of one source's records. */
    private void run(Source source) throws InterruptedException {
        memory.repair();
        try {
            Sighting sighting = look(source);
            if (sighting.mayPass() && again(source, () -> run(source))) {
                return;
            }
            detected(source, sighting);
            List<Change> changes = decide(source, concernedBy(source, sighting), sighting);
            publish(changes); // whose lanes remember what the provider confirms
        } catch (RuntimeException | Error e) {
            source.startAfresh();
            throw e;
        }
    }

    /** Takes a step once more in a while, if somebody waits for the report and time is left. */
    private boolean again(Source source, Step step) {
        Optional<Duration> wait = scope.awaited() ? patience.again(source) : Optional.empty();
        wait.ifPresent(time -> {
            opened();
            run.workers().after(time, () -> execute(source, () -> work(step, () -> {})));
        });
        return wait.isPresent();
    }

    private Collection<Entry> concernedBy(Source source, Sighting sighting) {
        Set<Entry> concerned = run.dry() ? Set.of() : new LinkedHashSet<>(source.concernedBy(sighting, run.now()));
        return scope.awaited()
                ? source.entries().stream()
                        .filter(entry -> scope.asked().contains(entry) || concerned.contains(entry))
                        .toList()
                : concerned;
    }

    private Sighting look(Source source) throws InterruptedException {
        DetectionRound round = patience.round(source);
        return run.looked(source, round.look(source, source.settled(), memory.nextSequence()));
    }

    private void detected(Source source, Sighting sighting) {
        sighting.report().ifPresent(seen -> {
            report.add(seen);
            run.tell(new UpdateEvent.Detected(run.now(), seen));
        });
        run.left(source);
    }

    /** Decides, and remembers what follows from that alone, in one write. */
    private List<Change> decide(Source source, Collection<Entry> entries, Sighting sighting)
            throws InterruptedException {
        if (run.isOffline()) {
            entries.forEach(this::putOff);
            return List.of();
        }
        Map<RecordKey, Verdict> verdicts = new LinkedHashMap<>();
        new Decider(run, lanes, patience.round(source), scope, source, sighting)
                .decide(entries)
                .forEach(verdict -> verdicts.put(verdict.entry().key(), verdict));
        readAgain(source, verdicts, sighting);
        Map<RecordKey, Memory.Changed> rows = memory.change(
                verdicts.keySet(),
                state -> QuietRules.decided(state, Objects.requireNonNull(verdicts.get(state.key()))));
        List<Change> changes = new ArrayList<>();
        verdicts.forEach((key, verdict) -> {
            Memory.Changed row = Objects.requireNonNull(rows.get(key));
            Decision decision = verdict.decision();
            if (decision instanceof Decision.Publish publish) {
                Intent intent = publish.touch() ? Intent.TOUCH : Intent.ENSURE;
                changes.add(change(verdict, intent, publish.addresses(), publish.reason(), row.after()));
            } else if (decision instanceof Decision.Withdraw withdraw) {
                changes.add(change(verdict, Intent.WITHDRAW, Set.of(), withdraw.reason(), row.after()));
            } else if (decision instanceof Decision.Hold hold) {
                recordEvents.troubleOrRecovery(verdict.entry(), row.before(), row.after(), hold.until());
                hold(verdict, hold, row.after());
            } else if (decision instanceof Decision.Keep keep) {
                recordEvents.troubleOrRecovery(verdict.entry(), row.before(), row.after(), Optional.empty());
                keep(verdict, keep, row.after());
            }
        });
        return changes;
    }

    /** Takes those out that lack a second reading only because that failed, if it is tried again. */
    private void readAgain(Source source, Map<RecordKey, Verdict> verdicts, Sighting sighting) {
        List<Entry> unread = verdicts.values().stream()
                .filter(Verdict::lacksSecondReading)
                .map(Verdict::entry)
                .toList();
        if (!unread.isEmpty() && again(source, () -> publish(decide(source, unread, source.newest(sighting))))) {
            unread.forEach(entry -> verdicts.remove(entry.key()));
        }
    }

    /** Without a network nothing is asked or sent; when it is back, there is a cycle at once. */
    private void putOff(Entry entry) {
        run.agenda(entry).putNextCycle(entry);
        report.addUnknownAddress(memory.record(entry.key()), Heartbeat.NO_NETWORK);
    }

    private Change change(Verdict verdict, Intent intent, Set<IpAddress> addresses, String reason, RecordState state) {
        Entry entry = verdict.entry();
        String what = intent.name().toLowerCase(Locale.ROOT) + " " + addresses + " (" + reason + ")";
        run.tell(new UpdateEvent.Decided(run.now(), entry.key(), what));
        RecordChange change = RecordChange.of(entry.record, intent, addresses, state);
        return new Change(entry, change, verdict.sighting(), reason, this);
    }

    private void publish(List<Change> changes) {
        changes.forEach(change -> opened());
        convoy.send(changes);
    }

    private void hold(Verdict verdict, Decision.Hold hold, RecordState state) {
        Entry entry = verdict.entry();
        if (verdict.held() && isSoon(hold.until(), Optional.of(hold.problem()))) {
            opened();
            retries.put(hold.until().orElseThrow(), new Retries.Retry(entry, verdict.sighting()));
            return;
        }
        if (hold.problem().kind() == ProblemKind.NO_ADDRESS) {
            run.agenda(entry).remove(entry); // until the source says something else
        } else {
            run.agenda(entry).putAgain(entry, hold.until(), Holds.mayEndSooner(Optional.of(hold.problem())));
        }
        Outcome outcome = verdict.held() ? Statuses.held(state, hold.problem()) : Outcome.HELD;
        report.add(outcome, state, hold.until(), Optional.of(hold.problem()));
    }

    private void keep(Verdict verdict, Decision.Keep keep, RecordState state) {
        Entry entry = verdict.entry();
        Sighting seen = verdict.sighting();
        Agenda agenda = run.agenda(entry);
        agenda.remove(entry);
        keep.lookAgain().ifPresent(at -> agenda.put(entry, at));
        if (seen.detection().isEmpty() && entry.source.hasSettled()) {
            agenda.putNextCycle(entry); // what was due was not done: nobody knows for which address
        } else if (!verdict.situation().evidence().isEmpty()) {
            agenda.putNextCycle(entry); // what was learnt counts only then, and what is due next follows from it
        }
        if (seen.detection().isPresent()) {
            report.add(Outcome.UNCHANGED, state, Optional.empty(), state.problem());
        } else if (entry.source.detector == null && state.confirmed().isPresent()) {
            report.addRemembered(state, memory.account(entry.provider.account()), run.now());
        } else {
            report.addUnknownAddress(state, seen.problem().orElseThrow());
        }
    }

    /** A lane did not send the change. */
    @Override
    public void settleHeld(Change change, Decision.Hold hold) {
        RecordState state = memory.record(change.key());
        Outcome outcome = Statuses.held(state, hold.problem());
        settle(change, outcome, state, Set.of(), hold.until(), Optional.of(hold.problem()));
    }

    /** A lane remembered the result. */
    @Override
    public void remembered(
            Change change, ChangeResult result, RecordState before, RecordState after, AccountState account) {
        // A wait that is over says how long the next one will be, and no more when to try again.
        Optional<Instant> notBefore = after.notBefore().filter(run.now()::isBefore);
        Optional<Problem> problem = after.problem();
        if (result instanceof ChangeResult.NotAttempted skipped) {
            notBefore = skipped.notBefore();
            ProblemKind kind = notBefore.isPresent() ? ProblemKind.RATE_LIMITED : ProblemKind.TRANSIENT;
            problem = account.problem().or(() -> Optional.of(Problem.of(kind, skipped.reason())));
        } else if (ResultRules.concerns(result, ProblemScope.ACCOUNT)) {
            notBefore = Holds.later(notBefore, account.notBefore());
        }
        settle(change, ResultRules.outcome(result), after, ResultRules.previous(result, before), notBefore, problem);
    }

    /** A plan found out what would be written. */
    @Override
    public void planned(Change change, Optional<Set<IpAddress>> present) {
        if (change.close()) {
            report.addPlanned(change, present);
            closed();
        }
    }

    private void settle(
            Change change,
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
        if (!done && isSoon(notBefore, problem)) {
            Retries.Retry retry = new Retries.Retry(change.entry(), change.sighting());
            retries.put(notBefore.orElseThrow(), retry); // the cycle stays open until then
            return;
        }
        if (done) {
            // When a record that is right wants to be looked at again is for its policy to say, in the next cycle.
            run.agenda(change.entry()).putNextCycle(change.entry());
        } else {
            run.agenda(change.entry()).putAgain(change.entry(), notBefore, Holds.mayEndSooner(problem));
        }
        report.add(outcome, state, previous, done ? Optional.empty() : notBefore, done ? Optional.empty() : problem);
        closed();
    }

    /** Tells whether a record may be tried again before this cycle has to settle. */
    private boolean isSoon(Optional<Instant> notBefore, Optional<Problem> problem) {
        return !run.dry()
                && notBefore.filter(at -> !at.isAfter(settleBy)).isPresent()
                && problem.filter(p -> Holds.needsPerson(p.kind())).isEmpty();
    }

    /** Decides and publishes once more, by the newest detection. */
    private void again(List<Retries.Retry> again) {
        Step step = () -> {
            Map<Source, List<Retries.Retry>> bySource = again.stream()
                    .collect(Collectors.groupingBy(
                            retry -> retry.entry().source, LinkedHashMap::new, Collectors.toList()));
            List<Change> next = new ArrayList<>();
            for (Map.Entry<Source, List<Retries.Retry>> group : bySource.entrySet()) {
                List<Entry> entries =
                        group.getValue().stream().map(Retries.Retry::entry).toList();
                Sighting known = group.getValue().get(0).sighting();
                next.addAll(decide(group.getKey(), entries, group.getKey().newest(known)));
            }
            publish(next);
        };
        run.workers().run(() -> work(step, () -> again.stream().skip(1).forEach(retry -> closed())));
    }

    /** A step of the cycle on a worker. */
    private interface Step {
        void run() throws InterruptedException;
    }

    private void work(Step step, Runnable last) {
        try {
            step.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            last.run();
            closed();
        }
    }

    private synchronized void opened() {
        open++;
    }

    private void closed() {
        if (settles(false)) {
            UpdateReport whole = report.get();
            run.tell(new UpdateEvent.CycleEnded(run.now(), whole));
            whenSettled.accept(this, whole);
        }
    }

    /** Tells, once, that all that was under way has ended, or is waited for no longer. */
    private synchronized boolean settles(boolean abandoned) {
        open -= abandoned ? 0 : 1;
        boolean now = !settled && (abandoned || open == 0);
        settled |= now;
        return now;
    }
}
